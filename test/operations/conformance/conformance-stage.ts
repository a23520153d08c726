import {expect} from 'vitest';
import type {CheckId} from '../../../source/operations/conformance/checks/checks.js';
import {Ledger} from '../../../source/operations/conformance/ledger.js';
import {type Conformance, runConformance} from '../../../source/operations/conformance/run.js';
import {createScratchClient} from '../../../source/s3/conformance/scratch-client.js';
import {type Sandbox, type SandboxOptions, startSandbox} from '../../../source/sandbox/sandbox.js';

/** What a run came to, in short. */
export type Tried = {
	readonly result: Conformance;
	/** The checks that found a difference, and those that saw nothing. */
	readonly differs: readonly CheckId[];
	readonly unknown: readonly CheckId[];
	/** What differs, as it was seen. */
	readonly got: Readonly<Partial<Record<CheckId, unknown>>>;
	readonly requests: number;
	/** Uploads that were begun, and bytes of all bodies that were sent. */
	readonly uploads: number;
	readonly bytes: number;
	/** What the server holds afterwards beside what was there before. */
	readonly stays: readonly string[];
};

/** Always the same: SeaweedFS lists in an order that comes of the whole key. */
export const prefix = 'x/partway-conformance-0123456789abcdef/';

/** What belongs to somebody else, in the bucket of a run. */
export const others = {upload: 'x/theirs.mov', object: 'x/partway-conformance-of-old'};

/** A run on a sandbox of its own, in a bucket where others have an upload and an object; these stay, and no request names them. */
export async function tryOn(
	options: SandboxOptions,
	prepare: (sandbox: Sandbox) => void = () => {},
): Promise<Tried> {
	const sandbox = await startSandbox(options);
	const bucket = 'shared';
	sandbox.seed.bucket(bucket);
	sandbox.seed.upload({bucket, key: others.upload, parts: [{number: 1, size: 5}]});
	sandbox.seed.object({bucket, key: others.object, size: 5});
	prepare(sandbox);
	const {endpoint, users} = sandbox;
	const client = createScratchClient(
		{
			...{endpoint, region: 'us-east-1', pathStyle: true, readOnly: false},
			...{checksums: 'when-required', credentials: {kind: 'keys', ...users[0]!}},
		},
		{bucket, prefix},
	);
	try {
		const ledger = new Ledger();
		const result = await runConformance({client, ledger, prefix, isVersioned: false});
		expectWithin(sandbox, prefix);
		const of = (verdict: string) =>
			result.results.filter(each => each.verdict === verdict).map(({id}) => id);
		const [held] = sandbox.store.buckets();
		const keys = [...(held?.uploads.items() ?? []), ...(held?.objects.items() ?? [])];
		const {log} = sandbox.requests;
		const lengths = log.map(({headers}) => Number(headers['content-length'] ?? 0));
		return {
			uploads: log.filter(({operation}) => operation === 'CreateMultipartUpload').length,
			bytes: lengths.reduce((sum, length) => sum + length, 0),
			...{result, differs: of('differs'), unknown: of('unknown'), requests: client.sent},
			got: Object.fromEntries(
				result.results.flatMap(each => (each.verdict === 'differs' ? [[each.id, each.got]] : [])),
			),
			stays: keys.map(({key}) => key).filter(key => !Object.values(others).includes(key)),
		};
	} finally {
		client.close();
		await sandbox.close();
	}
}

/** What a run may ask of a whole bucket: it changes nothing. */
const ofBucket = new Set([
	...['GetBucketLifecycleConfiguration', 'GetBucketVersioning', 'GetObjectLockConfiguration'],
]);

/** Every request names a key of the run's own prefix, or lists what is under it. */
export function expectWithin(sandbox: Sandbox, prefix: string): void {
	const outside = sandbox.requests.log.filter(
		({operation, key, query}) =>
			!ofBucket.has(operation) && !(key ?? query['prefix'])?.startsWith(prefix),
	);
	expect(outside.map(({operation, key, query}) => ({operation, key, query}))).toEqual([]);
}
