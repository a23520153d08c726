import {expect, test} from 'vitest';
import type {Reason, ReasonCode} from '../../source/operations/reason/reason.js';
import {outcomeWords} from '../../source/text/outcome-words.js';
import {reasonWords, wordsOfReasons} from '../../source/text/reason/reason-words.js';
import {reasonSamples} from './act-reasons.js';

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

test('what stands above a sentence is not said again by it', () => {
	const sentences = Object.entries(reasonSamples).flatMap(([code, samples]) =>
		(samples as object[]).map(facts => reasonWords({code, ...facts} as Reason)),
	);
	for (const words of ['not verified', 'not completed.', 'parts are there', 'Every part is there'])
		expect([words, sentences.filter(sentence => sentence.includes(words))]).toEqual([words, []]);
	expect(sentences.filter(sentence => /^It is gone\b/.test(sentence))).toEqual([]);
	expect(outcomeWords.accepted).toContain('not verified');
	expect(outcomeWords.sent).toContain('parts are there; not completed.');
	// Refusals say it themselves.
	expect(outcomeWords.refused).not.toContain('sent');
});
