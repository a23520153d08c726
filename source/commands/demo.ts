import {rmSync} from 'node:fs';
import {mkdtemp} from 'node:fs/promises';
import {devNull, tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ConnectionSettings} from '../s3/client/connection.js';
import {seedDemo, startDemoTicker} from '../sandbox/demo.js';
import {startSandbox} from '../sandbox/sandbox.js';

export type Demo = {
	readonly settings: ConnectionSettings;
	readonly bucket: string;
	/** Acts on the demo are no history of the user: their journal lies here, and goes with the process. */
	readonly stateFolder: string;
	readonly close: () => Promise<void>;
};

/** Starts an S3 server of partway's own on loopback, filled with sample uploads. */
export async function startDemo(readOnly: boolean): Promise<Demo> {
	// The SDK reads the AWS files whether it needs them or not, whatever they are; here it needs none.
	process.env['AWS_CONFIG_FILE'] = devNull;
	process.env['AWS_SHARED_CREDENTIALS_FILE'] = devNull;
	const sandbox = await startSandbox();
	const demo = seedDemo(sandbox);
	startDemoTicker(sandbox, demo);
	const [user] = sandbox.users;
	if (user === undefined) throw new Error('The sandbox has no user.');
	const {accessKeyId, secretAccessKey} = user;
	const stateFolder = await mkdtemp(join(tmpdir(), 'partway-demo-'));
	// However the process ends: a signal leaves no time for more.
	process.on('exit', () => rmSync(stateFolder, {recursive: true, force: true}));
	return {
		settings: {
			endpoint: sandbox.endpoint,
			region: sandbox.region,
			pathStyle: true,
			readOnly,
			checksums: 'when-required',
			credentials: {kind: 'keys', accessKeyId, secretAccessKey},
		},
		bucket: demo.bucket,
		stateFolder,
		close: () => sandbox.close(),
	};
}
