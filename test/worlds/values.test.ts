import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect} from 'vitest';
import {jsonLines} from '../program/commands/piped.js';
import type {Home} from '../program/program-test.js';
import {type Ended, runCommand} from '../support/io.js';
import type {ServedWorld} from './serve.js';
import {hoursAgo, MiB, md5, type TapePart, tapeWorld, type Ways} from './tape.js';
import {test} from './world-test.js';

async function history({env}: Home): Promise<Ended> {
	return runCommand(['history', '--json'], {env});
}

const one = ['s3://media/raw/tape.tar', '--upload-id', 'UPLOAD1'];

const sentTo = ({asked}: ServedWorld, method: string) =>
	asked.filter(line => line.startsWith(method));

const part = (number: number | string, facts: Partial<TapePart> = {}): TapePart => ({
	number,
	size: 5 * MiB,
	etag: md5(`part${number}`),
	modified: hoursAgo(239),
	...facts,
});

/** What services send where they know no date, and what cannot be one. */
const noDates: ReadonlyArray<readonly [string, string | undefined]> = [
	['year 1', '0001-01-01T00:00:00Z'],
	['1970', '1970-01-01T00:00:00.000Z'],
	['2005', '2005-12-31T23:59:59Z'],
	["moto's constant", '2010-11-10T20:48:33.000Z'],
	['the day after tomorrow', hoursAgo(-49)],
	['year 9999', '9999-12-31T23:59:59Z'],
	['the 30th of February', '2026-02-30T00:00:00Z'],
	['no zone', hoursAgo(240).replace('Z', '')],
	['an HTTP date', new Date(Date.now() - 240 * 3_600_000).toUTCString()],
	['nothing', ''],
	['no element', undefined],
];

describe('an upload without parts whose Initiated is none', () => {
	test.for(noDates)('%s: unknown, left out, said', async ([, initiated], {world, ask}) => {
		const served = await world(tapeWorld({initiated, parts: []}));
		const listed = await ask(served, 'list', 'media', '--parts', '--jsonl');
		const [row] = jsonLines<object>(listed.stdout);
		expect(row).toMatchObject({Key: 'raw/tape.tar', State: 'unknown', PartCount: 0});
		expect(row).not.toHaveProperty('Initiated');
		const swept = await ask(served, 'abort', 'media', '--stalled-for', '7d', '--yes');
		expect(swept.stderr).toContain('1 of unknown state');
		expect(sentTo(served, 'DELETE')).toEqual([]);
	});
});

describe('an upload with a part whose LastModified is none', () => {
	test.for(noDates)('%s: unknown, left out, said', async ([, modified], {world, ask}) => {
		const parts = [part(1), part(2, {modified})];
		const served = await world(tapeWorld({parts}));
		const listed = await ask(served, 'list', 'media', '--parts', '--jsonl');
		expect(jsonLines(listed.stdout)[0]).toMatchObject({State: 'unknown', PartCount: 2});
		const swept = await ask(served, 'abort', 'media', '--stalled-for', '7d', '--yes');
		expect(swept.stderr).toContain('1 of unknown state');
		expect(sentTo(served, 'DELETE')).toEqual([]);
		const completed = await ask(served, 'complete', ...one);
		expect(completed.stderr).toContain('whether somebody is still uploading is unknown');
		expect(completed.code).toBe(3);
		expect(sentTo(served, 'POST')).toEqual([]);
	});

	test('beside a fresh one it is active all the same', async ({world, ask}) => {
		const parts = [part(1, {modified: hoursAgo(0.1)}), part(2, {modified: '0001-01-01T00:00:00Z'})];
		const served = await world(tapeWorld({parts}));
		const listed = await ask(served, 'list', 'media', '--parts', '--jsonl');
		expect(jsonLines(listed.stdout)[0]).toMatchObject({State: 'active'});
	});
});

