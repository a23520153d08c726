import {expect, test} from 'vitest';
import {UploadIndex} from '../../../source/multipart/index/upload-index.js';

test('300,000 uploads under 5,000 prefixes: small steps, few rows between two of them', () => {
	const index = new UploadIndex();
	for (let page = 0; page < 300; page++)
		index.add(
			Array.from({length: 1000}, (_, at) => {
				const number = page * 1000 + at;
				const key = `team-${number % 5000}/${number}`;
				return {key, uploadId: `${number}`, initiated: number, keyCertain: true};
			}),
		);
	index.deriveAll();
	const rollUp = index.rollUp();
	rollUp.open({by: {kind: 'prefix', delimiter: '/'}, prefix: ''}, {sort: 'bytes', reverse: true});
	let steps = 0;
	while (!rollUp.derive(0)) steps++;
	// A step per 1,024 rows, and a few for the groups.
	expect(steps).toBeGreaterThan(290);
	expect(steps).toBeLessThan(450);
	expect(rollUp.count).toBe(5000);
	expect(rollUp.total?.count).toBe(300_000);
});
