import {day, hour, mib} from './units.js';
import {numbersTo, type UploadPlan} from './upload-plan.js';

/** One upload for each kind of program that holds some open on purpose, by its name. */
export const heldKeys = {
	flink: 'streams/clicks/part-4005733d-a830-4323-8291-8866de98b582-17',
	spark:
		'tables/orders/day=2026-10-02/part-00007-2dd664f9-d2c4-4ffe-878f-c6c70c1fb0cb-c000.snappy.parquet',
	hadoop: 'exports/daily/part-r-00003-job_1759392000000_0042',
	registry:
		'docker/registry/v2/repositories/data/notebook/_uploads/7c0f4d52-6b0e-4c8e-9a55-3f1f8f0f6f11/data',
	'kafka-connect': 'topics/payments/partition=4/payments+4+0000018250.avro',
	elasticsearch:
		'snapshots/temp-analysis-Zk9aQ2x1c3RlcklkXy0xMj/test-register-contended-Qb7cTnPpS1m2uV5wXyZ0_a',
} as const;

/** The same, where the object `<key>.info` beside it tells. */
export const tusdKey = 'uploads/8f14e45fceea167a5a36dedd4bea2543';

/** They look dead, and are not: who holds them comes back. */
export function heldUploads(bucket: string): UploadPlan[] {
	return [...Object.values(heldKeys), tusdKey].map((key, at) => ({
		bucket,
		key,
		age: (9 + 7 * at) * day,
		quiet: (9 + 7 * at) * day - 3 * hour,
		partSize: 64 * mib,
		numbers: numbersTo(4 + 5 * at),
	}));
}
