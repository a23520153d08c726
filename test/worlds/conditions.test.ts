import {describe, expect} from 'vitest';
import {accessKeyId, secretAccessKey} from '../s3/raw-server.js';
import {type Ended, runCommand} from '../support/io.js';
import {type Answer, error, type ServedWorld} from './serve.js';
import {complete, headObject, madeEtag, md5, type Tape, tapeWorld, type Ways} from './tape.js';
import {test as worlds} from './world-test.js';

const test = worlds.extend<{ask: (served: ServedWorld, ...args: string[]) => Promise<Ended>}>({
	ask: async ({home}, use) => {
		await use((served, ...args) =>
			runCommand(
				[
					'complete',
					's3://media/raw/tape.tar',
					'--upload-id',
					'UPLOAD1',
					...args,
					'--endpoint',
					served.endpoint,
				],
				{env: home.env, as: {accessKeyId, secretAccessKey}},
			),
		);
	},
});

const posts = ({asked}: ServedWorld) => asked.filter(line => line.startsWith('POST')).length;

/** What services answer to a Complete with a condition that they cannot do; one without is done. */
const services: ReadonlyArray<readonly [name: string, refuse: (header: string) => Answer]> = [
	['501 NotImplemented', () => error(501, 'NotImplemented', 'A header you provided is not done.')],
	[
		'400 InvalidArgument that names the header',
		header => error(400, 'InvalidArgument', `${header} is not supported`),
	],
	[
		'400 InvalidArgument with its name beside it',
		header => ({
			status: 400,
			body: `<Error><Code>InvalidArgument</Code><Message>No.</Message><ArgumentName>${header}</ArgumentName></Error>`,
		}),
	],
	['412 PreconditionFailed, whatever is there', () => error(412, 'PreconditionFailed')],
	['412 as Swift words it', () => error(412, 'InvalidRequest', 'The request is invalid.')],
	['412 without a body', () => ({status: 412, body: ''})],
	['501 in other words', () => error(501, 'XNotImplemented')],
	['200 and the 412 in its body', () => ({body: error(412, 'PreconditionFailed').body ?? ''})],
];

const refusing = (refuse: (header: string) => Answer): Ways => ({
	complete: ({headers}, tape) =>
		headers['if-none-match'] !== undefined
			? refuse('If-None-Match')
			: headers['if-match'] === undefined
				? complete(tape)
				: refuse('If-Match'),
});

const older = {size: 7, etag: `"${md5('older')}"`};

describe.each(services)('%s', (_name, refuse) => {
	test('a condition that is met and refused has a way without it, which is named', async ({
		world,
		ask,
	}) => {
		const served = await world(tapeWorld({}, refusing(refuse)));
		const refused = await ask(served, '--yes', '--json');
		expect(refused.code).toBe(1);
		expect(JSON.parse(refused.stdout)).toMatchObject({
			Outcome: 'failed',
			Needs: ['--unconditional'],
		});
		expect(refused.stderr).toMatch(
			/(does not support a Complete with a condition|this condition does not work here).*nothing has changed\./,
		);
		expect(refused.stderr).toContain('--unconditional');
		expect(refused.stderr).toContain('is overwritten');
		expect(posts(served)).toBe(1);

		const done = await ask(served, '--unconditional');
		expect(done.stderr).toBe('');
		expect(done.stdout).toContain('Done.');
		expect(done.code).toBe(0);
		expect(posts(served)).toBe(2);
	});

	test('so has one on the very object that is to be replaced', async ({world, ask}) => {
		const served = await world(tapeWorld({object: older}, refusing(refuse)));
		const refused = await ask(served, '--overwrite', '--yes');
		expect(refused.stderr).toMatch(/\(If-Match\)/);
		expect(refused.stderr).toContain('With --unconditional it is sent without If-Match');
		// It never implies that something may be replaced.
		const alone = await ask(served, '--unconditional', '--yes');
		expect([alone.code, posts(served)]).toEqual([3, 1]);
		const done = await ask(served, '--unconditional', '--overwrite', '--yes');
		expect([done.code, posts(served)]).toEqual([0, 2]);
	});
});

test('an object that came in between is no fault of the condition', async ({world, ask}) => {
	const served = await world(
		tapeWorld(
			{},
			{
				complete(_request, tape) {
					tape.object = older;
					return error(412, 'PreconditionFailed');
				},
			},
		),
	);
	const {stderr, code} = await ask(served, '--yes');
	expect(stderr).toContain('An object appeared at the key meanwhile');
	expect(stderr).not.toContain('--unconditional');
	expect(code).toBe(1);
});

