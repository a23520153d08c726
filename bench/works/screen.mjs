import {setTimeout as pause} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {clientsOf} from '../lib/clients.mjs';
import {memoryOf, processorOf} from '../lib/process.mjs';
import {inTurn} from '../lib/rounds.mjs';
import {ours, times} from '../lib/targets.mjs';
import {Terminal} from '../lib/terminal.mjs';

const partwaysOf = async (server, here) =>
	(await clientsOf(server, here)).filter(({open}) => open !== undefined);

const bareInk = (env, cwd) => ({
	command: [process.execPath, fileURLToPath(new URL('../lib/bare-ink.mjs', import.meta.url))],
	env: {...env, NODE_ENV: 'production'},
	cwd,
});

/** How much memory the app takes with so many uploads on the screen, and what it does when nobody does anything. */
async function held({sandbox, here, until}, count) {
	const server = await sandbox({});
	const bucket = `screen-${count}`;
	await server.fill(bucket, count, 0);
	const partways = await partwaysOf(server, here);
	const all = new RegExp(`^ ?${count.toLocaleString('en')} uploads?\\b`, 'm');
	const programs = [
		...partways.map(({name, open}) => ({
			name,
			program: open(bucket),
			isDone: text => all.test(text),
		})),
		{
			name: 'bare Ink',
			program: bareInk(partways[0].open(bucket).env, here.folder),
			isDone: text => text.includes('team-'),
		},
	];
	const runners = programs.map(({name, program, isDone}) => ({
		name,
		async run() {
			const begun = performance.now();
			const terminal = new Terminal(program);
			try {
				await terminal.waitFor(isDone, 90_000);
				const wall = (performance.now() - begun) / 1000;
				// The first thousand of them are read.
				await terminal.waitFor(text => !text.includes('reading parts'), 60_000);
				await pause(2000);
				const before = processorOf(terminal.pid);
				await pause(30_000);
				const idle = (processorOf(terminal.pid) - before) / 30;
				const peak = memoryOf(terminal.pid);
				const now = memoryOf(terminal.pid, 'VmRSS');
				return {wall, peak, now, idle};
			} finally {
				await terminal.end();
			}
		},
	}));
	const {rows, notes} = await inTurn(runners, {rounds: 1, warmUp: 0, until});
	return {
		rows,
		commands: programs.map(({name, program}) => [name, program.command]),
		notes: [
			'Until all are listed; memory at most, and half a minute after the last was read; the share of a processor while nobody does anything for that long. Bare Ink redraws as many rows as the terminal has, and holds nothing.',
			...notes,
		],
		against: 'before',
	};
}

const heldTargets = atMost => rows => [
	['memory at most', ours(rows, 'peak', 'max'), atMost, 'megabytes'],
	['idle', ours(rows, 'idle'), 0.01, 'percent'],
];

export const screen300k = {
	title: ({size}) => `${size(300_000)} uploads on the screen`,
	seconds: 130,
	run: context => held(context, context.size(300_000)),
	targets: heldTargets(200 * 1024 ** 2),
};

export const screenMillion = {
	title: ({size}) => `${size(1_000_000)} uploads on the screen`,
	seconds: 180,
	run: context => held(context, context.size(1_000_000)),
	targets: heldTargets(400e6),
};

/** The times sorted, in seconds: at 50 and at 99 %. */
function percentiles(milliseconds) {
	const sorted = milliseconds.toSorted((a, b) => a - b);
	const at = share => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] / 1000;
	return [at(0.5), at(0.99)];
}

/** On which of the rows that show the cursor is; -1 without rows. */
const cursorOf = text =>
	text
		.split('\n')
		.filter(line => /^[▸ ] ?[ ●]? ?team-/.test(line))
		.findIndex(line => line.startsWith('▸'));

/** Milliseconds from a key to the frame that is wanted, and what is seen then. */
async function frameAfter(terminal, key, wanted) {
	const begun = performance.now();
	terminal.type(key);
	const text = await terminal.waitFor(wanted, 30_000);
	return {took: performance.now() - begun, text};
}

/** From a key to the frame that shows it, of so many keys. */
async function pressed(terminal, keys) {
	await terminal.waitFor(text => cursorOf(text) === 0, 30_000);
	const times = [];
	let meanwhile = 0;
	for (let nth = 0, at = 0, step = 1; nth < keys; nth++) {
		await pause(20 + (nth % 7) * 8);
		if (at === 20) step = -1;
		if (at === 0) step = 1;
		at += step;
		const key = step > 0 ? 'j' : 'k';
		const {took, text} = await frameAfter(terminal, key, seen => cursorOf(seen) === at);
		times.push(took);
		if (/ so far\b/.test(text)) meanwhile++;
	}
	const [p50, p99] = percentiles(times);
	return {p50, p99, meanwhile: meanwhile / keys};
}

