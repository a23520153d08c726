import {expect, test} from 'vitest';
import {type CleanupRule, scopeInWords} from '../../../source/multipart/rules/cleanup-rules.js';

const rule = (more: Partial<CleanupRule> = {}): CleanupRule => ({
	id: 'clean',
	enabled: true,
	prefix: '',
	conditions: [],
	daysAfterInitiation: 7,
	...more,
});

test('what a rule is for, in words', () => {
	expect(scopeInWords(rule())).toBe('every key');
	expect(scopeInWords(rule({prefix: 'logs/', conditions: ['tagged a=b']}))).toBe(
		'keys that begin with logs/, tagged a=b',
	);
});
