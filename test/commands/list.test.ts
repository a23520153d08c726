import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {nowhere, runCommand} from '../support/io.js';
import {bucket, day, hour, MiB, minute, openStage, type Stage} from '../support/stage.js';

type Row = {
	Key: string;
	UploadId: string;
	Bucket?: string;
	State?: string;
	Maker?: string;
	PartsError?: string;
	LastPart?: string;
	PartCount?: number;
	Bytes?: number;
};
type Document = {Bucket?: string; Prefix?: string; Uploads: Row[]; IsTruncated?: boolean};

function list(
	{sandbox}: Pick<Stage, 'sandbox'>,
	args: readonly string[],
	more: Parameters<typeof runCommand>[1] = {},
) {
	const env = {...nowhere, ...more.env};
	return runCommand(['list', '-e', sandbox.endpoint, ...args], {...more, env});
}

const rowsIn = (stdout: string): Row[] =>
	stdout
		.split('\n')
		.filter(line => line !== '')
		.map(line => JSON.parse(line) as Row);

const denied = {
	respond: {
		status: 403,
		headers: {'content-type': 'application/xml', 'x-amz-request-id': 'DENIED1'},
		body: '<Error><Code>AccessDenied</Code><Message>No</Message></Error>',
	},
};

/** Dead, at work, between, without parts since ever. */
async function fourStates() {
	const stage = await openStage();
	stage.upload('dead.mov', {quiet: 10 * day});
	stage.upload('logs/live.mov', {quiet: 5 * minute});
	stage.upload('logs/rests.mov', {quiet: 3 * hour, sizes: [MiB]});
	stage.upload('never', {quiet: 30 * day, parts: []});
	return stage;
}

describe('--jsonl and --json', () => {
	test('say what the listing says, in the style of the AWS CLI, and read no parts', async () => {
		const stage = await fourStates();
		const {code, stdout, stderr} = await list(stage, [bucket, '--jsonl']);
		expect([code, stderr]).toEqual([0, '']);
		const rows = rowsIn(stdout);
		expect(rows.map(({Key}) => Key)).toEqual([
			'dead.mov',
			'logs/live.mov',
			'logs/rests.mov',
			'never',
		]);
		expect(rows[0]).toEqual({
			UploadId: expect.any(String),
			Key: 'dead.mov',
			Initiated: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+00:00$/),
			StorageClass: 'STANDARD',
			Owner: {ID: expect.any(String)},
			Initiator: {ID: expect.any(String)},
		});
		expect(stage.sandbox.requests.count('ListParts')).toBe(0);
		const document = JSON.parse((await list(stage, [bucket, '--json'])).stdout) as Document;
		expect(document).toEqual({schema_version: 1, Bucket: bucket, Uploads: rows});
	});

	test('--parts adds what the parts tell', async () => {
		const stage = await fourStates();
		const {stdout} = await list(stage, [bucket, '--jsonl', '--parts']);
		expect(rowsIn(stdout).map(({State, PartCount, Bytes}) => [State, PartCount, Bytes])).toEqual([
			['stalled', 3, 17 * MiB],
			['active', 3, 17 * MiB],
			['idle', 1, MiB],
			['stalled', 0, 0],
		]);
		expect(rowsIn(stdout)[3]).not.toHaveProperty('LastPart');
	});

	test('an empty bucket is an empty list, and a prefix is told', async () => {
		const stage = await openStage();
		const {stdout} = await list(stage, [`s3://${bucket}/raw/`, '--json']);
		expect(JSON.parse(stdout)).toEqual({
			schema_version: 1,
			Bucket: bucket,
			Prefix: 'raw/',
			Uploads: [],
		});
		expect((await list(stage, [bucket, '--jsonl'])).stdout).toBe('');
	});

	test('keys survive whatever they hold, and none of it reaches the terminal raw', async () => {
		const stage = await openStage();
		const keys = ['a\u001b[31m', 'b\u009bc', 'c\u202etxt', 'd\te', 'e 写真 🎬', 'f"\\', 'g\u2028'];
		for (const key of keys) stage.upload(key, {parts: []});
		for (const form of ['--json', '--jsonl']) {
			const {stdout} = await list(stage, [bucket, form]);
			expect(stdout).not.toMatch(/[\u001b\u009b\u202e\u2028\t]/);
			const rows = form === '--json' ? (JSON.parse(stdout) as Document).Uploads : rowsIn(stdout);
			expect(rows.map(({Key}) => Key)).toEqual(keys);
		}
		expect((await list(stage, [bucket])).stdout).not.toMatch(/[\u001b\u009b\u202e\u2028]/);
	});

	test('--limit ends it, and says that it is cut', async () => {
		const stage = await fourStates();
		const document = JSON.parse((await list(stage, [bucket, '--json', '--limit', '2'])).stdout);
		expect(document).toMatchObject({IsTruncated: true});
		expect(document.Uploads).toHaveLength(2);
	});
});

