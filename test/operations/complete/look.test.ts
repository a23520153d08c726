import {expect, test} from 'vitest';
import {lookAtCompletion} from '../../../source/operations/complete/look.js';
import {type ActStage, openActStage} from '../act-stage.js';

const planned = {size: 17, partCount: 3};

async function evidence(on: ActStage, status?: number, code = 'InternalError') {
	const target = on.upload();
	if (status !== undefined) {
		const body = `<Error><Code>${code}</Code></Error>`;
		on.sandbox.faults.add({operation: 'HeadObject', action: {respond: {status, body}}});
	}
	const {evidence, upload} = await lookAtCompletion(on.gateway, target, planned, undefined);
	return [evidence, upload.kind];
}

test('a look that failed, or is not allowed, is not one that found nothing', async () => {
	expect(await evidence(await openActStage())).toEqual(['absent', 'listed']);
	expect(await evidence(await openActStage(), 500)).toEqual(['no-answer', 'listed']);
	expect(await evidence(await openActStage(), 403, 'AccessDenied')).toEqual(['denied', 'listed']);
});
