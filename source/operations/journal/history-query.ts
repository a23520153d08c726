import {type Range, textFilter} from '../../multipart/index/text-filter.js';
import type {QueryLanguage} from '../../multipart/query/query-language.js';
import {parseAge} from '../../multipart/query/query-values.js';
import type {QueryWord} from '../../multipart/query/query-words.js';
import {type SavedFilters, wordsWithSaved} from '../../multipart/query/saved-filters.js';
import type {PastAct, Standing} from './journal-history.js';
import type {ActKind} from './journal-record.js';
import {outcomeKinds} from './outcome-kinds.js';

/** Which acts are meant. */
export type HistoryQuery = {
	readonly text: string;
	/** Acts before are not meant, milliseconds since the epoch; absent: however old. */
	readonly since?: number;
	matches(act: PastAct): boolean;
	/** Where a plain word stands in a text. */
	find(text: string): Range | undefined;
};

/** Why a word says nothing, and where it stands, UTF-16 units of the text. */
export type HistoryProblem = {
	readonly sentence: string;
	readonly from: number;
	readonly to: number;
};

/** Every kind of act. */
export const acts: readonly ActKind[] = ['complete', 'abort', 'rescue', 'acl', 'rules'];

/** Every way in which an act may stand. */
export const standings: readonly Standing[] = [...outcomeKinds, 'running', 'resolved'];

type Term = Partial<Pick<HistoryQuery, 'since' | 'find'>> & {holds(act: PastAct): boolean};

/**
 * Reads what chooses acts: words of the bucket, key, upload id or request id, and `operation:abort` or `act:abort`,
 * `outcome:failed,unknown`, `bucket:media`, `by:alice`, `since:7d`; all must hold, `-` negates.
 *
 * @param now milliseconds since the epoch, for `since`.
 */
export function parseHistoryQuery(
	text: string,
	now: number,
	saved: SavedFilters = [],
): {readonly query: HistoryQuery} | {readonly problem: HistoryProblem} {
	const terms: Array<(act: PastAct) => boolean> = [];
	const finds: Array<HistoryQuery['find']> = [];
	let since: number | undefined;
	const read = wordsWithSaved(text, saved);
	if ('problem' in read) return read;
	for (const word of read.words) {
		const term = termOf(word, now);
		if (typeof term === 'string') return {problem: {sentence: term, from: word.from, to: word.to}};
		if (word.negated) terms.push(act => !term.holds(act));
		else {
			terms.push(term.holds);
			if (term.find !== undefined) finds.push(term.find);
			if (term.since !== undefined) since = Math.max(since ?? term.since, term.since);
		}
	}
	return {
		query: {
			text,
			since,
			matches: act => terms.every(holds => holds(act)),
			find: shown => finds.map(find => find(shown)).find(range => range !== undefined),
		},
	};
}

function termOf({field, value, unclosed}: QueryWord, now: number): Term | string {
	if (unclosed) return 'A quote is not closed.';
	if (value === '')
		return field === undefined ? 'The quotes are empty.' : `What comes after “${field}:”?`;
	if (field === undefined) {
		const {matches, find} = textFilter(value);
		return {holds: act => wordsOf(act).some(matches), find};
	}
	const asked = Object.hasOwn(historyFields, field) ? historyFields[field] : undefined;
	if (asked === undefined)
		return `“${field}” is none of ${Object.keys(historyFields).join(', ')}; quotes find it as text.`;
	return asked.read(value, now);
}

/** What a plain word is looked for in. */
function wordsOf({intent, outcome}: PastAct): string[] {
	const {bucket, key, uploadId} = intent;
	const {requestId} = outcome ?? {};
	return [`${bucket}/${key}`, uploadId, ...(requestId === undefined ? [] : [requestId])];
}

const operation = {
	signs: [':'],
	values: acts,
	example: `One of ${acts.join(', ')}: operation:abort.`,
	read: oneOf(acts, ({intent}) => intent.act),
};
const standingOf = oneOf(standings, ({standing}) => standing);
const since = 'A time ago or a day: since:7d, since:12h, since:2026-11-01.';

/** What there is to ask for: the prompt, its completion and the help come from here. */
export const historyFields: QueryLanguage<{
	readonly read: (value: string, now: number) => Term | string;
}> = {
	operation,
	act: {...operation, isAlias: true},
	outcome: {
		signs: [':'],
		values: standings,
		example: `One of ${standings.join(', ')}: outcome:failed,unknown.`,
		// It was called settled once.
		read: value => standingOf(value.replace(/\bsettled\b/g, 'resolved')),
	},
	bucket: {
		signs: [':'],
		example: 'A text in the name of the bucket: bucket:media.',
		read(value) {
			const {matches} = textFilter(value);
			return {holds: ({intent}) => matches(intent.bucket)};
		},
	},
	by: {
		signs: [':'],
		example: 'A text in the connection, the caller or the user: by:alice.',
		read(value) {
			const {matches} = textFilter(value);
			return {
				holds: ({intent: {connection, caller = '', user = ''}}) =>
					[connection, caller, user].some(matches),
			};
		},
	},
	since: {
		signs: [':'],
		example: since,
		read(value, now) {
			const age = parseAge(value);
			const time = age === undefined ? parseDate(value) : now - age;
			return time === undefined
				? since
				: {since: time, holds: ({intent}) => Date.parse(intent.time) >= time};
		},
	},
};

function oneOf<T extends string>(
	known: readonly T[],
	of: (act: PastAct) => T,
): (value: string) => Term | string {
	return value => {
		const wanted = new Set(value.split(','));
		for (const each of wanted)
			if (!known.some(one => one === each)) return `“${each}” is none of ${known.join(', ')}.`;
		return {holds: act => wanted.has(of(act))};
	};
}

/** A day, or a time with its zone (ISO 8601): milliseconds since the epoch; a day begins at midnight UTC. */
function parseDate(text: string): number | undefined {
	if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text))
		return undefined;
	const time = Date.parse(text);
	return Number.isNaN(time) ? undefined : time;
}
