import type {BucketCount} from '../../../source/operations/scan/bucket-counts.js';
import type {BucketMeasure} from '../../../source/operations/scan/bucket-measure.js';
import type {BucketRules} from '../../../source/operations/scan/bucket-rules.js';
import type {BucketsScreen} from '../../../source/session/core/state.js';
import {type Stage, stage} from '../stage.js';

export type BucketsStage = Stage & {
	readonly list: BucketsScreen;
	/** Tells what came of the buckets. */
	count(
		counts: Readonly<Record<string, BucketCount>>,
		measures?: Readonly<Record<string, BucketMeasure>>,
		rules?: Readonly<Record<string, BucketRules>>,
	): void;
};

export function counted(uploads: number, more = false, oldest?: number): BucketCount {
	return {kind: 'counted', uploads, more, ...(oldest === undefined ? {} : {oldest})};
}

/** All of a bucket is read. */
export function measured(uploads: number, bytes: number, oldest?: number): BucketMeasure {
	return {
		...{phase: 'ended', isListed: true, uploads, read: uploads, unreadable: 0},
		...{sized: uploads, bytes, ...(oldest === undefined ? {} : {oldest})},
	};
}

/** On the list of these buckets, with what is known of them. */
export function bucketsStage(
	counts: Readonly<Record<string, BucketCount>>,
	measures: Readonly<Record<string, BucketMeasure>> = {},
	rules: Readonly<Record<string, BucketRules>> = {},
): BucketsStage {
	const on = stage();
	on.press('back');
	const {id} = on.screen;
	const count: BucketsStage['count'] = (counted, measured = {}, ruled = {}) =>
		void on.tell({
			...{type: 'buckets-counted', screen: on.screen.id, pending: 0, isEnded: false},
			counts: new Map(Object.entries(counted)),
			measures: new Map(Object.entries(measured)),
			rules: new Map(Object.entries(ruled)),
		});
	on.tell({
		...{type: 'buckets-listed', screen: id},
		buckets: Object.keys(counts).map(name => ({name})),
	});
	count(counts, measures, rules);
	return Object.defineProperties(
		{
			count,
			get list() {
				const {screen} = on;
				if (screen.kind !== 'buckets') throw new Error(`${screen.kind} instead of buckets`);
				return screen;
			},
		},
		Object.getOwnPropertyDescriptors(on),
	) as BucketsStage;
}
