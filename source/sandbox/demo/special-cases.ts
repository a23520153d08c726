import {gapEtag, gapParts} from './file-of-gap.js';
import {day, gib, hour, mib, minute} from './units.js';
import {numbersTo, type UploadPlan} from './upload-plan.js';

/** The uploads that show what can be odd about one, by what it is. */
export const specialKeys = {
	gap: 'backups/postgres/orders/with-a-gap.dump.zst',
	smallPart: 'media/raw/harbour/small-part-inside.mov',
	equalLast: 'media/raw/night-market/all-parts-alike.mov',
	/** The first of the list, where a tour begins. */
	complete: 'archive/all-there.tar',
	twice: 'ml/datasets/captions.parquet',
	overwrites: 'releases/stable/installer.iso',
	checksums: 'genomics/run-264/with-checksums.bam',
	terabyte: 'archive/one-terabyte.tar',
	neverBegun: 'archive/never-begun.tar',
	justBegun: 'inbox/just-begun.zip',
} as const;

const stalled = {age: 26 * day, quiet: 25 * day, partSize: 32 * mib};

/** Uploads that show what can be odd about one. */
export function specialCases(bucket: string): UploadPlan[] {
	const plans: Array<Omit<UploadPlan, 'bucket'>> = [
		// Its file is there: the gap can be sent.
		{
			key: specialKeys.gap,
			...stalled,
			partSize: gapParts.partSize,
			numbers: numbersTo(gapParts.count, [17, 18, 31]),
			etagOf: gapEtag,
		},
		{
			key: specialKeys.smallPart,
			...stalled,
			numbers: numbersTo(24),
			oddSizes: {9: 2 * mib, 24: 11 * mib},
		},
		// Nobody can tell whether its last part was to be the last.
		{key: specialKeys.equalLast, ...stalled, numbers: numbersTo(40)},
		// A last part that is smaller than the others ends the object.
		{key: specialKeys.complete, ...stalled, numbers: numbersTo(61), oddSizes: {61: 7 * mib + 321}},
		// Two clients, or one that started anew, uploaded the same key.
		{key: specialKeys.twice, ...stalled, numbers: numbersTo(12)},
		{
			key: specialKeys.twice,
			age: 9 * day,
			quiet: 9 * day - 2 * hour,
			partSize: 32 * mib,
			numbers: numbersTo(57),
		},
		{key: specialKeys.overwrites, ...stalled, numbers: numbersTo(70), oddSizes: {70: 5 * mib}},
		{
			key: specialKeys.checksums,
			...stalled,
			numbers: numbersTo(33),
			checksumAlgorithm: 'CRC32',
		},
		{
			key: specialKeys.terabyte,
			age: 61 * day,
			quiet: 58 * day,
			partSize: gib / 2,
			numbers: numbersTo(2048),
			storageClass: 'GLACIER',
		},
		{key: specialKeys.neverBegun, age: 90 * day, quiet: 90 * day, partSize: mib, numbers: []},
		{key: specialKeys.justBegun, age: 2 * minute, quiet: 2 * minute, partSize: mib, numbers: []},
		{key: 'inbox/one small part.txt', ...stalled, partSize: 3000, numbers: [1]},
		...hostileKeys.map((key, at) => ({key, ...stalled, numbers: numbersTo(2 + 3 * at)})),
	];
	return plans.map(plan => ({bucket, ...plan}));
}

/** Keys that a terminal, a parser or a person takes for something else. */
const hostileKeys: readonly string[] = [
	'inbox/Holiday photos (final) +1 100%.zip',
	'写真/二〇二六年/富士山の夜明け.mov',
	'inbox/🎬 rushes 👩‍🔬/take-07.mov',
	'inbox/\u001b[2J\u001b[1;31mescape\u001b]0;title\u0007.bin',
	'inbox/invoice-\u202efdp.exe',
	'inbox/line one\nline two\ttab.csv',
	'inbox/zero\u200bwidth.csv',
	'inbox//double/slash/',
];

/** Uploads of a bucket that a rule of its own will clean up. */
export function expiringUploads(bucket: string): UploadPlan[] {
	return [3, 5].map(age => ({
		bucket,
		key: `site-builds/preview-${age}.tar.gz`,
		age: age * day,
		quiet: age * day - hour,
		partSize: 16 * mib,
		numbers: numbersTo(2 * age),
	}));
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