describe('a query', () => {
	test.each([
		[
			['-q', 'state:stalled'],
			['dead.mov', 'never'],
		],
		[['--stalled-for', '20d'], ['never']],
		[['--older-than', '20d'], ['never']],
		[
			['--larger-than', '1MiB'],
			['dead.mov', 'logs/live.mov'],
		],
		[['--prefix', 'logs/', '-q', 'size<2MiB'], ['logs/rests.mov']],
		[
			['-q', '-logs'],
			['dead.mov', 'never'],
		],
	])('%j', async (args, keys) => {
		const stage = await fourStates();
		const {code, stdout} = await list(stage, [bucket, '--jsonl', ...args]);
		expect(code).toBe(0);
		expect(rowsIn(stdout).map(({Key}) => Key)).toEqual(keys);
	});

	test('reads the parts of what may match, and of nothing else', async () => {
		const stage = await fourStates();
		await list(stage, [bucket, '--jsonl', '-q', 'prefix:logs/ state:idle']);
		expect(stage.sandbox.requests.count('ListParts')).toBe(2);
		await list(stage, [bucket, '--jsonl', '-q', 'logs age>1h']);
		expect(stage.sandbox.requests.count('ListParts')).toBe(2);
	});

	test('goes by the thresholds of the profile', async () => {
		const stage = await fourStates();
		const folder = await mkdtemp(join(tmpdir(), 'partway-list-'));
		onTestFinished(() => rm(folder, {recursive: true}));
		const profile = {name: 'slow', credentials: {kind: 'environment'}, stalledAfter: '20d'};
		const target = {defaultTarget: `s3://${bucket}`};
		await writeFile(
			join(folder, 'config.json'),
			JSON.stringify({version: 1, profiles: {slow: {...profile, ...target}}}),
		);
		const env = {PARTWAY_CONFIG_DIR: folder};
		const {stdout, stderr} = await list(stage, ['-p', 'slow', '--jsonl', '-q', 'state:stalled'], {
			env,
		});
		expect(stderr).toBe('');
		expect(rowsIn(stdout).map(({Key}) => Key)).toEqual(['never']);
	});
});

