import {Readable} from 'node:stream';
import {expect, test} from 'vitest';
import {collect} from '../../../source/s3/answer/body.js';
import {thrownBy} from '../raw-server.js';

const bounds = {longest: 100, isRead: true, answered: {}};

test('a body that is closed before its end is cut, and may be asked for again', async () => {
	const body = new Readable({read() {}});
	const collected = thrownBy(() => collect(body, bounds));
	body.push('<ListPartsResult>');
	await new Promise(setImmediate);
	body.destroy();
	expect(await collected).toMatchObject({name: 'CutAnswer', $retryable: {}});
});
