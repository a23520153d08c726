import {startSandbox} from '../../source/sandbox/sandbox.ts';
import {keyOf} from './key-of.mjs';

// What `startSandboxApart` runs: a sandbox that is filled and asked over IPC.
const sandbox = await startSandbox(JSON.parse(process.argv[2]));
const month = 30 * 24 * 60 * 60_000;

process.on('disconnect', () => process.exit());
process.on('message', ({fill, left, requests}) => {
	if (fill !== undefined) {
		const {bucket, count, parts: number, prefixes} = fill;
		sandbox.seed.bucket(bucket);
		const initiated = sandbox.now() - month;
		const parts = Array.from({length: number}, (_, at) => ({
			number: at + 1,
			size: 16 * 1024 ** 2,
			lastModified: initiated + 1000,
		}));
		const keys = Array.from({length: count}, (_, nth) => keyOf(nth, count, prefixes));
		// In order, since a server that sorts a million in no order takes a minute.
		for (const key of keys.sort()) sandbox.seed.upload({bucket, key, initiated, parts});
		// They are put in order now, not while the first client waits.
		sandbox.store.bucket(bucket).uploads.items();
		process.send('filled');
	}
	if (left !== undefined) process.send(sandbox.store.bucket(left).uploads.size);
	if (requests !== undefined) {
		process.send(sandbox.requests.count());
		sandbox.requests.clear();
	}
});
const [{accessKeyId, secretAccessKey}] = sandbox.users;
process.send({endpoint: sandbox.endpoint, user: {accessKeyId, secretAccessKey}});
