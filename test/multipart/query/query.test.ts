import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {defaultThresholds} from '../../../source/multipart/liveness.js';
import {parseQuery, type Query, type QueryFacts} from '../../../source/multipart/query/query.js';
import {queryFactsOf} from '../../../source/multipart/query/query-facts.js';
import {queryOf as query} from '../../support/queries.js';

const now = Date.parse('2026-11-22T12:00:00Z');
const hour = 60 * 60_000;
const day = 24 * hour;
const GiB = 1024 ** 3;
const clock = {now, thresholds: defaultThresholds};

const upload = (more: Partial<QueryFacts> = {}): QueryFacts => ({
	key: 'logs/2026/disk.iso',
	uploadId: '2~abcdef',
	initiated: now - 90 * day,
	reading: 'read',
	partCount: 3,
	bytes: 2 * GiB,
	lastPart: now - 10 * day,
	...more,
});
const unread = {
	reading: 'unread',
	partCount: undefined,
	bytes: undefined,
	lastPart: undefined,
} as const;

const chooses = (text: string, more?: Partial<QueryFacts>) =>
	query(text).matches(upload(more), clock);

describe('who began it', () => {
	const initiator = {id: 'arn:aws:iam::123:user/Backup-Job', displayName: 'nightly'};

	test.each([
		['initiator:backup-job', true],
		['initiator:Backup', true],
		['initiator:BACKUP', false],
		['initiator:alice', false],
		['-initiator:alice', true],
		['-initiator:nightly', false],
	])('%s: %s', (text, found) => {
		expect(chooses(text, {initiator})).toBe(found);
		expect(chooses(text, {...unread, initiator})).toBe(found);
		expect(query(text).needsParts).toBe(false);
	});

	test('is neither this one nor another where the service does not say it', () => {
		for (const text of ['initiator:alice', '-initiator:alice'])
			for (const told of [undefined, {}]) expect(chooses(text, {initiator: told})).toBe(false);
	});
});

describe('what is held open on purpose', () => {
	const held = {key: 'part-4005733d-a830-4323-8291-8866de98b582-0', maker: 'flink'};

	test.each([
		['maker:flink', true],
		['maker:FLINK', true],
		['maker:spark,flink', true],
		['maker=any', true],
		['maker:spark', false],
		['-maker:any', false],
		['state:held', true],
		['state:held,active', true],
		['-state:held', false],
		// Whatever its parts say: its age says nothing.
		['state:stalled', false],
		['-state:stalled', true],
		['idle>7d', true],
	])('%s: %s', (text, found) => {
		expect(chooses(text, held)).toBe(found);
	});

	test('is known without its parts, and asks for none', () => {
		for (const text of ['maker:flink', 'maker:any', 'state:held', '-state:stalled'])
			expect(chooses(text, {...held, ...unread})).toBe(true);
		for (const text of ['maker:any', 'state:held', '-maker:spark'])
			expect(query(text).needsParts).toBe(false);
		for (const text of ['maker:any', 'state:held']) expect(chooses(text, unread)).toBe(false);
		expect(chooses('-maker:any', unread)).toBe(true);
		expect(query('state:held,idle').needsParts).toBe(true);
	});

	test('what is not found is that first', () => {
		expect(chooses('state:held', {...held, ...unread, reading: 'not-found'})).toBe(false);
		expect(chooses('state:not-found', {...held, ...unread, reading: 'not-found'})).toBe(true);
	});

	test.each(['maker:hive', 'maker:', 'maker>flink', 'maker:flink,'])('%s says nothing', text => {
		expect(parseQuery(text)).toHaveProperty('problem.sentence', expect.stringMatching(/maker/));
	});
});

