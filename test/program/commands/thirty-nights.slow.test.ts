import {expect} from 'vitest';
import {keysInEnv, test} from '../program-test.js';

const day = 24 * 60 * 60_000;
const bucket = 'my-bucket';
const abort = 'AbortMultipartUpload';

/** Nights on which something is wrong, and what docs/cleaning-up.md says that they end with; null: killed. */
const wrong = {outage: 1, expired: 1, 'no state': 1, kill: null, 'too large': 3} as const;
const nights: Readonly<Record<number, keyof typeof wrong>> = {
	5: 'outage',
	10: 'expired',
	15: 'no state',
	20: 'kill',
	25: 'too large',
};

test('thirty nights with an outage, expired credentials, a state that cannot be written, a kill and too large a plan: nothing is aborted that is not dead', {
	timeout: 600_000,
}, async ({serve, pipe}) => {
	const sandbox = await serve();
	sandbox.seed.bucket(bucket);
	const seed = (key: string, quiet: number) => {
		const lastModified = sandbox.now() - quiet;
		const initiated = sandbox.now() - 20 * day;
		sandbox.seed.upload({bucket, key, initiated, parts: [{number: 1, size: 1024, lastModified}]});
	};
	const told: Array<readonly [night: number, code: number | null]> = [];
	for (let night = 1; night <= 30; night++) {
		const trouble = nights[night];
		for (const nth of [1, 2]) seed(`dead-${night}-${nth}`, 10 * day);
		seed(`active-${night}`, 0);
		seed(`idle-${night}`, 2 * day);
		if (trouble === 'too large')
			for (let nth = 0; nth < 40; nth++) seed(`dead-many-${nth}`, 10 * day);
		const endpoint = trouble === 'outage' ? 'http://127.0.0.1:9' : sandbox.endpoint;
		const state = trouble === 'no state' ? {PARTWAY_STATE_DIR: '/dev/null/state'} : {};
		// After the refusal somebody looked, and raises the bound once.
		const most = nights[night - 1] === 'too large' ? '100' : '30';
		const args = ['-e', endpoint, 'abort', bucket, '--stalled-for', '7d', '--max-count', most];
		if (trouble === 'expired') {
			const body = '<Error><Code>ExpiredToken</Code><Message>Over</Message></Error>';
			const headers = {'content-type': 'application/xml'};
			sandbox.faults.add({action: {respond: {status: 400, headers, body}}});
		}
		let release = () => {};
		if (trouble === 'kill') {
			const hold = new Promise<void>(resolve => {
				release = resolve;
			});
			sandbox.faults.add({operation: abort, call: 2, action: {hold, when: 'after'}});
		}
		const before = sandbox.requests.count(abort);
		const sent = sandbox.requests.next(abort);
		const env = {...keysInEnv(sandbox.users[0]!), ...state};
		const run = pipe([...args, '--yes', '--json'], {env});
		if (trouble === 'kill') {
			await sent;
			run.child.kill('SIGKILL');
		}
		const {code, stderr} = await run.ended;
		release();
		sandbox.faults.clear();
		told.push([night, code]);
		const expected = trouble === undefined ? 0 : wrong[trouble];
		expect([night, code, code === expected ? '' : stderr]).toEqual([night, expected, '']);
		const mayAbort = trouble === undefined || trouble === 'kill';
		if (!mayAbort) expect(sandbox.requests.count(abort)).toBe(before);
	}
	const aborted = sandbox.requests.log.filter(({operation}) => operation === abort);
	expect(aborted.filter(({key}) => !key?.startsWith('dead-'))).toEqual([]);
	// What failed was caught up with: every dead one is gone, and each was aborted once but where a kill left it open.
	expect(new Set(aborted.map(({key}) => key)).size).toBe(2 * 30 + 40);
	expect(told).toHaveLength(30);
});
