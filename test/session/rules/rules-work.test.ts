import {setImmediate as nextTurn} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {linesOfRules} from '../../../source/multipart/rules/rule-diff.js';
import type {RuledUpload} from '../../../source/multipart/rules/rule-reach.js';
import type {Journal} from '../../../source/operations/journal/journal.js';
import type {Gateway} from '../../../source/s3/gateway/gateway.js';
import {withUploads} from '../../../source/session/rules/rules-work.js';
import {abortXml, documentOf, ruleXml} from '../../multipart/rules/rule-samples.js';

const day = 24 * 3_600_000;
const now = Date.UTC(2026, 5, 20);

test('a thousand rules and many uploads are counted in slices, between which keys are drawn', async () => {
	const rules = Array.from({length: 1000}, (_, nth) =>
		ruleXml({id: `r${nth}`, actions: abortXml(1 + nth)}),
	);
	let taken = 0;
	function* uploads(): Generator<RuledUpload> {
		for (let nth = 0; nth < 20_000; nth++) {
			taken++;
			yield {key: `key-${nth}`, uploadId: 'id', initiated: now - (nth % 30) * day};
		}
	}
	let [isOver, before, most] = [false, 0, 0];
	const counted = withUploads(
		{rows: linesOfRules(documentOf(...rules)), cleansUpAll: true},
		uploads,
		{prefix: '', isWhole: true},
		{
			gateway: {now: () => now, endpoint: 'http://127.0.0.1'} as Gateway,
			journal: {async *pages() {}} as unknown as Journal,
			bucket: 'media',
			signal: new AbortController().signal,
		},
	).finally(() => {
		isOver = true;
	});
	while (!isOver) {
		most = Math.max(most, taken - before);
		before = taken;
		await nextTurn();
	}
	const {uploads: of, rows} = await counted;
	expect(of).toMatchObject({listed: 20_000, covered: 20_000});
	expect(rows[0]?.counts).toMatchObject({covered: 20_000});
	expect(most).toBeLessThanOrEqual(2000);
});
