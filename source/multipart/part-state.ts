import type {CompletionPlan} from './completion/completion.js';
import type {Part} from './part.js';
import {s3Limits} from './services/service.js';

/** How one part number stands in a plan; `small` where it is, and is not the last to be named. */
export type PartState = 'present' | 'small' | 'missing' | 'left-out';

export type PartStates = {
	/** The last number on a map: see `endOfMap`. */
	readonly end: number;
	/** How many parts have a number that no map shows. */
	readonly offMap: number;
	/** The state of a listed part. */
	of(part: Part): PartState;
	/** The worst state of the numbers from one to another, both in it; costs what is listed between them. */
	worstIn(from: number, to: number): PartState;
};

const severity: readonly PartState[] = ['present', 'left-out', 'missing', 'small'];

/** Every number of a plan, for a map and a table of its parts. */
export function partStates({listed, parts, excluded, facts}: CompletionPlan): PartStates {
	const lastNamed = parts.at(-1)?.partNumber;
	const end = endOfMap(listed);
	const of = ({partNumber, size}: Part): PartState => {
		if (excluded.has(partNumber)) return 'left-out';
		const isSmall = size !== undefined && size < facts.limits.minPartSize;
		return isSmall && partNumber !== lastNamed ? 'small' : 'present';
	};
	return {
		end,
		offMap: listed.filter(({partNumber}) => partNumber < 1 || partNumber > end).length,
		of,
		worstIn(from, to) {
			const start = rowFrom(listed, from);
			let worst: PartState = 'present';
			let at = start;
			for (let part = listed[at]; part !== undefined && part.partNumber <= to; part = listed[++at])
				if (severity.indexOf(of(part)) > severity.indexOf(worst)) worst = of(part);
			const isWhole = at - start > to - from;
			return isWhole || worst === 'small' ? worst : 'missing';
		},
	};
}

/**
 * The last part number that a map shows, 0 without any. A number beyond what S3 has (Ceph RGW takes
 * 2147483647) would make each cell stand for millions of parts that cannot be.
 */
export function endOfMap(listed: readonly Part[]): number {
	const most = Math.max(s3Limits.maxPartCount, listed.length);
	return Math.max(0, listed.findLast(({partNumber}) => partNumber <= most)?.partNumber ?? 0);
}

/** The first row of ascending parts that has this number or a higher one; their count where none has. */
export function rowFrom(listed: readonly Part[], partNumber: number): number {
	let [low, high] = [0, listed.length];
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (listed[middle]!.partNumber < partNumber) low = middle + 1;
		else high = middle;
	}
	return low;
}
