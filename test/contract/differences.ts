/** Servers that are not quite S3, and the names by which tests speak of them. */
export type Personality = 'ceph-16';

/** What a server does instead of what S3 promises, by the name of the case. */
export type Differences = Readonly<
	Record<string, {readonly observed: unknown; readonly because?: string}>
>;

/**
 * Every known difference, and no other: a case that is not named here must come out as S3 has it, and
 * one that is must come out as written.
 */
export const differences: Readonly<Record<Personality, Differences>> = {
	'ceph-16': {},
};
