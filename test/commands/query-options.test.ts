import {describe, expect, test} from 'vitest';
import {
	type QueryFlags,
	queryOf,
	withPrefix,
} from '../../source/commands/base/options/query-options.js';

describe('the options that choose uploads', () => {
	test.each<[QueryFlags, string | undefined]>([
		[{}, undefined],
		[{query: 'key:*.iso'}, 'key:*.iso'],
		[{stalledFor: '7d'}, 'state:stalled idle>7d'],
		[{olderThan: '30d', largerThan: '1 GiB', query: 'a b'}, 'age>30d size>1GiB a b'],
	])('%j are one query', (flags, text) => {
		expect(queryOf(flags, [])?.text).toBe(text);
	});

	test.each<[QueryFlags, string]>([
		[{stalledFor: 'a week'}, '--stalled-for: "a week"'],
		[{olderThan: '3'}, '--older-than: "3"'],
		[{largerThan: '-1'}, '--larger-than: "-1"'],
		[{query: 'state:dead'}, '--query: “dead” is no state'],
		[{query: 'size>'}, '--query:'],
		[{query: ''}, '--query is empty'],
		[{query: ' \t'}, '--query is empty'],
		[{query: '""'}, 'The quotes are empty'],
		[{query: 'logs -""'}, 'The quotes are empty'],
		[{query: '', stalledFor: '7d'}, '--query is empty'],
	])('%j say nothing: usage', (flags, words) => {
		expect(() => queryOf(flags, [])).toThrow(words);
		expect(() => queryOf(flags, [])).toThrow(expect.objectContaining({code: 2}));
	});

	test('the word that says nothing is pointed at, where it was typed', () => {
		expect(() => queryOf({query: 'logs state:dead x', stalledFor: '7d'}, [])).toThrow(
			/no state\..*\n {2}logs state:dead x\n {7}\^{10}$/,
		);
	});

	test('a prefix stands in the target or in the option', () => {
		expect(withPrefix({bucket: 'b', prefix: ''}, {prefix: 'logs/'}).prefix).toBe('logs/');
		expect(withPrefix({bucket: 'b', prefix: 'a/'}, {}).prefix).toBe('a/');
		expect(() => withPrefix({bucket: 'b', prefix: 'a/'}, {prefix: 'b/'})).toThrow('"a/"');
		expect(() => withPrefix({bucket: 'b', prefix: ''}, {prefix: '\ud800'})).toThrow('half');
	});
});
