import {expect, test} from 'vitest';
import type {Happened, News} from './history.js';
import {judge} from './judge.js';

const hour = 60 * 60_000;
const now = Date.UTC(2026, 10, 20);
const a = {key: 'a', uploadId: 'upload-a'};
const b = {key: 'b', uploadId: 'upload-b'};
const life = 1001;

const intent = (id: string, act: 'abort' | 'complete', of: typeof a): News => ({
	what: 'journal',
	line: JSON.stringify({type: 'intent', id, act, ...of, pid: life, planned: {etag: '"made-2"'}}),
});
const outcome = (id: string, outcome: string): News => ({
	what: 'journal',
	line: JSON.stringify({type: 'outcome', id, outcome}),
});
const left = (request: number, operation: string, of: typeof a): News => ({
	...{what: 'left', request, life, operation, conditional: operation === 'complete'},
	...of,
});
const served = (request: number, status = 200): readonly News[] => [
	{what: 'served', request, server: now, status},
	{what: 'dropped', request},
	{what: 'heard', request},
];
const part = (of: typeof a, landed: number): News => ({what: 'part', number: 1, landed, ...of});

/** An Abort of one upload and a Complete of another, of which all that is said is so. */
const honest: Readonly<Record<string, readonly News[]>> = {
	world: [
		{what: 'world', conditions: true},
		{what: 'begun', initiated: now - 99 * hour, ...a},
		part(a, now - 98 * hour),
		{what: 'begun', initiated: now - 99 * hour, ...b},
		part(b, now - 98 * hour),
		{what: 'object', key: 'b', etag: 'before'},
	],
	start: [{what: 'started', life}],
	pressed: [{what: 'pressed', life, act: 'abort', ...a}],
	agreed: [
		{what: 'agreed', life, act: 'abort', everything: false, targets: [{...a, alive: false}]},
	],
	written: [intent('1', 'abort', a)],
	read: [left(1, 'parts', a), ...served(1)],
	abort: [left(2, 'abort', a)],
	aborted: [{what: 'aborted', request: 2, ...a}],
	answered: served(2, 204),
	gone: [outcome('1', 'gone'), {what: 'said', life, act: 'abort', kind: 'gone', ...a}],
	asked: [
		{what: 'pressed', life, act: 'complete', ...b},
		{
			what: 'agreed',
			life,
			act: 'complete',
			everything: false,
			replaces: 'before',
			targets: [{...b, alive: true}],
		},
		intent('2', 'complete', b),
	],
	complete: [left(3, 'complete', b)],
	completed: [{what: 'completed', etag: 'made-2', replaced: 'before', request: 3, ...b}],
	heard: served(3),
	done: [
		outcome('2', 'done'),
		{what: 'said', life, act: 'complete', kind: 'done', etag: '"made-2"', ...b},
	],
	rest: [{what: 'rested', life}],
	end: [{what: 'ended', life, code: 0, leftOpen: [], running: false}],
};

type Changes = Readonly<Record<string, readonly News[]>>;

function rulesBroken(changes: Changes): string[] {
	const news = Object.entries(honest).flatMap(([name, usual]) => changes[name] ?? usual);
	const history = news.map((each, nth) => ({at: now + nth, ...each}) as Happened);
	return [...new Set(judge(history).map(({rule}) => rule))];
}

test('what is so is accepted', () => {
	expect(rulesBroken({})).toEqual([]);
});

test('what is written of an Abort after another one settled the upload opens nothing again', () => {
	const settled = [intent('9', 'abort', a), outcome('1', 'gone'), outcome('9', 'unknown')];
	const again: readonly News[] = [
		{what: 'killed', life},
		{what: 'started', life},
	];
	expect(rulesBroken({gone: [...settled, ...again]})).toEqual([]);
});

test('an Abort that another process proved is not open again where its own process could not look', () => {
	const late = [outcome('1', 'gone'), outcome('1', 'unknown')];
	expect(rulesBroken({gone: [...late, {what: 'killed', life}, {what: 'started', life}]})).toEqual(
		[],
	);
});

test('an upload that its own client completed before the intent was written is done', () => {
	const [pressed, agreed, written] = honest['asked']!;
	const completed: News = {what: 'completed', etag: 'made-2', replaced: 'before', ...b};
	expect(rulesBroken({asked: [pressed!, agreed!, completed, written!], completed: []})).toEqual([]);
	const other = {...completed, uploadId: 'upload-c'};
	expect(rulesBroken({asked: [pressed!, agreed!, other, written!], completed: []})).toContain(
		'false-done',
	);
});

