import {type Range, textFilter} from '../index/text-filter.js';
import {makerNamed, makers} from '../makers/makers.js';
import {type UploadState, uploadStates} from '../upload-state.js';
import {globMatcher} from './glob.js';
import {type QueryClock, type QueryFacts, stateOfFacts} from './query-facts.js';
import type {QueryField, QueryLanguage} from './query-language.js';
import {parseAge, parseCount, parseSize} from './query-values.js';
import type {QueryWord} from './query-words.js';

/** What one word asks. */
export type QueryTerm = {
	readonly needsParts?: boolean;
	readonly needsTime?: boolean;
	/** Undefined when it cannot be said: the parts are not read, or the service gave no date. */
	holds(facts: QueryFacts, clock: QueryClock): boolean | undefined;
	/** What of a key the word found. */
	find?(key: string): Range | undefined;
};

/** Reads one word; a sentence when it says nothing. */
export function queryTerm({field, sign, value, unclosed}: QueryWord): QueryTerm | string {
	if (unclosed) return 'A quote is not closed.';
	if (field === undefined || sign === undefined)
		return value === '' ? 'The quotes are empty.' : plainText(value);
	const asked = Object.hasOwn(queryFields, field) ? queryFields[field] : undefined;
	if (asked === undefined)
		return `“${field}” is none of ${Object.keys(queryFields).join(', ')}; quotes find it as text.`;
	if (value === '') return `What comes after “${field}${sign}”? ${asked.example}`;
	return asked.read(value, sign);
}

function plainText(text: string): QueryTerm {
	const {matches, find} = textFilter(text);
	return {holds: ({key}) => matches(key), find};
}

type Field = QueryField & {readonly read: Reader};
type Reader = (value: string, sign: string) => QueryTerm | string;

/** What there is to ask for: the prompt, its completion and the help come from here. */
export const queryFields: QueryLanguage<{readonly read: Reader}> = {
	state: {
		signs: [':'],
		values: uploadStates,
		example: `One of ${uploadStates.join(', ')}: state:stalled.`,
		read: (value, sign) => (sign === ':' || sign === '=' ? states(value) : `state takes a colon.`),
	},
	age: compared(
		parseAge,
		'A time since the initiation: age>30d, age<12h.',
		false,
		({initiated}, now) => (initiated === undefined ? undefined : now - initiated),
	),
	idle: compared(parseAge, 'A time since the last part: idle>7d, idle<90m.', true, (facts, now) => {
		// Nothing ever landed: it is idle since it was initiated.
		const since =
			facts.partCount === 0 ? facts.initiated : facts.lacksDates ? undefined : facts.lastPart;
		return since === undefined ? undefined : now - since;
	}),
	size: compared(parseSize, 'Bytes listed: size>=1GiB, size<500MB.', true, ({bytes}) => bytes),
	parts: compared(
		parseCount,
		'How many parts: parts:0, parts>17.',
		true,
		({partCount}) => partCount,
	),
	prefix: named('How the key begins: prefix:logs/.', value => ({
		matches: ({key}) => key.startsWith(value),
		find: key => (key.startsWith(value) ? [0, value.length] : undefined),
	})),
	key: named('A key with * and ?: key:*.iso.', value => {
		if (!/[*?]/.test(value)) {
			const {matches, find} = textFilter(value);
			return {matches: ({key}) => matches(key), find};
		}
		const fits = globMatcher(value);
		return {matches: ({key}) => fits(key)};
	}),
	id: named('How the upload id begins: id:2~abc.', value => ({
		matches: ({uploadId}) => uploadId.startsWith(value),
	})),
	maker: {
		signs: [':'],
		values: ['any', ...makers.map(({id}) => id)],
		example: `One of any, ${makers.map(({id}) => id).join(', ')}: maker:flink.`,
		read: (value, sign) =>
			sign === ':' || sign === '=' ? makersNamed(value) : 'maker takes a colon.',
	},
	initiator: named('Text in the initiator: initiator:backup-job.', value => {
		const {matches} = textFilter(value);
		return {
			// Where the service does not say who, it is neither this one nor another.
			matches: ({initiator: {id, displayName} = {}}) =>
				id === undefined && displayName === undefined
					? undefined
					: matches(id ?? '') || matches(displayName ?? ''),
		};
	}),
};

type Signs = '>' | '>=' | '<' | '<=' | ':' | '=';

function compared(
	parse: (text: string) => number | undefined,
	example: string,
	needsParts: boolean,
	factOf: (facts: QueryFacts, now: number) => number | undefined,
): Field {
	const signs = parse === parseCount ? [':', '>', '>=', '<', '<='] : ['>', '>=', '<', '<='];
	const read: Reader = (value, sign) => {
		const wanted = parse(value);
		if (wanted === undefined) return `“${value}” is not valid here. ${example}`;
		// To the millisecond or the byte nothing is ever equal.
		if (parse !== parseCount && (sign === ':' || sign === '='))
			return `It takes >, >=, < or <=. ${example}`;
		const compare = comparisons[sign as Signs];
		return {
			needsParts,
			needsTime: parse === parseAge,
			holds(facts, {now}) {
				const found = factOf(facts, now);
				return found === undefined ? undefined : compare(found, wanted);
			},
		};
	};
	return {signs, example, read};
}

const comparisons: Readonly<Record<Signs, (found: number, wanted: number) => boolean>> = {
	'>': (found, wanted) => found > wanted,
	'>=': (found, wanted) => found >= wanted,
	'<': (found, wanted) => found < wanted,
	'<=': (found, wanted) => found <= wanted,
	':': (found, wanted) => found === wanted,
	'=': (found, wanted) => found === wanted,
};

function named(
	example: string,
	make: (value: string) => {
		matches(facts: QueryFacts): boolean | undefined;
		find?(key: string): Range | undefined;
	},
): Field {
	return {
		signs: [':'],
		example,
		read(value, sign) {
			if (sign !== ':' && sign !== '=') return 'Names have no order: use a colon.';
			const {matches, find} = make(value);
			return {holds: matches, find};
		},
	};
}

function states(value: string): QueryTerm | string {
	const wanted = new Set<UploadState>();
	for (const name of value.toLowerCase().split(',')) {
		// As it is shown, too: state:"not found".
		const state = uploadStates.find(each => each === name.trim().replaceAll(' ', '-'));
		if (state === undefined) return `“${name}” is no state. ${queryFields['state']?.example}`;
		wanted.add(state);
	}
	// The key alone tells that.
	const isHeldOnly = wanted.size === 1 && wanted.has('held');
	return {
		needsParts: !isHeldOnly,
		needsTime: !isHeldOnly,
		holds(facts, clock) {
			if (isHeldOnly) return facts.reading !== 'not-found' && facts.maker !== undefined;
			const state = stateOfFacts(facts, clock);
			if (wanted.has(state)) return true;
			// How it lives is not known, whatever is listed of it.
			return state === 'unknown' || state === 'not-found' ? undefined : false;
		},
	};
}

/** Who holds an upload open on purpose: one of these, or anybody. */
function makersNamed(value: string): QueryTerm | string {
	const wanted = new Set<string>();
	for (const name of value.toLowerCase().split(',')) {
		const id = name.trim();
		if (id !== 'any' && makerNamed(id) === undefined)
			return `“${name}” is no maker. ${queryFields['maker']?.example}`;
		wanted.add(id);
	}
	return {
		holds: ({maker}) => maker !== undefined && (wanted.has('any') || wanted.has(maker)),
	};
}
