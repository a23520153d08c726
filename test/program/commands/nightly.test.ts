import {execFile, execFileSync, spawnSync} from 'node:child_process';
import {chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {describe, expect} from 'vitest';
import {parseExposition} from '../../commands/metrics/exposition-parser.js';
import {type Home, keysInEnv, test} from '../program-test.js';
import {program} from '../pty.js';
import {cronLines, page} from './night-page.js';

const day = 24 * 60 * 60_000;
const docs = join(import.meta.dirname, '../../../docs');
const fileIn = (name: string) => readFileSync(join(docs, 'nightly', name), 'utf8');

/** A command `partway` in a folder of the path, as a person installs it. */
function installed({folder}: Home): string {
	const bin = join(folder, 'bin');
	mkdirSync(bin);
	const path = join(bin, 'partway');
	writeFileSync(path, `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
	chmodSync(path, 0o755);
	return path;
}

test('the lines of the crontab do what the page says, as they are written', async ({
	home,
	serve,
}) => {
	const sandbox = await serve();
	sandbox.seed.bucket('my-bucket');
	const old = sandbox.now() - 10 * day;
	const seed = (key: string, lastModified: number) =>
		sandbox.seed.upload({
			...{bucket: 'my-bucket', key, initiated: old},
			parts: [{number: 1, size: 1024, lastModified}],
		});
	seed('dead', old);
	seed('alive', sandbox.now());
	installed(home);
	const textfile = join(home.folder, 'textfile');
	mkdirSync(textfile);
	const config = `[profile oos-prod]\nendpoint_url = ${sandbox.endpoint}\nregion = us-east-1\ns3 =\n  addressing_style = path\n`;
	writeFileSync(home.env['AWS_CONFIG_FILE']!, config);
	const {AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret} = keysInEnv(sandbox.users[0]!);
	writeFileSync(
		home.env['AWS_SHARED_CREDENTIALS_FILE']!,
		`[oos-prod]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`,
	);
	const env = {...home.env, PATH: `${join(home.folder, 'bin')}:${home.env['PATH']}`};
	const [cleanup = '', metrics = ''] = cronLines();
	const night = async (command: string) => {
		return new Promise<string>((resolve, reject) => {
			execFile('sh', ['-c', command], {env, cwd: home.folder}, (error, stdout, stderr) =>
				error === null ? resolve(stdout + stderr) : reject(error),
			);
		});
	};
	// What it prints is what cron sends: nothing of a good night, the exit code of one that is refused.
	expect(await night(cleanup.replace('--max-count 10000', '--max-count 0'))).toBe(
		'partway ended with 3\n',
	);
	const refusal = readFileSync(join(home.folder, 'cleanup.jsonl'), 'utf8');
	expect(JSON.parse(refusal)).toMatchObject({Outcome: 'refused'});
	expect(await night(cleanup)).toBe('');
	const lines = readFileSync(join(home.folder, 'cleanup.jsonl'), 'utf8')
		.slice(refusal.length)
		.trimEnd()
		.split('\n');
	expect(lines.map(line => JSON.parse(line))).toEqual([
		expect.objectContaining({Key: 'dead', Outcome: 'gone'}),
	]);
	expect(readFileSync(join(home.folder, 'cleanup.log'), 'utf8')).toContain(
		'1 gone; 1.0 KiB freed.',
	);
	// But for the folder, which is the collector's.
	expect(await night(metrics.replace('/var/lib/node_exporter/textfile', textfile))).toBe('');
	const samples = parseExposition(readFileSync(join(textfile, 'partway.prom'), 'utf8'));
	const value = (name: string) => samples.find(sample => sample.name === name)?.value;
	expect(value('partway_bucket_listed')).toBe(1);
	const active = samples.find(({labels}) => labels['state'] === 'active');
	expect(active?.value).toBe(1);
	expect(value('partway_last_cleanup_timestamp_seconds')).toBeGreaterThan(0);
});

describe('the files that the page links to', () => {
	test('stand in it as they are', () => {
		for (const name of ['crontab', 'partway-cleanup.service'])
			expect(page).toContain(`\`\`\`\n${fileIn(name)}\`\`\``);
		for (const name of readdirSync(join(docs, 'nightly')))
			expect(page).toContain(`(nightly/${name})`);
	});

	test('the unit: its two lines do the same, and may write where they do', async ({
		home,
		serve,
		pipe,
	}) => {
		const sandbox = await serve();
		sandbox.seed.bucket('my-bucket');
		const unit = fileIn('partway-cleanup.service');
		const line = (name: string) =>
			new RegExp(`^${name}=/usr/local/bin/partway (.*)$`, 'm').exec(unit)?.[1]?.split(' ') ?? [];
		const file = line('ExecStopPost').at(-1) ?? '';
		expect(unit).toContain(`\nReadWritePaths=${dirname(file)}\n`);
		const there = ['-e', sandbox.endpoint];
		const asOf = (args: readonly string[]) =>
			args
				.filter((each, at) => each !== '-p' && args[at - 1] !== '-p')
				.map(each => (each === file ? join(home.folder, 'partway.prom') : each));
		const env = keysInEnv(sandbox.users[0]!);
		for (const args of [line('ExecStart'), line('ExecStopPost')]) {
			const [first = '', ...rest] = asOf(args);
			expect((await pipe([first, ...there, ...rest], {env}).ended).code).toBe(0);
		}
		const samples = parseExposition(readFileSync(join(home.folder, 'partway.prom'), 'utf8'));
		expect(samples.some(({name}) => name === 'partway_bucket_listed')).toBe(true);
	});

	test('units: systemd finds nothing wrong with them', ({home, skip}) => {
		const path = installed(home);
		const files = ['partway-cleanup.service', 'partway-cleanup.timer'].map(name => {
			const file = join(home.folder, name);
			// This machine has no partway in /usr/local.
			writeFileSync(file, fileIn(name).replaceAll('/usr/local/bin/partway', path));
			return file;
		});
		const {error, status, stderr} = spawnSync('systemd-analyze', ['verify', ...files], {
			encoding: 'utf8',
		});
		skip((error as NodeJS.ErrnoException)?.code === 'ENOENT', 'there is no systemd-analyze here');
		expect([status, stderr]).toEqual([0, '']);
	});

	test('the manifest: not root, a read-only root, and the state is kept', () => {
		const reader = join(import.meta.dirname, 'manifest.mjs');
		const json = execFileSync(process.execPath, [reader, join(docs, 'nightly/cronjob.yaml')], {
			encoding: 'utf8',
		});
		const [{kind, spec}] = JSON.parse(json);
		const pod = spec.jobTemplate.spec.template.spec;
		const [container] = pod.containers;
		expect([kind, spec.concurrencyPolicy, pod.restartPolicy]).toEqual([
			'CronJob',
			'Forbid',
			'Never',
		]);
		expect(pod.securityContext).toMatchObject({runAsNonRoot: true, runAsUser: 65532});
		expect(container.securityContext).toMatchObject({
			readOnlyRootFilesystem: true,
			allowPrivilegeEscalation: false,
		});
		const state = container.env.find(
			({name}: {name: string}) => name === 'PARTWAY_STATE_DIR',
		).value;
		const mount = container.volumeMounts.find(
			({mountPath}: {mountPath: string}) => mountPath === state,
		);
		const volume = pod.volumes.find(({name}: {name: string}) => name === mount.name);
		expect(volume).toHaveProperty('persistentVolumeClaim');
	});

	test('all ask for the same', () => {
		const options = ['--stalled-for', '--max-count', '--max-bytes', '--yes', '--json'];
		for (const name of ['crontab', 'partway-cleanup.service', 'cronjob.yaml'])
			for (const option of options) expect(fileIn(name)).toContain(option);
	});
});
