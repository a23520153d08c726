import type {PlanChange} from '../../source/multipart/completion/changes.js';
import type {RuleFinding} from '../../source/multipart/rules/rule-findings.js';
import type {EmptyingReason} from '../../source/operations/reason/abort-reason.js';
import type {SeenPublicly} from '../../source/operations/reason/complete-reason.js';
import type {GapCode} from '../../source/operations/reason/gap.js';
import type {Heard} from '../../source/operations/reason/heard.js';
import type {JournalProblem} from '../../source/operations/reason/journal-problem.js';
import type {Reason, ReasonCode} from '../../source/operations/reason/reason.js';
import type {OfCode} from '../../source/text/reason/words-of.js';

const MiB = 1024 * 1024;
const etag = '"0c8f9e2b7d4a4f0f8a5f0b8f3b6241d2-2"';
const planned = {size: 16 * MiB, partCount: 2, etag};
const object = {size: 16 * MiB, etag};
const other = {size: 4 * MiB, etag: '"ffffffffffffffffffffffffffffffff-2"'};
const parts = [2, 5];
const file = '/home/me/.local/state/partway/acts.jsonl';
const active: Reason = {code: 'active', by: 'initiated', ago: 120_000};

/** Each of a union with sample facts, more than once where the facts change the sentence. */
type Samples<U extends {readonly code: string}> = {
	readonly [C in U['code']]: ReadonlyArray<Omit<OfCode<U, C>, 'code'>>;
};

/** One for each key of a record that the compiler asks to be whole. */
function keysOf<K extends string>(record: Readonly<Record<K, true>>): readonly K[] {
	return Object.keys(record) as K[];
}

const gapCodes = keysOf<GapCode>({
	'listing-endless': true,
	'rows-dropped': true,
	'listing-denied': true,
	'listing-not-offered': true,
	'listing-failed': true,
	'listing-to-come': true,
	'parts-empty': true,
	'parts-denied': true,
	'parts-not-offered': true,
	'parts-failed': true,
});
const gaps = gapCodes.map(why => ({why, ...(why === 'rows-dropped' ? {dropped: 2} : {})}));
const [gap] = gaps as [(typeof gaps)[number]];

const heard = keysOf<Heard>({
	yes: true,
	none: true,
	'no-such-upload': true,
	refused: true,
	declined: true,
	lost: true,
	inconclusive: true,
});
const heards = heard.map(each => ({heard: each}));

const seenPublicly: readonly SeenPublicly[] = [
	{kind: 'readable', size: 3 * MiB},
	{kind: 'not-readable', status: 403},
	{kind: 'absent'},
	{kind: 'no-answer'},
];
const seens = seenPublicly.map(seen => ({seen}));

export const problemSamples: Samples<JournalProblem> = {
	'under-way': [
		{id: 'act-1', act: 'abort', time: '2026-11-22T12:00:00.000Z', pid: 4711},
		{id: 'act-1', act: 'rescue', time: '2026-11-22T12:00:00.000Z', pid: 4711},
	],
	unsettled: [{id: 'act-1', act: 'complete', time: '2026-11-22T12:00:00.000Z', pid: 4711}],
	'key-must-be-typed': [{id: 'act-1', act: 'acl', time: '2026-11-22T12:00:00.000Z', pid: 4711}],
	'unread-line': (['upload', 'key'] as const).map(about => ({
		line: 'line-0123456789ab',
		about,
		file,
	})),
	damaged: (['bucket', 'any'] as const).map(about => ({line: 'line-0123456789ab', about, file})),
	unwritable: [{}],
	unavailable: [
		{by: 'held', why: '', file},
		{by: 'lock', why: 'The lock cannot be removed.', file},
		{by: 'no-log', why: 'it is larger than 256 MiB', file},
		{by: 'unusable', why: 'ENOSPC', file},
	],
	ended: [{file}, {line: 'line-0123456789ab', file}],
};

/** The codes that have facts. */
type FactCode = {
	[C in ReasonCode]: keyof OfCode<Reason, C> extends 'code' ? never : C;
}[ReasonCode];

const evidences = [
	...(['agrees', 'plausible', 'unproven', 'other-etag', 'differs', 'same-as-before'] as const),
	...(['absent', 'denied', 'no-answer'] as const),
];

export const ruleFindingSamples: readonly RuleFinding[] = [
	...(['bad-days', 'bad-id', 'bad-prefix', 'too-many-rules'] as const).map(code => ({code})),
	...(['garbled', 'odd-root'] as const).map(why => ({code: 'unchangeable', why}) as const),
	{code: 'id-taken', id: 'clean'},
	{code: 'already-there', id: 'clean'},
	{code: 'same-keys', id: 'clean', days: 30},
	{code: 'same-keys', id: 'clean'},
	{code: 'disabled-twin', id: 'clean', days: 30},
	{code: 'covered-by', id: 'clean', days: 3},
	{code: 'comes-before', id: 'clean', days: 30},
];

