import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import type {UploadTarget} from '../../source/multipart/upload.js';
import {abortUpload, planAbort} from '../../source/operations/abort/abort.js';
import {completeUpload, prepareCompletion} from '../../source/operations/complete/complete.js';
import {openJournal} from '../../source/operations/journal/journal.js';
import {S3Failure} from '../../source/s3/failure/failure.js';
import {createAwsGateway} from '../../source/s3/gateway/aws-gateway.js';
import {listUploads} from '../../source/s3/gateway/pages.js';
import {
	type PersonalityName,
	personalityNames,
	type Sandbox,
	startSandbox,
} from '../../source/sandbox/sandbox.js';
import {completeWords} from '../../source/text/outcome-words.js';
import {adviceOf} from '../support/hints.js';
import {sentenceOf} from '../support/reasons.js';

const bucket = 'media';
const mib = 1024 ** 2;
const hour = 3_600_000;

async function appOn(like: PersonalityName) {
	const sandbox = await startSandbox({like});
	const [user] = sandbox.users;
	const {accessKeyId, secretAccessKey} = user!;
	const gateway = createAwsGateway({
		endpoint: sandbox.endpoint,
		region: sandbox.region,
		pathStyle: true,
		readOnly: false,
		checksums: 'when-required',
		credentials: {kind: 'keys', accessKeyId, secretAccessKey},
	});
	const folder = await mkdtemp(join(tmpdir(), 'partway-like-'));
	onTestFinished(async () => {
		gateway.close();
		await sandbox.close();
		await rm(folder, {recursive: true});
	});
	sandbox.seed.bucket(bucket);
	const deps = {gateway, journal: openJournal({folder}), connection: like};
	const initiated = Date.now() - 30 * hour;
	return {
		sandbox,
		gateway,
		deps,
		/** Seeds an upload of parts of these sizes, and names it. */
		upload(key: string, sizes: readonly number[] = []): UploadTarget {
			const parts = sizes.map((size, at) => ({number: at + 1, size}));
			return {bucket, key, uploadId: sandbox.seed.upload({bucket, key, initiated, parts})};
		},
		/** Aborts as the app does: reads, sends, proves. */
		async abort(target: UploadTarget) {
			const plan = await planAbort(gateway, bucket, {...target, initiated, keyCertain: true});
			const result = await abortUpload(deps, plan, {sleep: async () => {}});
			return {kind: result.kind, sentence: sentenceOf(result)};
		},
		/** Completes as the app does: reads, plans, sends, looks. */
		async complete(target: UploadTarget) {
			const plan = await prepareCompletion(gateway, {...target, keyCertain: true});
			const result = await completeUpload(deps, plan);
			return {kind: result.kind, sentence: completeWords(result)};
		},
		/** Every upload by the gateway, as `key id`, sorted: the order is the service's. */
		async listed(prefix?: string): Promise<string[]> {
			const found: string[] = [];
			for await (const page of listUploads(gateway, {bucket, prefix}))
				found.push(...page.map(({key, uploadId}) => `${key} ${uploadId}`));
			return found.sort();
		},
	};
}

/** The failure's code and its advice; `ok` when there is none. */
async function words(call: Promise<unknown>): Promise<string> {
	try {
		await call;
		return 'ok';
	} catch (error) {
		if (error instanceof S3Failure) return `${error.code}: ${adviceOf(error)}`;
		throw error;
	}
}

/** From now on an Abort is answered with yes, and does nothing. */
function ignoreAborts(sandbox: Sandbox): void {
	sandbox.faults.add({
		operation: 'AbortMultipartUpload',
		action: {respond: {status: 204, body: ''}},
	});
}

const row = ({key, uploadId}: UploadTarget) => `${key} ${uploadId}`;
const listing: readonly PersonalityName[] = personalityNames.filter(name => name !== 'lakefs');

describe.each(listing)('the app on %s', like => {
	test('lists every upload once, whatever the pages', async () => {
		const app = await appOn(like);
		const uploads = Array.from({length: 1200}, (_, nth) =>
			app.upload(`${nth % 3 === 0 ? 'same' : `a-${nth}/é ${nth}`}`, [1]),
		);
		expect(await app.listed()).toEqual(uploads.map(row).sort());
	});

	test('finds the uploads of a key by the key', async () => {
		const app = await appOn(like);
		const wanted = ['k', 'k'].map(key => app.upload(key));
		app.upload('other');
		expect(await app.listed('k')).toEqual(wanted.map(row).sort());
	});

	test('knows no age where none is told', async () => {
		const app = await appOn(like);
		app.upload('k');
		const {uploads} = await app.gateway.listUploadsPage({bucket});
		expect(uploads.map(({initiated}) => initiated !== undefined)).toEqual([
			!['seaweedfs', 'moto'].includes(like),
		]);
	});
});