describe('HeadObject without Content-Length', () => {
	const untold: Ways = {
		headObject: (_request, {object, isGone}) =>
			object && {
				headers: {
					etag: object.etag,
					// What was there before is no other object in the next second.
					'last-modified': new Date(Date.parse(hoursAgo(isGone ? 0 : 1))).toUTCString(),
					'content-encoding': 'gzip',
				},
			},
	};

	test('done is proven by the ETag alone', async ({world, ask}) => {
		const served = await world(tapeWorld({}, untold));
		const {code, stdout} = await ask(served, 'complete', ...one, '--yes');
		expect(stdout).toContain('HeadObject shows the expected ETag.');
		expect(code).toBe(0);
	});

	test('an object that is there has an unknown size, and no zero is said', async ({world, ask}) => {
		const object = {size: 7, etag: `"${md5('older')}"`};
		const served = await world(tapeWorld({object}, untold));
		const checked = await ask(served, 'parts', ...one, '--check');
		expect(checked.stdout).toContain('an object of unknown size');
		expect(checked.stdout).not.toMatch(/\b0 B\b|0 bytes/);
		const json = await ask(served, 'parts', ...one, '--check', '--json');
		expect(JSON.parse(json.stdout).Existing).toEqual({
			ETag: object.etag,
			LastModified: expect.any(String),
		});
		const refused = await ask(served, 'complete', ...one, '--yes');
		expect(refused.code).toBe(3);
		const {code, stdout} = await ask(served, 'complete', ...one, '--yes', '--overwrite');
		expect(stdout).toContain('HeadObject shows the expected ETag.');
		expect(code).toBe(0);
	});

	test('without an ETag that can be known nothing is proven', async ({world, ask}) => {
		const parts = [part(1, {etag: 'opaque-1'})];
		const served = await world(tapeWorld({parts}, untold));
		const {code, stderr} = await ask(served, 'complete', ...one, '--yes');
		expect(stderr).toContain('neither its size nor its ETag can be checked');
		expect(code).toBe(1);
	});
});

/** What stands in Size where it is told, and is none. */
const badSizes = ['17.5', '-1', 'NaN', '1e999', 'abc', '0x10', '5 MB', '99999999999999999999'];

describe('a size that can be none', () => {
	test.for(badSizes)(
		'%s: never shown, blocks a Complete, no Abort',
		async (size, {world, ask, home}) => {
			const served = await world(tapeWorld({parts: [part(1, {size}), part(2)]}));
			const shown = await ask(served, 'parts', ...one);
			expect(shown.stdout.split('\n')[0]?.split('\t').slice(0, 2)).toEqual(['1', '-']);
			const json = await ask(served, 'parts', ...one, '--json');
			const document = JSON.parse(json.stdout);
			expect(document.Parts[0]).not.toHaveProperty('Size');
			expect(document).not.toHaveProperty('Bytes');
			const completed = await ask(served, 'complete', ...one, '--yes');
			expect(completed.stderr).toContain('Part 1 has an impossible size in the listing');
			expect(completed.code).toBe(3);
			expect(sentTo(served, 'POST')).toEqual([]);
			const aborted = await ask(served, 'abort', ...one, '--yes');
			expect(aborted.stdout).toContain('gone: s3://media');
			expect(aborted.code).toBe(0);
			const journal = await readFile(join(home.stateFolder, 'acts.jsonl'), 'utf8');
			expect(journal).not.toMatch(/null|NaN/);
			const past = await history(home);
			expect(past.stdout).toContain('gone');
			for (const {stdout, stderr} of [shown, completed, aborted, past])
				expect(stdout + stderr).not.toMatch(/17\.5 B|-1 B|NaN|Infinity|\b0 B\b/);
		},
	);
});

describe('a part without a size', () => {
	test.for([[{size: undefined}], [{size: ''}], [{size: ' '}]] as const)(
		'%j: unknown; it completes when that is agreed to, proven by the ETag',
		async ([facts], {world, ask, home}) => {
			const served = await world(tapeWorld({parts: [part(1), part(2, facts)]}));
			const listed = await ask(served, 'list', 'media', '--parts');
			expect(listed.stdout.trim().split('\t')).toContain('-');
			const summed = await ask(served, 'list', 'media', '--parts', '--summary');
			expect(summed.stdout).toContain('at least 5.0 MiB');
			const checked = await ask(served, 'parts', ...one, '--check');
			expect(checked.stdout).toContain('at least 5.0 MiB');
			expect(checked.code).toBe(1);
			const unasked = await ask(served, 'complete', ...one);
			expect(unasked.code).toBe(3);
			const {code, stdout} = await ask(served, 'complete', ...one, '--yes');
			expect(stdout).toContain('with the expected ETag');
			expect(code).toBe(0);
			expect(await readFile(join(home.stateFolder, 'acts.jsonl'), 'utf8')).not.toMatch(/null|NaN/);
			const past = await history(home);
			expect(past.stdout).toContain('done');
		},
	);

	test('a sweep says what it frees at least, and its plan file is read again', async ({
		world,
		ask,
		home,
	}) => {
		const served = await world(tapeWorld({parts: [part(1), part(2, {size: 'NaN'})]}));
		const plan = join(home.folder, 'plan.jsonl');
		const sweep = ['abort', 'media', '--stalled-for', '7d'];
		const tried = await ask(served, ...sweep, '--dry-run');
		expect(tried.stderr).toContain('at least 5.0 MiB listed');
		const written = await ask(served, ...sweep, '--plan-out', plan);
		expect(written.code).toBe(0);
		expect(await readFile(plan, 'utf8')).not.toMatch(/null|NaN/);
		const carried = await ask(served, 'abort', '--plan', plan, '--yes');
		expect(carried.code).toBe(0);
		expect(sentTo(served, 'DELETE')).toHaveLength(1);
	});
});

