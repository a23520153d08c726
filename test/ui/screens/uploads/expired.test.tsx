import {mkdir, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import type {Sandbox} from '../../../../source/sandbox/sandbox.js';
import {openApp, temporaryFolder} from '../../../support/app.js';
import {gate} from '../../../support/gate.js';
import {bucket, numbered, openStage} from '../../../support/stage.js';

const expired = {
	respond: {status: 400, body: '<Error><Code>ExpiredToken</Code></Error>'},
};

beforeEach(() => {
	for (const name of Object.keys(process.env).filter(each => each.startsWith('AWS_')))
		vi.stubEnv(name, undefined);
	vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});

afterEach(() => {
	vi.unstubAllEnvs();
});

/** An AWS profile whose credential_process gives the sandbox's keys for an hour, while it is signed in. */
async function vault(sandbox: Sandbox) {
	const home = await temporaryFolder();
	const answer = join(home, 'keys.json');
	const script = join(home, 'process.sh');
	await mkdir(join(home, '.aws'));
	await writeFile(script, `cat ${answer} 2>/dev/null || { echo "sign in first" >&2; exit 3; }\n`);
	await writeFile(
		join(home, '.aws', 'config'),
		`[profile vault]\ncredential_process = sh ${script}\n`,
	);
	vi.stubEnv('HOME', home);
	const [user] = sandbox.users;
	const signIn = () =>
		writeFile(
			answer,
			JSON.stringify({
				Version: 1,
				AccessKeyId: user?.accessKeyId,
				SecretAccessKey: user?.secretAccessKey,
				Expiration: new Date(Date.now() + 60 * 60_000).toISOString(),
			}),
		);
	await signIn();
	return {
		settings: {credentials: {kind: 'aws-profile', name: 'vault'}} as const,
		signIn,
		/** The session at the service ends, and the process gives no keys any more. */
		async end() {
			await rm(answer);
			return sandbox.faults.add({action: expired});
		},
	};
}

test('a bulk abort whose credentials end in the middle pauses, says how to renew them, and r goes on', async () => {
	const {sandbox, upload} = await openStage({latency: 20});
	const keys = numbered('key-', 30);
	for (const key of keys) upload(key);
	const source = await vault(sandbox);
	const app = await openApp(sandbox, {target: {bucket}, settings: source.settings});
	await app.listed();
	await app.press('*', 'x');
	await app.waitFor(`type ${bucket} to go on`);
	await app.press(bucket, 'enter');
	await app.waitFor(() => sandbox.requests.count('AbortMultipartUpload') >= 4);
	const refusing = await source.end();
	await app.waitFor('Paused');
	expect(app.screen()).toMatch(/AWS profile "vault" (have expired: renew them|failed: run it by)/);
	expect(app.screen()).toContain('once that is fixed, r goes on');
	// Too early: the process gives nothing yet.
	await app.press('r');
	await app.waitFor(/Paused[\s\S]*The credential_process of the AWS profile "vault" failed/);
	await app.press('esc');
	// Elsewhere it is told too.
	await app.press('!', 'enter');
	await source.signIn();
	refusing.remove();
	await app.waitFor('Paused');
	await app.press('r');
	await app.waitFor('Ended.');
	expect(app.screen()).toMatch(/30 gone/);
	const done = sandbox.requests.log.filter(
		({operation, status}) => operation === 'AbortMultipartUpload' && status === 204,
	);
	expect(new Set(done.map(({key}) => key)).size).toBe(30);
	expect(done).toHaveLength(30);
});

test('a run that pauses behind another screen is told there', async () => {
	const {sandbox, upload} = await openStage({latency: 20});
	for (const key of numbered('key-', 40)) upload(key);
	const source = await vault(sandbox);
	const app = await openApp(sandbox, {target: {bucket}, settings: source.settings});
	await app.listed();
	await app.press('*', 'x');
	await app.waitFor(`type ${bucket} to go on`);
	await app.press(bucket, 'enter', 'esc');
	await app.waitFor(() => sandbox.requests.count('AbortMultipartUpload') >= 5);
	await source.end();
	await app.waitFor(`The abort in ${bucket} is paused: ! shows why`);
	expect(app.screen()).toContain('paused: ');
	await app.press('esc', '!', 'enter');
	await app.waitFor('once that is fixed, r goes on');
	await app.press('s');
	await app.waitFor('Ended.');
});

test('a listing whose credentials end goes on with r where it was', async () => {
	const {sandbox, upload} = await openStage();
	for (const key of numbered('key-', 1100)) upload(key, {sizes: [1]});
	const source = await vault(sandbox);
	const listing = 'ListMultipartUploads';
	const refusing = sandbox.faults.add({operation: listing, call: 2, action: expired});
	const app = await openApp(sandbox, {target: {bucket}, settings: source.settings});
	await app.waitFor(/paused: r goes on/);
	expect(app.screen()).toContain('the list is not complete');
	expect(app.screen()).toContain('AWS profile "vault" have expired: renew them, then press r');
	refusing.remove();
	await app.press('r');
	await app.waitFor(/1,100 uploads/);
	expect(app.screen()).not.toContain('paused');
	const pages = sandbox.requests.log.filter(({operation}) => operation === listing);
	expect(pages.map(({query}) => query['key-marker'] !== undefined)).toEqual([false, true, true]);
	expect(app.state().screens.at(-1)?.trouble).toBeUndefined();
});

test('looks at parts wait for credentials; no row is given up, and none is read twice', async () => {
	const {sandbox, upload} = await openStage({latency: 20});
	for (const key of numbered('key-', 100)) upload(key);
	const source = await vault(sandbox);
	// What has left when the credentials end is answered; it is not all of them, however slow the machine.
	const {closed, open} = gate();
	sandbox.faults.add({operation: 'ListParts', action: {hold: closed, when: 'before'}});
	const app = await openApp(sandbox, {target: {bucket}, settings: source.settings});
	await app.waitFor(() => sandbox.requests.count('ListParts') > 0);
	const refusing = await source.end();
	open();
	await app.waitFor(/paused: r goes on/);
	const {length: asked} = sandbox.requests.log;
	// Moving asks for nothing.
	await app.press('G', 'g');
	const list = app.state().screens.at(-1);
	expect(list?.kind === 'uploads' && list.totals.unreadable).toBe(0);
	expect(sandbox.requests.log.length - asked).toBeLessThan(30);
	await source.signIn();
	refusing.remove();
	await app.press('r');
	await app.listed();
	const read = sandbox.requests.log.filter(
		({operation, status}) => operation === 'ListParts' && status === 200,
	);
	expect(read).toHaveLength(100);
	expect(sandbox.requests.count('ListMultipartUploads')).toBe(1);
});

test('counting buckets ends at once, and r counts again', async () => {
	const {sandbox} = await openStage();
	for (const name of numbered('bucket-', 100)) sandbox.seed.bucket(name);
	const source = await vault(sandbox);
	const refusing = sandbox.faults.add({operation: 'ListMultipartUploads', action: expired});
	const app = await openApp(sandbox, {settings: source.settings});
	await app.waitFor('AWS profile "vault" have expired');
	expect(sandbox.requests.count('ListMultipartUploads')).toBeLessThan(40);
	refusing.remove();
	await app.press('r');
	await app.waitFor('101 buckets without unfinished uploads');
	await app.waitFor(() => !app.screen().includes('to go'));
	expect(app.row('101 buckets')).not.toContain('not counted');
});
