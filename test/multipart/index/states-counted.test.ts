import fc from 'fast-check';
import {expect, test} from 'vitest';
import {UploadIndex} from '../../../source/multipart/index/upload-index.js';
import {defaultThresholds, type Thresholds} from '../../../source/multipart/liveness.js';
import type {Reading} from '../../../source/multipart/reading.js';
import type {Upload} from '../../../source/multipart/upload.js';
import {noStates, stateOf} from '../../../source/multipart/upload-state.js';

const start = Date.parse('2026-11-22T12:00:00Z');
const hour = 60 * 60_000;
const {activeWithin, stalledAfter} = defaultThresholds;

/** Before or after the moments at which a state changes, or at them. */
const moment = fc
	.tuple(fc.constantFrom(0, activeWithin, stalledAfter), fc.integer({min: -2, max: 2}))
	.map(([after, beside]) => start + after + beside);
const reading: fc.Arbitrary<Reading> = fc.oneof(
	fc.constant<Reading>({kind: 'not-found'}),
	fc.constant<Reading>({kind: 'unread'}),
	fc
		.record({
			count: fc.integer({min: 0, max: 1}),
			lastPart: fc.option(fc.constantFrom(start - 1, start, start + hour), {nil: undefined}),
			lacks: fc.constantFrom({}, {lacksSizes: true as const}, {lacksDates: true as const}),
		})
		.map(
			({count, lastPart, lacks}): Reading => ({
				kind: 'read',
				summary: {count, bytes: count, lastPart, fingerprint: count, ...lacks},
			}),
		),
);
const step = fc.oneof(
	fc.record({
		type: fc.constant('count' as const),
		now: moment,
		thresholds: fc.constantFrom(
			defaultThresholds,
			{...defaultThresholds, stalledAfter: activeWithin},
			{...defaultThresholds, activeWithin: 1},
		),
	}),
	fc.record({type: fc.constant('read' as const), which: fc.nat(5), reading}),
	fc.record({type: fc.constant('list' as const), which: fc.nat(5), initiated: fc.nat(2)}),
	fc.record({type: fc.constant('remove' as const), which: fc.nat(5)}),
);

/** The same, by what is said of each upload alone. */
function summed(index: UploadIndex, now: number, thresholds: Thresholds) {
	index.deriveAll();
	const byState = noStates();
	const sums = {count: 0, read: 0, sized: 0, bytes: 0};
	for (const {upload, reading} of index.shownRows()) {
		byState[stateOf(upload, reading, now, thresholds)]++;
		sums.count++;
		if (reading.kind !== 'read') continue;
		sums.read++;
		sums.bytes += reading.summary.bytes;
		if (!reading.summary.lacksSizes) sums.sized++;
	}
	return {...sums, byState};
}

test('the states that are counted are those of an index that was never counted, whenever the clock and the rows move', () => {
	const uploadOf = (which: number, initiated = 0): Upload => ({
		key: `key ${which}`,
		uploadId: 'id',
		initiated: start - 1 + initiated,
		keyCertain: true,
	});
	fc.assert(
		fc.property(fc.array(step, {minLength: 5, maxLength: 40}), steps => {
			const index = new UploadIndex();
			const done: Array<(on: UploadIndex) => void> = [];
			for (const each of steps) {
				if (each.type === 'count') {
					const {now, thresholds} = each;
					const fresh = new UploadIndex();
					for (const again of done) again(fresh);
					const totals = index.totals(now, thresholds);
					expect(totals).toEqual(fresh.totals(now, thresholds));
					expect(totals).toMatchObject(summed(index, now, thresholds));
					continue;
				}
				const act = (on: UploadIndex) => {
					if (each.type === 'list') on.add([uploadOf(each.which, each.initiated)]);
					else if (each.type === 'remove') on.removeMany([uploadOf(each.which)]);
					else on.setReading(uploadOf(each.which), each.reading);
				};
				act(index);
				done.push(act);
			}
		}),
		{numRuns: 500},
	);
});
