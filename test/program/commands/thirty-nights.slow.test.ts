import {readFileSync} from 'node:fs';
import {constants} from 'node:os';
import {join} from 'node:path';
import {expect} from 'vitest';
import {firing} from '../../commands/metrics/alerts.js';
import {parseExposition} from '../../commands/metrics/exposition-parser.js';
import {keysInEnv, test} from '../program-test.js';
import {hasSmallDisks, nearlyFull} from './full-disk.js';
import {argumentsOf, cronLines, pageSays} from './night-page.js';

const day = 24 * 60 * 60_000;
const bucket = 'my-bucket';
const abort = 'AbortMultipartUpload';

/** A night on which something is wrong: how the page calls it, and the alerts that fire the morning after beside that of a bucket without a rule. */
const troubles = {
	outage: ['the service cannot be reached', 'PartwayErrors', 'PartwayBucketNotListed'],
	expired: ['the credentials have expired', 'PartwayErrors', 'PartwayBucketNotListed'],
	'no state': ['the state cannot be written', 'PartwayCleanupIdle'],
	kill: ['killed'],
	'too large': ['too large a plan', 'PartwayCleanupIdle'],
	'full disk': ['the disk is full', 'PartwayCleanupIdle'],
} as const;

type Trouble = keyof typeof troubles;

const nights: Readonly<Record<number, Trouble>> = {
	...{5: 'outage', 10: 'expired', 15: 'no state', 20: 'kill', 25: 'too large'},
	...(hasSmallDisks ? ({28: 'full disk'} as Record<number, Trouble>) : {}),
};

test('thirty nights with an outage, expired credentials, a state that cannot be written, a kill, too large a plan and a full disk: nothing is aborted that is not dead, and each ends as the page says', {
	timeout: 900_000,
}, async ({serve, pipe, home}) => {
	const sandbox = await serve();
	sandbox.seed.bucket(bucket);
	const seed = (key: string, quiet: number) => {
		const lastModified = sandbox.now() - quiet;
		const initiated = sandbox.now() - 20 * day;
		sandbox.seed.upload({bucket, key, initiated, parts: [{number: 1, size: 1024, lastModified}]});
	};
	const file = join(home.folder, 'partway.prom');
	// As they stand in docs/nightly/crontab, but for the bound, which a night has to go over.
	const [cleanup = [], metrics = []] = cronLines().map(argumentsOf);
	expect(metrics.at(-1)).toMatch(/\.prom$/);
	const told: Array<readonly [night: number, code: number, alerts: readonly string[]]> = [];
	for (let night = 1; night <= 30; night++) {
		const trouble = nights[night];
		for (const nth of [1, 2]) seed(`dead-${night}-${nth}`, 10 * day);
		seed(`active-${night}`, 0);
		seed(`idle-${night}`, 2 * day);
		if (trouble === 'too large')
			for (let nth = 0; nth < 40; nth++) seed(`dead-many-${nth}`, 10 * day);
		// More than what the last page of the journal has room for.
		if (trouble === 'full disk')
			for (let nth = 0; nth < 25; nth++) seed(`dead-more-${nth}`, 10 * day);
		const endpoint = trouble === 'outage' ? 'http://127.0.0.1:9' : sandbox.endpoint;
		const state = trouble === 'no state' ? {PARTWAY_STATE_DIR: '/dev/null/state'} : {};
		// After the refusal somebody looked, and raises the bound once.
		const most = nights[night - 1] === 'too large' ? '100' : '30';
		const args = cleanup.map((word, at) => (cleanup[at - 1] === '--max-count' ? most : word));
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
		const env = {...keysInEnv(sandbox.users[0]!), ...state};
		const run = trouble === 'full disk' ? undefined : pipe(['-e', endpoint, ...args], {env});
		if (trouble === 'kill') {
			// Both dead ones are aborted then, and of the second no answer comes.
			while (sandbox.requests.count(abort) < before + 2) await sandbox.requests.next(abort);
			run?.child.kill('SIGKILL');
		}
		const ended = await (run?.ended ?? nearlyFull(home, sandbox, {free: 0}, () => args));
		release();
		// As the shell and systemd tell it.
		const code = ended.code ?? 128 + constants.signals[run?.child.signalCode ?? 'SIGKILL'];
		const measured = await pipe(['-e', endpoint, ...metrics.slice(0, -1), file], {env}).ended;
		sandbox.faults.clear();
		const samples = parseExposition(readFileSync(file, 'utf8'));
		const alerts = [...new Set(firing(samples, Date.now() / 1000).map(({alert}) => alert))].sort();
		told.push([night, code, alerts]);
		const [words, ...wrong]: readonly [string, ...string[]] =
			trouble === undefined ? ['all are gone'] : troubles[trouble];
		const expected = [
			...wrong,
			// Of a bucket that could not be asked it is not known.
			...(wrong.includes('PartwayErrors') ? [] : ['PartwayNoRule']),
		].sort();
		expect([night, code, alerts, measured.stderr]).toEqual([
			...[night, pageSays(words).code, expected],
			wrong.length > 0 ? expect.any(String) : '',
		]);
		const mayAbort = trouble === undefined || trouble === 'kill' || trouble === 'full disk';
		if (!mayAbort) expect(sandbox.requests.count(abort)).toBe(before);
	}
	const aborted = sandbox.requests.log.filter(({operation}) => operation === abort);
	expect(aborted.filter(({key}) => !key?.startsWith('dead-'))).toEqual([]);
	// What failed was caught up with: every dead one is gone.
	expect(new Set(aborted.map(({key}) => key)).size).toBe(2 * 30 + 40 + (hasSmallDisks ? 25 : 0));
	expect(told).toHaveLength(30);
	// Whom the page wakes: no two nights in a row failed, so only what had to be looked at at once.
	const woken = told.filter(
		([night, code]) =>
			[2, 3].includes(code) ||
			(code !== 0 && told.some(([other, its]) => other === night - 1 && its !== 0)),
	);
	expect(woken.map(([night]) => nights[night])).toEqual(['too large']);
	for (const name of Object.values(nights))
		expect([name, pageSays(troubles[name][0]).isAlert]).toEqual([name, name === 'too large']);
});
