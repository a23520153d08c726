import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {createAwsGateway} from '../../source/s3/gateway/aws-gateway.js';
import type {SandboxOptions} from '../../source/sandbox/sandbox.js';
import {abortXml, documentXml, ruleXml} from '../multipart/rules/rule-samples.js';
import {nowhere, runCommand} from '../support/io.js';
import {bucket, day, MiB, openStage, sandboxSettings} from '../support/stage.js';

const held = 'logs/part-4005733d-a830-4323-8291-8866de98b582-0';
const others = [
	ruleXml({id: 'expire', actions: '<Expiration><Days>30</Days></Expiration>'}),
	ruleXml({id: 'off', status: 'Disabled', scope: '<Filter/>', actions: abortXml(90)}),
];

async function rulesStage(options: SandboxOptions = {}) {
	const stage = await openStage(options);
	const folder = await mkdtemp(join(tmpdir(), 'partway-rules-'));
	onTestFinished(() => rm(folder, {recursive: true}));
	const gateway = createAwsGateway(sandboxSettings(stage.sandbox));
	onTestFinished(() => gateway.close());
	const env = {...nowhere, PARTWAY_STATE_DIR: folder};
	const rules = (...[verb = '', ...args]: string[]) =>
		runCommand(['rules', verb, '-e', stage.sandbox.endpoint, ...args], {env});
	const put = (...xml: string[]) => gateway.putLifecycle({bucket, text: documentXml(...xml)});
	const there = async () => (await gateway.lifecycleDocument(bucket))?.text ?? '';
	const sent = () => stage.sandbox.requests.count('PutBucketLifecycleConfiguration');
	return {...stage, rules, put, there, sent, env};
}

