import {createHash} from 'node:crypto';
import type {Sandbox} from '../sandbox.js';
import type {SeedUpload} from '../seed.js';
import {uploadIdBytes, uploadIdOf} from '../store/ids.js';
import type {SeedPart} from '../store/pretended-part.js';

/** An upload as the demo describes it; ages are milliseconds before now. */
export type UploadPlan = {
	bucket: string;
	key: string;
	/** How long ago it was initiated. */
	age: number;
	/** How long ago its last part arrived; at most `age`. */
	quiet: number;
	partSize: number;
	/** Numbers of the parts that arrived. */
	numbers: readonly number[];
	/** Sizes of parts that are not of `partSize`, by number. */
	oddSizes?: Readonly<Record<number, number>>;
	/** Of each part by its number, hex; made up unless given. */
	etagOf?: (number: number) => string;
	checksumAlgorithm?: string;
	storageClass?: string;
	/** Whether somebody else than the owner of the bucket initiated it. */
	byAnother?: boolean;
};

/** The numbers 1 to `count`, without those left out. */
export function numbersTo(count: number, leftOut: readonly number[] = []): number[] {
	return Array.from({length: count}, (_, at) => at + 1).filter(n => !leftOut.includes(n));
}

/** The plan as something to seed: parts arrive evenly until the last one. */
export function seedOf(plan: UploadPlan, nth: number, sandbox: Sandbox): SeedUpload {
	const {bucket, key, age, quiet, partSize, numbers, oddSizes = {}, etagOf} = plan;
	const now = sandbox.now();
	const step = (age - quiet) / Math.max(numbers.length, 1);
	const parts: SeedPart[] = numbers.map((number, at) => ({
		number,
		size: oddSizes[number] ?? partSize,
		etag: etagOf?.(number),
		lastModified: Math.round(now - age + step * (at + 1)),
	}));
	const [owner, other = owner] = sandbox.users;
	return {
		bucket,
		key,
		uploadId: sandbox.like === 'aws' ? lastingId(`${nth} ${bucket}/${key}`) : undefined,
		initiated: now - age,
		parts,
		checksumAlgorithm: plan.checksumAlgorithm,
		storageClass: plan.storageClass,
		owner: plan.byAnother ? other?.name : undefined,
	};
}

/** The same on every run, so that what the demo shows can be compared. */
function lastingId(name: string): string {
	const digest = createHash('shake256', {outputLength: uploadIdBytes}).update(name);
	return uploadIdOf(digest.digest());
}
