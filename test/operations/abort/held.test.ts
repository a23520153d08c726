import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {defaultThresholds} from '../../../source/multipart/liveness.js';
import {everyUpload} from '../../../source/multipart/query/query.js';
import {planAbort} from '../../../source/operations/abort/abort-plan.js';
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

test('an emptying does not say that only what is held is left where a row names no upload', async () => {
	const on = await openActStage();
	const {uploadId} = on.upload([MiB], {key: flink});
	const rows = `<Upload><Key>${flink}</Key><UploadId>${uploadId}</UploadId></Upload><Upload><Key>x</Key></Upload>`;
	const body = `<ListMultipartUploadsResult><Bucket>${bucket}</Bucket><IsTruncated>false</IsTruncated>${rows}</ListMultipartUploadsResult>`;
	on.sandbox.faults.add({operation: 'ListMultipartUploads', action: {replaceBody: body}});
	expect(await emptyBucket(on.deps, {bucket}).ended).toMatchObject({
		reason: {code: 'unseen', why: 'rows-dropped', dropped: 1},
		left: [{key: flink}],
		results: [{kind: 'left-alone', reason: {code: 'held-open'}}],
	});
	expect(on.sandbox.requests.count('AbortMultipartUpload')).toBe(0);
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

const hex = (nth: number) => `in/${String(nth).padStart(32, '0')}`;

/** A dead upload, and two whose keys may be tusd's: beside the first is the object that tells. */
async function openTusdStage(): Promise<ActStage> {
	const on = await openActStage();
	for (const key of ['dead', hex(1), hex(2)]) on.upload([8 * MiB], {key});
	on.sandbox.seed.object({bucket, key: `${hex(1)}.info`, body: '{}'});
	return {...on, deps: {...on.deps, thresholds}};
}

function denyLooks(on: ActStage): void {
	on.sandbox.faults.add({operation: 'HeadObject', action: {respond: {status: 403, body: ''}}});
}

const asked = (on: ActStage) =>
	on.sandbox.requests.log.flatMap(({operation, key}) => (operation === 'HeadObject' ? key : []));

test('the object beside an upload shows that tusd holds it; without it nobody does', async () => {
	const on = await openTusdStage();
	const {selection} = await find(on);
	expect(selection.uploads.map(({key, maker}) => [key, maker])).toEqual([
		['dead', undefined],
		[hex(2), undefined],
	]);
	expect(selection).toMatchObject({heldBy: {tusd: 1}, heldUnseen: 0});
	expect(asked(on).toSorted()).toEqual([`${hex(1)}.info`, `${hex(2)}.info`]);
	expect((await find(on, {includeHeld: true})).selection).toMatchObject({
		uploads: [{key: 'dead'}, {key: hex(1), maker: 'tusd'}, {key: hex(2)}],
		heldTaken: true,
	});
});

test('where the look is not allowed nothing tells: such are left out, and no more are sent', async () => {
	const on = await openTusdStage();
	denyLooks(on);
	for (let nth = 3; nth <= 60; nth++) on.upload([MiB], {key: hex(nth)});
	const {selection} = await find(on, {includeActive: true});
	expect(selection.uploads.map(({key}) => key)).toEqual(['dead']);
	expect(selection).toMatchObject({heldBy: {}, heldUnseen: 60, heldTaken: false});
	// Those that were under way when the first was answered.
	expect(asked(on).length).toBeLessThan(30);
	const named = (await find(on, {includeHeld: true})).selection;
	expect(named).toMatchObject({heldUnseen: 60, heldTaken: true});
	expect(named.uploads.filter(({makerUnseen}) => makerUnseen)).toHaveLength(60);
});

test('an emptying spares what tusd holds, and what nothing tells of', async () => {
	const on = await openTusdStage();
	const one = await emptyBucket(on.deps, {bucket}).ended;
	expect(one).toMatchObject({
		reason: {code: 'only-held', count: 1},
		results: [{reason: {code: 'held-open', maker: 'tusd'}}],
	});
	expect(await left(on)).toEqual([hex(1)]);
	// Each key is looked for once in all rounds.
	expect(asked(on).toSorted()).toEqual([`${hex(1)}.info`, `${hex(2)}.info`]);
	denyLooks(on);
	expect(await emptyBucket(on.deps, {bucket}).ended).toMatchObject({
		reason: {code: 'only-held', count: 1},
		results: [{reason: {code: 'may-be-held', maker: 'tusd'}}],
	});
	expect((await emptyBucket(on.deps, {bucket, includesHeld: true}).ended).reason.code).toBe(
		'empty',
	);
});

test('a plan of one says that tusd holds it, does not, or may', async () => {
	const on = await openTusdStage();
	const holderIn = async (nth: number) => {
		const {uploads} = (await find(on, {includeHeld: true})).selection;
		const {key, uploadId} = uploads.find(upload => upload.key === hex(nth))!;
		return (await planAbort(on.deps.gateway, bucket, {key, uploadId, keyCertain: true})).holder;
	};
	expect(await holderIn(1)).toMatchObject({maker: {id: 'tusd'}, isSure: true});
	expect(await holderIn(2)).toBeUndefined();
	denyLooks(on);
	expect(await holderIn(2)).toMatchObject({maker: {id: 'tusd'}, isSure: false});
});
