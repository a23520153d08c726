import {rmSync} from 'node:fs';
import {mkdir, mkdtemp} from 'node:fs/promises';
import {devNull, tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Price} from '../multipart/price.js';
import {openProfileStore} from '../profiles/store/store.js';
import type {ConnectionSettings} from '../s3/client/connection.js';
import {seedDemo, startDemoTicker} from '../sandbox/demo.js';
import {startSandbox} from '../sandbox/sandbox.js';

export type Demo = {
	readonly settings: ConnectionSettings;
	readonly bucket: string;
	/** Acts on the demo are no history of the user: their journal lies here, and goes with the process. */
	readonly stateFolder: string;
	/** Where the file of one of its uploads lies. */
	readonly files: string;
	/** Its connections are its own: those of the user, and their credentials, are neither shown nor used. */
	readonly env: Readonly<Record<string, string | undefined>>;
	/** What `-p` takes for the first of them. */
	readonly connection: string;
	readonly price: Price;
	readonly close: () => Promise<void>;
};

/** Made up. */
const price: Price = {perGiBMonth: 0.023, currency: 'USD'};

/** Starts an S3 server of partway's own on loopback, filled with sample uploads. */
export async function startDemo(readOnly: boolean): Promise<Demo> {
	// The SDK reads the AWS files whether it needs them or not, whatever they are; here it needs none.
	process.env['AWS_CONFIG_FILE'] = devNull;
	process.env['AWS_SHARED_CREDENTIALS_FILE'] = devNull;
	const sandbox = await startSandbox();
	const demo = seedDemo(sandbox);
	startDemoTicker(sandbox, demo);
	const [user, other] = sandbox.users;
	if (user === undefined) throw new Error('The sandbox has no user.');
	const {accessKeyId, secretAccessKey} = user;
	const stateFolder = await mkdtemp(join(tmpdir(), 'partway-demo-'));
	// However the process ends: a signal leaves no time for more.
	process.on('exit', () => rmSync(stateFolder, {recursive: true, force: true}));
	const files = join(stateFolder, 'files');
	// Nothing waits for it, and without it only a rescue has no file to be tried with.
	mkdir(files)
		.then(() => demo.writeFile(files))
		.catch(() => {});
	const env = await demoEnvironment(stateFolder);
	const {endpoint} = sandbox;
	const common = {service: 'other', endpoint, pathStyle: true, price} as const;
	const keysOf = (of: typeof user) =>
		({
			kind: 'keys',
			accessKeyId: of.accessKeyId,
			secretAccessKey: of.secretAccessKey,
		}) as const;
	const store = openProfileStore(env);
	const defaultTarget = `s3://${demo.bucket}`;
	await store.add({name: 'demo', ...common, defaultTarget, credentials: keysOf(user)});
	if (other !== undefined)
		await store.add({name: 'demo-partner', ...common, credentials: keysOf(other)});
	return {
		env,
		price,
		connection: 'own:demo',
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
		files,
		close: () => sandbox.close(),
	};
}

/** Without the credentials and endpoints of the user; the store of connections is in the folder. */
async function demoEnvironment(folder: string): Promise<Demo['env']> {
	const config = join(folder, 'config');
	await mkdir(config, {mode: 0o700});
	const kept = Object.entries(process.env).filter(
		([name]) =>
			!/^(?:AWS|MC_HOST)_/.test(name) || /^AWS_(SHARED_CREDENTIALS|CONFIG)_FILE$/.test(name),
	);
	return {
		...Object.fromEntries(kept),
		PARTWAY_CONFIG_DIR: config,
		...{RCLONE_CONFIG: devNull, S3CMD_CONFIG: devNull, MC_CONFIG_DIR: config},
	};
}
