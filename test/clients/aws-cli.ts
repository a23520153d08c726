import {execFile} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import type {Sandbox} from '../../source/sandbox/sandbox.js';

export type Ran = {readonly code: number; readonly stdout: string; readonly stderr: string};

export type AwsCli = {
	/** Where the parts files lie, and where the commands run. */
	readonly folder: string;
	file(name: string, content: string): Promise<string>;
	/** Runs a command line in bash, with the credentials of the sandbox's first user and no other configuration. */
	run(command: string): Promise<Ran>;
};

/** The `aws` of the Debian package awscli, whatever else may be called so on this machine. Fails when it is not there. */
export async function awsCli(sandbox: Sandbox): Promise<AwsCli> {
	const folder = await mkdtemp(join(tmpdir(), 'partway-aws-cli-'));
	onTestFinished(() => rm(folder, {recursive: true}));
	const [user] = sandbox.users;
	const env = {
		PATH: '/usr/bin:/bin',
		HOME: folder,
		LC_ALL: 'C.UTF-8',
		AWS_ACCESS_KEY_ID: user?.accessKeyId,
		AWS_SECRET_ACCESS_KEY: user?.secretAccessKey,
		AWS_DEFAULT_REGION: sandbox.region,
		AWS_EC2_METADATA_DISABLED: 'true',
		AWS_PAGER: '',
	};
	const run = (command: string) =>
		new Promise<Ran>(resolve => {
			execFile(
				'/bin/bash',
				['-c', command],
				{env, cwd: folder, timeout: 25_000},
				(error, stdout, stderr) => {
					const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
					resolve({code, stdout, stderr});
				},
			);
		});
	const {code} = await run('command -v aws');
	if (code !== 0)
		throw new Error(
			'These tests need the AWS CLI of Debian: apt-get install -y --no-install-recommends awscli',
		);
	return {
		folder,
		async file(name, content) {
			const path = join(folder, name);
			await writeFile(path, content);
			return path;
		},
		run,
	};
}
