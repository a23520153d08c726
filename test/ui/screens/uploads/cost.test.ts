import {describe, expect, test} from 'vitest';
import type {Totals} from '../../../../source/multipart/index/upload-index.js';
import type {Action} from '../../../../source/session/core/action.js';
import {
	abortPlan,
	runFacts,
	runResult,
	type Stage,
	selectionOf,
	stage,
	upload,
} from '../../../session/stage.js';
import {drawn} from '../../drawn.js';

const GiB = 1024 ** 3;
const [a, b] = [upload('a'), upload('b')];

/** Two uploads of which so many are read and hold so much, at 2 EUR for 1 GiB. */
function held(bytes: number, sized = 2, price = {perGiBMonth: 2, currency: 'EUR'}): Stage {
	const on = stage([a, b], {price});
	const {screen} = on;
	if (screen.kind !== 'uploads') throw new Error('no list');
	const totals: Totals = {...screen.totals, read: sized, sized, bytes};
	on.tell({type: 'index-changed', screen: screen.id, facts: {...screen, totals}} as Action);
	return on;
}

const top = (on: Stage, options = {}) => drawn(on, options)[0]?.trimEnd();

describe('what the uploads cost', () => {
	test('stands on the right of the first row', () => {
		expect(top(held(42 * GiB))).toMatch(
			/^ own:test › 127\.0\.0\.1:9000 › media {2,}≈ 84 € a month$/,
		);
		expect(top(held(42 * GiB), {ascii: true})).toMatch(/ {2,}about 84 EUR a month$/);
	});

	test('is a lower bound until all is read', () => {
		expect(top(held(42 * GiB, 1))).toMatch(/≥ 84 € a month$/);
	});

	test('is nothing without a price, and where nothing is held', () => {
		expect(top(held(0))).not.toContain('month');
		expect(top(stage([a, b]))).not.toContain('month');
	});

	test('gives way to no badge', () => {
		const on = held(42 * GiB);
		on.tell({type: 'resized', columns: 60, rows: 24});
		const {connection} = on.state;
		on.tell({type: 'connected', connection: {...connection!, readOnly: true}});
		expect(top(on)).toMatch(/read-only$/);
	});
});

describe('what an abort saves a month', () => {
	const rows = (on: Stage) => drawn(on).join('\n');
	const planned = (on: Stage, lacksSizes?: true) => {
		on.mark(a, b);
		on.press('abort');
		const selection = {...selectionOf([a, b]), bytes: 42 * GiB, lacksSizes};
		on.tell({type: 'run-planned', hidden: 0, selection});
		return on;
	};

	test('is told before', () => {
		expect(rows(planned(held(42 * GiB)))).toMatch(/saves +≈ 84 € a month/);
		expect(rows(planned(held(42 * GiB), true))).toMatch(/saves +≥ 84 € a month/);
		expect(rows(planned(stage([a, b])))).not.toContain('saves');
	});

	test('is told before an abort of one', () => {
		const on = held(42 * GiB);
		on.mark(a);
		on.press('abort');
		const plan = abortPlan(a, 'stalled');
		if (plan.reading.kind !== 'read') throw new Error('not read');
		const summary = {...plan.reading.summary, bytes: 42 * GiB};
		on.tell({type: 'abort-prepared', plan: {...plan, reading: {kind: 'read', summary}}});
		expect(rows(on)).toMatch(/saves +≈ 84 € a month/);
	});

	test('is told before a bucket is emptied', () => {
		const on = held(42 * GiB);
		on.press('empty-bucket');
		expect(rows(on)).toMatch(/saves +≈ 84 € a month/);
	});

	test('is told in the end, at the price of the connection that it was sent through', () => {
		const on = planned(held(42 * GiB));
		on.type('media');
		on.press('confirm');
		const {connection} = on.state;
		on.tell({
			type: 'connected',
			connection: {...connection!, label: 'own:other', price: undefined},
		});
		const facts = {...runFacts({gone: 1, failed: 1}), freed: 42 * GiB, widestWindow: 398};
		const results = [runResult(b, 'failed')];
		on.tell(
			{type: 'run-progress', act: 1, gone: [{bucket: 'media', ...a}], facts, results},
			{type: 'run-ended', act: 1},
		);
		on.hit('!', 'enter');
		on.tell({type: 'resized', columns: 80, rows: 24});
		expect(rows(on)).toMatch(
			/42\.0 GiB freed · saves ≈ 84 € a month · longest wait before an abort: 0\.4 s$/m,
		);
	});
});
