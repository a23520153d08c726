import {expect, test} from 'vitest';
import {PlainReader} from '../../../source/s3/lean/plain-xml.js';
import {compareSeeds} from './differential.js';

const count = 2000;

test(`the lean way and the SDK agree on ${count} drawn answers: what leaves, what is logged, what comes of it`, async () => {
	const seed = process.env['CI'] ? 1 : Math.floor(Math.random() * 2 ** 31);
	console.log(`Drawn from seed ${seed}.`);
	const end = PlainReader.prototype.end;
	let plain = 0;
	PlainReader.prototype.end = function (this: PlainReader<object>) {
		const read = end.call(this);
		if (read !== undefined) plain++;
		return read;
	};
	try {
		await compareSeeds(seed, count);
	} finally {
		PlainReader.prototype.end = end;
	}
	// Else nothing was compared with the SDK.
	expect(plain).toBeGreaterThan(count / 6);
});
