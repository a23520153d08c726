import {mkdtemp} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect} from 'vitest';
import {BucketFixture} from '../contract/service.js';
import {goneAlone, listed, rows, uploadsList} from '../program/landmarks.js';
import {keysInEnv, test} from '../program/program-test.js';
import {untouched} from '../program/pty.js';
import {realServer} from '../real/server.js';
import {emptyRootFor, executable, thereEnv} from './empty-root.js';
import {remove, run} from './nobody.js';

let folder: string;
/** What starts the executable in a root of its own. */
let command: readonly string[];
let fixture: BucketFixture;
let uploadId: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'partway-executable-ceph-'));
	command = await emptyRootFor(executable, folder);
});

afterAll(() => remove(folder));

beforeEach(async () => {
	fixture = await BucketFixture.open(realServer());
	({uploadId} = (await fixture.uploadOf('raw/tape 1.tar', [1, 2])).target);
	await fixture.initiateAll(['empty.bin', 'raw/tape 2.tar']);
});

afterEach(() => fixture.close());

/** What a command says there, with the service named by `-e` and the keys in the environment. */
function says(...args: readonly string[]) {
	const {alice, endpoint} = fixture.server;
	const env = {...thereEnv, ...keysInEnv(alice)};
	return run(command[0]!, [...command.slice(1), ...args, '-e', endpoint], {env});
}

describe('the executable, on a machine without Node, with a real Ceph', () => {
	test('lists the uploads with their parts, and aborts one', async () => {
		const list = async () => {
			const {stdout} = await says('list', fixture.bucket, '--parts', '--jsonl');
			return stdout
				.trim()
				.split('\n')
				.map(line => JSON.parse(line) as {Key: string; PartCount: number})
				.map(({Key, PartCount}) => [Key, PartCount]);
		};
		const all = [
			['empty.bin', 0],
			['raw/tape 1.tar', 2],
			['raw/tape 2.tar', 0],
		];
		expect(await list()).toEqual(all);
		const named = [`s3://${fixture.bucket}/raw/tape 1.tar`, '--upload-id', uploadId];
		const {stdout} = await says('abort', ...named, '--yes', '--include-active', '--json');
		expect(JSON.parse(stdout)).toMatchObject({Key: 'raw/tape 1.tar', Outcome: 'gone'});
		expect(await list()).toEqual(all.filter(([key]) => key !== 'raw/tape 1.tar'));
	});

	test('shows them in the app, and aborts one there', async ({start}) => {
		const {alice, endpoint} = fixture.server;
		const folders = {PARTWAY_CONFIG_DIR: '/home/config', PARTWAY_STATE_DIR: '/home/state'};
		const env = {...keysInEnv(alice), HOME: '/tmp', TMPDIR: '/tmp', ...folders};
		const args = [fixture.bucket, '-e', endpoint];
		const partway = await start(args, {command, cols: 100, rows: 32, env});
		await partway.waitFor(uploadsList);
		await partway.waitFor(listed(3));
		await partway.press('x', 'type the key to go on');
		await partway.press('empty.bin', ': empty.bin');
		partway.type('\r');
		await partway.waitFor(goneAlone);
		await partway.press('esc', listed(2));
		expect(rows(partway.screen()).map(({key}) => key)).toEqual([
			'raw/tape 1.tar',
			'raw/tape 2.tar',
		]);
		expect(await partway.quit()).toEqual({code: 0, words: '', terminal: untouched});
	});
});
