import {sameEtag} from '../etag.js';
import {checksumFields, type Part} from '../part.js';
import {plural} from '../text/units.js';
import {partsSubject} from '../text/words.js';
import type {NamedPart} from './parts-file.js';

/** How a parts file stands to what the service lists. */
export type PartsComparison = {
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
	const unnamed = new Map(listed.map(part => [part.partNumber, part]));
	const lacking: number[] = [];
	/** Which fields differ, by the number of the part. */
	const differing = new Map<number, readonly string[]>();
	for (const part of named) {
		const {partNumber} = part;
		const there = unnamed.get(partNumber);
		unnamed.delete(partNumber);
		const fields = there === undefined ? [] : differences(part, there);
		if (there === undefined) lacking.push(partNumber);
		else if (fields.length > 0) differing.set(partNumber, fields);
	}
	const absent = [...differing.keys(), ...lacking].sort((a, b) => a - b);
	const matching = named.length - absent.length;
	const sentences = [
		absent.length === 0
			? 'Completing now makes exactly what the file says.'
			: `${partsSubject(absent, ['is', 'are'])} not there as the file names ${absent.length === 1 ? 'it' : 'them'}: completing the rest does NOT make what the file says.`,
		`${plural(matching, 'part')} of the file ${matching === 1 ? 'is' : 'are'} there as named.`,
	];
	const say = (numbers: readonly number[], verbs: readonly [string, string], what: string) => {
		if (numbers.length > 0) sentences.push(`${partsSubject(numbers, verbs)} ${what}`);
	};
	for (const field of ['ETag', ...checksumFields]) {
		const numbers = [...differing.keys()].filter(number => differing.get(number)?.includes(field));
		say(numbers, ['has', 'have'], `another ${field} on the service than in the file: left out.`);
	}
	say(lacking, ['is', 'are'], 'in the file and not on the service.');
	say([...unnamed.keys()], ['is', 'are'], 'on the service and not in the file: left out.');
	return {
		excluded: new Set([...unnamed.keys(), ...differing.keys()]),
		fits: absent.length === 0,
		sentences,
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