/** Each reason that has facts. */
export const reasonSamples: {
	readonly [C in FactCode]: ReadonlyArray<Omit<OfCode<Reason, C>, 'code'>>;
} = {
	protected: [{entry: {prefix: 'logs/'}}, {entry: {bucket: 'media', prefix: 'logs/'}}],
	doubtful: [{doubt: 'part'}, {doubt: 'too-long'}, {}],
	'another-upload': [
		{what: 'key', named: 'b.mov'},
		{what: 'upload id', named: '2~other'},
	],
	'held-open': [{maker: 'flink'}],
	'may-be-held': [{maker: 'tusd'}],
	moved: [{landed: 0}, {landed: 1}, {landed: 1200}],
	active: [
		{by: 'initiated', ago: 120_000},
		{by: 'last-part', ago: 300_000},
	],
	'repeated-in-vain': [{times: 3}],
	unproven: [...gaps.map(each => ({by: 'yes' as const, ...each})), {by: 'no-such-upload', ...gap}],
	'heard-and-unproven': heards.map(each => ({...each, ...gap})),
	'heard-and-unchecked': heards,
	'heard-and-listed': heards,
	'not-found-and-unproven': [gap],
	'not-found-and-open': [{act: 'abort'}, {act: 'complete'}],
	'nothing-sent': [{because: active}],
	'left-alone-now': [{because: active}],
	'still-listed': [
		{heard: 'yes', again: {code: 'left-alone-now', because: active}},
		{heard: 'lost', again: {code: 'not-sent-again'}},
	],
	'of-earlier-complete': [{found: {code: 'bucket-gone'}}],
	throttled: [{times: 3}],
	'condition-refused': (['If-None-Match', 'If-Match'] as const).flatMap(condition => [
		{condition, unsupported: true},
		{condition, unsupported: false},
	]),
	'parts-too-small': [
		{limit: 5 * MiB, partNumbers: []},
		{limit: 5 * MiB, partNumbers: [2]},
		{limit: 5 * MiB, partNumbers: [2], size: MiB},
		{limit: 5 * MiB, partNumbers: [2], size: 5 * MiB - 1},
		{limit: 5 * MiB, partNumbers: parts},
	],
	'part-differs': [{partNumber: 2}],
	'parts-changed': [
		{
			changes: [
				{code: 'landed', partNumbers: [3]},
				{code: 'removed', partNumbers: [2]},
			],
		},
	],
	'parts-left-out': [{service: 'Ceph RGW', partNumbers: parts}],
	'parts-unequal': [{partNumbers: parts}],
	'checksums-lacking': [{partNumbers: [2]}, {partNumbers: parts}],
	'written-meanwhile': [{upload: 'listed'}, {upload: 'gone'}, {upload: 'unseen'}],
	'object-agrees': [
		{planned, seen: object, stillListed: false},
		{planned, seen: {...object, size: 4 * MiB}, stillListed: true},
	],
	'object-plausible': [
		{planned, seen: {size: 16 * MiB}},
		{planned, seen: other},
	],
	'object-as-answered': [{planned, seen: other}],
	'object-differs': [
		{planned, seen: other, isAnswered: true, isOfNow: false},
		{planned, seen: {...object, etag: other.etag}, isAnswered: false, isOfNow: true},
	],
	'object-fits': [{planned}],
	'complete-unknown': [
		...evidences.map(evidence => ({
			...{heard: 'lost' as const, evidence, upload: 'listed' as const},
			...{planned, seen: other},
		})),
		...[
			...heard,
			'nothing' as const,
			'error' as const,
			{about: {what: 'key', named: 'b.mov'}} as const,
		].map(each => ({heard: each, evidence: 'absent' as const, upload: 'gone' as const, planned})),
		{heard: 'lost', evidence: 'absent', upload: 'unseen', planned},
	],
	'acl-not-offered': [{status: 501}],
	'acl-taken': seens,
	'acl-seen': seens,
	'acl-refused-now': seens,
	'acl-unknown': seens.map(each => ({heard: 'lost' as const, ...each})),
	'rule-refused': ruleFindingSamples.slice(0, 1).map(finding => ({finding})),
	'rule-not-found': [{id: 'clean'}],
	'rule-does-more': [{id: 'clean'}],
	'rules-differ': [
		{own: 'dropped', lost: [], changed: [], added: []},
		{own: 'changed', lost: ['a', 'b'], changed: ['c'], added: ['d']},
		{own: 'still-there', lost: [], changed: [], added: []},
		{own: 'as-sent', lost: ['a'], changed: [], added: []},
	],
	'rescue-file-unread': [{sentence: '/data/tape.tar is not there.'}],
	'rescue-stopped': [{left: 1}, {left: 12}],
	'rescue-part-failed': [{partNumber: 3, times: 5}],
	'rescue-part-damaged': [{partNumber: 3}],
	'rescue-foreign-parts': [{changes: [{code: 'replaced', partNumbers: [3]}]}],
	'rescue-key-changed': [{changes: [{code: 'object-new', size: 3 * MiB}]}],
	'rescue-parts-lost': [{partNumbers: [2]}, {partNumbers: parts}],
	journal: [{problem: {code: 'unwritable'}}],
	'as-written': [],
};

export const changeSamples: Samples<PlanChange> = {
	landed: [{partNumbers: [3]}, {partNumbers: parts}],
	replaced: [{partNumbers: [3]}, {partNumbers: parts}],
	removed: [{partNumbers: [3]}, {partNumbers: parts}],
	'active-now': [{}],
	'activity-unknown-now': [{}],
	'denied-now': [{}],
	'nothing-there': [{}],
	'object-gone': [{}],
	'checksum-type': [{}],
	'object-new': [{size: MiB}],
	'object-seen': [{size: MiB}, {}],
	'object-other': [{size: MiB}],
};

export const emptyingSamples: Samples<EmptyingReason> = {
	empty: [{}],
	stopped: [{}],
	'more-keep-coming': [{}],
	'nothing-changes': [{}],
	'only-held': [{count: 1}, {count: 2}],
	unseen: [gap],
};
