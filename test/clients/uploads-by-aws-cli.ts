import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, open, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

export type Reached = {
	readonly endpoint: string;
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
};

/** Key and upload id of every upload that the AWS CLI of Debian lists, as `rowOf` writes them. */
export async function uploadsByAwsCli(server: Reached, bucket: string): Promise<string[]> {
	const rows = await askAwsCli(server, bucket, 'Uploads[].[Key, UploadId]');
	return rows.map(row => JSON.stringify(row));
}

/** Every upload with all that the AWS CLI of Debian prints of it. */
export async function wholeUploadsByAwsCli(
	server: Reached,
	bucket: string,
): Promise<Array<Record<string, unknown>>> {
	return (await askAwsCli(server, bucket, 'Uploads[]')) as Array<Record<string, unknown>>;
}

/** It pages by itself, and its exit code is that of a failure. */
async function askAwsCli(
	{endpoint, accessKeyId, secretAccessKey}: Reached,
	bucket: string,
	query: string,
): Promise<unknown[]> {
	const folder = await mkdtemp(join(tmpdir(), 'partway-aws-listing-'));
	try {
		const path = join(folder, 'uploads.json');
		// 20,000 rows are more than one would keep of a child's output.
		const output = await open(path, 'w');
		const child = spawn(
			'/usr/bin/aws',
			[
				...['--endpoint-url', endpoint, '--output', 'json'],
				...['s3api', 'list-multipart-uploads', '--bucket', bucket],
				...['--query', query],
			],
			{
				cwd: folder,
				stdio: ['ignore', output.fd, 'pipe'],
				env: {
					PATH: '/usr/bin:/bin',
					HOME: folder,
					LC_ALL: 'C.UTF-8',
					AWS_ACCESS_KEY_ID: accessKeyId,
					AWS_SECRET_ACCESS_KEY: secretAccessKey,
					AWS_DEFAULT_REGION: 'us-east-1',
					AWS_EC2_METADATA_DISABLED: 'true',
					AWS_PAGER: '',
				},
			},
		);
		let said = '';
		child.stderr?.on('data', chunk => {
			said += chunk;
		});
		const [code] = await once(child, 'close');
		await output.close();
		if (code !== 0) throw new Error(`The AWS CLI ended with ${code}: ${said}`);
		return (JSON.parse(await readFile(path, 'utf8')) ?? []) as unknown[];
	} finally {
		await rm(folder, {recursive: true, force: true, maxRetries: 5});
	}
}
