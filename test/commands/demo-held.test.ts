import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {makerOf, makers} from '../../source/multipart/makers/makers.js';
import {heldKeys, tusdKey} from '../../source/sandbox/demo/held.js';
import {seedDemo} from '../../source/sandbox/demo.js';
import {startSandbox} from '../../source/sandbox/sandbox.js';
import {nowhere, runCommand} from '../support/io.js';

const bucket = 'acme-analytics';

async function demo() {
	const sandbox = await startSandbox();
	onTestFinished(() => sandbox.close());
	seedDemo(sandbox);
	const keysIn = (name: string) =>
		sandbox.store
			.bucket(name)!
			.uploads.items()
			.map(({key}) => key);
	return {sandbox, keysIn};
}

test('each maker holds one upload of the demo, and nothing else of it is taken for one', async () => {
	const {sandbox, keysIn} = await demo();
	const all = sandbox.store.buckets().flatMap(({name}) => keysIn(name));
	const held = all.flatMap(key => makerOf(key)?.id ?? []);
	expect(held.toSorted()).toEqual(makers.map(({id}) => id).toSorted());
	for (const [id, key] of Object.entries(heldKeys)) expect(makerOf(key)?.id).toBe(id);
});

test('an abort of all of its bucket leaves exactly these', async () => {
	const {sandbox, keysIn} = await demo();
	const folder = await mkdtemp(join(tmpdir(), 'partway-demo-held-'));
	onTestFinished(() => rm(folder, {recursive: true}));
	const env = {...nowhere, PARTWAY_STATE_DIR: folder};
	const args = ['abort', bucket, '-e', sandbox.endpoint, '--all', '--yes', '--include-active'];
	const {code, stderr} = await runCommand(args, {env});
	expect([code, keysIn(bucket).toSorted()]).toEqual([
		0,
		[...Object.values(heldKeys), tusdKey].toSorted(),
	]);
	expect(stderr).toMatch(/Left out: 7 held by .*\(--include-held takes them\)/);
});