describe('part numbers are shown as what they are', () => {
	test.for(['0', '-1', '10001', '2147483647'])('%s', async (number, {world, ask}) => {
		const served = await world(
			tapeWorld({parts: [part(number), ...(number < '1' ? [part(1)] : [])]}),
		);
		const shown = await ask(served, 'parts', ...one);
		expect(shown.stdout.split('\n')[0]?.split('\t')[0]).toBe(number);
		const completed = await ask(served, 'complete', ...one);
		expect(completed.code).toBe(3);
		const aborted = await ask(served, 'abort', ...one, '--yes');
		expect(aborted.code).toBe(0);
	});

	test.for(['1.5', 'NaN', '', 'x'])(
		'%s is none: it blocks a Complete, no Abort by id',
		async (number, {world, ask}) => {
			const served = await world(tapeWorld({parts: [part(1), part(number)]}));
			const completed = await ask(served, 'complete', ...one, '--yes');
			expect(completed.code).not.toBe(0);
			expect(sentTo(served, 'POST')).toEqual([]);
			const aborted = await ask(served, 'abort', ...one, '--yes', '--include-unknown');
			expect(aborted.code).toBe(0);
			expect(sentTo(served, 'DELETE')).toHaveLength(1);
		},
	);
});

describe('a service that finds an upload by its id alone', () => {
	const mistyped = ['s3://media/raw/tape.tr', '--upload-id', 'UPLOAD1'];

	test.for([
		['complete', '--yes'],
		['complete', '--dry-run'],
		['abort', '--yes'],
		['abort', '--yes', '--include-active'],
		['parts', '--check'],
	])(
		'under a mistyped key nothing is sent, and the right one is named: %j',
		async ([command = '', ...flags], {world, ask}) => {
			const served = await world(tapeWorld());
			const {code, stderr} = await ask(served, command, ...mistyped, ...flags);
			expect(stderr).toContain('this upload belongs to the key raw/tape.tar');
			expect(code).toBe(3);
			expect([...sentTo(served, 'POST'), ...sentTo(served, 'DELETE')]).toEqual([]);
		},
	);

	test.for([
		['UploadId', 'UPLOAD2'],
		['Bucket', 'other'],
	])(
		'an answer for another %s is refused too',
		async ([element = '', named = ''], {world, ask}) => {
			const served = await world(
				tapeWorld(
					{},
					{
						listParts: () => ({
							body: `<ListPartsResult><Bucket>media</Bucket><Key>raw/tape.tar</Key><${element}>${named}</${element}><IsTruncated>false</IsTruncated></ListPartsResult>`.replace(
								element === 'Bucket' ? '<Bucket>media</Bucket>' : '\0',
								'',
							),
						}),
					},
				),
			);
			const {code, stderr} = await ask(served, 'abort', ...one, '--yes');
			expect(stderr).toContain(named);
			expect(code).toBe(3);
			expect(sentTo(served, 'DELETE')).toEqual([]);
		},
	);

	test.for([['raw%2Ftape.tar'], ['']])(
		'an echo of %j is no other key',
		async ([named], {world, ask}) => {
			const parts = `<Part><PartNumber>1</PartNumber><ETag>"${md5('part1')}"</ETag><Size>5</Size><LastModified>${hoursAgo(100)}</LastModified></Part>`;
			const served = await world(
				tapeWorld(
					{},
					{
						listParts: (_request, {isGone}) =>
							isGone
								? undefined
								: {
										body: `<ListPartsResult><Key>${named}</Key>${parts}<IsTruncated>false</IsTruncated></ListPartsResult>`,
									},
					},
				),
			);
			const {code} = await ask(served, 'abort', ...one, '--yes');
			expect(code).toBe(0);
			expect(sentTo(served, 'DELETE')).toHaveLength(1);
		},
	);

	test.for([
		[404, 'nothing is at the key yet'],
		[403, 'checking the key is not allowed'],
	] as const)(
		'a Complete that is answered for another key is no yes: HeadObject says %d',
		async ([status, shown], {world, ask}) => {
			const body =
				'<CompleteMultipartUploadResult><Bucket>media</Bucket><Key>raw/other.tar</Key><ETag>"x"</ETag></CompleteMultipartUploadResult>';
			const served = await world(
				tapeWorld({}, {complete: () => ({body}), headObject: () => ({status})}),
			);
			// What cannot be seen may be replaced: that is agreed to.
			const unseen = status === 403 ? ['--overwrite'] : [];
			const {code, stderr} = await ask(served, 'complete', ...one, '--yes', ...unseen);
			expect(stderr).toContain('The service answered for the key raw/other.tar');
			expect(stderr).toContain(shown);
			expect(code).toBe(1);
		},
	);
});
