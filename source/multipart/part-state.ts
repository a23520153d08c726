import type {CompletionPlan} from './completion.js';

/** How one part number stands in a plan; `small` where it is, and is not the last to be named. */
export type PartState = 'present' | 'small' | 'missing' | 'left-out';

export type PartStates = {
	/** The highest number that is listed; 0 without parts. */
	readonly highest: number;
	of(partNumber: number): PartState;
};

/** The state of every number of a plan, for a map and a table of its parts. */
export function partStates({listed, parts, excluded, facts}: CompletionPlan): PartStates {
	const sizes = new Map(listed.map(part => [part.partNumber, part.size]));
	const lastNamed = parts.at(-1)?.partNumber;
	return {
		highest: listed.at(-1)?.partNumber ?? 0,
		of(partNumber) {
			const size = sizes.get(partNumber);
			if (size === undefined) return 'missing';
			if (excluded.has(partNumber)) return 'left-out';
			return size < facts.limits.minPartSize && partNumber !== lastNamed ? 'small' : 'present';
		},
	};
}
