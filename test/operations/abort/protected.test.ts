import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import type {ServiceId} from '../../../source/multipart/services/service-table.js';
import {abortUpload, planAbort} from '../../../source/operations/abort/abort.js';
import {emptyBucket} from '../../../source/operations/abort-run/abort-empty.js';
import {startAbortRun} from '../../../source/operations/abort-run/abort-run.js';
import {completeUpload, prepareCompletion} from '../../../source/operations/complete/complete.js';
import {makePublic} from '../../../source/operations/complete/public-read.js';
import {openJournal} from '../../../source/operations/journal/journal.js';
import {createAwsGateway} from '../../../source/s3/gateway/aws-gateway.js';
import {said} from '../../support/reasons.js';
import {bucket, openStage, sandboxSettings} from '../../support/stage.js';

/** A connection that protects archive/ in the bucket, and a journal of its own. */
async function stage(service?: ServiceId) {
	const {sandbox, upload} = await openStage();
	const folder = await mkdtemp(join(tmpdir(), 'partway-protected-'));
	const protectedPrefixes = [{bucket, prefix: 'archive/'}];
	const gateway = createAwsGateway({...sandboxSettings(sandbox), protectedPrefixes, service});
	onTestFinished(async () => {
		gateway.close();
		await rm(folder, {recursive: true});
	});
	const deps = {gateway, journal: openJournal({folder}), connection: 'test'};
	const row = (key: string) => ({key, uploadId: upload(key), keyCertain: true});
	return {sandbox, gateway, deps, row};
}

const words = `The profile protects s3://${bucket}/archive/: nothing under it is changed. Nothing was sent.`;

test('an act under a protected prefix is refused by its name, before an intent is written', async () => {
	const {sandbox, gateway, deps, row} = await stage();
	const upload = row('archive/2025.tar');
	const target = {bucket, key: upload.key, uploadId: upload.uploadId};
	const plan = await prepareCompletion(gateway, {...upload, bucket});
	const abort = await planAbort(gateway, bucket, upload);
	sandbox.requests.clear();
	expect(await completeUpload(deps, plan)).toMatchObject({kind: 'refused', reason: said(words)});
	expect(await abortUpload(deps, abort)).toMatchObject({kind: 'refused', reason: said(words)});
	expect(await makePublic(deps, target)).toMatchObject({kind: 'refused', reason: said(words)});
	expect((await deps.journal.history()).acts).toEqual([]);
	expect(sandbox.requests.log).toEqual([]);
});

test('a run takes the others and leaves what is protected, with why', async () => {
	const {sandbox, deps, row} = await stage();
	const uploads = ['archive/a', 'b', 'c'].map(key => ({...row(key), liveness: 'stalled' as const}));
	const plan = {bucket, uploads, everything: true};
	const run = startAbortRun(deps, plan);
	await run.ended;
	expect(run.results()).toMatchObject([
		{kind: 'refused', upload: {key: 'archive/a'}, reason: said(words)},
	]);
	expect(run.facts().counts).toMatchObject({gone: 2, refused: 1});
	const keys = (await deps.journal.history()).acts.map(({intent}) => intent.key);
	expect(keys.toSorted()).toEqual(['b', 'c']);
	const aborted = sandbox.requests.log.filter(({key}) => key === 'archive/a');
	expect(aborted).toEqual([]);
});

test('emptying ends with what is protected, and says so', async () => {
	const {deps, row} = await stage();
	for (const key of ['archive/a', 'b']) row(key);
	const end = await emptyBucket(deps, {bucket}, {sleep: async () => {}}).ended;
	expect(end).toMatchObject({reason: {code: 'nothing-changes'}, left: [{key: 'archive/a'}]});
	expect(end.results).toMatchObject([{kind: 'refused', reason: said(words)}]);
});

test('a plan is judged by the service that the profile names', async () => {
	for (const service of ['r2', 'scaleway', undefined] as const) {
		const {gateway, row} = await stage(service);
		const {facts} = await prepareCompletion(gateway, {...row('b'), bucket});
		expect(facts.kind).toBe(service ?? 'other');
		// And by what the ids tell all the same.
		const page = await gateway.listUploadsPage({bucket});
		expect(page.service).toBe(service ?? 'other');
	}
});
