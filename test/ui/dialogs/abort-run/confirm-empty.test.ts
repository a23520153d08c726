import {expect, test} from 'vitest';
import type {UploadsScreen} from '../../../../source/session/core/state.js';
import {type Stage, stage, upload} from '../../../session/stage.js';
import {drawn, segmentsOf} from '../../drawn.js';

const GiB = 1024 ** 3;

/** Asks to empty the bucket of which the list knows that. */
function asked(
	totals: object = {},
	{
		listing = 'ended',
		protects = [],
	}: {listing?: UploadsScreen['listing']; protects?: string[]} = {},
): Pick<Stage, 'state' | 'rows' | 'press'> {
	const on = stage([upload('a'), upload('b')]);
	const {screen} = on;
	if (screen.kind !== 'uploads') throw new Error('no list');
	const all = {...screen.totals, count: 9, read: 9, sized: 9, bytes: 90 * GiB, ...totals};
	on.press('empty-bucket');
	return {
		...{rows: on.rows, press: on.press},
		get state() {
			const connection = {
				...on.state.connection!,
				price: {perGiBMonth: 1, currency: 'USD'},
				protectedPrefixes: protects.map(prefix => ({prefix})),
			};
			return {...on.state, connection, screens: [{...screen, listing, totals: all}]};
		},
	};
}

/** Two of the nine are held, with 30 GiB. */
const held = {
	heldBy: {flink: 1, spark: 1},
	byState: {active: 0, idle: 0, stalled: 7, empty: 0, unknown: 0, held: 2, 'not-found': 0},
	...{heldBytes: 30 * GiB, heldSized: 2},
};

const text = (on: Pick<Stage, 'state' | 'rows'>) => drawn(on).join(' ').replace(/\s+/g, ' ');

test('the title says in red what is lost', () => {
	const title = segmentsOf(asked()).find(row => row.some(each => each.text.includes('ABORT')));
	expect(title?.[0]).toEqual({
		text: '   ABORT 9 uploads: 90.0 GiB is lost for good',
		role: 'danger',
	});
});

test('what is held counts only once it is included', () => {
	const on = asked(held);
	expect(text(on)).toContain('ABORT 7 uploads: 60.0 GiB is lost for good');
	expect(text(on)).toContain('saves ≈ $60 a month');
	expect(text(on)).toContain(
		'left out: 2 held by flink and spark · what tusd holds by its <key>.info (shift-tab includes them)',
	);
	on.press('cover-held');
	expect(text(on)).toContain('ABORT 9 uploads: 90.0 GiB is lost for good');
	expect(text(on)).toContain('saves ≈ $90 a month');
	expect(text(on)).toContain('1 of them IS HELD OPEN ON PURPOSE by flink. A job that writes it');
	expect(text(on)).toContain('What tusd holds by its <key>.info is aborted, too.');
});

test('a size that is missing of what is held makes no lower bound of the rest', () => {
	expect(text(asked({...held, sized: 8, heldSized: 1}))).toContain(': 60.0 GiB is lost');
	expect(text(asked({...held, sized: 8}))).toContain(': at least 60.0 GiB is lost');
});

test('how many of them are protected is not known', () => {
	const on = asked({}, {protects: ['prod/']});
	expect(text(on)).toContain(
		'ABORT all but the protected uploads: what they hold is lost for good',
	);
	expect(text(on)).not.toContain('saves');
});

test('while it is listed the title says so far', () => {
	expect(text(asked({}, {listing: 'running'}))).toContain(
		'ABORT 9 uploads so far: at least 90.0 GiB is lost for good',
	);
	expect(text(asked({}, {listing: 'failed'}))).toContain('ABORT 9 uploads or more: at least 90.0');
});