describe('what cannot be read is named, and is never stalled', () => {
	test('parts that are denied: the row says so, 1', async () => {
		const stage = await fourStates();
		stage.sandbox.faults.add({operation: 'ListParts', key: 'dead.mov', action: denied});
		const {code, stdout, stderr} = await list(stage, [bucket, '--jsonl', '--parts']);
		expect(code).toBe(1);
		const [dead, ...others] = rowsIn(stdout);
		expect(dead).toMatchObject({Key: 'dead.mov', State: 'unknown', PartsError: 'AccessDenied'});
		expect(others.map(({State}) => State)).toEqual(['active', 'idle', 'stalled']);
		expect(stderr).toContain(
			`ListParts ${bucket}/dead.mov: AccessDenied, HTTP 403, request DENIED1`,
		);
		expect(stderr).toContain('s3:ListMultipartUploadParts');
		const stalled = await list(stage, [bucket, '--jsonl', '-q', 'state:stalled']);
		expect(rowsIn(stalled.stdout).map(({Key}) => Key)).toEqual(['never']);
		expect(stalled.code).toBe(1);
		expect(stalled.stderr).toContain('dead.mov');
		const unknown = await list(stage, [bucket, '--jsonl', '-q', 'state:unknown']);
		expect(rowsIn(unknown.stdout).map(({Key}) => Key)).toEqual(['dead.mov']);
	});

	test('each is named, what to do about it once', async () => {
		const stage = await fourStates();
		stage.sandbox.faults.add({operation: 'ListParts', action: denied});
		const {stderr} = await list(stage, [bucket, '--parts', '--count']);
		expect(stderr.match(/^ListParts /gm)).toHaveLength(4);
		expect(stderr.match(/The caller lacks/g)).toHaveLength(1);
	});

	test('a listing that is denied: 1, and nothing that looks whole', async () => {
		const stage = await fourStates();
		stage.sandbox.faults.add({operation: 'ListMultipartUploads', action: denied});
		for (const form of ['--jsonl', '--count', '--summary']) {
			const {code, stdout, stderr} = await list(stage, [bucket, form]);
			expect([code, stdout]).toEqual([1, '']);
			expect(stderr).toContain('The caller lacks s3:ListBucketMultipartUploads');
		}
		const {code, stdout} = await list(stage, [bucket, '--json']);
		expect([code, JSON.parse(stdout).IsTruncated]).toEqual([1, true]);
	});

	test('an error in the middle of a listing: what came before is there, and 1', async () => {
		const stage = await openStage();
		for (let at = 0; at < 1500; at++) stage.upload(`k${at}`, {parts: []});
		stage.sandbox.faults.add({operation: 'ListMultipartUploads', call: 2, action: denied});
		const {code, stdout} = await list(stage, [bucket, '--jsonl']);
		expect([code, rowsIn(stdout).length]).toEqual([1, 1000]);
	});

	test('a service that is busy is asked again', async () => {
		const stage = await fourStates();
		const body = '<Error><Code>SlowDown</Code></Error>';
		const busy = {respond: {status: 503, headers: {'content-type': 'application/xml'}, body}};
		stage.sandbox.faults.add({
			operation: 'ListParts',
			key: 'dead.mov',
			// The SDK gives up after three.
			times: 7,
			action: busy,
		});
		const {code, stdout} = await list(stage, [bucket, '--jsonl', '--parts']);
		expect([code, rowsIn(stdout).length]).toEqual([0, 4]);
	});

	test('an upload that is listed and not found is named, and 1', async () => {
		const stage = await fourStates();
		const body = '<Error><Code>NoSuchUpload</Code></Error>';
		const gone = {respond: {status: 404, headers: {'content-type': 'application/xml'}, body}};
		stage.sandbox.faults.add({operation: 'ListParts', key: 'dead.mov', action: gone});
		const {code, stdout, stderr} = await list(stage, [bucket, '--jsonl', '--parts']);
		expect(code).toBe(1);
		expect(stderr).toContain('not found: s3://media-archive/dead.mov');
		expect(rowsIn(stdout).at(-1)).toMatchObject({
			...{Key: 'dead.mov', State: 'not-found', PartsError: 'NoSuchUpload'},
		});
	});
});

describe('the order of the listing', () => {
	test('stays, whichever parts come first', async () => {
		const stage = await openStage();
		const keys = Array.from({length: 40}, (_, at) => `k${String(at).padStart(2, '0')}`);
		for (const key of keys) stage.upload(key);
		// Every third takes its time.
		stage.sandbox.faults.add({
			operation: 'ListParts',
			every: 3,
			action: {delay: 60},
		});
		const {stdout} = await list(stage, [bucket, '--jsonl', '--parts']);
		expect(rowsIn(stdout).map(({Key}) => Key)).toEqual(keys);
	});
});

