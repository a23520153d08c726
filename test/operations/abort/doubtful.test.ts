import {expect, test} from 'vitest';
import {abortUpload, planAbort} from '../../../source/operations/abort/abort.js';
import {readForAbort} from '../../../source/operations/abort/abort-plan.js';
import {bucket, openActStage} from '../act-stage.js';

test('a row whose key is not certain is refused, and nothing is asked about it', async () => {
	const on = await openActStage();
	const target = on.upload();
	for (const upload of [{keyCertain: false}, {keyCertain: false, doubt: 'part'}] as const)
		expect(await readForAbort(on.gateway, upload, target)).toEqual({
			kind: 'refused',
			reason: {code: 'doubtful', doubt: 'doubt' in upload ? upload.doubt : undefined},
		});
	for (const name of ['key', 'uploadId'] as const)
		expect(
			await readForAbort(on.gateway, {keyCertain: true}, {...target, [name]: ''}),
		).toMatchObject({kind: 'refused', reason: {code: 'names-missing'}});
	expect(on.sandbox.requests.count('ListParts')).toBe(0);
	expect(await readForAbort(on.gateway, {keyCertain: true}, target)).toMatchObject({kind: 'read'});
});

test('an abort of such a row is refused before it comes into the journal', async () => {
	const on = await openActStage();
	const row = on.row(on.upload(), {keyCertain: false});
	const plan = await planAbort(on.gateway, bucket, row);
	expect(await abortUpload(on.deps, plan)).toMatchObject({kind: 'refused'});
	expect((await on.journal.history()).acts).toEqual([]);
	expect(on.sandbox.requests.count('AbortMultipartUpload')).toBe(0);
});
