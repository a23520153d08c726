/** By what uploads are put together: by the key up to the next delimiter, or by what they have in common. */
export type RollUpBy =
	| {readonly kind: 'prefix'; readonly delimiter: string}
	| {readonly kind: 'initiator'}
	| {readonly kind: 'class'}
	| {readonly kind: 'age'};

/** What is rolled up: the uploads under a prefix, which is empty for all but a roll-up by prefix. */
export type Level = {readonly by: RollUpBy; readonly prefix: string};

/**
 * The uploads of one group, without the others: those under a prefix (with a delimiter only those that have none behind it),
 * or those of a group of another roll-up.
 */
export type Scope =
	| {readonly kind: 'prefix'; readonly prefix: string; readonly delimiter?: string}
	| {readonly kind: 'initiator' | 'class' | 'age'; readonly id: string};

/** By what the groups of a level are sorted. */
export const groupSorts = ['name', 'bytes', 'uploads', 'oldest'] as const;

export type GroupOrder = {readonly sort: (typeof groupSorts)[number]; readonly reverse: boolean};

export function sameLevel(one: Level, other: Level): boolean {
	return one.prefix === other.prefix && sameRollUp(one.by, other.by);
}

export function sameRollUp(one: RollUpBy, other: RollUpBy): boolean {
	return (
		one.kind === other.kind &&
		(one.kind !== 'prefix' || other.kind !== 'prefix' || one.delimiter === other.delimiter)
	);
}