describe('what is held open on purpose', () => {
	const flink = 'raw/part-4005733d-a830-4323-8291-8866de98b582-0';

	async function withHeld() {
		const stage = await fourStates();
		stage.upload(flink, {quiet: 40 * day, sizes: [5 * MiB]});
		stage.upload('topics/t/partition=0/t+0+0000000000.json', {quiet: 5 * minute});
		return stage;
	}

	test('JSON tells who holds it, with parts or without; nobody holds the others', async () => {
		const stage = await withHeld();
		const held = ({stdout}: {stdout: string}) =>
			rowsIn(stdout).flatMap(({Key, Maker, State}) => (Maker ? [[Key, Maker, State]] : []));
		expect(held(await list(stage, [bucket, '--jsonl']))).toEqual([
			[flink, 'flink', undefined],
			['topics/t/partition=0/t+0+0000000000.json', 'kafka-connect', undefined],
		]);
		expect(held(await list(stage, [bucket, '--jsonl', '--parts']))).toEqual([
			[flink, 'flink', 'held'],
			['topics/t/partition=0/t+0+0000000000.json', 'kafka-connect', 'held'],
		]);
	});

	test('maker: chooses, and reads no parts for it', async () => {
		const stage = await withHeld();
		const keys = async (query: string) =>
			rowsIn((await list(stage, [bucket, '--jsonl', '-q', query])).stdout).map(({Key}) => Key);
		expect(await keys('maker:flink')).toEqual([flink]);
		expect(await keys('-maker:any')).toHaveLength(4);
		expect(stage.sandbox.requests.count('ListParts')).toBe(0);
		expect(await keys('state:stalled')).toEqual(['dead.mov', 'never']);
	});

	test('a table says it is held, and below by whom; --summary counts them', async () => {
		const stage = await withHeld();
		const shown = await list(stage, [bucket, '--parts'], {columns: 100});
		expect(shown.stdout).toMatch(/part-.* held\n/);
		expect(shown.stderr).toContain(
			'1 held by flink, 1 held by kafka-connect: kept open on purpose',
		);
		const wide = await list(stage, [bucket, '--parts', '--wide'], {columns: 100});
		expect(wide.stdout).toMatch(/held by kafka-connect {2}\S/);
		const piped = await list(stage, [bucket, '--parts']);
		expect(piped.stdout).toMatch(/\theld\n/);
		expect(piped.stderr).toBe('');
		const sum = await list(stage, [bucket, '--summary', '--parts'], {columns: 100});
		expect(sum.stdout).toContain('2 stalled, 1 held by flink, 1 held by kafka-connect');
		const json = await list(stage, [bucket, '--summary', '--parts', '--json']);
		expect(JSON.parse(json.stdout)).toMatchObject({
			States: {held: 2, stalled: 2},
			HeldBy: {flink: 1, 'kafka-connect': 1},
		});
	});
});

