import {expect, test} from 'vitest';
import {
	encodeOutcome,
	type OutcomeRecord,
	parseLine,
} from '../../../source/operations/journal/journal-record.js';
import {sentenceOf} from '../../support/reasons.js';

const of = {id: 'act-1', time: '2026-11-20T12:00:00.000Z', outcome: 'failed'} as const;

function read(line: object | string): OutcomeRecord {
	const parsed = parseLine(typeof line === 'string' ? line : JSON.stringify(line));
	if (parsed.kind !== 'outcome') throw new Error(`It is ${parsed.kind}.`);
	return parsed.record;
}

test('a line of an older partway keeps its sentence, and is written as it was', () => {
	const old = {v: 1, type: 'outcome', ...of, sentence: 'The service refused it.'};
	expect(sentenceOf(read(old))).toBe('The service refused it.');
	expect(JSON.parse(encodeOutcome(read(old)))).toEqual(old);
});

test('a line holds the code and the facts, and the text that an older partway asks for', () => {
	const reason = {code: 'moved', landed: 2} as const;
	const line = encodeOutcome({...of, reason});
	expect(JSON.parse(line)).toMatchObject({sentence: 'moved', reason});
	expect(sentenceOf(read(line))).toBe('It moved: 2 parts landed since the confirmation.');
});

test.each([
	['of a code that is not known', {code: 'sent-to-the-moon', landed: 2}, 'sent-to-the-moon'],
	['of a name that every object has', {code: 'constructor'}, 'constructor'],
	['without its facts', {code: 'parts-left-out'}, 'parts-left-out'],
	['with a fact of another type', {code: 'parts-left-out', partNumbers: 7}, 'parts-left-out'],
	['within another', {code: 'nothing-sent', because: {code: 'new'}}, 'Nothing was sent. new'],
	['that is no record', 'moved', 'as it was said'],
	['that is nothing', null, 'as it was said'],
])('a reason %s is shown as well as it can be', (_name, reason, shown) => {
	const line = {v: 1, type: 'outcome', ...of, sentence: 'as it was said', reason};
	expect(sentenceOf(read(line))).toBe(shown);
});