describe.each(personalityNames)('the app on %s', like => {
	test('reads the parts, completes, and says how sure that is', async () => {
		const app = await appOn(like);
		const target = app.upload('dir/é +%', [5 * mib, 5 * mib, 1]);
		const {parts} = await app.gateway.listParts(target);
		expect(parts.map(({partNumber, size}) => [partNumber, size])).toEqual([
			[1, 5 * mib],
			[2, 5 * mib],
			[3, 1],
		]);
		expect(await app.complete(target)).toEqual(
			like === 'r2'
				? {
						kind: 'accepted',
						sentence:
							'The service reported success and HeadObject shows 10.0 MiB with the ETag that was answered, though another was expected.',
					}
				: {kind: 'done', sentence: 'HeadObject shows 10.0 MiB with the expected ETag.'},
		);
		const head = await app.gateway.headObject(target);
		expect(head?.size).toBe(10 * mib + 1);
	});

	test('says what stands against a completion', async () => {
		const app = await appOn(like);
		const target = app.upload('k', [6 * mib, 5 * mib, 1]);
		const result = await app.complete(target);
		expect(result.kind).toBe(like === 'r2' ? 'failed' : 'done');
		if (like === 'r2') expect((await app.gateway.listParts(target)).parts).toHaveLength(3);
	});

	test('words what it says to an upload that is gone', async () => {
		const app = await appOn(like);
		const gone = app.upload('k', [1]);
		const {parts} = await app.gateway.listParts(gone);
		await app.gateway.abort(gone);
		const unknown =
			'NoSuchUpload: It was completed or aborted, or the id is wrong: press r to list again.';
		expect({
			abort: await words(app.gateway.abort(gone)),
			parts: await words(app.gateway.listParts(gone)),
			complete: await words(app.gateway.complete({...gone, parts, onlyIfAbsent: true})),
		}).toEqual({
			abort: unknown,
			parts: unknown,
			complete: unknown,
			...(like === 'seaweedfs' && {abort: 'ok', parts: 'ok'}),
			...(like === 'moto' && {
				complete:
					'InternalError: This answer does not say whether it happened: check before you try again.',
			}),
			...(like === 'ceph-16' && {
				parts: 'NoSuchKey: The service does not know the upload or the key: press r to list again.',
				complete:
					'InternalError: This answer does not say whether it happened: check before you try again.',
			}),
		});
	});
});

test.each(personalityNames.filter(name => name !== 'seaweedfs'))(
	'the app on %s aborts, and proves it where the service lets it',
	async like => {
		const app = await appOn(like);
		const kept = app.upload('k', [1]);
		expect(await app.abort(app.upload('k', [5 * mib]))).toEqual(
			like === 'lakefs'
				? {
						kind: 'accepted',
						sentence: 'The service no longer knows it, but the service does not list uploads.',
					}
				: {
						kind: 'gone',
						sentence: 'The service neither knows nor lists it.',
					},
		);
		expect((await app.gateway.listParts(kept)).parts).toHaveLength(1);
	},
);

test('on Ceph 16 nothing protects what is there, and all parts must be named', async () => {
	const app = await appOn('ceph-16');
	app.sandbox.seed.object({bucket, key: 'k', body: 'old'});
	const target = app.upload('k', [5 * mib, 1]);
	const {parts} = await app.gateway.listParts(target);
	expect(
		await words(app.gateway.complete({...target, parts: parts.slice(0, 1), onlyIfAbsent: true})),
	).toMatch(/^InvalidPart: /);
	expect(await words(app.gateway.complete({...target, parts, onlyIfAbsent: true}))).toBe('ok');
	expect((await app.gateway.headObject(target))?.size).toBe(5 * mib + 1);
});

test('on MinIO uploads from before a restart can still be acted on by key and id', async () => {
	const app = await appOn('minio');
	const [first, second] = [app.upload('a', [5 * mib]), app.upload('b', [5 * mib])];
	app.sandbox.restart();
	expect(await app.listed()).toEqual([]);
	expect((await app.complete(first)).kind).toBe('done');
	expect((await app.abort(second)).kind).toBe('gone');
});

test('on lakeFS the way around the missing list is told', async () => {
	const app = await appOn('lakefs');
	expect(await words(app.listed())).toBe(
		'ERRLakeFSNotSupported: This service does not list multipart uploads: open one by key and upload id with o.',
	);
});

describe('on SeaweedFS', () => {
	test('an abort that worked is told as one, though ListParts knows of no missing upload', async () => {
		const app = await appOn('seaweedfs');
		const kept = app.upload('k', [1]);
		expect(await app.abort(app.upload('k', [5 * mib]))).toEqual({
			kind: 'accepted',
			sentence:
				'The service no longer knows it, but it answers for an unknown upload with an empty list of parts instead of NoSuchUpload.',
		});
		expect((await app.gateway.listParts(kept)).parts).toHaveLength(1);
	});

	test('an upload without parts that is still listed is not told as aborted', async () => {
		const app = await appOn('seaweedfs');
		const target = app.upload('k');
		ignoreAborts(app.sandbox);
		expect((await app.abort(target)).kind).toBe('failed');
		expect(await app.listed()).toEqual([row(target)]);
	});

	test('a listing goes on behind its id, since a key-marker hides all other keys', async () => {
		const app = await appOn('seaweedfs');
		const uploads = ['a', 'b', 'c'].map(key => app.upload(key));
		const first = await app.gateway.listUploadsPage({bucket, maxUploads: 2});
		const rest = await app.gateway.listUploadsPage({bucket, after: first.next});
		expect(first.next).toEqual({keyMarker: '', uploadIdMarker: first.uploads[1]?.uploadId});
		expect([...first.uploads, ...rest.uploads].map(({key}) => key).sort()).toEqual(
			uploads.map(({key}) => key),
		);
		expect([rest.next, rest.stuck]).toEqual([undefined, false]);
	});
});

test('where NoSuchUpload is said, no parts prove that the upload is there, though it is not listed', async () => {
	const app = await appOn('aws');
	const target = app.upload('k');
	ignoreAborts(app.sandbox);
	app.sandbox.faults.add({
		operation: 'ListMultipartUploads',
		action: {respond: {status: 200, body: '<ListMultipartUploadsResult/>'}},
	});
	expect(await app.listed('k')).toEqual([]);
	expect((await app.abort(target)).kind).toBe('failed');
});
