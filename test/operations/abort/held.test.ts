import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {defaultThresholds} from '../../../source/multipart/liveness.js';
import {everyUpload} from '../../../source/multipart/query/query.js';
import {findAborts} from '../../../source/operations/abort/find-aborts.js';
import {readPlanFile, writePlanFile} from '../../../source/operations/abort/plan-file.js';
import {emptyBucket} from '../../../source/operations/abort-run/abort-empty.js';
import {left, planFor, run} from '../abort-run/abort-run-stage.js';
import {type ActStage, bucket, hour, MiB, openActStage} from '../act-stage.js';

const flink = 'out/part-4005733d-a830-4323-8291-8866de98b582-0';
const registry =
	'docker/registry/v2/repositories/app/_uploads/2dd664f9-d2c4-4ffe-878f-c6c70c1fb0cb/data';

/** Uploads of ten hours are stalled. */
const thresholds = {...defaultThresholds, stalledAfter: 5 * hour};

/** Two dead uploads, and two that look as dead and are held. */
async function openHeldStage(like?: 'ceph-16'): Promise<ActStage> {
	const on = await openActStage(like && {like});
	for (const key of ['dead', flink, 'older', registry]) on.upload([8 * MiB], {key});
	return {...on, deps: {...on.deps, thresholds}};
}

function find(on: ActStage, more: {includeActive?: boolean; includeHeld?: boolean} = {}) {
	return findAborts(on, {
		...{bucket, prefix: '', query: everyUpload, thresholds, includeActive: false},
		signal: new AbortController().signal,
		...more,
	});
}

test('a query leaves out what is held, however old; only what names held ones takes it', async () => {
	const on = await openHeldStage();
	const keys = async (more: object) =>
		(await find(on, more)).selection.uploads.map(({key}) => key).toSorted();
	expect(await keys({})).toEqual(['dead', 'older']);
	expect(await keys({includeActive: true})).toEqual(['dead', 'older']);
	expect(await keys({includeHeld: true})).toEqual(['dead', registry, 'older', flink].toSorted());
	expect((await find(on)).selection.heldBy).toEqual({flink: 1, registry: 1});
});

test('a run leaves alone what is held and was not named as that', async () => {
	const on = await openHeldStage();
	const {selection} = await find(on, {includeHeld: true});
	// As an older partway planned it, or a file that somebody wrote.
	const uploads = selection.uploads.map(({maker: _, ...upload}) => upload);
	const ended = await run(on, uploads);
	expect(ended.facts().counts).toMatchObject({gone: 2, 'left-alone': 2});
	expect(ended.results().map(({reason}) => reason)).toEqual(
		expect.arrayContaining([
			{code: 'held-open', maker: 'flink'},
			{code: 'held-open', maker: 'registry'},
		]),
	);
	expect((await left(on)).toSorted()).toEqual([registry, flink].toSorted());
});

test('the file of a plan carries who holds what, and a plan does no more than it holds', async () => {
	const on = await openHeldStage();
	const {selection} = await find(on, {includeHeld: true});
	const path = join(on.folder, 'plan.jsonl');
	const {endpoint} = on.gateway;
	const plan = {connection: 'own:x', endpoint, bucket, prefix: '', listed: 4};
	await writePlanFile(path, {...plan, uploads: selection.uploads});
	const read = await readPlanFile(path);
	expect(read.uploads.flatMap(({maker}) => maker ?? []).toSorted()).toEqual(['flink', 'registry']);
	const text = await readFile(path, 'utf8');
	await writeFile(path, text.replace(',"maker":"registry"', ''));
	const {uploads, ...rest} = await readPlanFile(path);
	const ended = await run(on, uploads, {}, rest);
	expect(ended.facts().counts).toMatchObject({gone: 3, 'left-alone': 1});
	expect(await left(on)).toEqual([registry]);
});

test('where the listing proves that the others are gone, a held one is looked at all the same', async () => {
	const on = await openHeldStage('ceph-16');
	const {service, version, listed, selection} = await find(on, {includeHeld: true});
	const plan = {prefix: '', listed, listedBy: {service, version}};
	on.sandbox.requests.clear();
	const ended = await run(on, selection.uploads, {}, plan);
	expect(ended.facts().counts).toMatchObject({gone: 4});
	const asked = (key: string) =>
		on.sandbox.requests.log.flatMap(request =>
			request.key === key && request.operation !== 'ListMultipartUploads'
				? [request.operation]
				: [],
		);
	expect(asked('dead')).toEqual(['ListParts', 'AbortMultipartUpload']);
	for (const key of [flink, registry])
		expect(asked(key)).toEqual(['ListParts', 'AbortMultipartUpload', 'ListParts']);
});

test('an emptying spares what is held, and says so', async () => {
	const on = await openHeldStage();
	const end = await emptyBucket(on.deps, {bucket}).ended;
	expect(end).toMatchObject({reason: {code: 'only-held', count: 2}});
	expect(end.left.map(({key}) => key).toSorted()).toEqual([registry, flink].toSorted());
	expect(end.results.map(({kind, reason}) => [kind, reason.code])).toEqual([
		['left-alone', 'held-open'],
		['left-alone', 'held-open'],
	]);
	expect(on.sandbox.requests.count('AbortMultipartUpload')).toBe(2);
});

test('an emptying that named held ones leaves nothing', async () => {
	const on = await openHeldStage();
	const end = await emptyBucket(on.deps, {bucket, includesHeld: true}).ended;
	expect(end).toMatchObject({reason: {code: 'empty'}, left: []});
	expect(await left(on)).toEqual([]);
});

test('a plan of one that is held names its maker', async () => {
	const on = await openHeldStage();
	const target = on.upload([MiB], {key: `x/${flink}`});
	expect(await planFor(on, [target])).toMatchObject([{maker: 'flink'}]);
});
