import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	noRules,
	readLifecycle,
	whyUnchangeable,
	withoutRule,
	withRule,
} from '../../../source/multipart/rules/lifecycle-document.js';
import {readXml, XmlProblem} from '../../../source/multipart/rules/xml-tree.js';
import {abortXml, documentOf, documentXml, oddRule, ruleFrom, ruleXml, s3} from './rule-samples.js';

const added = {id: 'new & own', prefix: 'a<b>/', days: 3};

test('a rule is added behind the others, whose bytes stay', () => {
	const odd = `\ufeff<?xml version="1.0" encoding="UTF-8"?>\r\n<!-- head --><x:LifecycleConfiguration xmlns:x="${s3}">
	${oddRule}<x:Later at="1"/>
</x:LifecycleConfiguration><!-- end -->`;
	const before = readLifecycle(odd);
	const after = withRule(before, added);
	const own =
		'<x:Rule><x:ID>new &amp; own</x:ID><x:Filter><x:Prefix>a&lt;b&gt;/</x:Prefix></x:Filter><x:Status>Enabled</x:Status><x:AbortIncompleteMultipartUpload><x:DaysAfterInitiation>3</x:DaysAfterInitiation></x:AbortIncompleteMultipartUpload></x:Rule>';
	expect(after.text).toBe(odd.replace(oddRule, oddRule + own));
	expect(after.rules).toMatchObject([
		{xml: oddRule, id: 'odd & <rule>'},
		{id: added.id, enabled: true, range: {prefix: added.prefix}, abort: {days: 3}, actions: []},
	]);
	expect(withoutRule(after, after.rules[1]!)?.text).toBe(odd);
});

test.each([
	['none', noRules.text],
	['one tag', `<LifecycleConfiguration xmlns="${s3}" />`],
	['blanks', `<LifecycleConfiguration xmlns="${s3}">\n</LifecycleConfiguration>`],
])('the first rule of a document of %s', (_name, text) => {
	const {rules, root} = withRule(readLifecycle(text), added);
	expect(rules.map(({id}) => id)).toEqual([added.id]);
	expect(root.namespace).toBe(s3);
});

test('where rules are in no namespace, the new rule is', () => {
	const text = `<s:LifecycleConfiguration xmlns:s="urn:s3">${ruleXml()}</s:LifecycleConfiguration>`;
	const after = withRule(readLifecycle(text), added);
	expect(after.rules.map(({id}) => id)).toEqual(['clean', added.id]);
	expect(after.rules[1]?.xml).toMatch(/^<Rule><ID>/);
});

test('where the others are legacy, the new rule is', () => {
	const legacy = ruleXml({id: 'old', scope: '<Prefix>logs/</Prefix>'});
	const after = withRule(documentOf(legacy), {...added, prefix: ''});
	expect(after.rules.map(({form}) => form)).toEqual(['legacy', 'legacy']);
	expect(after.rules[1]?.xml).toContain('<ID>new &amp; own</ID><Prefix></Prefix><Status>');
	// As Ceph shows an empty filter beside others.
	const mixed = withRule(documentOf(legacy, ruleXml()), added);
	expect(mixed.rules.map(({form}) => form)).toEqual(['legacy', 'filter', 'filter']);
});

test('nothing is left without the last rule', () => {
	const document = documentOf(ruleXml());
	expect(withoutRule(document, document.rules[0]!)).toBeUndefined();
});

test('1,000 rules keep their bytes', () => {
	const rules = Array.from({length: 999}, (_, at) => ruleXml({id: `r${at}`}));
	const after = withRule(documentOf(...rules), added);
	expect(after.rules).toHaveLength(1000);
	expect(after.rules.slice(0, 999).map(({xml}) => xml)).toEqual(rules);
	const left = withoutRule(after, after.rules[500]!);
	expect(left?.rules.map(({id}) => id)).not.toContain('r500');
	expect(left?.rules).toHaveLength(999);
});

test('what is written of a rule is read again as it was meant', () => {
	const texts = fc.string({unit: fc.constantFrom(...'a/&<>"\'é\r\n\t ]]>😀')});
	fc.assert(
		fc.property(texts, fc.integer({min: 1, max: 999}), (prefix, days) => {
			const {rules} = withRule(documentOf(ruleXml()), {id: 'n', prefix, days});
			expect(rules[1]).toMatchObject({range: {prefix}, abort: {days}});
		}),
	);
});

test.each([
	['legacy', '<Prefix>p/</Prefix>', {prefix: 'p/', tags: [], others: []}],
	['empty filter', '<Filter/>', {prefix: '', tags: [], others: []}],
	[
		'a tag',
		'<Filter><Tag><Key>k</Key><Value></Value></Tag></Filter>',
		{prefix: '', tags: [{key: 'k', value: ''}], others: []},
	],
	[
		'and',
		'<Filter><And><Prefix>p</Prefix><ObjectSizeLessThan>9</ObjectSizeLessThan><ObjectSizeGreaterThan>0x1</ObjectSizeGreaterThan><Later/></And></Filter>',
		{prefix: 'p', tags: [], smallerThan: 9, largerThan: Number.NaN, others: ['Later']},
	],
])('what a rule is for: %s', (_name, scope, range) => {
	expect(ruleFrom(ruleXml({scope})).range).toEqual(range);
});

test('what else a rule does', () => {
	const actions = `<Transition><Days>30</Days><StorageClass>GLACIER</StorageClass></Transition>${abortXml('x')}<Thaw/>`;
	const {abort, actions: others} = ruleFrom(ruleXml({status: 'Disabled', actions}));
	expect(abort).toEqual({});
	expect(others).toEqual([
		{
			name: 'Transition',
			fields: [
				['Days', '30'],
				['StorageClass', 'GLACIER'],
			],
		},
		{name: 'Thaw', fields: []},
	]);
});

test('a document that is not known for certain is not changed', () => {
	expect(whyUnchangeable(documentOf(ruleXml({id: 'a\ufffd'})))).toBe('garbled');
	expect(whyUnchangeable(readLifecycle(`<Rules>${ruleXml()}</Rules>`))).toBe('odd-root');
	expect(whyUnchangeable(documentOf(ruleXml()))).toBeUndefined();
});

describe('what is no XML', () => {
	test.each([
		'',
		'text',
		'<a>',
		'<a></b>',
		'<a/><b/>',
		'<a/>text',
		'<a b="1" b="2"/>',
		'<a b=1/>',
		'<a>&nbsp;</a>',
		'<a>&</a>',
		'<a>&#xd800;</a>',
		'<a>&#1114112;</a>',
		'<!DOCTYPE a><a/>',
		'<a><!-- </a>',
		'<a><![CDATA[</a>',
		'<?xml version="1.0" encoding="ISO-8859-1"?><a/>',
		'<a>'.repeat(100) + '</a>'.repeat(100),
	])('%s', text => {
		expect(() => readXml(text)).toThrow(XmlProblem);
	});

	test('cut anywhere', () => {
		const text = documentXml(oddRule.replaceAll('x:', ''));
		for (let at = 0; at < text.length; at++)
			expect(() => readXml(text.slice(0, at))).toThrow(XmlProblem);
	});
});