describe('--count and --summary', () => {
	test('count', async () => {
		const stage = await fourStates();
		expect((await list(stage, [bucket, '--count'])).stdout).toBe('4\n');
		const {stdout} = await list(stage, [bucket, '--count', '--json', '-q', 'logs']);
		expect(JSON.parse(stdout)).toEqual({schema_version: 1, Bucket: bucket, Count: 2});
		expect((await list(stage, [bucket, '--count', '-q', 'nothing'])).stdout).toBe('0\n');
	});

	test('what they add up to, by state and by prefix', async () => {
		const stage = await fourStates();
		stage.upload('logs/old/x', {sizes: [MiB]});
		stage.upload('young', {quiet: 12 * hour, parts: []});
		const {stdout} = await list(stage, [bucket, '--summary', '--parts', '--json', '--depth', '2']);
		expect(JSON.parse(stdout)).toMatchObject({
			Bucket: bucket,
			UploadCount: 6,
			PartCount: 8,
			Bytes: 36 * MiB,
			States: {active: 1, idle: 1, stalled: 3, empty: 1, unknown: 0},
			Prefixes: [
				{Prefix: 'logs/', UploadCount: 2, Bytes: 18 * MiB},
				{Prefix: '', UploadCount: 3, States: {stalled: 2, empty: 1}},
				{Prefix: 'logs/old/', UploadCount: 1, Bytes: MiB},
			],
		});
		const shown = await list(stage, [bucket, '--summary', '--parts'], {columns: 100});
		expect(shown.stdout).toMatch(
			/^6 uploads hold 36\.0 MiB in 8 parts: 1 active, 1 idle, 3 stalled, 1 empty\n/,
		);
		expect(shown.stdout).toMatch(/^logs\/ +3 .*19\.0 MiB/m);
		const plain = await list(stage, [bucket, '--summary', '--json', '--depth', '0']);
		expect(JSON.parse(plain.stdout)).toEqual({
			schema_version: 1,
			Bucket: bucket,
			UploadCount: 6,
			Oldest: expect.stringMatching(/\+00:00$/),
		});
	});

	describe('at the price of the connection', () => {
		/** Lists through a connection with a price of 5 USD for 1 GiB. */
		async function priced(stage: Stage, args: readonly string[], env = {}) {
			const folder = await mkdtemp(join(tmpdir(), 'partway-list-'));
			onTestFinished(() => rm(folder, {recursive: true, force: true}));
			const {endpoint, users} = stage.sandbox;
			const {accessKeyId, secretAccessKey} = users[0]!;
			const credentials = {kind: 'keys', accessKeyId, secretAccessKey};
			const lab = {endpoint, credentials, price: {perGiBMonth: 5, currency: 'USD'}};
			const file = JSON.stringify({version: 2, profiles: {lab}});
			await writeFile(join(folder, 'config.json'), file, {mode: 0o600});
			const {stdout} = await runCommand(['list', '-p', 'own:lab', bucket, '--summary', ...args], {
				env: {...nowhere, PARTWAY_CONFIG_DIR: folder, ...env},
				columns: 100,
			});
			return stdout;
		}

		test('they cost so much in a month', async () => {
			const stage = await fourStates();
			expect(await priced(stage, ['--parts'])).toMatch(
				/^4 uploads hold 35\.0 MiB in 7 parts: 1 active, 1 idle, 2 stalled; ≈ \$0\.17 a month\n\nPREFIX .* SIZE +A MONTH +ACTIVE.*\nlogs\/ .* 18\.0 MiB +\$0\.09 /,
			);
			expect(await priced(stage, ['--parts'], {LC_ALL: 'C'})).toContain('; about $0.17 a month\n');
			const json = JSON.parse(await priced(stage, ['--parts', '--json']));
			expect(json.MonthlyCost).toEqual({Amount: 0.170898, Currency: 'USD'});
			expect(json.Prefixes[0]).toMatchObject({
				Prefix: 'logs/',
				MonthlyCost: {Amount: 0.087891, Currency: 'USD'},
			});
			expect(await priced(stage, [])).not.toContain('month');
			expect(await priced(stage, ['--json'])).not.toContain('Cost');
		});

		test('they cost at least so much where not all could be read', async () => {
			const stage = await fourStates();
			stage.sandbox.faults.add({operation: 'ListParts', key: 'dead.mov', action: denied});
			expect(await priced(stage, ['--parts'])).toMatch(/; ≥ \$0\.08 a month\n/);
			const json = JSON.parse(await priced(stage, ['--parts', '--json']));
			expect(json.MonthlyCost).toMatchObject({Currency: 'USD', IsLeast: true});
		});
	});
});

describe('--all-buckets', () => {
	test('lists each, and one that is denied hides none', async () => {
		const stage = await fourStates();
		for (const name of ['aaa', 'zzz']) stage.sandbox.seed.bucket(name);
		stage.sandbox.seed.upload({bucket: 'zzz', key: 'last'});
		stage.sandbox.faults.add({operation: 'ListMultipartUploads', bucket, action: denied});
		const {code, stdout, stderr} = await list(stage, ['--all-buckets', '--jsonl']);
		expect(code).toBe(1);
		expect(rowsIn(stdout).map(({Bucket, Key}) => [Bucket, Key])).toEqual([['zzz', 'last']]);
		expect(stderr).toContain(`ListMultipartUploads ${bucket}: AccessDenied`);
		const count = await list(stage, ['--all-buckets', '--count']);
		expect(count.stdout).toBe('0\taaa\n1\tzzz\n');
	});
});