describe('partway rules list', () => {
	test('what aborts uploads, what is covered and what the others are', async () => {
		const {rules, put, upload} = await rulesStage();
		await put(
			...others,
			ruleXml({id: 'logs', scope: '<Prefix>logs/</Prefix>', actions: abortXml(99)}),
		);
		upload('logs/a');
		upload('b');
		const {code, stdout, stderr} = await rules('list', bucket);
		expect([code, stderr]).toEqual([0, '']);
		expect(stdout).toBe(
			[
				`${bucket}: aborts 1 of 2 uploads by itself`,
				'  disabled  90 d  every key  "off"',
				'  enabled   99 d  keys that begin with logs/  "logs"  1 of 2 uploads',
				'  other rules: "expire" (enabled, every key: Expiration Days 30)',
				'',
			].join('\n'),
		);
	});

	test('a rule that does nothing is called that, two days after an upload was due', async () => {
		// It keeps rules and never runs them, as moto does, and tells true dates.
		const {rules, sandbox} = await rulesStage({
			alter: personality => ({...personality, abortRules: 'idle'}),
		});
		const first = {bucket, parts: [], initiated: sandbox.now() - 12 * day};
		const old = sandbox.seed.upload({...first, key: 'old'});
		sandbox.seed.upload({...first, key: 'due', initiated: sandbox.now() - 8 * day});
		const added = await rules('add', bucket, '--days', '7', '--id', 'idle', '--yes');
		expect(added.code).toBe(0);
		// This machine has just added it: nothing is due by it yet.
		expect((await rules('list', bucket)).stdout).toContain('"idle"  2 of 2 uploads\n');
		// Another machine knows nothing of that.
		const elsewhere = {...nowhere, PARTWAY_STATE_DIR: '/nowhere'};
		const list = (...args: string[]) =>
			runCommand(['rules', 'list', '-e', sandbox.endpoint, bucket, ...args], {env: elsewhere});
		const {stdout} = await list();
		expect(stdout).toContain(
			`  ! these should be gone, the oldest first:\n      old (${old}), 12 d old\n`,
		);
		expect(stdout).toContain(
			'  enabled   7 d  every key  "idle"  2 of 2 uploads  1 of them was due more than two days ago: it seems to do nothing, or is new',
		);
		const json = JSON.parse((await list('--json')).stdout);
		expect(json).toMatchObject({
			Bucket: bucket,
			CoversAllKeys: true,
			Uploads: 2,
			Covered: 2,
			Overdue: 1,
			OverdueUploads: [{Key: 'old', UploadId: old, Initiated: expect.stringMatching(/^2/)}],
		});
		// The oldest are named, the others counted.
		for (let nth = 0; nth < 25; nth++)
			sandbox.seed.upload({...first, key: `more-${nth}`, initiated: first.initiated - nth * day});
		const many = await list();
		expect(many.stdout.match(/^ {6}more-\d+/gm)).toEqual(
			Array.from({length: 20}, (_, nth) => `      more-${24 - nth}`),
		);
		expect(many.stdout).toContain('      and 6 more\n');
	});

	test('JSON has the names of the AWS CLI', async () => {
		const {rules, put} = await rulesStage();
		const and =
			'<Filter><And><Prefix>p</Prefix><Tag><Key>k</Key><Value>1</Value></Tag></And></Filter>';
		const actions =
			'<Transition><Days>30</Days><StorageClass>GLACIER</StorageClass></Transition><Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>';
		await put(ruleXml({id: 'a', scope: and, actions}), ruleXml({id: 'b'}));
		const {stdout} = await rules('list', bucket, '--json');
		expect(JSON.parse(stdout).Rules).toEqual([
			{
				...{ID: 'a', Status: 'Enabled'},
				Filter: {And: {Prefix: 'p', Tags: [{Key: 'k', Value: '1'}]}},
				Transitions: [{Days: 30, StorageClass: 'GLACIER'}],
				Expiration: {ExpiredObjectDeleteMarker: true},
			},
			{
				...{ID: 'b', Status: 'Enabled', Filter: {Prefix: ''}},
				AbortIncompleteMultipartUpload: {DaysAfterInitiation: 7},
			},
		]);
	});

	test('25 buckets, three of which refuse: all others are told, and the exit code says so', async () => {
		const {rules, sandbox, put} = await rulesStage();
		await put(ruleXml());
		const names = Array.from({length: 24}, (_, at) => `bucket-${String(at).padStart(2, '0')}`);
		for (const name of names) sandbox.seed.bucket(name);
		const denied = names.slice(3, 6);
		for (const name of denied)
			sandbox.faults.add({
				...{operation: 'GetBucketLifecycleConfiguration', bucket: name},
				action: {respond: {status: 403, body: '<Error><Code>AccessDenied</Code></Error>'}},
			});
		const {code, stdout, stderr} = await rules('list', '--all-buckets', '--json', '--check');
		const lines = stdout
			.trim()
			.split('\n')
			.map(line => JSON.parse(line));
		expect(lines).toHaveLength(25);
		for (const line of lines) expect(Object.entries(line)[0]).toEqual(['schema_version', 1]);
		expect(lines.filter(({Error: error}) => error?.Code === 'AccessDenied')).toHaveLength(3);
		expect(lines.filter(({CoversAllKeys: all}) => all === false)).toHaveLength(21);
		expect(code).toBe(1);
		for (const name of denied) expect(stderr).toContain(name);
		expect(stderr).toContain('No enabled rule for all keys: bucket-00, bucket-01, ');
	});

	test('--check is a yes where every bucket has a rule for all its keys', async () => {
		const {rules, put} = await rulesStage();
		expect((await rules('list', bucket, '--check')).code).toBe(1);
		expect((await rules('list', bucket)).code).toBe(0);
		await put(ruleXml());
		expect((await rules('list', bucket, '--check')).code).toBe(0);
	});
});

