import {expect, test} from 'vitest';
import {findUploads} from '../../../source/operations/rescue/find.js';
import {bucket, MiB, openActStage} from '../act-stage.js';

test('the uploads of a key are those of exactly that key, in the order of the listing', async () => {
	const on = await openActStage();
	for (const key of ['tape', 'tape.tar', 'tape', 'tap']) on.upload([MiB], {key});
	const {uploads, gap} = await findUploads(on.gateway, {bucket, key: 'tape'});
	expect(uploads.map(({upload}) => upload.key)).toEqual(['tape', 'tape']);
	expect(uploads.map(({reading}) => reading.kind)).toEqual(['read', 'read']);
	expect(gap).toBeUndefined();
	expect((await findUploads(on.gateway, {bucket, key: 'ta'})).uploads).toEqual([]);
});
