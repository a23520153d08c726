import {appendFile, mkdtemp, readdir, readFile, rm, utimes} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {openSentParts, readSentParts} from '../../../source/operations/rescue/sent-parts.js';

const endpoint = 'http://127.0.0.1:1';
const target = {bucket: 'b', key: 'k', uploadId: 'one'};

async function openFolder() {
	const folder = await mkdtemp(join(tmpdir(), 'partway-sent-parts-'));
	onTestFinished(() => rm(folder, {recursive: true}));
	return {
		folder,
		read: (of = target) => readSentParts(folder, endpoint, of),
		open: (of = target) => openSentParts(folder, endpoint, of),
		/** The only file there is. */
		async file() {
			const [name = expect.fail('no file')] = await readdir(join(folder, 'rescues'));
			return join(folder, 'rescues', name);
		},
	};
}

function part(partNumber: number, MD5: string) {
	return {partNumber, range: {start: 0, end: 9}, digests: {MD5}};
}

test('the last that was sent under a number counts, and by what it was answered', async () => {
	const on = await openFolder();
	const written = await on.open();
	await written.sending(part(1, 'first'));
	await written.answered(1, 'a');
	await written.sending(part(1, 'second'));
	expect(on.read()).toEqual(new Map([[1, part(1, 'second')]]));
	await written.answered(1, 'b');
	await written.close();
	expect(on.read()).toEqual(new Map([[1, {...part(1, 'second'), etag: 'b'}]]));
});

test('what was sent to an upload says nothing of another one, also of the same key', async () => {
	const on = await openFolder();
	const written = await on.open();
	await written.sending(part(1, 'first'));
	await written.close();
	expect(on.read({...target, uploadId: 'two'}).size).toBe(0);
	expect(on.read({...target, key: 'l'}).size).toBe(0);
	expect(readSentParts(on.folder, 'http://127.0.0.1:2', target).size).toBe(0);
});

test('a line that was cut short takes none with it', async () => {
	const on = await openFolder();
	const first = await on.open();
	await first.sending(part(1, 'first'));
	await first.close();
	await appendFile(await on.file(), '{"partNumber":2,"sta');
	const second = await on.open();
	await second.sending(part(3, 'third'));
	await second.close();
	expect([...on.read().keys()]).toEqual([1, 3]);
});

test('the file of an upload stays when another one is rescued, until it is three months old', async () => {
	const on = await openFolder();
	const written = await on.open();
	await written.sending(part(1, 'first'));
	await written.close();
	const file = await on.file();
	await (await on.open({...target, uploadId: 'two'})).remove();
	expect((await readFile(file, 'utf8')).length).toBeGreaterThan(0);
	const longAgo = new Date(Date.now() - 91 * 24 * 60 * 60_000);
	await utimes(file, longAgo, longAgo);
	await (await on.open({...target, uploadId: 'two'})).remove();
	expect(on.read().size).toBe(0);
});
