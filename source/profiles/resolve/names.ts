import {type Tool, tools} from '../foreign/foreign.js';

/** Where a connection's name is from: partway's store, the AWS files, the environment, or the file of another tool. */
export type NameSource = 'own' | 'aws' | 'environment' | Tool;

const sourceFirst = new RegExp(`^(own|aws|environment|${tools.join('|')}):(.*)$`, 'su');

export function isTool(source: string | undefined): source is Tool {
	return tools.some(tool => tool === source);
}

/** A name as it is written after `-p`, its source in front where it was given. */
export function splitName(written: string): {readonly source?: NameSource; readonly name: string} {
	const match = sourceFirst.exec(written);
	return match ? {source: match[1] as NameSource, name: match[2]!} : {name: written};
}

/** How many characters must be put in, left out or replaced to make one word of the other. */
function distance(one: string, other: string): number {
	let previous = Array.from({length: other.length + 1}, (_, index) => index);
	for (let row = 1; row <= one.length; row++) {
		const current = [row];
		for (let column = 1; column <= other.length; column++) {
			const replaced = previous[column - 1]! + (one[row - 1] === other[column - 1] ? 0 : 1);
			current.push(Math.min(previous[column]! + 1, current[column - 1]! + 1, replaced));
		}
		previous = current;
	}
	return previous[other.length]!;
}

/** The names that may have been meant, the nearest first: a few letters off, or one within the other. */
export function nearNames(written: string, names: Iterable<string>): readonly string[] {
	const wanted = written.toLowerCase();
	const near: Array<{name: string; steps: number}> = [];
	for (const name of names) {
		const candidate = name.toLowerCase();
		const within = wanted !== '' && (candidate.includes(wanted) || wanted.includes(candidate));
		const steps = distance(wanted, candidate);
		if (within || steps <= Math.max(1, Math.floor(wanted.length / 3))) near.push({name, steps});
	}
	return near.toSorted((one, other) => one.steps - other.steps).map(({name}) => name);
}
