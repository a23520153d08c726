import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {clientsOf} from '../lib/clients.mjs';
import {runToEnd} from '../lib/process.mjs';
import {inTurn, summed} from '../lib/rounds.mjs';

/** Aborts as many uploads by each client, a bucket for each run, and sees that none is left. */
async function compared(server, here, {count, rounds}) {
	const clients = (await clientsOf(server, here)).filter(({abort}) => abort !== undefined);
	const runners = clients.map(({name, abort}) => ({
		name,
		async run(round) {
			const bucket = `abort-${name}-${round + 1}`;
			await server.fill(bucket, count);
			// Older than a second, from when on they count as stalled.
			await pause(1100);
			await server.requests();
			const figures = await runToEnd(abort(bucket), join(here.folder, 'aborted'));
			const requests = await server.requests();
			const left = await server.left(bucket);
			if (left > 0) throw new Error(`${name} left ${left} of ${count} uploads.`);
			return {...figures, requests};
		},
	}));
	return {
		rows: summed(await inTurn(runners, rounds)),
		commands: clients.map(({name, abort}) => [name, abort('BUCKET').command]),
		notes: [
			'Afterwards none was left. rclone sends one Abort for each and checks nothing; partway reads each again before and proves that it is gone.',
			'aws and s3cmd abort one upload for each run of theirs.',
		],
	};
}

export const abortCeph = {
	title: ({size}) => `Abort ${size(2000)} uploads of one part on Ceph`,
	async run({ceph, here, size, rounds}) {
		const server = await ceph();
		return server && compared(server, here, {count: size(2000), rounds: Math.min(rounds, 3)});
	},
};

export const abortLatency = {
	title: ({size}) => `Abort ${size(2000)} uploads of one part on the sandbox, 20 ms an answer`,
	async run({sandbox, here, size, rounds}) {
		const server = await sandbox({latency: 20});
		return compared(server, here, {count: size(2000), rounds: Math.min(rounds, 3)});
	},
};
