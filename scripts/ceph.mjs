import {execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import {mkdir, mkdtemp, open, readFile, rm, writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {delimiter, join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {promisify} from 'node:util';
import {ListBucketsCommand, S3Client} from '@aws-sdk/client-s3';

const run = promisify(execFile);

// Known: the pinned SDK supports this Node.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** What is called, and the Debian package that has it. */
const commands = {
	radosgw: 'radosgw',
	'radosgw-admin': 'radosgw',
	'ceph-mon': 'ceph-mon',
	'ceph-osd': 'ceph-osd',
	ceph: 'ceph-mon',
	monmaptool: 'ceph-mon',
	setpriv: 'util-linux',
};

const fsid = '6b7f1c1e-0000-4000-8000-000000000001';
const osdId = '6b7f1c1e-0000-4000-8000-000000000002';

/** The same names as in the sandbox, so that one suite can speak of both. */
const users = [
	{name: 'alice', accessKeyId: 'CEPHKEYOFALICE', secretAccessKey: 'ceph-secret-of-alice'},
	{name: 'bob', accessKeyId: 'CEPHKEYOFBOB', secretAccessKey: 'ceph-secret-of-bob'},
];

/** `ceph` is a program for Debian's own Python: whatever else is on the PATH must not come first. */
const path = ['/usr/bin', '/bin', '/usr/sbin', '/sbin'].join(delimiter);
const env = {PATH: path, LANG: 'C.UTF-8'};

/**
 * Debian packages that must be installed before a gateway can start.
 *
 * @returns {string[]} empty when nothing is missing
 */
export function missingPackages() {
	const folders = path.split(delimiter);
	const missing = Object.entries(commands).filter(
		([command]) => !folders.some(folder => existsSync(join(folder, command))),
	);
	return [...new Set(missing.map(([, debianPackage]) => debianPackage))];
}

/**
 * Starts a throw-away Ceph RADOS Gateway on loopback: one monitor, one OSD that keeps everything in
 * memory, one radosgw. No root, no systemd, no authentication between the daemons. All of it lives in a
 * temporary folder, ends with `stop`, and ends with this process too, should that be killed.
 *
 * @returns {Promise<{endpoint: string, users: typeof users, stop: () => Promise<void>}>}
 */
export async function startCeph() {
	const folder = await mkdtemp(join(tmpdir(), 'partway-ceph-'));
	const daemons = [];
	const stop = async () => {
		for (const daemon of daemons.reverse()) await end(daemon);
		await rm(folder, {recursive: true, force: true});
	};
	try {
		const [monPort, port] = await freePorts(2);
		const conf = join(folder, 'ceph.conf');
		const common = ['-c', conf];
		for (const name of ['mon', 'osd', 'rgw', 'crash']) await mkdir(join(folder, name));
		await writeFile(conf, configuration(folder, monPort, port));
		const launch = async (name, ...args) =>
			daemons.push(await daemon(folder, name, [...args, ...common, '-f']));

		const monmap = join(folder, 'monmap');
		const address = `[v2:127.0.0.1:${monPort}]`;
		await run('monmaptool', ['--create', '--fsid', fsid, '--addv', 'a', address, monmap], {env});
		await run('ceph-mon', [...common, '-i', 'a', '--mkfs', '--monmap', monmap], {env});
		await launch('ceph-mon', '-i', 'a');

		const mkfs = ['-i', '0', '--mkfs', '--no-mon-config', '--osd-uuid', osdId];
		await run('ceph-osd', [...common, ...mkfs], {env});
		await run('ceph', [...common, 'osd', 'new', osdId, '0'], {env, timeout: 60_000});
		await launch('ceph-osd', '-i', '0');

		// The first call waits for the OSD, and makes the zone and its pools.
		for (const user of users)
			await run(
				'radosgw-admin',
				[
					...[...common, '-n', 'client.rgw', 'user', 'create'],
					...['--uid', user.name, '--display-name', user.name],
					...['--access-key', user.accessKeyId, '--secret', user.secretAccessKey],
				],
				{env, timeout: 60_000},
			);
		await launch('radosgw', '-n', 'client.rgw');

		const endpoint = `http://127.0.0.1:${port}`;
		await ready(endpoint, daemons);
		return {endpoint, users, stop};
	} catch (error) {
		await stop();
		throw error;
	}
}

/** A daemon in the foreground, its output in a file; setpriv ends it should this process be killed. */
async function daemon(folder, name, args) {
	const log = await open(join(folder, `${name}.out`), 'w');
	const child = spawn('setpriv', ['--pdeathsig', 'KILL', name, ...args], {
		env,
		stdio: ['ignore', log.fd, log.fd],
	});
	await log.close();
	const exited = new Promise(resolve => {
		child.once('exit', resolve);
		child.once('error', resolve);
	});
	return {name, child, exited, output: join(folder, `${name}.out`)};
}

/** By its own process id only, politely first. */
async function end({child, exited}) {
	if (child.exitCode !== null || child.signalCode !== null) return;
	child.kill('SIGTERM');
	const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
	await exited;
	clearTimeout(timer);
}

/** Resolves when a signed request succeeds; throws with the daemon's last words when one has ended. */
async function ready(endpoint, daemons) {
	const client = new S3Client({
		endpoint,
		region: 'us-east-1',
		forcePathStyle: true,
		maxAttempts: 1,
		credentials: users[0],
	});
	const giveUp = Date.now() + 60_000;
	try {
		for (;;) {
			const ended = daemons.find(({child}) => child.exitCode !== null || child.signalCode !== null);
			if (ended !== undefined) throw new Error(await lastWords(ended));
			try {
				await client.send(new ListBucketsCommand({}));
				return;
			} catch (error) {
				if (Date.now() > giveUp) throw error;
				await delay(50);
			}
		}
	} finally {
		client.destroy();
	}
}

async function lastWords({name, output}) {
	const text = await readFile(output, 'utf8');
	return `${name} ended by itself:\n${text.split('\n').slice(-20).join('\n')}`;
}

/** Ports that nobody listens on, all of them different. */
async function freePorts(count) {
	const servers = Array.from({length: count}, () => createServer().listen(0, '127.0.0.1'));
	await Promise.all(servers.map(server => once(server, 'listening')));
	const ports = servers.map(server => server.address().port);
	await Promise.all(servers.map(server => once(server.close(), 'close')));
	return ports;
}

function configuration(folder, monPort, port) {
	return `[global]
fsid = ${fsid}
mon host = [v2:127.0.0.1:${monPort}]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
# Without authentication there are no keys for the secure mode that radosgw asks for by itself: it
# would wait for five minutes.
ms mon client mode = crc
run dir = ${folder}
crash dir = ${folder}/crash
admin socket =
log file = /dev/null
mon cluster log file = /dev/null
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
rgw rados pool pg num min = 1
# A request that came before the OSD looks for it again after this many seconds.
objecter tick interval = 0.5

[mon]
mon data = ${folder}/mon
mon allow pool size one = true
mon max pg per osd = 1000
mon data avail crit = 1
mon data avail warn = 2
# Map changes at once, not in batches of a second: half of the start.
paxos propose interval = 0.01
paxos min wait = 0.01

[osd]
osd data = ${folder}/osd
osd objectstore = memstore
osd class update on start = false
# A log of operations is for replicas, and there are none; in memory it is dear.
osd min pg log entries = 10
osd max pg log entries = 20
memstore device bytes = 8589934592
# In pages, or each append to an object copies it whole.
memstore page set = true
memstore page size = 4096

[client.rgw]
rgw data = ${folder}/rgw
# Without it some answers wait 40 ms for a delayed acknowledgement.
rgw frontends = beast endpoint=127.0.0.1:${port} tcp_nodelay=1
rgw dynamic resharding = false
# Encryption with a customer-provided key, over HTTP.
rgw crypt require ssl = false
rgw lc debug interval = 5
rgw data log num shards = 1
rgw md log max shards = 1
rgw num control oids = 1
rgw usage max shards = 1
`;
}
