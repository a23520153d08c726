import {expect} from 'vitest';
import {accessKeyId, secretAccessKey} from '../s3/raw-server.js';
import {openApp} from '../support/app.js';
import type {Request} from './serve.js';
import {hoursAgo, md5, partRow, type Tape, tapeWorld, type Ways, xml} from './tape.js';
import {test, toWorld} from './world-test.js';

const target = ['s3://media/raw/tape.tar', '--upload-id', 'UPLOAD1'];

function partsOf(count: number, from = 1) {
	return Array.from({length: count}, (_, at) => ({
		number: from + at,
		size: 5_242_880,
		etag: md5(`part${from + at}`),
		modified: hoursAgo(239),
	}));
}

/** ListParts as its rows and the fields before them. */
function page(fields: string, parts: Tape['parts']) {
	return xml('ListPartsResult', `${fields}${parts.map(partRow).join('')}`);
}

const markerOf = ({query}: Request) => Number(query.get('part-number-marker') ?? 0);
const whole = '<IsTruncated>false</IsTruncated>';

/** Its pages end at 1,000 parts, and say each that it is the last. */
const cut1000: Ways = {
	listParts: (request, tape) =>
		tape.isGone
			? undefined
			: page(
					whole,
					tape.parts.filter(({number}) => Number(number) > markerOf(request)).slice(0, 1000),
				),
};

/** gofakes3: the second page begins at number 0 again. */
const gofakes3: Ways = {
	listParts: (request, tape) => {
		if (tape.isGone) return undefined;
		const marker = markerOf(request);
		if (marker === 0)
			return page(
				'<IsTruncated>true</IsTruncated><NextPartNumberMarker>1001</NextPartNumberMarker>',
				tape.parts.slice(0, 1000),
			);
		const rest = tape.parts.slice(marker - 1);
		return page(
			whole,
			rest.map((part, at) => ({...part, number: at})),
		);
	},
};

/** A list of parts without an end. */
const endless: Ways = {
	listParts: (request, tape) => {
		if (tape.isGone) return undefined;
		const next = markerOf(request) + 1000;
		return page(
			`<IsTruncated>true</IsTruncated><NextPartNumberMarker>${next}</NextPartNumberMarker>`,
			partsOf(1000, next - 999),
		);
	},
};

/** Each ListParts names part 2 twice. */
const twoEtags: Ways = {
	listParts: (_request, tape) =>
		tape.isGone
			? undefined
			: page(whole, [...tape.parts, {number: 2, size: 5_242_880, etag: md5('other')}]),
};

test('a list of parts that is cut at 1,000 is asked for once more, and the object holds all 1,200', async ({
	world,
	pipe,
}) => {
	const served = await world(tapeWorld({parts: partsOf(1200)}, cut1000));
	const {code, stdout} = await pipe(...toWorld(served, 'complete', ...target, '--yes')).ended;
	expect([code, stdout]).toEqual([0, expect.stringContaining('Done')]);
	const listed = await pipe(...toWorld(served, 'list', 's3://media', '--parts', '--json')).ended;
	expect(JSON.parse(listed.stdout)).toMatchObject({Uploads: []});
});

const contradictions = [
	['gofakes3', gofakes3, 1500],
	['one number with two ETags', twoEtags, 3],
	['a list without an end', endless, 3],
] as const;

test.for(contradictions)(
	'%s: nothing is completed, and an Abort by id is possible',
	async ([_name, ways, count], {world, pipe}) => {
		const served = await world(tapeWorld({parts: partsOf(count)}, ways));
		const completed = await pipe(...toWorld(served, 'complete', ...target, '--yes')).ended;
		expect([completed.code, completed.stderr]).toEqual([
			1,
			expect.stringMatching(/UnreadableListing|StuckListing/),
		]);
		expect(served.asked.filter(line => line.startsWith('POST'))).toEqual([]);
		const aborted = await pipe(...toWorld(served, 'abort', ...target, '--yes', '--include-unknown'))
			.ended;
		expect([aborted.code, aborted.stdout]).toEqual([0, expect.stringContaining('gone')]);
	},
);

test.for(contradictions.slice(0, 2))(
	'%s: unknown in a list, and in no plan',
	async ([_name, ways, count], {world, pipe}) => {
		const served = await world(tapeWorld({parts: partsOf(count)}, ways));
		const shown = await pipe(...toWorld(served, 'list', 's3://media', '--parts', '--jsonl')).ended;
		expect([shown.code, JSON.parse(shown.stdout)]).toEqual([
			1,
			expect.objectContaining({State: 'unknown', PartsError: 'UnreadableListing'}),
		]);
		const all = await pipe(
			...toWorld(served, 'abort', 's3://media', '--query', 'age>1d', '--yes', '--include-unknown'),
		).ended;
		expect(all.code).toBe(1);
		expect(served.asked.filter(line => line.startsWith('DELETE'))).toEqual([]);
	},
);

test('in the app its parts are said to be unreadable, nothing is completed, and it can be aborted', async ({
	world,
}) => {
	const served = await world(tapeWorld({}, twoEtags));
	const app = await openApp(
		{endpoint: served.endpoint, region: 'us-east-1', users: [{accessKeyId, secretAccessKey}]},
		{target: {bucket: 'media'}},
	);
	await app.waitFor('1 unknown');
	await app.press('c');
	await app.waitFor('UnreadableListing');
	expect(served.asked.filter(line => line.startsWith('POST'))).toEqual([]);
	await app.press('esc', 'x');
	await app.waitFor('type the key to go on');
	await app.press('raw/tape.tar', 'enter');
	await app.waitFor('Gone');
	expect(served.asked.filter(line => line.startsWith('DELETE'))).toHaveLength(1);
});
