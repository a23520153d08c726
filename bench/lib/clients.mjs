import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {createReadStream, existsSync} from 'node:fs';
import {mkdtemp, readFile} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {createInterface} from 'node:readline';

/** A line for each upload that was delivered, in no order. */
function digestOf(names) {
	const sorted = names.sort();
	const distinct = new Set(sorted).size;
	return {
		count: names.length,
		distinct,
		digest: createHash('sha256').update(sorted.join('\n')).digest('hex'),
	};
}

/** Its parts came a moment ago, from a client that is gone. */
const rescueWords = uploadId => ['--upload-id', uploadId, '--include-active', '--yes'];

const named = ({Key, UploadId}) => JSON.stringify([Key, UploadId]);

async function jsonLines(file) {
	const names = [];
	for await (const line of createInterface({input: createReadStream(file)}))
		names.push(named(JSON.parse(line)));
	return names;
}

/** Those that partway says are gone. */
async function outcomes(file) {
	const lines = (await readFile(file, 'utf8')).trim().split('\n');
	return lines
		.map(line => JSON.parse(line))
		.filter(({Outcome}) => Outcome === 'gone')
		.map(named);
}

/** @returns {string | undefined} the first line that it prints, without its name */
function versionOf(file, args, cut) {
	if (!existsSync(file)) return undefined;
	const printed = execFileSync(file, args, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']});
	return cut.exec(printed)?.[1];
}

/** The versions of the other clients that are installed, where Debian puts them. */
export function versionsOfPeers() {
	return {
		rclone: versionOf('/usr/bin/rclone', ['version'], /rclone v(\S+)/),
		aws: versionOf('/usr/bin/aws', ['--version'], /aws-cli\/(\S+)/),
		s3cmd: versionOf('/usr/bin/s3cmd', ['--version'], /version (\S+)/),
		Ceph: versionOf('/usr/bin/radosgw', ['--version'], /ceph version (\S+)/),
	};
}

/**
 * The clients that reach one server: for each its command lines. None sees this process's environment.
 *
 * @param {{endpoint: string, user: {accessKeyId: string, secretAccessKey: string}, provider: string}} server
 * @param {{folder: string, programs: ReadonlyMap<string, string>}} here the programs of partway by their names
 */
export async function clientsOf({endpoint, user, provider}, {folder, programs}) {
	const home = await mkdtemp(join(folder, 'home-'));
	const keys = {
		AWS_ACCESS_KEY_ID: user.accessKeyId,
		AWS_SECRET_ACCESS_KEY: user.secretAccessKey,
		AWS_REGION: 'us-east-1',
		AWS_DEFAULT_REGION: 'us-east-1',
		AWS_EC2_METADATA_DISABLED: 'true',
	};
	const base = {PATH: '/usr/bin:/bin', HOME: home, LANG: 'C.UTF-8', ...keys};
	const partways = [...programs].map(([name, program]) => {
		const own = {
			...base,
			PARTWAY_STATE_DIR: join(home, `${name}-state`),
			PARTWAY_CONFIG_DIR: join(home, `${name}-config`),
			AWS_CONFIG_FILE: join(home, 'none'),
			AWS_SHARED_CREDENTIALS_FILE: join(home, 'none'),
		};
		const run = (...args) => ({command: [process.execPath, program, ...args], env: own, cwd: home});
		// What was begun a moment ago counts as stalled: an abort of what stands for weeks is what is measured.
		const profile = ['profiles', 'add', 'bench', '-e', endpoint, '--from-environment'];
		const ages = ['--active-within', '1s', '--stalled-after', '1s'];
		execFileSync(process.execPath, [program, ...profile, ...ages], {env: own, stdio: 'ignore'});
		return {
			name,
			list: bucket => ({...run('list', bucket, '-p', 'bench', '--jsonl'), read: jsonLines}),
			abort: bucket => ({
				...run('abort', bucket, '-p', 'bench', '--all', '--yes', '--json'),
				read: outcomes,
			}),
			open: bucket => run('-p', 'bench', bucket),
			finish: ({file, bucket, key, uploadId}) =>
				run('rescue', file, `s3://${bucket}/${key}`, '-p', 'bench', ...rescueWords(uploadId)),
			check: ({file, bucket, key, uploadId}) =>
				run(
					'rescue',
					file,
					`s3://${bucket}/${key}`,
					'-p',
					'bench',
					'--check',
					'--upload-id',
					uploadId,
				),
		};
	});
	const versions = versionsOfPeers();
	const rcloneEnv = {
		...base,
		RCLONE_CONFIG: join(home, 'none'),
		RCLONE_CONFIG_BENCH_TYPE: 's3',
		RCLONE_CONFIG_BENCH_PROVIDER: provider,
		RCLONE_CONFIG_BENCH_ENV_AUTH: 'true',
		RCLONE_CONFIG_BENCH_ENDPOINT: endpoint,
		RCLONE_CONFIG_BENCH_REGION: 'us-east-1',
	};
	const rclone = (...args) => ({command: ['/usr/bin/rclone', ...args], env: rcloneEnv, cwd: home});
	const aws = (...args) => ({
		command: ['/usr/bin/aws', '--endpoint-url', endpoint, ...args],
		env: base,
		cwd: home,
	});
	const {host} = new URL(endpoint);
	const s3cmd = (...args) => ({
		command: [
			...['/usr/bin/s3cmd', '-c', '/dev/null', '--no-ssl', `--host=${host}`],
			...[`--host-bucket=${host}`, `--access_key=${user.accessKeyId}`],
			...[`--secret_key=${user.secretAccessKey}`, '--region=us-east-1', ...args],
		],
		env: base,
		cwd: home,
	});
	const peers = [
		{
			name: 'rclone',
			list: bucket => ({
				...rclone('backend', 'list-multipart-uploads', `bench:${bucket}`),
				read: async file => JSON.parse(await readFile(file, 'utf8'))[bucket].map(named),
			}),
			abort: bucket => rclone('backend', 'cleanup', `bench:${bucket}`, '-o', 'max-age=0s'),
		},
		{
			name: 'aws',
			list: bucket => ({
				...aws('s3api', 'list-multipart-uploads', '--bucket', bucket, '--output', 'json'),
				read: async file => JSON.parse(await readFile(file, 'utf8')).Uploads.map(named),
			}),
			// It knows nothing of what is there: from the start.
			finish: ({file, bucket, key}) => aws('s3', 'cp', '--quiet', file, `s3://${bucket}/${key}`),
		},
		{
			name: 's3cmd',
			list: bucket => ({
				...s3cmd('multipart', `s3://${bucket}`),
				// Initiated, path and id, with tabs between.
				read: async file =>
					(await readFile(file, 'utf8'))
						.trim()
						.split('\n')
						.slice(2)
						.map(line => line.split('\t'))
						.map(([, path, UploadId]) =>
							named({Key: path.slice(`s3://${bucket}/`.length), UploadId}),
						),
			}),
			finish: ({file, bucket, key, uploadId, partSize}) =>
				s3cmd(
					...['put', '--quiet', '--no-progress', '--continue-put', `--upload-id=${uploadId}`],
					...[`--multipart-chunk-size-mb=${partSize / 1024 ** 2}`, file, `s3://${bucket}/${key}`],
				),
		},
	].filter(({name}) => versions[name] !== undefined);
	return [...partways, ...peers];
}

/** What a client delivered, out of the file that it printed into. */
export async function deliveredBy({read}, file) {
	return digestOf(await read(file));
}

/** @returns {Map<string, string>} the built programs: ours, and that of an older checkout */
export function builtPrograms(root, before) {
	const programs = new Map([['partway', resolve(root, 'dist/cli.js')]]);
	if (before !== undefined) {
		const program = resolve(before, 'dist/cli.js');
		if (!existsSync(program))
			execFileSync(process.execPath, ['scripts/build.mjs', '--quiet'], {
				cwd: before,
				stdio: 'inherit',
			});
		programs.set('before', program);
	}
	return programs;
}