export const keys = {
	title: ({size}) =>
		`From a key to its frame, while ${size(300_000)} uploads are listed, 250 ms an answer`,
	seconds: 110,
	async run({sandbox, here, size, rounds, until}) {
		// So that the listing goes on for most of the keys.
		const server = await sandbox({latency: 250});
		await server.fill('keys', size(300_000), 1);
		const partways = await partwaysOf(server, here);
		const programs = [
			...partways.map(({name, open}) => [name, open('keys')]),
			['bare Ink', bareInk(partways[0].open('keys').env, here.folder)],
		];
		const runners = programs.map(([name, program]) => ({
			name,
			async run() {
				const terminal = new Terminal(program);
				try {
					return await pressed(terminal, 200);
				} finally {
					await terminal.end();
				}
			},
		}));
		const {rows, notes} = await inTurn(runners, {rounds: Math.min(rounds, 2), warmUp: 0, until});
		return {
			rows,
			commands: programs.map(([name, {command}]) => [name, command]),
			notes: [
				'200 keys in a terminal of 120×40. Bare Ink redraws as many rows as the terminal has and does nothing else.',
				...notes,
			],
			against: 'bare Ink',
		};
	},
	targets: rows => [
		['at 50 %, × bare Ink', times(rows, 'p50', 'bare Ink'), 2],
		['at 99 %, × bare Ink', times(rows, 'p99', 'bare Ink'), 2],
	],
};

/** From `t` to the tree and to its groups, and from keys in it to their frames, once all are listed. */
async function inTree(terminal, isListed) {
	await terminal.waitFor(isListed, 90_000);
	await terminal.waitFor(text => !text.includes('reading parts'), 60_000);
	const {p50: list50, p99: list99} = await pressed(terminal, 80);
	const isTree = text => /^ +PREFIX/m.test(text);
	const begun = performance.now();
	const {took: first} = await frameAfter(terminal, 't', isTree);
	await terminal.waitFor(text => isTree(text) && cursorOf(text) === 0, 30_000);
	const groups = performance.now() - begun;
	const {p50, p99} = await pressed(terminal, 80);
	const levels = [];
	for (let nth = 0; nth < 20; nth++) {
		await pause(100);
		const into = await frameAfter(terminal, '\r', text => /^▸ +project-\d\//m.test(text));
		await pause(100);
		const out = await frameAfter(terminal, '\x1b', text => isTree(text) && cursorOf(text) === 0);
		levels.push(into.took, out.took);
	}
	const [level50, level99] = percentiles(levels);
	return {first: first / 1000, groups: groups / 1000, p50, p99, level50, level99, list50, list99};
}

export const tree = {
	title: ({size}) =>
		`The tree of ${size(300_000)} uploads under ${size(5000)} prefixes, once they are listed`,
	seconds: 150,
	async run({sandbox, here, size, rounds, until}) {
		const server = await sandbox({});
		const count = size(300_000);
		await server.fill('tree', count, 1, size(5000));
		const partways = await partwaysOf(server, here);
		const all = new RegExp(`^ ?${count.toLocaleString('en')} uploads?\\b`, 'm');
		const bare = bareInk(partways[0].open('tree').env, here.folder);
		const programs = [...partways.map(({name, open}) => [name, open('tree')]), ['bare Ink', bare]];
		const runners = programs.map(([name, program]) => ({
			name,
			async run() {
				const terminal = new Terminal(program);
				try {
					return program === bare
						? await pressed(terminal, 80)
						: await inTree(terminal, text => all.test(text));
				} finally {
					await terminal.end();
				}
			},
		}));
		const {rows, notes} = await inTurn(runners, {rounds: Math.min(rounds, 3), warmUp: 0, until});
		return {
			rows,
			commands: programs.map(([name, {command}]) => [name, command]),
			notes: [
				'In a terminal of 120×40: from t to a frame that shows the tree, and to one that shows its groups; then 80 keys in the tree, 20 ways into a prefix and out of it, and 80 keys in the list before. Bare Ink redraws as many rows as the terminal has and does nothing else.',
				...notes,
			],
			against: 'bare Ink',
		};
	},
	targets: rows => [
		['its first groups after the key', ours(rows, 'groups'), 0.1, 'milliseconds'],
		['a key at 50 %, × bare Ink', times(rows, 'p50', 'bare Ink'), 2],
		['a key at 99 %, × bare Ink', times(rows, 'p99', 'bare Ink'), 2],
	],
};