describe('one word asks one thing', () => {
	test.each([
		['', true],
		['disk', true],
		['DISK', false],
		['-disk', false],
		['-tape', true],
		['state:stalled', true],
		['state:idle,stalled', true],
		['state:active', false],
		['-state:active', true],
		['age>30d', true],
		['age>90d', false],
		['age>=90d', true],
		['age<13w', true],
		['age>1y', false],
		['idle>7d', true],
		['idle>240h', false],
		['size>=2GiB', true],
		['size>2GiB', false],
		['size<=2g', true],
		['size>2GB', true],
		['parts:3', true],
		['parts:0', false],
		['-parts:0', true],
		['parts<1,000', true],
		['prefix:logs/', true],
		['prefix:ogs', false],
		['key:*.iso', true],
		['key:*.is', false],
		['key:logs/????/disk.iso', true],
		['key:disk', true],
		['id:2~abc', true],
		['id:abc', false],
		['state:stalled age>30d idle>7d size>=1GiB prefix:logs/ key:*.iso id:2~abc', true],
		['state:stalled age>30d tape', false],
	])('%s: %s', (text, chosen) => {
		expect(chooses(text)).toBe(chosen);
	});

	test('quotes hold blanks together, and make text of what would be a word of the language', () => {
		const key = 'a b -x state:no';
		expect(chooses('"a b"', {key})).toBe(true);
		expect(chooses('"b a"', {key})).toBe(false);
		expect(chooses('key:"a b*"', {key})).toBe(true);
		expect(chooses('"-x"', {key})).toBe(true);
		expect(chooses('"state:no"', {key})).toBe(true);
	});

	test('signs of patterns in a key are signs', () => {
		expect(chooses('key:*(1)+[a].txt', {key: 'x(1)+[a].txt'})).toBe(true);
		expect(chooses('key:*.txt', {key: 'x-txt'})).toBe(false);
		expect(chooses('key:a*b', {key: 'a\nb'})).toBe(true);
		expect(chooses('key:?', {key: '😀'})).toBe(true);
	});
});

describe('what is not known is neither chosen nor left out by a guess', () => {
	test.each([
		'state:stalled',
		'-state:stalled',
		'size>0',
		'-size>0',
		'parts:0',
		'-parts:0',
		'idle>1d',
	])('%s never chooses an upload whose parts are not read', text => {
		expect(chooses(text, unread)).toBe(false);
		expect(query(text).needsParts).toBe(true);
	});

	test('state:unknown does, and keys and ages need no parts', () => {
		expect(chooses('state:unknown', unread)).toBe(true);
		expect(chooses('-state:unknown', unread)).toBe(false);
		expect(chooses('age>30d disk', unread)).toBe(true);
		expect(query('age>30d disk prefix:logs/').needsParts).toBe(false);
	});

	test('without dates no age holds, neither way', () => {
		const dateless = {initiated: undefined, lastPart: undefined};
		for (const text of ['age>1d', '-age>1d', 'idle>1d', '-idle>1d', 'state:stalled'])
			expect(chooses(text, dateless), text).toBe(false);
	});
});

test('what may match once its parts are read is told by the words that need none', () => {
	const {mayMatch} = query('state:stalled size>1GiB prefix:logs/ -tape');
	expect(mayMatch(upload(unread), clock)).toBe(true);
	expect(mayMatch(upload({...unread, key: 'raw/disk'}), clock)).toBe(false);
	expect(mayMatch(upload({...unread, key: 'logs/tape'}), clock)).toBe(false);
});

test('an empty upload is stalled, and empty no more, once it is older than the threshold, and is idle since it began', () => {
	const empty = {partCount: 0, bytes: 0, lastPart: undefined};
	expect(chooses('state:stalled', {...empty, initiated: now - 2 * day})).toBe(true);
	expect(chooses('state:stalled', {...empty, initiated: now - 2 * hour})).toBe(false);
	expect(chooses('state:empty', {...empty, initiated: now - 2 * day})).toBe(false);
	expect(chooses('state:empty', {...empty, initiated: now - 2 * hour})).toBe(true);
	expect(chooses('idle>1d', {...empty, initiated: now - 2 * day})).toBe(true);
});

test('what is not read is open only while no term speaks against it, wherever that stands', () => {
	const isOpen = (text: string) => query(text).isOpen(upload(unread), clock);
	expect(isOpen('size>1GiB')).toBe(true);
	expect(isOpen('size>1GiB prefix:logs/')).toBe(true);
	expect(isOpen('size>1GiB prefix:tapes/')).toBe(false);
	expect(isOpen('prefix:tapes/ size>1GiB')).toBe(false);
	expect(isOpen('prefix:logs/')).toBe(false);
});

test('an upload with a part that has no size is neither larger nor smaller than any', () => {
	const summary = {count: 2, bytes: 2 * GiB, lastPart: now - day, fingerprint: 1};
	const listed = {key: 'k', uploadId: 'id', initiated: now - 2 * day};
	const isChosen = (text: string, more: {lacksSizes?: true}) =>
		query(text).matches(
			queryFactsOf(listed, {kind: 'read', summary: {...summary, ...more}}),
			clock,
		);
	const texts = ['size>1GiB', '-size>1GiB', 'size<3GiB'];
	expect(texts.map(text => isChosen(text, {}))).toEqual([true, false, true]);
	expect(texts.map(text => isChosen(text, {lacksSizes: true}))).toEqual([false, false, false]);
});

