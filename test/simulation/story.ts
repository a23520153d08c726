import type {Happened} from './history.js';
import type {Violation} from './judge.js';

/** What happened as lines to read, with what is wrong where it was found; reads that went well are left out. */
export function storyOf(history: readonly Happened[], wrong: readonly Violation[]): string {
	const began = history[0]?.at ?? 0;
	const lines = history.flatMap((event, at) => {
		const {at: time, what, ...facts} = event;
		const words = Object.entries(facts).map(
			([name, value]) => `${name} ${what === 'journal' ? value : shortOf(value)}`,
		);
		const said = wrong
			.filter(({nth}) => nth === at + 1)
			.map(({rule, words}) => `!!!!!!! ${rule}: ${words}`);
		return [
			`${((time - began) / 1000).toFixed(3).padStart(10)} ${what} ${words.join(', ')}`,
			...said,
		];
	});
	return lines.join('\n');
}

/** Ids are told apart by their beginnings. */
function shortOf(value: unknown): string {
	return JSON.stringify(value)?.replace(/[\w.~]{24,}/g, id => `${id.slice(0, 10)}…`) ?? 'none';
}
