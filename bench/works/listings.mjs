import {join} from 'node:path';
import {clientsOf, deliveredBy} from '../lib/clients.mjs';
import {runToEnd} from '../lib/process.mjs';
import {inTurn, summed} from '../lib/rounds.mjs';

/** Lists one bucket by each client, and sees that all of them delivered the same. */
async function compared(server, here, {bucket, count, rounds, without = [], notes = []}) {
	const clients = (await clientsOf(server, here)).filter(({name}) => !without.includes(name));
	const delivered = new Map();
	const runners = clients.map(({name, list}) => ({
		name,
		async run() {
			const output = join(here.folder, 'listed');
			const command = list(bucket);
			await server.requests();
			const figures = await runToEnd(command, output);
			const requests = await server.requests();
			delivered.set(name, await deliveredBy(command, output));
			return {...figures, requests};
		},
	}));
	const rows = summed(await inTurn(runners, rounds));
	for (const [name, {count: lines, distinct}] of delivered)
		if (lines !== count || distinct !== count)
			throw new Error(
				`${name} delivered ${lines} uploads, ${distinct} of them different, of ${count}.`,
			);
	const sets = new Set([...delivered.values()].map(({digest}) => digest));
	if (sets.size > 1) throw new Error(`They did not deliver the same: ${[...delivered.keys()]}.`);
	return {
		rows,
		commands: clients.map(({name, list}) => [name, list(bucket).command]),
		notes: [`Each delivered the same ${count.toLocaleString('en')} uploads.`, ...notes],
	};
}

const endless = 's3cmd 2.3 never ends a listing of more than one page on Ceph, and is left out.';

export const listCeph = {
	title: ({size}) => `List ${size(20_000)} uploads on Ceph`,
	async run({ceph, here, size, rounds}) {
		const server = await ceph();
		if (server === undefined) return undefined;
		const count = size(20_000);
		await server.fill('list', count);
		const more = {bucket: 'list', count, rounds, without: ['s3cmd'], notes: [endless]};
		return compared(server, here, more);
	},
};

export const listParts = {
	title: ({size}) =>
		`List ${size(400)} uploads of 50 parts on Ceph, which makes its pages short and slow`,
	async run({ceph, here, size, rounds}) {
		const server = await ceph();
		if (server === undefined) return undefined;
		const count = size(400);
		await server.fill('parts', count, 50);
		return compared(server, here, {
			bucket: 'parts',
			count,
			rounds,
			without: ['s3cmd'],
			notes: [endless],
		});
	},
};

export const listLatency = {
	title: ({size}) => `List ${size(100_000)} uploads on the sandbox, 20 ms an answer`,
	async run({sandbox, here, size, rounds}) {
		const server = await sandbox({latency: 20});
		const count = size(100_000);
		await server.fill('far', count);
		const notes = ['aws and s3cmd take a minute and more a round, and are left out.'];
		return compared(server, here, {bucket: 'far', count, rounds, without: ['aws', 's3cmd'], notes});
	},
};

export const listMillion = {
	title: ({size}) =>
		`List ${size(1_000_000)} uploads on the sandbox, 50 ms an answer: time, and the memory of list --jsonl`,
	async run({sandbox, here, size, rounds}) {
		const server = await sandbox({latency: 50});
		const count = size(1_000_000);
		await server.fill('million', count);
		const notes = [
			'rclone holds all of it in memory and takes two minutes a round; it is left out.',
		];
		const without = ['rclone', 'aws', 's3cmd'];
		return compared(server, here, {
			bucket: 'million',
			count,
			rounds: Math.min(rounds, 2),
			without,
			notes,
		});
	},
};

export const growth = {
	title: () => 'How a listing grows, on the sandbox without latency',
	async run({sandbox, here, size, rounds}) {
		const server = await sandbox({});
		const rows = [];
		let commands = [];
		for (const whole of [1000, 10_000, 100_000, 1_000_000]) {
			const count = size(whole);
			const bucket = `grows-${whole}`;
			await server.fill(bucket, count);
			const few = whole > 100_000 ? Math.min(rounds, 2) : rounds;
			const one = await compared(server, here, {
				bucket,
				count,
				rounds: few,
				without: ['rclone', 'aws', 's3cmd'],
			});
			rows.push(
				...one.rows.map(row => ({...row, name: `${row.name}, ${count.toLocaleString('en')}`})),
			);
			({commands} = one);
		}
		return {rows, commands, notes: []};
	},
};
