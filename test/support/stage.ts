import {AbortMultipartUploadCommand} from '@aws-sdk/client-s3';
import {onTestFinished} from 'vitest';
import type {ConnectionSettings} from '../../source/s3/client/connection.js';
import {
	type Sandbox,
	type SandboxOptions,
	type SeedPart,
	startSandbox,
} from '../../source/sandbox/sandbox.js';
import {sandboxClient} from './sandbox-client.js';

export const MiB = 1024 * 1024;
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
export const bucket = 'media-archive';

export type Stage = {
	readonly sandbox: Sandbox;
	/** Seeds an upload whose last part landed `quiet` ago (10 d); initiated an hour before that. Returns its id. */
	upload(
		key: string,
		more?: {
			readonly sizes?: readonly number[];
			readonly parts?: readonly SeedPart[];
			readonly quiet?: number;
			readonly uploadId?: string;
			readonly checksumAlgorithm?: string;
		},
	): string;
};

/** A sandbox with one empty bucket until the test is over. An error of the sandbox itself fails the test. */
export async function openStage(options: SandboxOptions = {}): Promise<Stage> {
	const sandbox = await startSandbox(options);
	onTestFinished(async () => {
		await sandbox.close();
		const failure = sandbox.requests.log.find(request => request.failure !== undefined)?.failure;
		if (failure !== undefined) throw failure;
	});
	sandbox.seed.bucket(bucket);
	return {
		sandbox,
		upload(key, {sizes = [8 * MiB, 8 * MiB, MiB], parts, quiet = 10 * day, ...more} = {}) {
			const lastModified = sandbox.now() - quiet;
			return sandbox.seed.upload({
				bucket,
				key,
				initiated: lastModified - hour,
				parts: parts ?? sizes.map((size, at) => ({number: at + 1, size, lastModified})),
				...more,
			});
		},
	};
}

/** What a connection needs to know of a server: the first user's keys are taken. */
export type Reachable = {
	readonly endpoint: string;
	readonly region: string;
	readonly users: ReadonlyArray<{readonly accessKeyId: string; readonly secretAccessKey: string}>;
};

/** The settings of a connection to the sandbox, as its first user. */
export function sandboxSettings(sandbox: Reachable): ConnectionSettings {
	const [user] = sandbox.users;
	if (user === undefined) throw new Error('the sandbox has no user');
	const {accessKeyId, secretAccessKey} = user;
	return {
		endpoint: sandbox.endpoint,
		region: sandbox.region,
		pathStyle: true,
		readOnly: false,
		checksums: 'when-required',
		credentials: {kind: 'keys', accessKeyId, secretAccessKey},
	};
}

/** Another client aborts an upload. */
export async function abortElsewhere(sandbox: Sandbox, key: string, uploadId: string) {
	const client = sandboxClient(sandbox);
	await client.send(
		new AbortMultipartUploadCommand({Bucket: bucket, Key: key, UploadId: uploadId}),
	);
	client.destroy();
}

/** `key-0001`, `key-0002`, … */
export function numbered(prefix: string, count: number): string[] {
	return Array.from({length: count}, (_, at) => `${prefix}${String(at + 1).padStart(4, '0')}`);
}
