import {describe, expect, test} from 'vitest';
import {withRule} from '../../../source/multipart/rules/lifecycle-document.js';
import {diffRules} from '../../../source/multipart/rules/rule-diff.js';
import {
	blocks,
	findingsOnAdding,
	findingsOnRemoving,
	freeId,
} from '../../../source/multipart/rules/rule-findings.js';
import {
	type Acting,
	actingOf,
	cleansUpAll,
	ReachSum,
	type RuledUpload,
} from '../../../source/multipart/rules/rule-reach.js';
import {abortXml, documentOf, ruleFrom, ruleXml} from './rule-samples.js';

const day = 24 * 3_600_000;
const scope = (prefix: string) => `<Filter><Prefix>${prefix}</Prefix></Filter>`;
const others = (...rules: string[]) => documentOf(...rules);
const rule = {id: 'new', prefix: 'logs/', days: 7};

describe('what speaks against a new rule', () => {
	test.each([
		['the same already', ruleXml({scope: scope('logs/')}), {code: 'already-there', id: 'clean'}],
		[
			'other days',
			ruleXml({scope: scope('logs/'), actions: abortXml(9)}),
			{code: 'same-keys', id: 'clean', days: 9},
		],
		[
			'a disabled twin',
			ruleXml({scope: '<Prefix>logs/</Prefix>', status: 'Disabled'}),
			{code: 'disabled-twin', id: 'clean', days: 7},
		],
		['a wider rule', ruleXml({}), {code: 'covered-by', id: 'clean', days: 7}],
		[
			'a narrower rule that waits longer',
			ruleXml({scope: scope('logs/a'), actions: abortXml(30)}),
			{code: 'comes-before', id: 'clean', days: 30},
		],
		['its id', ruleXml({id: 'new', scope: scope('x')}), {code: 'id-taken', id: 'new'}],
	] as const)('%s', (_name, other, finding) => {
		expect(findingsOnAdding(others(other), rule)).toEqual([finding]);
	});

	test.each([
		['other keys', ruleXml({scope: scope('log-')})],
		['a wider rule that waits longer', ruleXml({actions: abortXml(30)})],
		['a wider rule that is off', ruleXml({status: 'Disabled'})],
		['a narrower rule that is as soon', ruleXml({scope: scope('logs/a')})],
		['a rule for objects', ruleXml({actions: '<Expiration><Days>1</Days></Expiration>'})],
		[
			'a rule with a tag',
			ruleXml({scope: '<Filter><Tag><Key>a</Key><Value>b</Value></Tag></Filter>'}),
		],
	])('nothing: %s', (_name, other) => {
		expect(findingsOnAdding(others(other), rule)).toEqual([]);
	});

	test.each([
		['bad-days', {days: 0}],
		['bad-days', {days: 1.5}],
		['bad-id', {id: ''}],
		['bad-id', {id: 'x'.repeat(256)}],
		['bad-id', {id: ' x'}],
		['bad-prefix', {prefix: 'a\0'}],
		['bad-prefix', {prefix: '\ud800'}],
		['bad-prefix', {prefix: 'é'.repeat(600)}],
	])('%s: %j', (code, more) => {
		const found = findingsOnAdding(others(), {...rule, ...more});
		expect(found).toEqual([{code}]);
		expect(blocks(found[0]!)).toBe(true);
	});

	test('1,000 rules are all that S3 takes', () => {
		const full = Array.from({length: 1000}, (_, at) => ruleXml({id: `r${at}`, scope: scope('q')}));
		expect(findingsOnAdding(others(...full), rule)).toEqual([{code: 'too-many-rules'}]);
		expect(findingsOnAdding(others(...full.slice(1)), rule)).toEqual([]);
	});

	test('what blocks comes first', () => {
		const both = others(ruleXml({id: 'a'}), ruleXml({id: 'new', scope: scope('q')}));
		expect(findingsOnAdding(both, rule).map(({code}) => code)).toEqual(['id-taken', 'covered-by']);
		expect(findingsOnRemoving(both)).toEqual([]);
		const garbled = others(ruleXml({id: '\ufffd'}), ruleXml());
		expect(findingsOnRemoving(garbled)).toEqual([{code: 'unchangeable', why: 'garbled'}]);
	});
});