describe('partway rules add', () => {
	test('a dry run shows the diff and what it takes, and sends nothing', async () => {
		const {rules, put, upload, sent} = await rulesStage();
		await put(...others);
		upload('logs/a', {quiet: 10 * day});
		const {code, stdout} = await rules('add', `s3://${bucket}/logs/`, '--days', '7', '--dry-run');
		expect(code).toBe(0);
		expect(stdout).toContain(
			[
				'  "expire" stays as it is',
				'  "off" stays as it is',
				'+ <Rule>',
				'+   <ID>abort-uploads-after-7-days</ID>',
			].join('\n'),
		);
		expect(stdout).toContain('It takes 1 upload, 17.0 MiB now, by its next run.');
		expect(sent()).toBe(1);
	});

	test('without a terminal it needs --yes; then the others stay, and it is an act of the history', async () => {
		const {rules, put, there, env} = await rulesStage();
		await put(...others);
		const add = ['add', bucket, '--days', '7', '--id', 'mine'];
		const refused = await rules(...add);
		expect(refused.code).toBe(3);
		expect(refused.stderr).toContain('there is no terminal to ask on');
		const {code, stdout} = await rules(...add, '--yes');
		expect([code, stdout]).toEqual([
			0,
			`${bucket}: The service shows the rules as they were sent.\n`,
		]);
		for (const rule of others.slice(0, 1)) expect(await there()).toContain(rule);
		expect(await there()).toContain('<ID>mine</ID>');
		const again = await rules(...add.slice(0, 4), '--yes');
		expect([again.code, again.stdout]).toEqual([
			0,
			expect.stringContaining('! The rule "mine" does the same already.'),
		]);
		const history = await runCommand(['history', '--json'], {env});
		const [act] = JSON.parse(history.stdout).acts;
		expect(act).toMatchObject({act: 'rules', outcome: 'done', rules: {change: 'add', id: 'mine'}});
	});

	test('active and held uploads that it takes are named, and need options of their own', async () => {
		const {rules, sandbox, sent} = await rulesStage();
		const initiated = sandbox.now() - 9 * day;
		const parts = [{number: 1, size: MiB, lastModified: sandbox.now()}];
		sandbox.seed.upload({bucket, key: 'logs/busy', initiated, parts});
		sandbox.seed.upload({bucket, key: held, initiated, parts: []});
		const add = ['add', bucket, '--days', '7', '--yes'];
		const first = await rules(...add);
		expect(first.code).toBe(3);
		expect(first.stderr).toContain(
			'! 1 of them IS ACTIVE: somebody may be uploading:\n    logs/busy (',
		);
		expect(first.stderr).toContain(', held by flink)');
		expect((await rules(...add, '--include-active')).code).toBe(3);
		expect((await rules(...add, '--include-held')).code).toBe(3);
		expect(sent()).toBe(0);
		expect((await rules(...add, '--include-active', '--include-held')).code).toBe(0);
	});

	test('rules that the service shows otherwise are named; --put-back puts back what was there', async () => {
		const {rules, put, there, sandbox} = await rulesStage();
		await put(...others);
		const before = await there();
		const add = ['add', bucket, '--days', '7', '--yes', '--put-back', '--json'];
		// It answers with a yes, and does nothing.
		sandbox.faults.add({
			...{operation: 'PutBucketLifecycleConfiguration', times: 1},
			action: {respond: {status: 200, body: ''}},
		});
		const {code, stdout, stderr} = await rules(...add);
		expect(code).toBe(1);
		expect(JSON.parse(stdout)).toMatchObject({
			schema_version: 1,
			Outcome: 'accepted',
			Difference: {Own: 'dropped', Lost: []},
			Before: [{ID: 'expire'}, {ID: 'off'}],
		});
		expect(stderr).toContain('the rule is not there, or aborts nothing');
		expect(stderr).toContain('Put back: The service shows the rules as they were sent.');
		expect(await there()).toBe(before);
	});

	test.each([
		[['--days', '0'], 2],
		[['--days', '1.5'], 2],
		[['--days', '7', '--id', 'expire'], 3],
		[['--days', '7', '--read-only'], 3],
	])('%j ends with %i, and sends nothing', async (args, code) => {
		const {rules, put, sent} = await rulesStage();
		await put(...others);
		expect((await rules('add', bucket, ...args, '--yes')).code).toBe(code);
		expect(sent()).toBe(1);
	});
});

describe('partway rules remove', () => {
	test('one that only aborts uploads; no other', async () => {
		const {rules, put, there} = await rulesStage();
		await put(...others);
		const refused = await rules('remove', bucket, '--id', 'expire', '--yes');
		expect([refused.code, refused.stderr]).toEqual([
			3,
			expect.stringContaining('does not only abort uploads'),
		]);
		expect((await rules('remove', bucket, '--id', 'nothing', '--yes')).code).toBe(3);
		expect((await rules('remove', bucket, '--id', 'off', '--yes')).code).toBe(0);
		expect(await there()).not.toContain('off');
		expect(await there()).toContain(others[0]);
	});
});
