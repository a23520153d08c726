import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {clientsOf} from '../lib/clients.mjs';
import {runToEnd} from '../lib/process.mjs';
import {inTurn, summed} from '../lib/rounds.mjs';
import {Terminal} from '../lib/terminal.mjs';

const plain = {PATH: '/usr/bin:/bin', HOME: '/nonexistent', LANG: 'C.UTF-8'};
const bare = [process.execPath, '-e', '0'];

/** Runs without a server, of which a great many are cheap. */
async function told(option, {here, rounds}) {
	const peers = [
		['rclone', ['/usr/bin/rclone', option]],
		['aws', ['/usr/bin/aws', option === '--help' ? 'help' : option]],
		['s3cmd', ['/usr/bin/s3cmd', option]],
	].filter(([, [file]]) => existsSync(file) && option === '--version');
	const commands = [
		...[...here.programs].map(([name, program]) => [name, [process.execPath, program, option]]),
		['node -e 0', bare],
		...peers,
	];
	const output = join(here.folder, 'told');
	const runners = commands.map(([name, command]) => ({
		name,
		run: () => runToEnd({command, env: plain, cwd: here.folder}, output),
	}));
	return {
		rows: summed(await inTurn(runners, 4 * rounds)),
		commands,
		notes: [],
		against: 'node -e 0',
	};
}

export const version = {
	title: () => 'partway --version',
	run: context => told('--version', context),
};

export const help = {title: () => 'partway --help', run: context => told('--help', context)};

export const firstFrame = {
	title: () => 'The first frame, from the start of the process',
	async run({sandbox, here, rounds}) {
		const server = await sandbox({});
		await server.fill('frame', 1000);
		const partways = (await clientsOf(server, here)).filter(({open}) => open !== undefined);
		const drawn = partways.map(({name, open}) => ({
			name,
			async run() {
				const begun = performance.now();
				const terminal = new Terminal(open('frame'));
				await terminal.waitFor(text => text.includes('frame'));
				const wall = (performance.now() - begun) / 1000;
				await terminal.end();
				return {wall};
			},
		}));
		const empty = {
			name: 'node -e 0',
			async run() {
				const begun = performance.now();
				await new Terminal({command: bare, env: plain, cwd: here.folder}).ended();
				return {wall: (performance.now() - begun) / 1000};
			},
		};
		return {
			rows: summed(await inTurn([...drawn, empty], 2 * rounds, 2)),
			commands: [
				...partways.map(({name, open}) => [name, open('frame').command]),
				['node -e 0', bare],
			],
			notes: ['In a terminal of 120×40; `node -e 0` to its end in such a terminal.'],
			against: 'node -e 0',
		};
	},
};
