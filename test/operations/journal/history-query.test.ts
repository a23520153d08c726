import {describe, expect, test} from 'vitest';
import {parseHistoryQuery} from '../../../source/operations/journal/history-query.js';
import type {PastAct} from '../../../source/operations/journal/journal.js';
import {asWritten} from '../../support/reasons.js';

const now = Date.parse('2026-11-22T12:00:00Z');

function past(more: Partial<PastAct['intent']> = {}, standing: PastAct['standing'] = 'done') {
	return {
		intent: {
			id: '1',
			time: '2026-11-20T12:00:00.000Z',
			act: 'abort',
			connection: 'own:oos',
			endpoint: 'https://s3.example.com',
			bucket: 'media',
			key: 'raw/Tape 91.tar',
			uploadId: '2~abc',
			caller: 'AKIAEXAMPLE',
			user: 'alice',
			pid: 1,
			host: 'h',
			...more,
		},
		standing,
		outcome: {id: '1', time: '', outcome: 'done', reason: asWritten(''), requestId: 'tx0001'},
		earlier: [],
	} satisfies PastAct;
}

describe('a query for acts', () => {
	test.each<[string, boolean]>([
		['', true],
		['tape', true],
		['media/raw', true],
		['Tape', true],
		['TAPE', false],
		['"tape 91"', true],
		['tape -media', false],
		['2~ab', true],
		['tx0001', true],
		['operation:abort', true],
		['operation:complete', false],
		['act:abort', true],
		['act:complete,acl', false],
		['-act:complete', true],
		['outcome:done', true],
		['outcome:failed,unknown', false],
		['bucket:med', true],
		['bucket:raw', false],
		['by:alice', true],
		['by:AKIA', true],
		['by:oos', true],
		['by:bob', false],
		['since:3d', true],
		['since:47h', false],
		['since:2026-11-20', true],
		['since:2026-11-21', false],
		['since:2026-11-20T13:00+02:00', true],
		['-since:3d', false],
	])('%s', (text, holds) => {
		const read = parseHistoryQuery(text, now);
		expect('query' in read && read.query.matches(past())).toBe(holds);
	});

	test.each([
		['x act:delete', '“delete” is none of complete, abort, rescue, acl, rules.', 2, 12],
		['outcome:dead', 'is none of done, accepted', 0, 12],
		['size:3', '“size” is none of operation, act, outcome, bucket, by, since', 0, 6],
		['since:soon', 'A time ago or a day', 0, 10],
		['"x', 'A quote is not closed.', 0, 2],
	])('%s says nothing, and where', (text, sentence, from, to) => {
		const read = parseHistoryQuery(text, now);
		expect(read).toEqual({problem: {sentence: expect.stringContaining(sentence), from, to}});
	});

	test('tells from when on, so that no more is read', () => {
		const read = parseHistoryQuery('since:2d since:1d -since:1h', now);
		expect('query' in read && read.query.since).toBe(now - 24 * 3_600_000);
	});

	test.each(['resolved', 'settled'])('outcome:%s means what a later operation resolved', name => {
		const read = parseHistoryQuery(`outcome:${name}`, now);
		const matches = (standing: PastAct['standing']) =>
			'query' in read && read.query.matches(past({}, standing));
		expect([matches('resolved'), matches('done')]).toEqual([true, false]);
	});
});
