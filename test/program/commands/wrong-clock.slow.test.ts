import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {ListMultipartUploadsCommand} from '@aws-sdk/client-s3';
import {describe, expect} from 'vitest';
import type {Sandbox} from '../../../source/sandbox/sandbox.js';
import {dateProxy} from '../../support/date-proxy.js';
import {sandboxClient} from '../../support/sandbox-client.js';
import {test, to} from '../program-test.js';
import {jsonLines} from './piped.js';

const minute = 60_000;
const day = 24 * 60 * minute;
const bucket = 'media';

/** Two uploads that are ten days old, and between them one that got a part five minutes ago. */
function seed(sandbox: Sandbox): void {
	sandbox.seed.bucket(bucket);
	const initiated = sandbox.now() - 10 * day;
	for (const key of ['a-dead', 'live', 'z-dead']) {
		const lastModified = key === 'live' ? sandbox.now() - 5.5 * minute : initiated;
		const parts = [{number: 1, size: 8 * 1024 * 1024, lastModified}];
		sandbox.seed.upload({bucket, key, initiated, parts});
	}
}

async function left(sandbox: Sandbox): Promise<string[]> {
	const {Uploads = []} = await sandboxClient(sandbox).send(
		new ListMultipartUploadsCommand({Bucket: bucket}),
	);
	return Uploads.map(({Key = ''}) => Key);
}

const idle = ['abort', bucket, '-q', 'idle>1h'];
const planned = (text: string) =>
	jsonLines<{key?: string}>(text).flatMap(({key}) => (key === undefined ? [] : [key]));

const whichAnswer = {
	'the listing': /\?uploads/,
	'the parts of the last upload': /z-dead\?/,
	'the parts of another upload': /a-dead\?/,
	'the parts of the upload that is active': /live\?/,
};

describe('one answer with a Date that is two hours off', () => {
	for (const [which, asks] of Object.entries(whichAnswer))
		for (const hours of [2, -2])
			test(`of ${which}, by ${hours} h: what is active is in no plan`, async ({
				serve,
				pipe,
				home,
			}) => {
				const sandbox = await serve();
				seed(sandbox);
				let wrong = 1;
				const proxy = await dateProxy(sandbox.endpoint, (_, asked) =>
					asks.test(asked) && wrong-- > 0 ? hours : 0,
				);
				const file = join(home.folder, 'plan.jsonl');
				const made = await pipe(
					...to({...proxy, users: sandbox.users}, ...idle, '--plan-out', file),
				).ended;
				expect(made.code).toBe(0);
				expect(made.stderr).not.toContain('The clock of this machine');
				expect(planned(await readFile(file, 'utf8')).sort()).toEqual(['a-dead', 'z-dead']);
			});

	for (const asks of [/live\?/, /a-dead\?/])
		test(`of ${asks.source}: a plan that holds what is active as stalled does not abort it`, async ({
			serve,
			pipe,
			home,
		}) => {
			const sandbox = await serve();
			seed(sandbox);
			let wrong = 0;
			const proxy = await dateProxy(sandbox.endpoint, (_, asked) =>
				asks.test(asked) && wrong-- > 0 ? 2 : 0,
			);
			const service = {...proxy, users: sandbox.users};
			const file = join(home.folder, 'plan.jsonl');
			const all = ['abort', bucket, '--all', '--include-active', '--plan-out', file];
			expect((await pipe(...to(service, ...all)).ended).code).toBe(0);
			const plan = await readFile(file, 'utf8');
			expect(plan).toContain('"active"');
			await writeFile(file, plan.replace('"active"', '"stalled"'));
			wrong = 1;
			const {code, stderr} = await pipe(...to(service, 'abort', '--plan', file, '--yes')).ended;
			expect(stderr).toMatch(/live .*It is active: its last part landed 5 m ago\./);
			expect(stderr).toContain('2 gone');
			expect(code).toBe(0);
			expect(await left(sandbox)).toEqual(['live']);
			// As what it is, it is named and aborted.
			await writeFile(file, plan);
			await pipe(...to(service, 'abort', '--plan', file, '--yes')).ended;
			expect(await left(sandbox)).toEqual([]);
		});
});
