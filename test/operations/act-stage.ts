import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import type {Upload, UploadTarget} from '../../source/multipart/upload.js';
import type {ActDeps} from '../../source/operations/journal/acting.js';
import {type Journal, openJournal} from '../../source/operations/journal/journal.js';
import {createAwsGateway} from '../../source/s3/gateway/aws-gateway.js';
import type {Gateway} from '../../source/s3/gateway/gateway.js';
import {
	type PersonalityName,
	type Sandbox,
	type SeedPart,
	startSandbox,
} from '../../source/sandbox/sandbox.js';

export const MiB = 1024 * 1024;
export const hour = 60 * 60_000;
export const bucket = 'media';
export const key = 'raw/tape-0091.tar';

export type ActStage = {
	readonly sandbox: Sandbox;
	readonly gateway: Gateway;
	readonly journal: Journal;
	readonly folder: string;
	readonly deps: ActDeps;
	/** Seeds an upload whose parts landed ten hours ago, unless they say otherwise. */
	upload(
		parts?: readonly number[],
		more?: {key?: string; algorithm?: string; initiated?: number},
	): UploadTarget;
	/** As a listing shows it. */
	row(target: UploadTarget, more?: Partial<Upload>): Upload;
};

/** A sandbox, the real gateway to it and a journal of its own; all gone when the test is over. */
export async function openActStage(
	options: {readOnly?: boolean; actSilence?: number; like?: PersonalityName} = {},
): Promise<ActStage> {
	const sandbox = await startSandbox(options.like === undefined ? {} : {like: options.like});
	const folder = await mkdtemp(join(tmpdir(), 'partway-acts-'));
	const [user] = sandbox.users;
	const gateway = createAwsGateway(
		{
			endpoint: sandbox.endpoint,
			region: sandbox.region,
			pathStyle: true,
			readOnly: options.readOnly ?? false,
			checksums: 'when-required',
			credentials: {
				kind: 'keys',
				accessKeyId: user?.accessKeyId ?? '',
				secretAccessKey: user?.secretAccessKey ?? '',
			},
		},
		{},
		{
			connect: 20_000,
			readSilence: 20_000,
			actSilence: options.actSilence ?? 20_000,
			partSilence: 20_000,
		},
	);
	sandbox.seed.bucket(bucket);
	onTestFinished(async () => {
		gateway.close();
		await sandbox.close();
		await rm(folder, {recursive: true});
	});
	const journal = openJournal({folder});
	const longAgo = Date.now() - 10 * hour;
	return {
		sandbox,
		gateway,
		journal,
		folder,
		deps: {gateway, journal, connection: 'test'},
		upload(sizes = [8 * MiB, 8 * MiB, MiB], more = {}) {
			const named = more.key ?? key;
			const parts = sizes.map((size, index): SeedPart => ({number: index + 1, size}));
			const uploadId = sandbox.seed.upload({
				bucket,
				key: named,
				initiated: more.initiated ?? longAgo,
				parts,
				checksumAlgorithm: more.algorithm,
			});
			return {bucket, key: named, uploadId};
		},
		row: ({key, uploadId}, more = {}) => ({
			key,
			uploadId,
			initiated: longAgo,
			keyCertain: true,
			...more,
		}),
	};
}