test('an id that is free', () => {
	expect(freeId(others(), 1)).toBe('abort-uploads-after-1-day');
	const taken = [ruleXml({id: freeId(others(), 7)}), ruleXml({id: `${freeId(others(), 7)}-2`})];
	expect(freeId(others(...taken), 7)).toBe('abort-uploads-after-7-days-3');
});

test('the change of a document, rule by rule', () => {
	const before = others(ruleXml({id: 'a'}), ruleXml({id: 'b'}));
	const changes = diffRules(before, withRule(before, rule));
	expect(changes.map(({change, rule: {id}}) => [change, id])).toEqual([
		['kept', 'a'],
		['kept', 'b'],
		['added', 'new'],
	]);
	expect(changes[2]?.lines).toEqual([
		'<Rule>',
		'  <ID>new</ID>',
		'  <Filter>',
		'    <Prefix>logs/</Prefix>',
		'  </Filter>',
		'  <Status>Enabled</Status>',
		'  <AbortIncompleteMultipartUpload>',
		'    <DaysAfterInitiation>7</DaysAfterInitiation>',
		'  </AbortIncompleteMultipartUpload>',
		'</Rule>',
	]);
	expect(diffRules(before, undefined).map(({change}) => change)).toEqual(['removed', 'removed']);
	expect(diffRules(undefined, before).map(({change}) => change)).toEqual(['added', 'added']);
});

describe('what a rule takes', () => {
	const now = Date.UTC(2026, 5, 20, 12);
	const upload = (key: string, days: number, more = {}): RuledUpload => ({
		key,
		uploadId: `${key}-id`,
		initiated: now - days * day,
		...more,
	});

	const reachOf = (acting: Acting, uploads: readonly RuledUpload[]) => {
		const sum = new ReachSum(acting);
		for (const each of uploads) sum.add(each, now);
		return sum.sum();
	};

	test('by the initiation, whatever lives; the active and the held ones by name', () => {
		const held = 'logs/part-4005733d-a830-4323-8291-8866de98b582-0';
		const uploads = [
			upload('logs/old', 8, {state: 'stalled', bytes: 10}),
			upload('logs/busy', 8, {state: 'active', bytes: 5}),
			upload('logs/unread', 9),
			upload('logs/young', 6.9, {state: 'active', bytes: 1}),
			upload('logs/now', 7, {state: 'idle', bytes: 2}),
			{key: 'logs/undated', uploadId: 'u'},
			upload('other', 90, {state: 'stalled'}),
			upload(held, 1),
		];
		const reach = reachOf({prefix: 'logs/', days: 7}, uploads);
		expect(reach).toMatchObject({
			covered: 7,
			undated: 1,
			now: {count: 4, bytes: 17, unsized: 1, unknown: 1},
			later: {count: 2, bytes: 1, unsized: 1},
		});
		expect(reach.now.active.map(({key}) => key)).toEqual(['logs/busy']);
		expect(reach.later.active.map(({key}) => key)).toEqual(['logs/young']);
		expect(reach.later.held.map(({key}) => key)).toEqual([held]);
	});

	test('without days that can be nothing is due', () => {
		expect(reachOf({prefix: '', days: undefined}, [upload('a', 99)])).toMatchObject({
			...{covered: 1, undated: 1},
			now: {count: 0},
		});
	});

	test.each([
		[true, ruleXml()],
		[true, ruleXml({scope: '<Prefix/>'})],
		[false, ruleXml({status: 'Disabled'})],
		[false, ruleXml({scope: scope('a')})],
		[false, ruleXml({scope: '<Filter><ObjectSizeLessThan>5</ObjectSizeLessThan></Filter>'})],
		[false, ruleXml({actions: '<Expiration><Days>1</Days></Expiration>'})],
	])('all keys are covered: %s by %s', (is, xml) => {
		expect(cleansUpAll([ruleFrom(xml)])).toBe(is);
		expect(actingOf(ruleFrom(xml))?.prefix === '').toBe(is);
	});
});
