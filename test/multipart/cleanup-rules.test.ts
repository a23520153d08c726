import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	type CleanupRule,
	cleanedFrom,
	plannedCleanup,
	scopeInWords,
} from '../../source/multipart/cleanup-rules.js';
import {plannedAbort} from '../../source/sandbox/store/lifecycle.js';

const rule = (more: Partial<CleanupRule> = {}): CleanupRule => ({
	id: 'clean',
	enabled: true,
	prefix: '',
	conditions: [],
	daysAfterInitiation: 7,
	...more,
});
const initiated = Date.parse('2026-01-15T10:30:00Z');

describe('which rule aborts an upload, and when', () => {
	test('the midnight of UTC after the days are over', () => {
		expect(plannedCleanup([rule({daysAfterInitiation: 3})], {key: 'k', initiated})).toEqual({
			rule: rule({daysAfterInitiation: 3}),
			at: Date.parse('2026-01-19T00:00:00Z'),
			certain: true,
		});
		expect(cleanedFrom(Date.parse('2026-01-15T00:00:00Z'), 1)).toBe(
			Date.parse('2026-01-17T00:00:00Z'),
		);
		expect(cleanedFrom(Date.parse('2026-01-15T23:59:59.999Z'), 1)).toBe(
			Date.parse('2026-01-17T00:00:00Z'),
		);
	});

	test('the first of those that are enabled and for the key', () => {
		const rules = [
			rule({id: 'all', daysAfterInitiation: 30}),
			rule({id: 'logs', prefix: 'logs/', daysAfterInitiation: 7}),
			rule({id: 'off', enabled: false, daysAfterInitiation: 1}),
			rule({id: 'late logs', prefix: 'logs/a', daysAfterInitiation: 9}),
		];
		const idFor = (key: string) => plannedCleanup(rules, {key, initiated})?.rule.id;
		expect(idFor('logs/a/1')).toBe('logs');
		expect(idFor('log')).toBe('all');
		expect(plannedCleanup(rules.slice(1), {key: 'log', initiated})).toBeUndefined();
		expect(plannedCleanup([], {key: 'k', initiated})).toBeUndefined();
	});

	test('a rule with conditions is not certain, and only counts where there is no other', () => {
		const tagged = rule({id: 'tagged', conditions: ['tagged a=b'], daysAfterInitiation: 1});
		expect(plannedCleanup([tagged], {key: 'k', initiated})).toMatchObject({
			rule: {id: 'tagged'},
			certain: false,
		});
		expect(plannedCleanup([tagged, rule()], {key: 'k', initiated})).toMatchObject({
			rule: {id: 'clean'},
			certain: true,
		});
	});

	test('no time for an upload whose initiation is not known', () => {
		expect(plannedCleanup([rule()], {key: 'k'})).toEqual({rule: rule(), certain: true});
	});

	test('the same as a server does', () => {
		const rules = fc.array(
			fc.record({
				id: fc.string(),
				prefix: fc.constantFrom('', 'a', 'ab', 'b'),
				days: fc.integer({min: 1, max: 400}),
			}),
		);
		const keys = fc.constantFrom('a', 'abc', 'b', 'c');
		fc.assert(
			fc.property(rules, keys, fc.integer({min: 0, max: 4e12}), (abortRules, key, initiated) => {
				const planned = plannedCleanup(
					abortRules.map(({days, ...each}) => rule({...each, daysAfterInitiation: days})),
					{key, initiated},
				);
				const served = plannedAbort({rules: [], abortRules}, {key, initiated});
				expect([planned?.rule.id, planned?.at]).toEqual([served?.ruleId, served?.date]);
			}),
		);
	});
});

test('what a rule is for, in words', () => {
	expect(scopeInWords(rule())).toBe('every key');
	expect(scopeInWords(rule({prefix: 'logs/', conditions: ['tagged a=b']}))).toBe(
		'keys that begin with logs/, tagged a=b',
	);
});
