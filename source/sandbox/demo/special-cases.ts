import {day, gib, hour, mib, minute} from './units.js';
import {numbersTo, type UploadPlan} from './upload-plan.js';

/** The key of an object that completing an upload would overwrite. */
export const overwrittenKey = 'releases/stable/installer.iso';

const stalled = {age: 26 * day, quiet: 25 * day, partSize: 32 * mib};

/** Uploads that show what can be odd about one. */
export function specialCases(bucket: string): UploadPlan[] {
	const plans: Array<Omit<UploadPlan, 'bucket'>> = [
		{
			key: 'backups/postgres/orders/with-a-gap.dump.zst',
			...stalled,
			numbers: numbersTo(48, [17, 18, 31]),
		},
		{
			key: 'media/raw/harbour/small-part-inside.mov',
			...stalled,
			numbers: numbersTo(24),
			oddSizes: {9: 2 * mib, 24: 11 * mib},
		},
		// Two clients, or one that started anew, uploaded the same key.
		{key: 'ml/datasets/captions.parquet', ...stalled, numbers: numbersTo(12)},
		{
			key: 'ml/datasets/captions.parquet',
			age: 9 * day,
			quiet: 9 * day - 2 * hour,
			partSize: 32 * mib,
			numbers: numbersTo(57),
		},
		{key: overwrittenKey, ...stalled, numbers: numbersTo(70), oddSizes: {70: 5 * mib}},
		{
			key: 'genomics/run-264/with-checksums.bam',
			...stalled,
			numbers: numbersTo(33),
			checksumAlgorithm: 'CRC32',
		},
		{
			key: 'archive/one-terabyte.tar',
			age: 61 * day,
			quiet: 58 * day,
			partSize: gib / 2,
			numbers: numbersTo(2048),
			storageClass: 'GLACIER',
		},
		{key: 'archive/never-begun.tar', age: 90 * day, quiet: 90 * day, partSize: mib, numbers: []},
		{key: 'inbox/just-begun.zip', age: 2 * minute, quiet: 2 * minute, partSize: mib, numbers: []},
		{key: 'inbox/one small part.txt', ...stalled, partSize: 3000, numbers: [1]},
		{key: 'inbox/Holiday photos (final) +1 100%.zip', ...stalled, numbers: numbersTo(6)},
		{key: '写真/二〇二六年/富士山の夜明け.mov', ...stalled, numbers: numbersTo(14)},
		{key: 'inbox/🎬 rushes 👩‍🔬/take-07.mov', ...stalled, numbers: numbersTo(9)},
		{
			key: 'inbox/\u001b[2J\u001b[1;31mescape\u001b]0;title\u0007.bin',
			...stalled,
			numbers: numbersTo(3),
		},
		{key: 'inbox/invoice-\u202efdp.exe', ...stalled, numbers: numbersTo(2)},
		{key: 'inbox/line one\nline two\ttab.csv', ...stalled, numbers: numbersTo(2)},
		{key: 'inbox//double/slash/', ...stalled, numbers: numbersTo(4)},
	];
	return plans.map(plan => ({bucket, ...plan}));
}

/** Uploads that go on while one watches; the ticker adds their further parts. */
export function movingUploads(bucket: string): UploadPlan[] {
	const keys = [
		'media/live/keynote-camera-1.mxf',
		'media/live/keynote-camera-2.mxf',
		'backups/postgres/billing/tonight.dump.zst',
		'ml/checkpoints/ranker-v3/step-latest.safetensors',
	];
	return keys.map((key, at) => ({
		bucket,
		key,
		age: (50 + 17 * at) * minute,
		quiet: (1 + at) * minute,
		partSize: (at + 1) * 16 * mib,
		numbers: numbersTo(30 + 11 * at),
	}));
}
