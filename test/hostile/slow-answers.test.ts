import {Readable} from 'node:stream';
import {afterEach, expect, test, vi} from 'vitest';
import {collect} from '../../source/s3/answer/body.js';

afterEach(() => {
	vi.useRealTimers();
});

/** How many pieces are taken of an answer whose server sends one just before it would be silent for too long. */
async function piecesTaken(piece: string, isRead: boolean): Promise<number | 'all'> {
	vi.useFakeTimers({toFake: ['Date']});
	const body = new Readable({read() {}});
	let count = 0;
	let name: string | undefined;
	const collected = collect(body, {longest: 1_000_000, isRead, answered: {}}, () => {
		count++;
	}).catch((error: Error) => {
		name = error.name;
	});
	for (let sent = 0; sent < 200 && name === undefined; sent++) {
		vi.setSystemTime(Date.now() + 29_000);
		body.push(piece);
		await new Promise(setImmediate);
	}
	body.push(null);
	await collected;
	if (name === undefined) return 'all';
	expect([name, body.destroyed]).toEqual(['SilenceTimeout', true]);
	return count;
}

test('a read that brings a byte every 29 seconds is given up after ten minutes', async () => {
	expect(await piecesTaken(' ', true)).toBe(20);
});

test('a slow line is waited for: a kilobyte every 29 seconds', async () => {
	expect(await piecesTaken(' '.repeat(1000), true)).toBe('all');
});

test('so is white space by which a service keeps somebody waiting for a Complete', async () => {
	expect(await piecesTaken(' ', false)).toBe('all');
});
