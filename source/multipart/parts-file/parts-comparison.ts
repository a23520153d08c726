import {sameEtag} from '../etag.js';
import {checksumFields, type Part} from '../part.js';
import {plural} from '../text/units.js';
import {partsSubject} from '../text/words.js';
import type {NamedPart} from './parts-file.js';

/** How a parts file stands to what the service lists; part numbers ascending. */
export type PartsComparison = {
	/** Named and listed alike. */
	readonly matching: readonly number[];
	/** Named with another ETag or another checksum than listed, and which fields those are. */
	readonly differing: ReadonlyArray<{
		readonly partNumber: number;
		readonly fields: readonly string[];
	}>;
	/** Named, and not listed. */
	readonly lacking: readonly number[];
	/** Listed, and not named. */
	readonly unnamed: readonly number[];
	/** The listed parts that the file does not name as they are: left out, nothing is named against the file. */
	readonly excluded: ReadonlySet<number>;
	/** Whether leaving those out makes exactly what the file says. */
	readonly fits: boolean;
	/** What a person should read of it. */
	readonly sentences: readonly string[];
};

/** Compares; a checksum that only one of the two has says nothing. */
export function comparePartsFile(
	named: readonly NamedPart[],
	listed: readonly Part[],
): PartsComparison {
	const byNumber = new Map(listed.map(part => [part.partNumber, part]));
	const matching: number[] = [];
	const differing: Array<{partNumber: number; fields: string[]}> = [];
	const lacking: number[] = [];
	for (const part of named) {
		const {partNumber} = part;
		const there = byNumber.get(partNumber);
		byNumber.delete(partNumber);
		if (there === undefined) {
			lacking.push(partNumber);
			continue;
		}
		const fields = differences(part, there);
		if (fields.length === 0) matching.push(partNumber);
		else differing.push({partNumber, fields});
	}
	const unnamed = [...byNumber.keys()];
	return {
		matching,
		differing,
		lacking,
		unnamed,
		excluded: new Set([...unnamed, ...differing.map(({partNumber}) => partNumber)]),
		fits: differing.length === 0 && lacking.length === 0,
		sentences: sentences({matching, differing, lacking, unnamed}),
	};
}

function differences(named: NamedPart, listed: Part): string[] {
	const fields: string[] = sameEtag(named.etag, listed.etag) ? [] : ['ETag'];
	for (const field of checksumFields) {
		const [one, other] = [named.checksums[field], listed.checksums[field]];
		if (one !== undefined && other !== undefined && one !== other) fields.push(field);
	}
	return fields;
}

function sentences(
	of: Pick<PartsComparison, 'matching' | 'differing' | 'lacking' | 'unnamed'>,
): string[] {
	const absent = [...of.differing.map(({partNumber}) => partNumber), ...of.lacking].sort(
		(a, b) => a - b,
	);
	const said = [
		absent.length === 0
			? 'Completing now makes exactly what the file says.'
			: `${partsSubject(absent, ['is', 'are'])} not there as the file names ${absent.length === 1 ? 'it' : 'them'}: completing the rest does NOT make what the file says.`,
		`${plural(of.matching.length, 'part')} of the file ${of.matching.length === 1 ? 'is' : 'are'} there as named.`,
	];
	for (const field of ['ETag', ...checksumFields]) {
		const numbers = of.differing
			.filter(({fields}) => fields.includes(field))
			.map(({partNumber}) => partNumber);
		if (numbers.length > 0)
			said.push(
				`${partsSubject(numbers, ['has', 'have'])} another ${field} on the service than in the file: left out.`,
			);
	}
	if (of.lacking.length > 0)
		said.push(`${partsSubject(of.lacking, ['is', 'are'])} in the file and not on the service.`);
	if (of.unnamed.length > 0)
		said.push(
			`${partsSubject(of.unnamed, ['is', 'are'])} on the service and not in the file: left out.`,
		);
	return said;
}