test('an upload with a part that has no date is neither quiet for long nor not', () => {
	for (const text of ['idle>1d', '-idle>1d', 'idle<90d', 'state:stalled', '-state:stalled'])
		expect(chooses(text, {lacksDates: true})).toBe(false);
	expect(chooses('idle>1d')).toBe(true);
});

test('the thresholds are those of the connection', () => {
	const {query: stalled} = parseQuery('state:stalled') as {query: Query};
	const thresholds = {activeWithin: hour, stalledAfter: 30 * day};
	expect(stalled.matches(upload(), {now, thresholds})).toBe(false);
});

describe('what cannot be read is pointed at', () => {
	test.each([
		['disk state:dead', 5, 15, /“dead” is no state.*stalled/],
		['size>big', 0, 8, /“big” is not valid here.*GiB/],
		['a age>3x', 2, 8, /“3x”/],
		['stat:stalled', 0, 12, /“stat” is none of state, age/],
		['-size>', 0, 6, /What comes after “size>”/],
		['key>x', 0, 5, /colon/],
		['state>stalled', 0, 13, /colon/],
		['x "open', 2, 7, /quote/],
	])('%s: from %i to %i', (text, from, to, sentence) => {
		expect(parseQuery(text)).toEqual({
			problem: {from, to, sentence: expect.stringMatching(sentence)},
		});
	});

	test.each(['age:30d', 'idle=7d', 'size:1GiB'])('%s: nothing is ever just that', text => {
		expect(parseQuery(text)).toHaveProperty('problem.sentence', expect.stringContaining('takes >'));
	});

	test('every example of the language can be read', () => {
		const problemOf = (text: string) => {
			const read = parseQuery(text);
			return 'problem' in read ? read.problem.sentence : '';
		};
		const names = /is none of (.*);/.exec(problemOf('nothing:x'))?.[1]?.split(', ') ?? [];
		expect(names).toHaveLength(10);
		for (const name of names) {
			const examples =
				problemOf(`${name}:`).match(new RegExp(`${name}[:<>]=?[^\\s,”]*[^\\s,.”?]`, 'g')) ?? [];
			expect(examples, name).not.toHaveLength(0);
			for (const each of examples) expect(parseQuery(each), each).toHaveProperty('query');
		}
	});
});

test('any text is read or pointed at, inside of it', () => {
	const word = fc.oneof(
		fc.string(),
		fc.constantFrom('state:', '-', '"', 'size>', ' ', 'key:*', 'parts:1', 'age<', '🙂'),
	);
	fc.assert(
		fc.property(fc.array(word), words => {
			const text = words.join('');
			const read = parseQuery(text);
			if ('query' in read) {
				expect(typeof read.query.matches(upload(), clock)).toBe('boolean');
				return;
			}
			const {from, to} = read.problem;
			expect(0 <= from && from < to && to <= text.length).toBe(true);
		}),
	);
});

test('a word and its negation never choose the same upload, and both only leave out what is not known', () => {
	const word = fc.constantFrom('disk', 'state:idle', 'age>10d', 'idle>10d', 'size>1GiB', 'parts:3');
	const time = fc.option(fc.integer({min: now - 100 * day, max: now}), {nil: undefined});
	fc.assert(
		fc.property(word, time, time, fc.boolean(), (text, initiated, lastPart, isRead) => {
			const facts = upload({initiated, lastPart, ...(isRead ? {} : unread)});
			const plain = query(text).matches(facts, clock);
			const negated = query(`-${text}`).matches(facts, clock);
			expect(plain && negated).toBe(false);
			if (isRead && initiated !== undefined && lastPart !== undefined)
				expect(plain || negated).toBe(true);
		}),
	);
});

test('what was found in a key is shown, the first of the words', () => {
	expect(query('state:stalled disk').find('logs/disk.iso')).toEqual([5, 9]);
	expect(query('prefix:logs/').find('logs/disk.iso')).toEqual([0, 5]);
	expect(query('-disk').find('logs/disk.iso')).toBeUndefined();
});
