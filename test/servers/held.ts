import type {Said} from './program.js';

/** Something that partway said or did, held against what the bare SDK sees. */
export type Held = {
	readonly step: string;
	readonly isTrue: boolean;
	/** What it said, and what is so. */
	readonly words: string;
	readonly said?: Said;
};

/** What a walk found: what was held, and what the server does in its own way. */
export class Findings {
	readonly held: Held[] = [];
	readonly differences: string[] = [];
	/** What partway left open that the bare SDK can tell: not wrong, and worth a look. */
	readonly open: string[] = [];
	/** Steps that this server does not let one walk, and why. */
	readonly notWalked: string[] = [];

	hold(step: string, isTrue: boolean, words: string, said?: Said): void {
		this.held.push({step, isTrue, words, ...(said === undefined ? {} : {said})});
	}

	differs(words: string): void {
		if (!this.differences.includes(words)) this.differences.push(words);
	}

	leavesOpen(words: string): void {
		if (!this.open.includes(words)) this.open.push(words);
	}

	get wrong(): Held[] {
		return this.held.filter(({isTrue}) => !isTrue);
	}
}