test('of a request that arrives twice the first answer counts, which is the one that comes back', () => {
	const twice = (first: number, second: number) => [
		left(1, 'parts', a),
		...served(1, first).slice(0, 1),
		...served(1, second),
	];
	expect(rulesBroken({read: twice(200, 503)})).toEqual([]);
	expect(rulesBroken({read: twice(503, 200)})).toEqual(['not-read']);
});

/** Each is a lie, or an act that must not be; the judge must find it, and by which rule. */
const lies: ReadonlyArray<readonly [words: string, rule: string, changes: Changes]> = [
	['gone, and the server has it', 'false-gone', {aborted: []}],
	['done, and nothing was made', 'false-done', {completed: []}],
	[
		'done, and another object was made',
		'false-done',
		{completed: [{what: 'completed', etag: 'other-2', replaced: 'before', request: 3, ...b}]},
	],
	['failed, and it was aborted', 'false-failed', {gone: [outcome('1', 'failed')]}],
	['failed, and it was completed', 'false-failed', {done: [outcome('2', 'failed')]}],
	[
		'failed, and what was on its way arrived later',
		'false-failed',
		{
			completed: [],
			heard: [],
			done: [outcome('2', 'failed')],
			end: [{what: 'completed', etag: 'made-2', replaced: 'before', request: 3, ...b}],
		},
	],
	['not sent, and it had left', 'false-not-sent', {gone: [outcome('1', 'not-sent')]}],
	[
		'accepted, and nobody said yes',
		'false-accepted',
		{aborted: [], answered: served(2, 500), gone: [outcome('1', 'accepted')]},
	],
	['an Abort that was not named', 'not-named', {agreed: []}],
	[
		'an Abort of the other upload',
		'not-named',
		{
			agreed: [
				{what: 'agreed', life, act: 'abort', everything: false, targets: [{...b, alive: false}]},
			],
		},
	],
	[
		'a confirmation of another row than the one that was shown',
		'not-shown',
		{pressed: [{what: 'pressed', life, act: 'abort', ...b}]},
	],
	['an Abort that is not in the journal', 'not-written', {written: []}],
	[
		'an Abort that is in the journal afterwards',
		'not-written',
		{written: [], aborted: [{what: 'aborted', request: 2, ...a}, intent('1', 'abort', a)]},
	],
	['an Abort without a re-read', 'not-read', {read: []}],
	[
		'an Abort after a re-read that failed',
		'not-read',
		{read: [left(1, 'parts', a), ...served(1, 503)]},
	],
	[
		'an Abort of what was alive at its re-read',
		'alive',
		{read: [part(a, now - hour / 2), left(1, 'parts', a), ...served(1)]},
	],
	[
		'a Complete while the Abort is under way',
		'both-at-once',
		{
			abort: [
				left(2, 'abort', a),
				{what: 'agreed', life, act: 'complete', everything: false, targets: [{...a, alive: true}]},
				intent('3', 'complete', a),
				left(9, 'complete', a),
			],
		},
	],
	[
		'an object replaced that nobody was asked about',
		'overwritten',
		{completed: [{what: 'completed', etag: 'made-2', replaced: 'newer', request: 3, ...b}]},
	],
	[
		'an act that was open, and nothing said of it',
		'not-told',
		{
			gone: [
				{what: 'killed', life},
				{what: 'started', life},
			],
		},
	],
	[
		'a program that ends with 0 after a failure',
		'false-exit',
		{gone: [{what: 'said', life, act: 'abort', kind: 'unknown', ...a}, outcome('1', 'gone')]},
	],
	['an error that nobody caught', 'crashed', {rest: [{what: 'crashed', life, error: 'Error'}]}],
	[
		'a file that is left open',
		'left-open',
		{end: [{what: 'ended', life, code: 0, leftOpen: ['a file'], running: false}]},
	],
];

test.each(lies)('a lie is found: %s', (_, rule, changes) => {
	expect(rulesBroken(changes)).toContain(rule);
});

test('an Abort that leaves later than two seconds after its re-read is found, but where it was named alone and read three times', () => {
	const rulesAfter = (reads: readonly number[]) => {
		const read = reads.flatMap(nth => [left(nth, 'parts', a), ...served(nth)]);
		const news = Object.entries({...honest, read}).flatMap(([, each]) => each);
		const late = news.findIndex(each => each.what === 'left' && each.operation === 'abort');
		const history = news.map(
			(each, nth) => ({at: now + nth + (nth >= late ? 3000 : 0), ...each}) as Happened,
		);
		return judge(history).map(({rule}) => rule);
	};
	expect(rulesAfter([1])).toEqual(['late']);
	expect(rulesAfter([10, 11, 12])).toEqual([]);
});
