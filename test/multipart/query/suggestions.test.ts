import {describe, expect, test} from 'vitest';
import {parseQuery} from '../../../source/multipart/query/query.js';
import {suggestionsAt} from '../../../source/multipart/query/query-language.js';
import {queryFields} from '../../../source/multipart/query/query-terms.js';
import {withoutNames} from '../../../source/multipart/query/saved-filters.js';
import {uploadStates} from '../../../source/multipart/upload-state.js';
import {historyFields} from '../../../source/operations/journal/history-query.js';

const saved = [
	{name: 'big', text: 'size>1GiB -state:active'},
	{name: 'logs', text: 'prefix:logs/'},
];
const names = saved.map(({name}) => name);
/** The cursor stands where the bar is, or at the end. */
const at = (typed: string) => {
	const cursor = typed.indexOf('|');
	const text = typed.replace('|', '');
	return suggestionsAt(text, cursor < 0 ? text.length : cursor, queryFields, names);
};
const allNames = Object.entries(queryFields).map(([name, {signs}]) => name + signs[0]);

describe('what can follow', () => {
	test.each<[string, readonly string[]]>([
		['', [...allNames, '@big', '@logs']],
		['size>1 ', [...allNames, '@big', '@logs']],
		['-', [...allNames, '@big', '@logs']],
		['s', ['state:', 'size>']],
		['-S', ['state:', 'size>']],
		['a s| b', ['state:', 'size>']],
		['size', ['size>', 'size>=', 'size<', 'size<=']],
		['parts', ['parts:', 'parts>', 'parts>=', 'parts<', 'parts<=']],
		['state:', uploadStates],
		['state:st', ['stalled']],
		['-state:idle,', uploadStates.filter(state => state !== 'idle')],
		['state:idle,e', ['empty']],
		['@', ['@big', '@logs']],
		['@lo', ['@logs']],
		['xyz', []],
		['"st', []],
		['nothing:', []],
		['constructor', []],
		['key:a', []],
	])('“%s”', (typed, options) => {
		expect(at(typed).options).toEqual(options);
	});

	test('takes the place of what was begun, and of no more', () => {
		expect(at('a -sta| b')).toMatchObject({from: 3, to: 6});
		expect(at('state:idle,st')).toMatchObject({from: 11, to: 13});
		expect(at('-')).toMatchObject({from: 1, to: 1});
	});

	test('where it is no choice, a sentence says what it is', () => {
		expect(at('age>')).toMatchObject({options: [], hint: queryFields['age']?.example});
		expect(at('prefix:lo').hint).toContain('prefix:logs/');
		expect(at('state:').hint).toBeUndefined();
	});
});

test.each([
	['uploads', queryFields],
	['the history', historyFields],
])(
	'every word of the language of %s is offered but its other names, and its example can be read',
	(_, language) => {
		const offered = suggestionsAt('', 0, language).options.map(each => each.replace(/\W+$/, ''));
		const own = Object.entries(language).filter(([, {isAlias}]) => !isAlias);
		expect(offered).toEqual(own.map(([name]) => name));
		for (const [name, {example}] of own) expect(example).toContain(`${name}`);
	},
);

describe('a saved filter', () => {
	const query = (text: string) => {
		const read = parseQuery(text, saved);
		if ('problem' in read) throw new Error(read.problem.sentence);
		return read.query;
	};
	const facts = {
		key: 'logs/a',
		uploadId: 'i',
		reading: 'read',
		partCount: 1,
		initiated: 0,
	} as const;
	const clock = {now: 9e10, thresholds: {activeWithin: 1, stalledAfter: 2}};

	test('stands for its words, beside others', () => {
		expect(query('@big').needsParts).toBe(true);
		expect(query('@big').text).toBe('@big');
		expect(query('@logs').matches(facts, clock)).toBe(true);
		expect(query('@logs b').matches(facts, clock)).toBe(false);
		expect(query('@big @logs').matches({...facts, bytes: 2 ** 31, lastPart: 0}, clock)).toBe(true);
		expect(query('@big @logs').matches({...facts, bytes: 2 ** 29, lastPart: 0}, clock)).toBe(false);
	});

	test.each([
		['a @none', 2, 7, 'No filter is saved as “@none”, but @big, @logs'],
		['@', 0, 1, 'No filter is saved as “@”'],
		['-@big', 0, 5, 'takes no minus'],
	])('“%s” is none, and is pointed at', (text, from, to, says) => {
		const read = parseQuery(text, saved);
		expect(read).toMatchObject({problem: {from, to}});
		expect('problem' in read && read.problem.sentence).toContain(says);
	});

	test('in quotes is text', () => {
		expect(query('"@big"').matches({...facts, key: 'x@big'}, clock)).toBe(true);
		expect(query('-"@big"').matches({...facts, key: 'x@big'}, clock)).toBe(false);
	});

	test('that is damaged is pointed at as a whole', () => {
		const read = parseQuery('a @bad', [{name: 'bad', text: 'size>lots'}]);
		expect(read).toMatchObject({problem: {from: 2, to: 6}});
	});

	test('can be part of what is saved: its words are', () => {
		expect(withoutNames('@logs x @big "@big"', saved)).toBe(
			'prefix:logs/ x size>1GiB -state:active "@big"',
		);
	});

	test('of more words than are read is one too many', () => {
		const many = {name: 'many', text: Array.from({length: 101}, () => 'a').join(' ')};
		expect(parseQuery('@many', [many])).toMatchObject({problem: {from: 0, to: 5}});
	});
});
