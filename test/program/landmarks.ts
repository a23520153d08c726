/**
 * By what a person knows where they are and what happened: the words and signs on the screen that the
 * tests look for, in one place.
 */

/** The list of uploads, by the heads of its columns. */
export const uploadsList = /\bKEY\b.*\bSTATE\b/;

/** The same, and no run above it. */
export const listAlone = (text: string) => uploadsList.test(text) && !/^ *Ended\./m.test(text);

/** The totals tell of so many uploads. */
export const listed = (count: number) =>
	new RegExp(`^ ?${count.toLocaleString('en')} uploads?\\b`, 'm');

/** A filter is open for typing. */
export const filterField = /^ \/ .*▏/m;

/** An upload with so many parts, which can be completed, if need be by its key. */
export const completable = (parts: number) =>
	new RegExp(
		`(?:can be completed|somebody may still be uploading) · ${parts.toLocaleString('en')} parts?\\b`,
		'i',
	);

export const cancelButton = '▸ Cancel';
export const completeButton = '▸ Complete';
export const sendButton = '▸ Send and complete';
export const abortButton = '▸ Abort';

export const completeQuestion = 'Complete this upload?';
export const done = /✓ Done\b/;

/** So many rows carry the sign of a mark. */
export const marks = (count: number) => (text: string) =>
	rows(text).filter(({marked}) => marked).length === count;

/** The result of an abort of several uploads. */
export const gone = (count: number) => new RegExp(`\\b${count} gone\\b`);

/** The result of an abort of one. */
export const goneAlone = /✓ Gone\./;

/** The rows of the list; keys that are too long for it are cut in the middle. */
export function rows(text: string): Array<{selected: boolean; marked: boolean; key: string}> {
	const lines = text.split('\n');
	const from = lines.findIndex(line => uploadsList.test(line)) + 1;
	const below = lines.findIndex((line, at) => at >= from && line.trim() === '');
	return lines.slice(from, below < 0 ? undefined : below).flatMap(line => {
		const [, cursor, mark, key] = /^([▸ ])([● ]) (\S.*?)(?: {2}|$)/.exec(line) ?? [];
		return key === undefined ? [] : [{selected: cursor === '▸', marked: mark === '●', key}];
	});
}

/** Sentences that are broken over several rows, as one. */
export function unwrapped(text: string): string {
	return text.replace(/\s+/g, ' ');
}
