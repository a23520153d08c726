import {startSandbox} from '../../source/sandbox/sandbox.ts';

// What `startSandboxApart` runs: a sandbox that is filled and asked over IPC.
const sandbox = await startSandbox(JSON.parse(process.argv[2]));
const month = 30 * 24 * 60 * 60_000;

process.on('disconnect', () => process.exit());
process.on('message', ({fill, left, requests}) => {
	if (fill !== undefined) {
		const {bucket, count, parts: number} = fill;
		sandbox.seed.bucket(bucket);
		const initiated = sandbox.now() - month;
		const parts = Array.from({length: number}, (_, at) => ({
			number: at + 1,
			size: 16 * 1024 ** 2,
			lastModified: initiated + 1000,
		}));
		for (let nth = 0; nth < count; nth++) {
			const key = `team-${nth % 97}/project/${String((nth * 7919) % count).padStart(9, '0')}.tar.zst`;
			sandbox.seed.upload({bucket, key, initiated, parts});
		}
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
