import {join} from 'node:path';
import {clientsOf, deliveredBy} from '../lib/clients.mjs';
import {runToEnd} from '../lib/process.mjs';
import {inTurn} from '../lib/rounds.mjs';
import {ours, times} from '../lib/targets.mjs';

const number = value => value.toLocaleString('en');

/** Lists one bucket by each client, and sees that all of them delivered the same. */
async function compared(
	server,
	{here, until},
	{bucket, count, without, most = {}, notes = [], ...terms},
) {
	const clients = (await clientsOf(server, here)).filter(({name}) => !without.includes(name));
	const digests = new Set();
	const runners = clients.map(({name, list}) => ({
		name,
		most: most[name],
		async run() {
			const output = join(here.folder, 'listed');
			const command = list(bucket);
			await server.requests();
			const before = server.busy();
			const figures = await runToEnd(command, output);
			const requests = await server.requests();
			const served = before === undefined ? undefined : server.busy() - before;
			const {count: lines, distinct, digest} = await deliveredBy(command, output);
			digests.add(digest);
			if (lines !== count || distinct !== count || digests.size > 1)
				throw new Error(
					`${name} delivered ${lines} uploads, ${distinct} different ones, of ${count}.`,
				);
			return {...figures, requests, server: served};
		},
	}));
	const measured = await inTurn(runners, {...terms, until});
	return {
		rows: measured.rows,
		commands: clients.map(({name, list}) => [name, list(bucket).command]),
		notes: [
			`Each delivered the same ${number(count)} uploads in each round.`,
			...notes,
			...measured.notes,
		],
	};
}

const endless = 's3cmd 2.3 never ends a listing of more than one page on Ceph, and is left out.';

export const listCeph = {
	title: ({size}) => `List ${size(20_000)} uploads on Ceph`,
	seconds: 120,
	async run({ceph, size, rounds, ...context}) {
		const server = await ceph();
		if (server === undefined) return undefined;
		const count = size(20_000);
		await server.fill('list', count, 0);
		const more = {bucket: 'list', count, rounds, without: ['s3cmd'], notes: [endless]};
		return compared(server, context, more);
	},
	targets: rows => [
		['time, × rclone', times(rows, 'wall', 'rclone'), 0.6],
		['processor, × rclone', times(rows, 'cpu', 'rclone'), 0.6],
	],
};

export const listParts = {
	title: ({size}) =>
		`List ${size(400)} uploads of 50 parts on Ceph, which makes its pages short and slow`,
	seconds: 80,
	async run({ceph, size, rounds, ...context}) {
		const server = await ceph();
		if (server === undefined) return undefined;
		const count = size(400);
		await server.fill('parts', count, 50);
		const more = {bucket: 'parts', count, rounds, without: ['s3cmd'], notes: [endless]};
		return compared(server, context, more);
	},
	targets: rows => [['time, × rclone', times(rows, 'wall', 'rclone'), 0.7]],
};

export const listLatency = {
	title: ({size}) => `List ${size(100_000)} uploads on the sandbox, 20 ms an answer`,
	seconds: 90,
	async run({sandbox, size, rounds, ...context}) {
		const server = await sandbox({latency: 20});
		const count = size(100_000);
		await server.fill('far', count, 0);
		return compared(server, context, {
			bucket: 'far',
			count,
			rounds: Math.min(rounds, 3),
			without: ['aws', 's3cmd'],
			notes: [
				'aws would take half a minute a round, at the rate that it has on Ceph, and is left out.',
				endless,
			],
		});
	},
	targets: rows => [['time, × rclone', times(rows, 'wall', 'rclone'), 0.15]],
};

export const listMillion = {
	title: ({size}) => `List ${size(1_000_000)} uploads on the sandbox, 50 ms an answer`,
	seconds: 130,
	async run({sandbox, size, rounds, ...context}) {
		const server = await sandbox({latency: 50});
		const count = size(1_000_000);
		await server.fill('million', count, 0);
		return compared(server, context, {
			bucket: 'million',
			count,
			rounds: Math.min(rounds, 2),
			warmUp: 0,
			most: {before: 1},
			without: ['rclone', 'aws', 's3cmd'],
			notes: [
				'The other clients ask for one page after the other, a minute of latency alone, and are left out.',
			],
		});
	},
	targets: rows => {
		const [wall, cpu, server] = ['wall', 'cpu', 'server'].map(figure => ours(rows, figure));
		return [
			[
				'time beyond the processor of the client or the server, whichever took more',
				Math.max(0, wall - Math.max(cpu, server)),
				5,
				'seconds',
			],
			['memory at most', ours(rows, 'peak', 'max'), 120e6, 'megabytes'],
		];
	},
};

export const growth = {
	title: () => 'How a listing grows, on the sandbox without latency',
	seconds: 130,
	async run({sandbox, size, rounds, ...context}) {
		const server = await sandbox({});
		const rows = [];
		const notes = new Set();
		let commands;
		for (const whole of [1000, 10_000, 100_000, 1_000_000]) {
			const count = size(whole);
			const bucket = `grows-${whole}`;
			await server.fill(bucket, count, 0);
			const isMost = whole > 100_000;
			const others = isMost ? ['before', 'rclone'] : [];
			const one = await compared(server, context, {
				bucket,
				count,
				rounds: Math.min(rounds, whole < 100_000 ? 3 : 2),
				warmUp: whole < 100_000 ? 1 : 0,
				without: [...others, 'aws', 's3cmd'],
			});
			for (const row of one.rows)
				rows.push({...row, name: `${row.name}, ${number(count)}`, each: eachOf(row, count)});
			for (const note of one.notes.slice(1)) notes.add(`${number(count)}: ${note}`);
			commands ??= one.commands;
		}
		const far = ['before', 'rclone'].flatMap(name => {
			const wall = rows.find(row => row.name === `${name}, ${number(size(100_000))}`)?.wall;
			return wall === undefined ? [] : [`${name} ${Math.round(10 * wall.median)} s`];
		});
		notes.add(
			`Each delivered the same uploads. ${number(size(1_000_000))} are listed by partway alone; ten times what ${number(size(100_000))} take would be: ${far.join(', ')}.`,
		);
		return {rows: rows.sort(byClient), commands, notes: [...notes]};
	},
};

const eachOf = ({cpu}, count) =>
	Object.fromEntries(Object.entries(cpu).map(([of, value]) => [of, value / count]));
const order = ['partway', 'before', 'rclone'];
const byClient = (a, b) =>
	order.indexOf(a.name.split(',')[0]) - order.indexOf(b.name.split(',')[0]);
