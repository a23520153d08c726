import {readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect} from 'vitest';
import type {LoggedRequest, Sandbox} from '../../../source/sandbox/sandbox.js';
import {expectWithin} from '../../operations/conformance/conformance-stage.js';
import {gate} from '../../support/gate.js';
import {type Home, test, to} from '../program-test.js';
import {untouched} from '../pty.js';

const bucket = 'media';
const theirs = 'tests/theirs.mov';
const command = ['profiles', 'test', '--conformance', `s3://${bucket}/tests/`];

/** A bucket in which somebody else has an upload. */
function seeded(sandbox: Sandbox): Sandbox {
	sandbox.seed.bucket(bucket);
	sandbox.seed.upload({bucket, key: theirs});
	return sandbox;
}

function keysIn({store}: Sandbox): string[] {
	const [held] = store.buckets();
	return [...(held?.uploads.items() ?? []), ...(held?.objects.items() ?? [])].map(({key}) => key);
}

async function recordsOf({stateFolder}: Home): Promise<string[]> {
	return readdir(join(stateFolder, 'conformance')).catch(() => []);
}

function prefixOf({requests}: Sandbox): string {
	const created = requests.log.find(({operation}) => operation === 'CreateMultipartUpload');
	return /^.*partway-conformance-[0-9a-f]{16}\//.exec(created?.key ?? '')?.[0] ?? 'none';
}

/** The acts on the upload that a request is about, in the order in which they arrived. */
function actsOn({requests}: Sandbox, {uploadId}: LoggedRequest): string[] {
	return requests.log
		.filter(each => each.uploadId === uploadId && /^(?:Complete|Abort)/.test(each.operation))
		.map(({operation}) => operation);
}

describe('a run that is interrupted takes away all that it made', () => {
	test.for([
		['SIGINT', 'CompleteMultipartUpload', '/completed'],
		['SIGINT', 'UploadPart', '/order'],
		['SIGTERM', 'CreateMultipartUpload', '/parts'],
		['SIGTERM', 'AbortMultipartUpload', '/two'],
		['SIGHUP', 'PutObject', '/if-match'],
	] as const)(
		'%s while %s of %s is under way',
		async ([signal, operation, name], {pipe, serve, home}) => {
			const sandbox = seeded(await serve());
			const {closed: held, open: release} = gate();
			const arrived = new Promise<LoggedRequest>(resolve => {
				sandbox.faults.add({
					...{operation, key: new RegExp(`${name}$`), times: 1},
					action: {hold: held, when: 'before'},
				});
				const look = () =>
					sandbox.requests.next(operation).then(request => {
						if (request.key?.endsWith(name)) resolve(request);
						else look();
					});
				look();
			});
			const run = pipe(...to(sandbox, ...command, '--yes'));
			const request = await arrived;
			run.child.kill(signal);
			await run.has('Interrupted: removing what was made.', 'stderr');
			// An act that has left is waited for: no other one overtakes it.
			const meanwhile = actsOn(sandbox, request);
			release();
			const {code, stdout, stderr} = await run.ended;
			expect({code, stdout}).toEqual({code: 130, stdout: ''});
			expect(stderr).toMatch(/\d+ uploads? and \d+ objects? removed; nothing is left\.\n$/);
			expect(meanwhile.length).toBeLessThanOrEqual(1);
			if (operation === 'CompleteMultipartUpload')
				expect(actsOn(sandbox, request)).toEqual(['CompleteMultipartUpload']);
			expect(keysIn(sandbox)).toEqual([theirs]);
			expect(await recordsOf(home)).toEqual([]);
			expectWithin(sandbox, prefixOf(sandbox));
		},
	);
});

test('what a killed run left is said by the next one, which removes it', async ({
	pipe,
	serve,
	home,
}) => {
	const sandbox = seeded(await serve());
	const arrived = sandbox.requests.next('CompleteMultipartUpload');
	const killed = pipe(...to(sandbox, ...command, '--yes'));
	await arrived;
	killed.child.kill('SIGKILL');
	await killed.ended;
	const left = keysIn(sandbox).filter(key => key !== theirs);
	expect(left.length).toBeGreaterThan(20);
	expect(await recordsOf(home)).toHaveLength(1);
	// The Complete that was under way has ended by now; nobody can know, so its upload is not aborted where it is still there.
	const next = await pipe(...to(sandbox, ...command, '--yes')).ended;
	expect(next.stderr).toMatch(
		/A run of .* was killed and left up to \d+ uploads and \d objects? in s3:/,
	);
	expect(next.stderr).toMatch(
		/Of the earlier run: \d+ uploads and \d objects? removed; nothing is left\./,
	);
	expect(next.code).toBe(0);
	expect(keysIn(sandbox)).toEqual([theirs]);
	expect(await recordsOf(home)).toEqual([]);
});

test('on a terminal it asks, and nothing is made without a yes', async ({start, serve}) => {
	const sandbox = seeded(await serve());
	const refused = await start(...to(sandbox, ...command));
	await refused.waitFor('Go on? [y/N] ');
	expect(refused.screen()).toContain('It sends about 300 requests');
	const {code, words, terminal} = await refused.quit('enter');
	expect({code, modes: terminal.modes}).toEqual({code: 3, modes: untouched.modes});
	expect(words).toContain('Not confirmed: nothing was made.');
	expect(sandbox.requests.count('CreateMultipartUpload')).toBe(0);

	const agreed = await start(...to(sandbox, ...command));
	await agreed.waitFor('Go on? [y/N] ');
	agreed.type('y');
	const end = await agreed.quit('enter');
	expect(end.code).toBe(0);
	expect(end.words).toContain('0 differ, 0 unknown');
	expect(keysIn(sandbox)).toEqual([theirs]);
});
