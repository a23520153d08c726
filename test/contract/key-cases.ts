import {controlNames, oddNames} from '../../source/operations/conformance/checks/keys.js';
import type {Case} from './cases.js';

/** Keys that somewhere, some day, were taken for something else: those that a conformance run tries too, and others. */
export const oddKeys: readonly string[] = [
	...oddNames,
	...controlNames,
	' ',
	'+',
	'%',
	'%2F%00',
	'/',
	'/a',
	'a/',
	'.',
	'..',
	'./a',
	'../a',
	'a/../b',
	'?',
	']]>',
	'\\',
	'é',
	'\t',
	'\n',
	' \r\n\t',
	'\r',
	'a\r\nb',
	'\u0001',
	'\u001b[31mred',
	'\u007f\u0085',
	'\u2028',
	'\u202eexe.txt',
	'zero\u200bwidth\ufeff',
	'\ufffd',
	'\uffff',
	'001',
	'true',
	'null',
	'a.2~b',
	'2~x.meta',
	'_multipart_a',
	'__a',
	'x'.repeat(1024),
	'é'.repeat(512),
];

/** An upload under the key, through everything that partway does with one. */
export const keyCases: readonly Case[] = oddKeys.map(key => ({
	name: `the key ${JSON.stringify(key.length > 20 ? `${key.slice(0, 5)}… (${key.length})` : key)}`,
	async observe(world) {
		const {target, parts} = await world.uploadOf(key, [1]);
		const other = await world.initiate(key);
		const rows = await world.uploads();
		const seen = {
			listed: rows.map(row => [row.key === key, row.keyCertain]),
			byPrefix: (await world.uploads(key)).length,
			parts: (await world.gateway.listParts(target)).parts.length,
			before: await world.gateway.headObject({bucket: world.bucket, key}),
		};
		await world.complete(target, parts);
		const head = await world.gateway.headObject({bucket: world.bucket, key});
		await world.gateway.abort(other);
		return {...seen, size: head?.size, left: (await world.uploads()).length};
	},
	aws: {
		// Where a key shows the mark of lost bytes, nobody can tell that none were lost.
		listed: [
			[true, key !== '\ufffd'],
			[true, key !== '\ufffd'],
		],
		byPrefix: 2,
		parts: 1,
		before: undefined,
		size: 1,
		left: 0,
	},
}));
