import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect} from 'vitest';
import {jsonLines} from '../program/commands/piped.js';
import {hoursAgo, MiB, md5, tapeWorld} from './tape.js';
import {test, toWorld} from './world-test.js';

const one = ['s3://media/raw/tape.tar', '--upload-id', 'UPLOAD1'];
const isBehind =
	/The clock of this machine is 8 h behind the service's: an upload counts as stalled only if both clocks say so, as active if one does/;

/** Begun 90 minutes ago, one part 5 minutes ago, by true dates. */
function tape(date: () => string | null, minutes = 5) {
	const part = {number: 1, size: 5 * MiB, etag: md5('x'), modified: hoursAgo(minutes / 60)};
	const answered = tapeWorld({initiated: hoursAgo(1.5 + minutes / 60), parts: [part]});
	return (request: Parameters<typeof answered>[0]) => {
		const answer = answered(request);
		return answer && {...answer, headers: {...answer.headers, date: date()}};
	};
}

/** The service's clock says local time, and calls it GMT. */
const ahead = (hours: number) => () => new Date(Date.now() + hours * 3_600_000).toUTCString();

describe('a Date that is eight hours ahead of true dates', () => {
	test('lists the upload as active, and says why', async ({world, pipe}) => {
		const served = await world(tape(ahead(8)));
		const run = pipe(...toWorld(served, 'list', 'media', '--parts', '--jsonl'));
		const {code, stdout, stderr} = await run.ended;
		expect(code).toBe(0);
		expect(jsonLines(stdout)[0]).toMatchObject({Key: 'raw/tape.tar', State: 'active'});
		expect(stderr).toMatch(isBehind);
	});

	test('aborts nothing that is active by one of the clocks', async ({world, pipe}) => {
		const served = await world(tape(ahead(8)));
		const query = pipe(...toWorld(served, 'abort', 'media', '-q', 'idle>1h', '--yes'));
		const found = await query.ended;
		expect(found.stderr).toContain('Nothing to abort.');
		expect(found.stderr).toMatch(isBehind);
		const alone = await pipe(...toWorld(served, 'abort', ...one, '--yes')).ended;
		expect(alone.code).toBe(3);
		expect(alone.stderr).toContain('It is active');
		expect(alone.stderr).toMatch(isBehind);
		expect(served.asked.filter(line => line.startsWith('DELETE'))).toEqual([]);
	});

	test('completes nothing that is active by one of them, unless it is named as that', async ({
		world,
		pipe,
	}) => {
		const served = await world(tape(ahead(8)));
		const checked = await pipe(...toWorld(served, 'parts', ...one, '--check')).ended;
		expect(checked.code).toBe(3);
		expect(checked.stderr).toMatch(isBehind);
		const refused = await pipe(...toWorld(served, 'complete', ...one, '--yes')).ended;
		expect(refused.code).toBe(3);
		expect(refused.stderr).toMatch(isBehind);
		expect(served.asked.filter(line => line.startsWith('POST'))).toEqual([]);
		const named = await pipe(...toWorld(served, 'complete', ...one, '--yes', '--include-active'))
			.ended;
		expect(named.code).toBe(0);
	});

	test('aborts what is idle by both, signed by this machine', async ({world, pipe}) => {
		const served = await world(tape(ahead(8), 150));
		const query = pipe(...toWorld(served, 'abort', 'media', '-q', 'idle>1h', '--yes'));
		const {code, stderr} = await query.ended;
		expect(stderr).toContain('1 gone');
		expect(code).toBe(0);
	});
});

test('a Date that is eight hours behind: what the service calls young is active', async ({
	world,
	pipe,
}) => {
	const served = await world(tape(ahead(-8), 150));
	const run = pipe(...toWorld(served, 'list', 'media', '--parts', '--jsonl'));
	const {stdout, stderr} = await run.ended;
	expect(jsonLines(stdout)[0]).toMatchObject({State: 'active'});
	expect(stderr).toMatch(/The clock of this machine is 8 h ahead of the service's/);
});

test.for([
	'Sat, 13 Sep 275760 00:00:00 GMT',
	'Fri, 31 Dec 9999 23:59:59 GMT',
	'Mon, 01 Jan 0001 00:00:00 GMT',
	'soon',
	null,
])(
	'a Date of %s breaks nothing: the abort, its log and the history',
	async (date, {world, pipe, home}) => {
		const served = await world(tape(() => date, 150));
		const log = join(home.folder, 'requests.jsonl');
		const listed = await pipe(...toWorld(served, 'list', 'media', '--parts')).ended;
		expect(listed).toMatchObject({code: 0});
		const {code, stdout} = await pipe(...toWorld(served, 'abort', ...one, '--yes', '--log', log))
			.ended;
		expect(stdout).toContain('gone: s3://media');
		expect(code).toBe(0);
		const past = await pipe(['history', '--json']).ended;
		const today = new Date().toISOString().slice(0, 3);
		expect(past.stdout).toContain(`"${today}`);
		const times = jsonLines<{time: number | string}>(await readFile(log, 'utf8'));
		for (const {time} of times) expect(new Date(time).toISOString().slice(0, 3)).toBe(today);
	},
);
