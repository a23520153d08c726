import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {ListMultipartUploadsCommand} from '@aws-sdk/client-s3';
import {expect} from 'vitest';
import {openJournal} from '../../../source/operations/journal/journal.js';
import {parseLine} from '../../../source/operations/journal/journal-record.js';
import {gate} from '../../support/gate.js';
import {sandboxClient} from '../../support/sandbox-client.js';
import {test, to} from '../program-test.js';

const bucket = 'media';
const count = 240;
const abort = 'AbortMultipartUpload';
const day = 24 * 60 * 60_000;

/**
 * Two clean-ups of one bucket at the same time, one of which is killed; a third takes what they left. Two
 * Aborts of one upload reach the server only where the rule allows it: the first was that of the killed one, and
 * nobody knew what became of it.
 */
test('two partways on one bucket, one killed: the journal is whole, and no upload gets two acts', async ({
	serve,
	pipe,
	home,
}) => {
	const sandbox = await serve({latency: 30});
	sandbox.seed.bucket(bucket);
	const lastModified = sandbox.now() - 10 * day;
	for (let nth = 0; nth < count; nth++)
		sandbox.seed.upload({
			bucket,
			key: `k${String(nth).padStart(4, '0')}`,
			initiated: lastModified,
			parts: [{number: 1, size: 2 ** 20, lastModified}],
		});
	const [args, {env}] = to(sandbox, 'abort', bucket, '--stalled-for', '7d', '--yes', '--json');
	// The SDK says it in its user agent.
	const start = (name: string) => pipe(args, {env: {...env, AWS_SDK_UA_APP_ID: name}});
	const aborts = () => sandbox.requests.log.filter(({operation}) => operation === abort);
	const by = (name: string) =>
		aborts().filter(({headers}) => headers['user-agent']?.includes(`app/${name}`));

	// Its first ones are long under way: the other one comes to the same uploads, and then it is killed.
	const held = gate();
	sandbox.faults.add({
		operation: abort,
		key: /^k000\d$/,
		times: 10,
		action: {hold: held.closed, when: 'before'},
	});
	const killed = start('killed');
	await expect.poll(() => by('killed').length, {interval: 5}).toBeGreaterThan(12);
	// Else it may be done with all of them before the other one has started.
	killed.child.kill('SIGSTOP');
	const other = start('other');
	await expect.poll(() => by('other').length, {interval: 5}).toBeGreaterThan(3);
	const underWay = new Set(by('killed').map(({uploadId}) => uploadId));
	expect(by('other').filter(({uploadId}) => underWay.has(uploadId))).toEqual([]);
	killed.child.kill('SIGKILL');
	await killed.ended;
	held.open();
	await other.ended;
	expect(by('killed').length).toBeLessThan(count);
	const third = await start('third').ended;
	expect(third.stderr + third.stdout).not.toMatch(/failed|unknown/);

	const client = sandboxClient(sandbox);
	const {Uploads = []} = await client.send(new ListMultipartUploadsCommand({Bucket: bucket}));
	client.destroy();
	expect(Uploads).toEqual([]);

	// Every line of the journal is whole, and each act stands in it once.
	const text = await readFile(join(home.stateFolder, 'acts.jsonl'), 'utf8');
	const lines = text.trimEnd().split('\n').map(parseLine);
	expect(new Set(lines.map(({kind}) => kind))).toEqual(new Set(['intent', 'outcome']));
	const journal = openJournal({folder: home.stateFolder});
	const {acts, torn, damaged} = await journal.history();
	expect({torn, damaged}).toEqual({torn: 0, damaged: 0});
	const pidOf = new Map(acts.map(({intent}) => [intent.id, intent.pid]));
	expect(new Set(pidOf.values()).size).toBeGreaterThan(1);

	// Of the killed one's acts these have no outcome of its own.
	const withoutEnd = acts.filter(
		({intent, outcome}) => intent.pid === killed.child.pid && outcome === undefined,
	);
	const allowed = new Set(withoutEnd.map(({intent}) => intent.uploadId));
	const twice = new Map<string, string[]>();
	for (const {uploadId = '', headers} of aborts()) {
		const name = /app\/(\w+)/.exec(headers['user-agent'] ?? '')?.[1] ?? '';
		twice.set(uploadId, [...(twice.get(uploadId) ?? []), name]);
	}
	const repeated = [...twice].filter(([, names]) => names.length > 1);
	for (const [uploadId, names] of repeated) {
		expect(allowed).toContain(uploadId);
		expect(names).toHaveLength(2);
		expect(names[0]).toBe('killed');
	}
	expect(aborts()).toHaveLength(count + repeated.length);
});
