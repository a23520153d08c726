import {test} from 'vitest';
import {openApp} from '../../../support/app.js';
import {bucket, day, MiB, openStage} from '../../../support/stage.js';

test('the details say what was seen of an upload whose parts were shown, until these are others', async () => {
	const {sandbox, upload} = await openStage();
	const lastModified = sandbox.now() - 3 * day;
	const part = (number: number) => ({number, size: 8 * MiB, lastModified});
	upload('raw/hole.tar', {parts: [part(1), part(3)]});
	const app = await openApp(sandbox, {target: {bucket}, size: {columns: 80, rows: 30}});
	await app.listed();
	await app.press('i');
	await app.waitFor('enter reads each part and says whether it can');
	await app.press('enter');
	await app.waitFor('HAS A HOLE: part 2 is missing');
	await app.press('esc');
	await app.waitFor(/complete +HAS A HOLE: part 2 is missing/);

	const entry = sandbox.store.bucket(bucket)?.uploads.items()[0];
	entry?.parts.delete(3);
	await app.press('r');
	await app.waitFor('enter reads each part and says whether it can');
});
