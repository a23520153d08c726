import {expect, test} from 'vitest';
import type {Reason, ReasonCode} from '../../source/operations/reason/reason.js';
import {reasonWords, wordsOfReasons} from '../../source/text/reason/reason-words.js';

const codes = Object.keys(wordsOfReasons) as ReasonCode[];

test.each(codes)(
	'%s without its facts, as a damaged file has it, says nothing of what is none',
	code => {
		expect(reasonWords({code} as Reason)).not.toMatch(/undefined|NaN|null|\[object/);
	},
);

test('a text of the service that holds the word stays', () => {
	const sentence = 'The value undefined is not allowed.';
	expect(reasonWords({code: 'as-written', sentence})).toBe(sentence);
});
