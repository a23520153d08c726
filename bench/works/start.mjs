import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {clientsOf} from '../lib/clients.mjs';
import {runToEnd} from '../lib/process.mjs';
import {inTurn} from '../lib/rounds.mjs';
import {times} from '../lib/targets.mjs';
import {Terminal} from '../lib/terminal.mjs';

const plain = {PATH: '/usr/bin:/bin', HOME: '/nonexistent', LANG: 'C.UTF-8'};
const bare = [process.execPath, '-e', '0'];

/** Runs without a server, of which a great many are cheap. */
async function told(option, {here, rounds, until}) {
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
		...(await inTurn(runners, {rounds: 3 * rounds, until})),
		commands,
		against: 'node -e 0',
	};
}

const targets = rows => [['time, × node -e 0', times(rows, 'wall', 'node -e 0'), 1.6]];

export const version = {
	title: () => 'partway --version',
	seconds: 35,
	run: context => told('--version', context),
	targets,
};

export const help = {
	title: () => 'partway --help',
	seconds: 20,
	run: context => told('--help', context),
	targets,
};

export const firstFrame = {
	title: () => 'The first frame, from the start of the process',
	seconds: 30,
	async run({sandbox, here, rounds, until}) {
		const server = await sandbox({});
		await server.fill('frame', 1000, 1);
		const partways = (await clientsOf(server, here)).filter(({open}) => open !== undefined);
		const drawn = partways.map(({name, open}) => ({
			name,
			async run() {
				const begun = performance.now();
				const terminal = new Terminal(open('frame'));
				await terminal.waitFor(text => text.includes('partway'));
				const wall = (performance.now() - begun) / 1000;
				// Ends as a person ends it: what it compiled is kept when it ends, and taken the next time.
				terminal.type('\u0003');
				await terminal.ended();
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
		const {rows, notes} = await inTurn([...drawn, empty], {rounds: 2 * rounds, warmUp: 2, until});
		return {
			rows,
			commands: [
				...partways.map(({name, open}) => [name, open('frame').command]),
				['node -e 0', bare],
			],
			notes: [
				'In a terminal of 120×40; `node -e 0` to its end in such a terminal. What partway compiled is kept by the runs before.',
				...notes,
			],
			against: 'node -e 0',
		};
	},
	targets: rows => [['time, × node -e 0', times(rows, 'wall', 'node -e 0'), 2.5]],
};
