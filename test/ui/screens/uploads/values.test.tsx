import {expect, onTestFinished, test} from 'vitest';
import {accessKeyId, secretAccessKey} from '../../../s3/raw-server.js';
import {openApp} from '../../../support/app.js';
import {serveWorld} from '../../../worlds/serve.js';
import {hoursAgo, MiB, md5, type Tape, tapeWorld, type Ways} from '../../../worlds/tape.js';

async function opened(facts: Partial<Tape>, ways: Ways = {}) {
	const served = await serveWorld(tapeWorld(facts, ways));
	onTestFinished(served.close);
	const reachable = {...served, region: 'us-east-1', users: [{accessKeyId, secretAccessKey}]};
	const app = await openApp(reachable, {
		target: {bucket: 'media'},
		size: {columns: 80, rows: 24},
	});
	await app.listed();
	return {app, served};
}

const part = (number: number, facts: object = {}) => ({
	number,
	size: 5 * MiB,
	etag: md5(`part${number}`),
	modified: hoursAgo(239),
	...facts,
});

test('an upload whose dates are none: unknown in the list, and the confirmation asks for its key', async () => {
	const year1 = '0001-01-01T00:00:00Z';
	const {app} = await opened({initiated: year1, parts: [part(1, {modified: year1})]});
	await app.waitFor(/raw\/tape\.tar +– +1 +5\.0 MiB +unknown/);
	expect(app.screen()).toContain('1 unknown');
	await app.press('x');
	await app.waitFor('Whether it is in use is unknown: a date is missing.');
	expect(app.screen()).toContain('type the key to go on');
	expect(app.screen()).toMatch(/initiated +–/);
});

test('sizes that can be none: the list says the least, the parts a question mark, and the Abort is open', async () => {
	const parts = [part(1), part(2, {size: 'NaN'}), part(3, {size: '17.5'}), part(4, {size: -1})];
	const {app} = await opened({parts});
	await app.waitFor('holds at least 5.0 MiB');
	expect(app.row('raw/tape.tar')).toMatch(/ 5\.0 MiB\+ {2}stalled/);
	await app.press('enter');
	await app.waitFor('Cannot be completed · 4 parts, unknown size');
	expect(app.screen()).toContain('Parts 2-4 have impossible sizes in the listing');
	expect(app.row(md5('part2'))).toMatch(/ 2 +\? /);
	expect(app.screen()).not.toMatch(/NaN|17\.5|-1 B/);
	await app.press('x');
	await app.waitFor('at least 5.0 MiB in 4 parts');
	expect(app.row('Cancel')).toContain('Abort');
});

test('an object whose HeadObject tells no size is no object of 0 B', async () => {
	const headers = {
		etag: `"${md5('older')}"`,
		'last-modified': new Date(0x18000000000).toUTCString(),
	};
	const {app} = await opened({}, {headObject: () => ({headers})});
	await app.press('enter');
	await app.waitFor(/! An object of unknown size/);
	expect(app.screen()).not.toContain('0 B');
	await app.press('c');
	await app.waitFor('there now  an object of unknown size');
});

test('under a mistyped key the right one is named, and nothing is sent', async () => {
	const {app, served} = await opened({});
	await app.press('o');
	await app.type('raw/tape.tr');
	await app.press('tab');
	await app.type('UPLOAD1');
	await app.press('enter');
	await app.waitFor('this upload belongs to the key raw/tape.tar');
	await app.press('c', 'enter', 'x', 'enter');
	await app.waitFor('this upload belongs to the key raw/tape.tar');
	expect(served.asked.filter(line => /^(POST|DELETE)/.test(line))).toEqual([]);
});
