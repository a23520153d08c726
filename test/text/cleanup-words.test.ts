import {expect, test} from 'vitest';
import type {CleanupRule} from '../../source/multipart/rules/cleanup-rules.js';
import {cleanupWords} from '../../source/text/cleanup-words.js';

const rule = (more: Partial<CleanupRule> = {}): CleanupRule => ({
	...{id: '', enabled: true, prefix: '', conditions: [], daysAfterInitiation: 7},
	...more,
});

test.each<readonly [string, readonly CleanupRule[]]>([
	['no', []],
	['no', [rule({enabled: false})]],
	['all, 7 d', [rule()]],
	['logs/, 7 d', [rule({prefix: 'logs/'})]],
	['all, 7 d', [rule(), rule({enabled: false, daysAfterInitiation: 1})]],
	// The one that is for every key, however soon another is.
	['all, 30 d +1', [rule({prefix: 'a', daysAfterInitiation: 1}), rule({daysAfterInitiation: 30})]],
	['a, 1 d +1', [rule({prefix: 'b'}), rule({prefix: 'a', daysAfterInitiation: 1})]],
	['some, 7 d', [rule({conditions: ['tagged a=b']})]],
	['all, ? d', [rule({daysAfterInitiation: undefined})]],
	['2026…/raw, 7 d', [rule({prefix: '2026/11/cam-01/raw'})]],
	['\\u{1b}, 7 d', [rule({prefix: '\u001b'})]],
])('%s', (words, rules) => {
	expect(cleanupWords(rules, 14, '…')).toBe(words);
});
