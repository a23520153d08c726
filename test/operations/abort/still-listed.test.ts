import {describe, expect, test} from 'vitest';
import {stillListed} from '../../../source/operations/abort/still-listed.js';
import type {FaultAction} from '../../../source/sandbox/sandbox.js';
import {type ActStage, bucket, openActStage} from '../act-stage.js';
import {ListedService} from '../listing/listed-service.js';

const listing = 'ListMultipartUploads';
const ghost = {key: 'ghost', uploadId: 'nobody-knows', keyCertain: true};
const {signal} = new AbortController();

const seen = (on: Pick<ActStage, 'gateway'>, uploads = [ghost]) =>
	stillListed(on.gateway, {bucket, prefix: ''}, uploads, signal);

describe('an upload that was not found', () => {
	test('is listed no more where a listing was read to its end, and still where it is shown', async () => {
		const on = await openActStage();
		const target = on.row(on.upload());
		const still = await seen(on, [ghost, target]);
		expect([still.has(ghost), still.has(target)]).toEqual([false, true]);
	});

	const nameless =
		'<ListMultipartUploadsResult><Bucket>media</Bucket><IsTruncated>false</IsTruncated><Upload><Key>x</Key></Upload></ListMultipartUploadsResult>';
	test.each<[string, FaultAction]>([
		['whose markers stand still', {page: 'repeated'}],
		['with a row that names no upload', {replaceBody: nameless}],
	])('counts as listed by a listing %s', async (_, action) => {
		const on = await openActStage();
		on.upload();
		on.sandbox.faults.add({operation: listing, action});
		expect((await seen(on)).has(ghost)).toBe(true);
	});

	test('is looked for one page after the other: ranges side by side prove nothing', async () => {
		const on = await openActStage();
		const service = new ListedService('aws', 20);
		service.beginAll(Array.from({length: 800}, (_, at) => `k${(at * 7919) % 1_000_003}`));
		const gateway = {
			...on.gateway,
			pace: {...on.gateway.pace, width: 8},
			listUploadsPage: async ({after}: {after?: Parameters<ListedService['page']>[0]}) =>
				service.page(after),
		};
		// So many are not asked for by their keys.
		const ghosts = Array.from({length: 9}, (_, at) => ({...ghost, key: `ghost${at}`}));
		const still = await seen({gateway: {...on.gateway, ...gateway}}, ghosts);
		expect(ghosts.map(each => still.has(each))).toEqual(ghosts.map(() => false));
		expect(service.asked).toHaveLength(40);
		// A range begins at a key alone.
		const [, ...markers] = service.asked;
		expect(markers.every(after => after?.uploadIdMarker !== undefined)).toBe(true);
	});
});
