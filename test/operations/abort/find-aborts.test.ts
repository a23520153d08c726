import {describe, expect, test} from 'vitest';
import {defaultThresholds} from '../../../source/multipart/liveness.js';
import {parseQuery} from '../../../source/multipart/query/query.js';
import {findAborts, UnendingListing} from '../../../source/operations/abort/find-aborts.js';
import {asWritten} from '../../support/reasons.js';
import {error} from '../abort-run/abort-run-stage.js';
import {type ActStage, bucket, hour, MiB, openActStage} from '../act-stage.js';

async function find(
	on: ActStage,
	text: string,
	more: {prefix?: string; includeActive?: boolean; signal?: AbortSignal} = {},
) {
	const read = parseQuery(text);
	if ('problem' in read) throw new Error(read.problem.sentence);
	const found = await findAborts(on, {
		bucket,
		prefix: '',
		query: read.query,
		// Parts of ten hours are old enough.
		thresholds: {...defaultThresholds, stalledAfter: 5 * hour},
		includeActive: false,
		signal: new AbortController().signal,
		...more,
	});
	return {...found, keys: found.selection.uploads.map(({key}) => key)};
}

function active(on: ActStage, key: string) {
	const target = on.upload([8 * MiB], {key});
	on.sandbox.seed.part({...target, number: 2, size: MiB});
}

describe('what a query finds to abort', () => {
	test('is what matches; what is active is left out and counted', async () => {
		const on = await openActStage();
		on.upload([8 * MiB], {key: 'logs/a'});
		on.upload([2 * MiB], {key: 'logs/b'});
		active(on, 'logs/c');
		on.upload([8 * MiB], {key: 'other'});
		const {keys, selection, listed, prefix} = await find(on, 'size>4MiB', {prefix: 'logs/'});
		expect([keys, prefix]).toEqual([['logs/a'], 'logs/']);
		expect(selection).toMatchObject({active: 1, unknown: 0, bytes: 8 * MiB});
		expect(listed).toBe(3);
		const named = await find(on, 'size>4MiB', {prefix: 'logs/', includeActive: true});
		expect(named.keys).toEqual(['logs/a', 'logs/c']);
	});

	test('reads the parts of what it may mean, and of nothing else', async () => {
		const on = await openActStage();
		for (const key of ['a.iso', 'b.iso', 'c.tar']) on.upload([8 * MiB], {key});
		const {keys} = await find(on, 'key:*.iso state:stalled');
		expect(keys).toEqual(['a.iso', 'b.iso']);
		expect(on.sandbox.requests.count('ListParts')).toBe(2);
	});

	test('leaves out what cannot be read, and says why', async () => {
		const on = await openActStage();
		for (const key of ['a', 'b', 'c']) on.upload([8 * MiB], {key});
		on.sandbox.faults.add({operation: 'ListParts', key: 'a', action: error(403, 'AccessDenied')});
		on.sandbox.faults.add({operation: 'ListParts', key: 'b', action: error(500, 'InternalError')});
		const {keys, unreadable} = await find(on, '');
		expect(keys).toEqual(['c']);
		expect(unreadable.map(({upload, failure}) => [upload.key, failure?.code])).toEqual(
			expect.arrayContaining([
				['a', 'AccessDenied'],
				['b', 'InternalError'],
			]),
		);
		expect(unreadable).toHaveLength(2);
	});

	test('is proven gone by a listing of everything on MinIO, which lists by no prefix', async () => {
		const on = await openActStage({like: 'minio'});
		on.upload([8 * MiB], {key: 'logs/a'});
		on.upload([8 * MiB], {key: 'other'});
		const {keys, prefix} = await find(on, '', {prefix: 'logs/'});
		expect([keys, prefix]).toEqual([['logs/a'], '']);
	});

	test('leaves out what the journal refuses', async () => {
		const on = await openActStage();
		const target = on.upload([8 * MiB], {key: 'a'});
		on.upload([8 * MiB], {key: 'b'});
		const planned = {size: 1, partCount: 1};
		const about = {connection: 'x', endpoint: on.gateway.endpoint, ...target, planned};
		const {id} = await on.journal.begin({act: 'complete', ...about});
		await on.journal.end({id}, {outcome: 'unknown', reason: asWritten('Lost.')});
		const {keys, selection} = await find(on, '');
		expect(keys).toEqual(['b']);
		expect(selection.unsettled).toBe(1);
	});

	test('is nothing at all when the listing fails or does not end', async () => {
		const on = await openActStage();
		on.upload([8 * MiB], {key: 'a'});
		const fault = on.sandbox.faults.add({
			operation: 'ListMultipartUploads',
			action: error(403, 'AccessDenied'),
		});
		await expect(find(on, '')).rejects.toMatchObject({code: 'AccessDenied'});
		fault.remove();
		const gone = new AbortController();
		gone.abort(new Error('enough'));
		await expect(find(on, '', {signal: gone.signal})).rejects.toThrow('enough');
		on.sandbox.faults.add({
			operation: 'ListMultipartUploads',
			action: {
				respond: {
					status: 200,
					headers: {'content-type': 'application/xml'},
					body: `<ListMultipartUploadsResult><Bucket>${bucket}</Bucket><IsTruncated>true</IsTruncated><NextKeyMarker>a</NextKeyMarker><NextUploadIdMarker>x</NextUploadIdMarker><Upload><Key>a</Key><UploadId>x</UploadId><Initiated>2026-01-01T00:00:00.000Z</Initiated></Upload></ListMultipartUploadsResult>`,
				},
			},
		});
		await expect(find(on, '')).rejects.toThrow(UnendingListing);
	});
});