test('a 412 that a second look explains is no fault of the condition', async ({world, ask}) => {
	let looks = 0;
	const served = await world(
		tapeWorld(
			{},
			{
				complete: () => error(412, 'PreconditionFailed'),
				// The plan, the look just before, the first look behind: the object is seen by the fourth.
				headObject: (_request, tape) =>
					++looks < 4 ? {status: 404} : headObject({...tape, object: older}),
			},
		),
	);
	const {stderr} = await ask(served, '--yes');
	expect(stderr).toContain('An object appeared at the key meanwhile');
	expect(stderr).not.toContain('--unconditional');
});

test('a 412 to the Complete that worked is done', async ({world, ask}) => {
	const twice = (tape: Tape) => {
		complete(tape);
		return error(412, 'PreconditionFailed');
	};
	const served = await world(tapeWorld({}, {complete: (_request, tape) => twice(tape)}));
	const {stdout, code} = await ask(served, '--yes');
	expect(stdout).toContain('Done. HeadObject shows 11.0 MiB with the expected ETag.');
	expect(code).toBe(0);
});

test('a 501 without an error of S3 may be of a proxy: not known, and no way without', async ({
	world,
	ask,
}) => {
	const served = await world(tapeWorld({}, {complete: () => ({status: 501, body: ''})}));
	const {stdout, stderr} = await ask(served, '--yes', '--json');
	expect(JSON.parse(stdout)).toMatchObject({Outcome: 'unknown'});
	expect(stderr).not.toContain('--unconditional');
});

test('an object that came between the look and an unconditional Complete is not replaced', async ({
	world,
	ask,
}) => {
	let looks = 0;
	const served = await world(
		tapeWorld(
			{},
			{
				headObject: (_request, tape) =>
					++looks < 2 ? {status: 404} : headObject({...tape, object: older}),
			},
		),
	);
	const {code, stderr} = await ask(served, '--unconditional', '--yes');
	expect(stderr).toContain('Refused: it changed meanwhile, and nothing was sent.');
	expect([code, posts(served)]).toEqual([3, 0]);
});

describe('what HeadObject shows of a Complete that was answered by a yes', () => {
	const shows = (facts: (tape: Tape) => {size: number; etag: string; ago?: number}): Ways => ({
		headObject(_request, tape) {
			if (tape.object === undefined) return undefined;
			const {size, etag, ago = 0} = facts(tape);
			const date = new Date(Date.now() - ago).toUTCString();
			return {headers: {'content-length': String(size), etag, 'last-modified': date}};
		},
	});

	test('another size and the expected ETag: done, and the difference is told', async ({
		world,
		ask,
	}) => {
		const served = await world(
			tapeWorld(
				{},
				shows(tape => ({size: 11_534_337, etag: madeEtag(tape)})),
			),
		);
		const {stdout, code} = await ask(served, '--yes');
		expect(stdout).toContain(
			'Done. HeadObject shows 11.0 MiB with the expected ETag, though its parts were listed with 11.0 MiB in all.',
		);
		expect(code).toBe(0);
	});

	test('the MD5 of the content for an ETag: accepted, not verified, and what differs', async ({
		world,
		ask,
	}) => {
		const served = await world(
			tapeWorld(
				{},
				shows(({object}) => ({size: object?.size ?? 0, etag: `"${md5('all')}"`})),
			),
		);
		const {stderr, code} = await ask(served, '--yes');
		expect(stderr).toContain('Accepted, not verified.');
		expect(stderr).toContain(`the ETag ${md5('all')}, where`);
		expect(stderr).not.toMatch(/another object|came to the key/);
		expect(code).toBe(1);
	});

	test('the same of another day: what differs, and no more', async ({world, ask}) => {
		const served = await world(
			tapeWorld(
				{},
				shows(({object}) => ({size: object?.size ?? 0, etag: `"${md5('all')}"`, ago: 864e5})),
			),
		);
		const {stderr} = await ask(served, '--yes');
		expect(stderr).toMatch(
			/reported success with the expected ETag; HeadObject shows 11\.0 MiB with the ETag/,
		);
		expect(stderr).not.toContain('Size and time are right');
	});
});
