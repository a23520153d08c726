import {expect, test} from 'vitest';
import {readUploads} from '../../../source/s3/lean/answers.js';
import {type Draw, drawing} from './random.js';

const keys = [
	'plain',
	'a/long/key/that/is/cut/out',
	'a &amp; b',
	'ü',
	'写真 🎬',
	'',
	' ',
	'CR&#13;',
	'&x;',
];
const times = [
	'2026-11-22T21:14:34.000Z',
	'2026-11-22T21:14:34Z',
	'2024-02-29T00:00:00.5Z',
	'no time',
];
const owners = [
	'<ID>alice</ID>',
	'<ID>a-user-with-a-long-name</ID><DisplayName>Alice</DisplayName>',
	'',
];

/** A row whose texts are mostly all that differs from the others. */
function drawnRow(draw: Draw, between: string): string {
	const key = draw.chance(0.05) ? draw.one(keys) : `team/${draw.below(1e9)}.tar.zst`;
	const time = draw.chance(0.05) ? draw.one(times) : '2026-11-22T21:14:34.117Z';
	const owner = draw.chance(0.1) ? draw.one(owners) : owners[0];
	const fields = [
		`<Key>${key}</Key>`,
		`<UploadId>2~${draw.below(1e9)}${draw.below(1e9)}</UploadId>`,
		`<Owner>${owner}</Owner>`,
		draw.chance(0.1) ? '<StorageClass/>' : '<StorageClass>STANDARD</StorageClass>',
		`<Initiated>${time}</Initiated>`,
	];
	const some = draw.chance(0.05) ? draw.some(fields, 0.8) : fields;
	const odd = draw.chance(0.01)
		? draw.one(['<New/>', '<!-- -->', '<Key>twice</Key>', ' ', ''])
		: '';
	return `<Upload>${between}${[...some, odd].join(between)}${between}</Upload>`;
}

function read(body: string, draw: Draw): unknown {
	const reader = readUploads({statusCode: 200, headers: {}} as never);
	const bytes = Buffer.from(`<ListMultipartUploadsResult>${body}</ListMultipartUploadsResult>`);
	for (let at = 0; at < bytes.length; ) {
		const end = at + (draw.chance(0.3) ? 1 + draw.below(40) : 1 + draw.below(2000));
		reader?.push(bytes.subarray(at, end));
		at = end;
	}
	return reader?.end();
}

test('rows of a page are read as each would be alone, whatever the pieces in which they arrive', () => {
	let plain = 0;
	for (let seed = 1; seed <= 600; seed++) {
		const draw = drawing(seed);
		const between = draw.one(['', '', '\n', '\n\t']);
		const rows = Array.from({length: 1 + draw.below(25)}, () => drawnRow(draw, between));
		const alone = rows.map(row => read(row, draw) as {Uploads: unknown[]} | undefined);
		const together = read(rows.join(between), draw) as {Uploads: unknown[]} | undefined;
		const isPlain = alone.every(page => page !== undefined);
		expect(together?.Uploads, `seed ${seed}`).toEqual(
			isPlain ? alone.flatMap(page => page.Uploads) : undefined,
		);
		if (isPlain) plain++;
	}
	expect(plain).toBeGreaterThan(150);
	expect(plain).toBeLessThan(550);
});
