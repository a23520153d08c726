import {expect, test} from 'vitest';
import {awsTime, awsUpload} from '../../source/commands/base/output/aws-style.js';
import {UploadLines} from '../../source/commands/list/json-lines.js';
import type {Principal, Upload} from '../../source/multipart/upload.js';
import {terminalJson} from '../../source/terminal/json.js';
import {type Draw, drawing} from '../s3/lean/random.js';

const keys = [
	'a "quoted" key',
	'back\\slash',
	'\u001b[31m',
	'\u007f',
	'\u2028',
	'写真',
	'\ud83d',
	'tab\t',
	'',
	' ',
	'__magic/x',
	'docker/registry/v2/repositories/a/_uploads/01234567-89ab-cdef-0123-456789abcdef/data',
];
const principals: readonly (Principal | undefined)[] = [
	undefined,
	{id: 'alice', displayName: 'A "l" ice'},
	{id: 'bob'},
	{},
];

function drawnUpload(draw: Draw): Upload {
	const isUsual = draw.chance(0.6);
	return {
		key: draw.chance(0.7) ? `team/${draw.below(1e6)}.tar` : draw.one(keys),
		uploadId: draw.chance(0.9) ? `2~${draw.below(1e9)}` : draw.one(keys),
		initiated: draw.chance(0.9)
			? draw.one([1, 1000]) * draw.below(draw.one([1e3, 1.8e9])) - draw.one([0, 0, 1e12])
			: undefined,
		keyCertain: isUsual || draw.chance(0.5),
		doubt: isUsual ? undefined : draw.one([undefined, 'part', 'too-long']),
		storageClass: isUsual ? 'STANDARD' : draw.one([undefined, 'COLD', '\u0000']),
		owner: isUsual ? principals[1] : draw.one(principals),
		initiator: isUsual ? principals[2] : draw.one(principals),
		checksumAlgorithm: isUsual ? undefined : draw.one([undefined, 'CRC32']),
		checksumType: isUsual ? undefined : draw.one([undefined, 'FULL_OBJECT']),
	};
}

test('a line of JSON is byte for byte what JSON.stringify makes of it, and harmless on a terminal', () => {
	for (let seed = 1; seed <= 300; seed++) {
		const draw = drawing(seed);
		const head = draw.one([{}, {Bucket: 'a"b'}]);
		const lines = new UploadLines();
		for (let batch = 0; batch < 3; batch++) {
			const rows = Array.from({length: draw.below(30)}, () => ({upload: drawnUpload(draw)}));
			const written = rows.map(({upload}) => `${terminalJson({...head, ...awsUpload(upload)})}\n`);
			expect(lines.write(head, rows)).toBe(written.join(''));
		}
	}
});

test('a time is written as Python writes it', () => {
	const draw = drawing(7);
	expect(awsTime(undefined)).toBeUndefined();
	for (let nth = 0; nth < 3000; nth++) {
		const time = draw.one([1, 1000, -1]) * draw.below(draw.one([1e3, 1e9, 253_402_300_799]));
		const text = new Date(time).toISOString();
		expect(awsTime(time)).toBe(
			text.endsWith('.000Z') ? `${text.slice(0, -5)}+00:00` : `${text.slice(0, -1)}000+00:00`,
		);
	}
});
