import {Option} from 'commander';

/** An option that takes one or several of some words, with commas between; its work checks them. */
export class ListOption extends Option {
	readonly words: readonly string[];

	constructor(flags: string, words: readonly string[]) {
		super(flags, `${words.join(', ')}; several with commas`);
		this.words = words;
	}
}
