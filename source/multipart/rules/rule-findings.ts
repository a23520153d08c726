import {
	type LifecycleDocument,
	mostRules,
	type NewRule,
	type Unchangeable,
	whyUnchangeable,
} from './lifecycle-document.js';
import {hasConditions, type LifecycleRule} from './lifecycle-rule.js';
import {fitsXml} from './xml-tree.js';

/** What is to be known before a rule is added; ids are text from outside. */
export type RuleFinding =
	/** These block it. */
	| {readonly code: 'bad-days' | 'bad-id' | 'bad-prefix' | 'too-many-rules'}
	| {readonly code: 'unchangeable'; readonly why: Unchangeable}
	/** Another rule has the id. */
	| {readonly code: 'id-taken'; readonly id: string}
	/** An enabled rule does the same already. */
	| {readonly code: 'already-there'; readonly id: string}
	/** These are worth a word. A rule for the same keys, after another time: the sooner one acts. */
	| {readonly code: 'same-keys'; readonly id: string; readonly days?: number}
	/** The same, and it is disabled. */
	| {readonly code: 'disabled-twin'; readonly id: string; readonly days?: number}
	/** A rule for more keys acts as soon: the new one changes nothing. */
	| {readonly code: 'covered-by'; readonly id: string; readonly days: number}
	/** A rule for fewer keys wants to wait for longer: the new one comes before it. */
	| {readonly code: 'comes-before'; readonly id: string; readonly days: number};

const blocking: ReadonlySet<RuleFinding['code']> = new Set([
	...(['bad-days', 'bad-id', 'bad-prefix', 'too-many-rules', 'unchangeable'] as const),
	...(['id-taken', 'already-there'] as const),
]);

/** Whether nothing is to be sent. */
export function blocks({code}: Pick<RuleFinding, 'code'>): boolean {
	return blocking.has(code);
}

/** S3 API reference, LifecycleRule: an id has 255 characters at most, a prefix 1,024 bytes as a key. */
const [longestId, longestPrefix] = [255, 1024];

/** S3 takes larger ones; no upload waits for so long. */
const mostDays = 36_500;

/** Returns those that block first. */
export function findingsOnAdding(document: LifecycleDocument, rule: NewRule): RuleFinding[] {
	const found: RuleFinding[] = [];
	const why = whyUnchangeable(document);
	if (why !== undefined) found.push({code: 'unchangeable', why});
	if (document.rules.length >= mostRules) found.push({code: 'too-many-rules'});
	const {id, prefix, days} = rule;
	if (!Number.isInteger(days) || days < 1 || days > mostDays) found.push({code: 'bad-days'});
	if (id.trim() !== id || id === '' || id.length > longestId || !fitsXml(id))
		found.push({code: 'bad-id'});
	if (!fitsXml(prefix) || Buffer.byteLength(prefix) > longestPrefix)
		found.push({code: 'bad-prefix'});
	if (document.rules.some(other => other.id === id)) found.push({code: 'id-taken', id});
	for (const other of document.rules) found.push(...between(rule, other));
	return found.toSorted((one, other) => Number(blocks(other)) - Number(blocks(one)));
}

/** What removing one needs. */
export function findingsOnRemoving(document: LifecycleDocument): RuleFinding[] {
	const why = document.rules.length < 2 ? undefined : whyUnchangeable(document);
	return why === undefined ? [] : [{code: 'unchangeable', why}];
}

function between({prefix, days}: NewRule, other: LifecycleRule): RuleFinding[] {
	const {id, enabled, abort, range} = other;
	if (abort === undefined || hasConditions(range)) return [];
	const theirs = abort.days;
	const known = theirs === undefined ? {} : {days: theirs};
	if (range.prefix === prefix) {
		if (!enabled) return [{code: 'disabled-twin', id, ...known}];
		return theirs === days ? [{code: 'already-there', id}] : [{code: 'same-keys', id, ...known}];
	}
	if (!enabled || theirs === undefined) return [];
	if (prefix.startsWith(range.prefix) && theirs <= days)
		return [{code: 'covered-by', id, days: theirs}];
	if (range.prefix.startsWith(prefix) && theirs > days)
		return [{code: 'comes-before', id, days: theirs}];
	return [];
}

/** An id that no rule has: `abort-uploads-after-7-days`, and a number behind it where that is taken. */
export function freeId({rules}: LifecycleDocument, days: number): string {
	const taken = new Set(rules.map(({id}) => id));
	const plain = `abort-uploads-after-${days}-${days === 1 ? 'day' : 'days'}`;
	for (let nth = 1; ; nth++) {
		const id = nth === 1 ? plain : `${plain}-${nth}`;
		if (!taken.has(id)) return id;
	}
}
