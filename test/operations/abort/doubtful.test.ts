import {expect, test} from 'vitest';
import {readForAbort} from '../../../source/operations/abort/abort-plan.js';
import {openActStage} from '../act-stage.js';

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
