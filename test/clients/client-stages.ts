import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {type ClientStage, clientStage} from './client.js';

/** A stage for rclone: `sandbox:` is the sandbox, whatever exceeds 5 MiB goes up in parts of it, and nothing is tried twice. */
export function rclone(): Promise<ClientStage> {
	return clientStage('rclone', async ({endpoint, region, users: [user]}, folder) => {
		await writeFile(
			join(folder, 'config'),
			[
				'[sandbox]',
				'type = s3',
				'provider = Other',
				`access_key_id = ${user?.accessKeyId}`,
				`secret_access_key = ${user?.secretAccessKey}`,
				`region = ${region}`,
				`endpoint = ${endpoint}`,
			].join('\n'),
		);
		const parts = ['--s3-chunk-size', '5M', '--s3-upload-cutoff', '5M'];
		return {args: ['--config', 'config', '--retries', '1', '--low-level-retries', '1', ...parts]};
	});
}

/** A stage for s3cmd, with parts of 5 MiB. */
export function s3cmd(): Promise<ClientStage> {
	return clientStage('s3cmd', async ({endpoint, region, users: [user]}, folder) => {
		const {host} = new URL(endpoint);
		await writeFile(
			join(folder, 'config'),
			[
				'[default]',
				`access_key = ${user?.accessKeyId}`,
				`secret_key = ${user?.secretAccessKey}`,
				`host_base = ${host}`,
				`host_bucket = ${host}`,
				`bucket_location = ${region}`,
				'use_https = False',
				'multipart_chunk_size_mb = 5',
			].join('\n'),
		);
		return {args: ['-c', 'config', '--no-progress']};
	});
}
