import {join} from 'node:path';
import {clientsOf, deliveredBy} from '../lib/clients.mjs';
import {runToEnd} from '../lib/process.mjs';
import {inTurn} from '../lib/rounds.mjs';
import {times} from '../lib/targets.mjs';

/** Aborts as many uploads by each client, a bucket for each run, and sees that none is left. */
async function compared(server, {here, until}, {count, rounds, warmUp, once = []}) {
	const clients = (await clientsOf(server, here)).filter(({abort}) => abort !== undefined);
	const output = join(here.folder, 'aborted');
	const runners = clients.map(({name, abort}) => ({
		name,
		...(once.includes(name) ? {most: 1} : {}),
		async run(round) {
			const bucket = `abort-${name}-${round + 1}`;
			await server.fill(bucket, count, 1);
			await server.requests();
			const command = abort(bucket);
			const figures = await runToEnd(command, output);
			const requests = await server.requests();
			const left = await server.left(bucket);
			if (left > 0) throw new Error(`${name} left ${left} of ${count} uploads.`);
			const gone =
				command.read === undefined ? count : (await deliveredBy(command, output)).distinct;
			if (gone !== count)
				throw new Error(`${name} says that ${gone} of ${count} uploads are gone.`);
			return {...figures, requests};
		},
	}));
	const {rows, notes} = await inTurn(runners, {rounds, warmUp, until});
	return {
		rows,
		commands: clients.map(({name, abort}) => [name, abort('BUCKET').command]),
		notes: [
			'Each run had uploads of its own, and afterwards none was left. rclone sends one Abort for each and checks nothing; partway reads each again before and proves that it is gone. aws and s3cmd abort one upload for each run of theirs, and are left out.',
			...notes,
		],
	};
}

export const abortCeph = {
	title: ({size}) => `Abort ${size(2000)} uploads of one part on Ceph`,
	seconds: 150,
	async run({ceph, size, rounds, ...context}) {
		const server = await ceph();
		const terms = {count: size(2000), rounds: Math.min(rounds, 3), warmUp: 0};
		return server && compared(server, context, terms);
	},
	targets: rows => [['time, × rclone', times(rows, 'wall', 'rclone'), 1]],
};

export const abortLatency = {
	title: ({size}) => `Abort ${size(2000)} uploads of one part on the sandbox, 20 ms an answer`,
	seconds: 150,
	async run({sandbox, size, rounds, ...context}) {
		const server = await sandbox({latency: 20});
		// rclone sends one after the other: most of a minute, and hardly more or less in another round.
		const terms = {count: size(2000), rounds: Math.min(rounds, 3), warmUp: 0, once: ['rclone']};
		return compared(server, context, terms);
	},
	targets: rows => [['time, × rclone', times(rows, 'wall', 'rclone'), 0.1]],
};
