import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {access, constants, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {type AddressInfo, connect, createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';

const program = '/usr/bin/tinyproxy';

export type Tinyproxy = {
	/** `127.0.0.1:port`. */
	readonly host: string;
	/** The request lines that it logged, without the version: `CONNECT host:port`, `GET http://host/…`. */
	requests(): Promise<string[]>;
};

/**
 * Debian's tinyproxy on loopback until the test is over; with a user and a password where these are
 * given. Throws when it is not installed.
 */
export async function startTinyproxy(login?: {
	readonly user: string;
	readonly password: string;
}): Promise<Tinyproxy> {
	await access(program, constants.X_OK).catch(() => {
		throw new Error(
			`The tests with a real proxy need ${program}: apt-get install -y --no-install-recommends tinyproxy`,
		);
	});
	const folder = await mkdtemp(join(tmpdir(), 'partway-tinyproxy-'));
	const log = join(folder, 'log');
	const port = await freePort();
	const config = [
		`Port ${port}`,
		'Listen 127.0.0.1',
		'Allow 127.0.0.1',
		'Timeout 60',
		'MaxClients 100',
		`LogFile "${log}"`,
		'LogLevel Connect',
		...(login === undefined ? [] : [`BasicAuth ${login.user} ${login.password}`]),
	];
	await writeFile(join(folder, 'config'), `${config.join('\n')}\n`);
	const child = spawn(program, ['-d', '-c', join(folder, 'config')], {stdio: 'ignore'});
	onTestFinished(async () => {
		if (child.exitCode === null && child.signalCode === null) {
			child.kill('SIGKILL');
			await once(child, 'exit');
		}
		await rm(folder, {recursive: true});
	});
	await listening(port, child);
	return {
		host: `127.0.0.1:${port}`,
		async requests() {
			const text = await readFile(log, 'utf8');
			return [...text.matchAll(/Request \(file descriptor \d+\): (.*) HTTP\/1\.\d$/gm)].map(
				([, line = '']) => line,
			);
		},
	};
}

/** One that nobody has; tinyproxy cannot pick its own. */
async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}

async function listening(port: number, child: {readonly exitCode: number | null}): Promise<void> {
	for (;;) {
		if (child.exitCode !== null) throw new Error(`tinyproxy ended with ${child.exitCode}`);
		const socket = connect(port, '127.0.0.1');
		const came = await new Promise<boolean>(resolve => {
			socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
		});
		socket.destroy();
		if (came) return;
	}
}
