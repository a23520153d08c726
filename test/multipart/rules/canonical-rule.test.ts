import {expect, test} from 'vitest';
import {canonicalRule, compareRules} from '../../../source/multipart/rules/canonical-rule.js';
import {readLifecycle} from '../../../source/multipart/rules/lifecycle-document.js';
import type {LifecycleRule} from '../../../source/multipart/rules/lifecycle-rule.js';
import {abortXml, documentOf, oddRule, ruleFrom, ruleXml, s3} from './rule-samples.js';

const form = (xml: string) => canonicalRule(ruleFrom(xml));

function sameRules(one: readonly LifecycleRule[], other: readonly LifecycleRule[]): boolean {
	return Object.values(compareRules(one, other)).every(rules => rules.length === 0);
}

test.each([
	['an empty filter', '<Filter/>'],
	['an empty prefix in a filter', '<Filter><Prefix/></Filter>'],
	['an empty prefix', '<Prefix></Prefix>'],
	['none', ''],
	['an empty prefix under And', '<Filter><And><Prefix/></And></Filter>'],
])('every key, written as %s', (_name, scope) => {
	expect(form(ruleXml({scope}))).toBe(form(ruleXml()));
});

test('a prefix is the same in a filter and outside of it, alone under And and without', () => {
	const prefix = '<Prefix>p </Prefix>';
	const forms = [prefix, `<Filter>${prefix}</Filter>`, `<Filter><And>${prefix}</And></Filter>`];
	expect(new Set(forms.map(scope => form(ruleXml({scope})))).size).toBe(1);
	expect(form(ruleXml({scope: prefix}))).not.toBe(form(ruleXml({scope: '<Prefix>p</Prefix>'})));
});

test('order, blanks, comments, CDATA, prefixes of the namespace and notations of a date do not count', () => {
	const one = ruleXml({
		id: 'a &amp; b',
		actions: `<Expiration><Date>2030-01-01T00:00:00.000Z</Date></Expiration>${abortXml(7)}`,
	});
	const other = `<q:LifecycleConfiguration xmlns:q="${s3}"><q:Rule>
		<q:Status> Enabled </q:Status><!-- c --><q:AbortIncompleteMultipartUpload>
		<q:DaysAfterInitiation>7\n</q:DaysAfterInitiation></q:AbortIncompleteMultipartUpload>
		<q:ID><![CDATA[a & b]]></q:ID><q:Expiration><q:Date>2030-01-01T00:00:00Z</q:Date></q:Expiration>
	</q:Rule></q:LifecycleConfiguration>`;
	expect(sameRules(documentOf(one).rules, readLifecycle(other).rules)).toBe(true);
});

const odd = `<x:LifecycleConfiguration xmlns:x="${s3}">${oddRule}</x:LifecycleConfiguration>`;

test.each([
	['an unknown attribute', 'y:kind="a&amp;b"', ''],
	['the value of one', 'y:unit="h"', 'y:unit="d"'],
	['an unknown element', '<x:Er>1</x:Er>', ''],
	['its text', '<x:Er>1</x:Er>', '<x:Er>2</x:Er>'],
	['its namespace', 'xmlns:y="urn:later"', 'xmlns:y="urn:other"'],
	['an id', 'odd & <rule>', 'odd & <rule'],
	['a tag', 'vidéo', 'video'],
	['days', '<x:Days>30', '<x:Days>31'],
	['the status', '>Enabled<', '>Disabled<'],
	['a condition', '<x:ObjectSizeGreaterThan> 5 </x:ObjectSizeGreaterThan>', ''],
])('%s counts', (_name, from, to) => {
	const changed = odd.replace(from, to);
	expect(changed).not.toBe(odd);
	const {rules} = readLifecycle(odd);
	expect(sameRules(rules, readLifecycle(odd).rules)).toBe(true);
	expect(sameRules(rules, readLifecycle(changed).rules)).toBe(false);
});

test('what became of rules is told by their ids', () => {
	const asked = documentOf(
		ruleXml({id: 'kept'}),
		ruleXml({id: 'changed'}),
		ruleXml({id: 'lost'}),
	).rules;
	const found = documentOf(
		ruleXml({id: 'new'}),
		ruleXml({id: 'changed', actions: abortXml(8)}),
		ruleXml({id: 'kept'}),
	).rules;
	const {changed, lost, added} = compareRules(asked, found);
	expect(changed.map(({asked, found}) => [asked.id, found.abort])).toEqual([
		['changed', {days: 8}],
	]);
	expect(lost.map(({id}) => id)).toEqual(['lost']);
	expect(added.map(({id}) => id)).toEqual(['new']);
});

test('two rules that are the same are two', () => {
	const rule = ruleXml({id: ''});
	expect(compareRules(documentOf(rule, rule).rules, documentOf(rule).rules).lost).toHaveLength(1);
});

test('a rule without an id may get one, and nothing else', () => {
	const bare = ruleXml().replace('<ID>clean</ID>', '');
	const {rules} = documentOf(bare);
	expect(sameRules(rules, documentOf(ruleXml({id: 'made-up'})).rules)).toBe(true);
	expect(sameRules(rules, documentOf(ruleXml({id: 'x', actions: abortXml(8)})).rules)).toBe(false);
});
