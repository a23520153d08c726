import type {Part} from '../../multipart/part.js';
import {rowFrom} from '../../multipart/part-state.js';
import {comparePartsFile} from '../../multipart/parts-file/parts-comparison.js';
import {type NamedPart, readPartsFile} from '../../multipart/parts-file/parts-file.js';
import {gapsIn, mergedRanges, type PartRange, rangesSubject} from '../../multipart/text/words.js';
import {LocalFileError, readTextFile} from '../../operations/typed-file.js';
import {refusedBySafety, usageError} from '../base/exit.js';
import type {CompleteOptions} from './options.js';

/** Which of the listed parts are not to be named. @throws CommandError (refused) when what was chosen is not there so. */
export type PartsChoice = (listed: readonly Part[]) => ReadonlySet<number>;

/** What the options choose; every part unless they say otherwise. @throws CommandError (usage) */
export async function partsChoice({
	parts,
	partsFile,
}: Pick<CompleteOptions, 'parts' | 'partsFile'>): Promise<PartsChoice> {
	if (parts !== undefined && partsFile !== undefined)
		throw usageError('Either --parts or --parts-file, not both.');
	if (parts !== undefined) return chosenByNumber(readPartNumbers(parts));
	if (partsFile !== undefined) return chosenByFile(await namedIn(partsFile));
	return () => new Set();
}

/** `1-40,42`: ranges, both ends in them. @throws CommandError (usage) */
function readPartNumbers(text: string): readonly PartRange[] {
	return text.split(',').map(range => {
		const [, first, , last = first] = /^\s*(\d{1,10})\s*(-\s*(\d{1,10})\s*)?$/.exec(range) ?? [];
		const [from, to] = [Number(first), Number(last)];
		if (first === undefined || from < 1 || to < from)
			throw usageError(`--parts: "${range}" is no part number and no range: write 1-40,42.`);
		return [from, to];
	});
}

function chosenByNumber(ranges: readonly PartRange[]): PartsChoice {
	return listed => {
		const numbers = listed.map(({partNumber}) => partNumber);
		const lacking: PartRange[] = [];
		const excluded = new Set(numbers);
		for (const [from, to] of mergedRanges(ranges)) {
			const there = numbers.slice(rowFrom(listed, from), rowFrom(listed, to + 1));
			for (const gap of gapsIn(there, to, from)) lacking.push(gap);
			for (const number of there) excluded.delete(number);
		}
		if (lacking.length > 0)
			throw refusedBySafety(
				`${rangesSubject(lacking, ['is', 'are'])} not there: nothing was sent.`,
			);
		return excluded;
	};
}

function chosenByFile(named: readonly NamedPart[]): PartsChoice {
	return listed => {
		const {fits, sentences, excluded} = comparePartsFile(named, listed);
		if (!fits) throw refusedBySafety([...sentences, 'Nothing was sent.'].join('\n'));
		return excluded;
	};
}

async function namedIn(path: string): Promise<readonly NamedPart[]> {
	try {
		const read = readPartsFile(await readTextFile(path));
		if (read.kind === 'read') return read.parts;
		throw usageError([`${path} is no parts file:`, ...read.problems].join('\n'));
	} catch (error) {
		throw error instanceof LocalFileError ? usageError(error.message) : error;
	}
}