describe('a prefix on MinIO, which finds nothing by one', () => {
	test('shows what is under it all the same', async () => {
		const stage = await openStage({like: 'minio'});
		for (const key of ['logs/a', 'logs/a', 'logs/ab', 'other']) stage.upload(key);
		const keys = async (prefix: string) =>
			rowsIn((await list(stage, [`s3://${bucket}/${prefix}`, '--jsonl'])).stdout).map(
				({Key}) => Key,
			);
		expect(await keys('logs/')).toEqual(['logs/a', 'logs/a', 'logs/ab']);
		expect(await keys('logs/a')).toEqual(['logs/a', 'logs/a', 'logs/ab']);
		expect(await keys('none')).toEqual([]);
	});

	test('its remark is said, and none listed is not called none', async () => {
		const stage = await openStage({like: 'minio'});
		const {code, stdout, stderr} = await list(stage, [bucket], {columns: 80});
		expect([code, stdout]).toEqual([0, '']);
		expect(stderr).toBe(
			'No uploads are listed.\nMinIO lists uploads from memory, and before September 2024 only under a prefix that is a whole key: this list may be incomplete.\n',
		);
		stage.upload('a');
		const listed = await list(stage, [bucket, '--jsonl']);
		expect(rowsIn(listed.stdout)).toHaveLength(1);
		expect(listed.stderr).toContain('this list may be incomplete');
	});

	test('elsewhere an empty prefix costs one request more, and shows nothing else', async () => {
		const stage = await fourStates();
		expect((await list(stage, [`s3://${bucket}/none/`, '--count'])).stdout).toBe('0\n');
		expect(stage.sandbox.requests.count('ListMultipartUploads')).toBe(2);
	});
});

describe('the table', () => {
	test('of a terminal has the columns of the app and fits it', async () => {
		const stage = await fourStates();
		stage.upload(`${'long/'.repeat(30)}end.mov`, {quiet: 2 * day});
		const {stdout} = await list(stage, [bucket, '--parts'], {columns: 90});
		const lines = stdout.trimEnd().split('\n');
		expect(lines[0]).toMatch(/^KEY +INITIATED +LAST PART +PARTS +SIZE +STATE$/);
		expect(lines).toHaveLength(6);
		expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(90);
		expect(lines[1]).toMatch(/^dead\.mov +10 d ago +10 d ago +3 +17\.0 MiB +stalled$/);
		expect(stdout).toContain('…');
		const ascii = await list(stage, [bucket], {columns: 60, env: {LANG: 'C'}});
		expect(ascii.stdout).toMatch(/^[\n -~]*$/);
		const wide = await list(stage, [bucket, '--wide'], {columns: 60});
		expect(wide.stdout).toContain(`${'long/'.repeat(30)}end.mov`);
	});

	test('of a pipe has fields apart by tabs, times and bytes in full', async () => {
		const stage = await fourStates();
		const {stdout} = await list(stage, [bucket, '--parts']);
		const fields = stdout.split('\n')[0]?.split('\t') ?? [];
		expect(fields).toHaveLength(7);
		expect([fields[0], ...fields.slice(4)]).toEqual(['dead.mov', '3', String(17 * MiB), 'stalled']);
	});

	test('of nothing says so on stderr', async () => {
		const stage = await openStage();
		const {code, stdout, stderr} = await list(stage, [bucket], {columns: 80});
		expect([code, stdout, stderr]).toEqual([0, '', 'No uploads.\n']);
	});
});

test.each([
	[['--json', '--jsonl'], '--json and --jsonl'],
	[['--count', '--summary'], '--count and --summary'],
	[['--limit', '0'], '--limit'],
	[['--depth', '1'], '--depth belongs to --summary'],
	[['--all-buckets'], '--all-buckets and a TARGET'],
	[['-q', 'state:dead'], 'no state'],
	[['--prefix', 'x', '--summary', '--depth', '-1'], '--depth'],
])('%j is bad usage', async (args, words) => {
	const {code, stdout, stderr} = await runCommand(['list', bucket, ...args]);
	expect([code, stdout]).toEqual([2, '']);
	expect(stderr).toContain(words);
});
