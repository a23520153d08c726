import {setTimeout as pause} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {clientsOf} from '../lib/clients.mjs';
import {memoryOf, processorOf} from '../lib/process.mjs';
import {inTurn, summed} from '../lib/rounds.mjs';
import {Terminal} from '../lib/terminal.mjs';

const partwaysOf = async (server, here) =>
	(await clientsOf(server, here)).filter(({open}) => open !== undefined);

/** How much memory the app takes with so many uploads on the screen, and what it does when nobody does anything. */
async function held({sandbox, here}, count) {
	const server = await sandbox({});
	const bucket = `screen-${count}`;
	await server.fill(bucket, count);
	const partways = await partwaysOf(server, here);
	const all = new RegExp(`^ ?${count.toLocaleString('en')} uploads?\\b`, 'm');
	const runners = partways.map(({name, open}) => ({
		name,
		async run() {
			const begun = performance.now();
			const terminal = new Terminal(open(bucket));
			await terminal.waitFor(text => all.test(text), 600_000);
			const wall = (performance.now() - begun) / 1000;
			await pause(5000);
			const before = processorOf(terminal.pid);
			await pause(5000);
			const idle = (processorOf(terminal.pid) - before) / 5;
			const peak = memoryOf(terminal.pid);
			const now = memoryOf(terminal.pid, 'VmRSS');
			await terminal.end();
			return {wall, peak, now, idle};
		},
	}));
	return {
		rows: summed(await inTurn(runners, 1, 0)),
		commands: partways.map(({name, open}) => [name, open(bucket).command]),
		notes: [
			'Until all are listed; memory at most, and ten seconds later; the share of a processor while nobody does anything.',
		],
	};
}

export const screen300k = {
	title: ({size}) => `${size(300_000)} uploads on the screen`,
	run: context => held(context, context.size(300_000)),
};

export const screenMillion = {
	title: ({size}) => `${size(1_000_000)} uploads on the screen`,
	run: context => held(context, context.size(1_000_000)),
};

/** From a key to the frame that shows it: milliseconds for each of so many keys. */
async function pressed(terminal, keys) {
	const cursor = text => {
		const lines = text.split('\n').filter(line => /^[▸ ] ?[ ●]? ?team-/.test(line));
		return lines.findIndex(line => line.startsWith('▸'));
	};
	await terminal.waitFor(text => cursor(text) === 0);
	const times = [];
	let meanwhile = 0;
	for (let nth = 0, at = 0, step = 1; nth < keys; nth++) {
		await pause(20 + (nth % 7) * 8);
		if (at === 20) step = -1;
		if (at === 0) step = 1;
		at += step;
		const begun = performance.now();
		terminal.type(step > 0 ? 'j' : 'k');
		const text = await terminal.waitFor(seen => cursor(seen) === at);
		times.push(performance.now() - begun);
		if (/ so far\b/.test(text)) meanwhile++;
	}
	times.sort((a, b) => a - b);
	const at = share => times[Math.min(times.length - 1, Math.floor(times.length * share))] / 1000;
	return {p50: at(0.5), p99: at(0.99), meanwhile: meanwhile / keys};
}

export const keys = {
	title: ({size}) => `From a key to its frame, while ${size(300_000)} uploads are listed`,
	async run({sandbox, here, size, rounds}) {
		const server = await sandbox({latency: 60});
		await server.fill('keys', size(300_000));
		const partways = await partwaysOf(server, here);
		const bareInk = {
			command: [process.execPath, fileURLToPath(new URL('../lib/bare-ink.mjs', import.meta.url))],
			env: {...partways[0].open('keys').env, NODE_ENV: 'production'},
			cwd: here.folder,
		};
		const programs = [
			...partways.map(({name, open}) => [name, open('keys')]),
			['bare Ink', bareInk],
		];
		const runners = programs.map(([name, program]) => ({
			name,
			async run() {
				const terminal = new Terminal(program);
				const times = await pressed(terminal, 200);
				await terminal.end();
				return times;
			},
		}));
		return {
			rows: summed(await inTurn(runners, Math.min(rounds, 3), 0)),
			commands: programs.map(([name, {command}]) => [name, command]),
			notes: [
				'200 keys in a terminal of 120×40. Bare Ink redraws as many rows as the terminal has and does nothing else.',
			],
			against: 'bare Ink',
		};
	},
};
