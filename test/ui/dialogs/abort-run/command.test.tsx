import {expect, test} from 'vitest';
import {type OpenedApp, openApp} from '../../../support/app.js';
import {nowhere, runCommand} from '../../../support/io.js';
import {bucket, day, minute, numbered, openStage} from '../../../support/stage.js';

const flink = 'out/part-4005733d-a830-4323-8291-8866de98b582-0';

/** A list of stalled uploads of two prefixes, an active one in each, one that a maker holds, one of no date. */
async function listed(target: {readonly prefix?: string} = {}) {
	const stage = await openStage();
	for (const key of [
		...numbered('raw/a-', 3),
		...numbered('raw/deep/b-', 3),
		...numbered('out/', 3),
	])
		stage.upload(key, {quiet: 40 * day});
	stage.upload('raw/live', {quiet: minute});
	stage.upload('out/live', {quiet: minute});
	stage.upload('out/large', {quiet: 40 * day, sizes: [2 ** 31]});
	stage.upload('raw/large', {quiet: 40 * day, sizes: [2 ** 31]});
	stage.upload(flink, {quiet: 40 * day});
	const app = await openApp(stage.sandbox, {target: {bucket, ...target}});
	await app.listed();
	await app.waitFor(() => {
		const screen = app.state().screens.at(-1);
		return screen?.kind === 'uploads' && screen.totals.read === screen.totals.count;
	});
	return app;
}

/** The command that the confirmation offers. */
async function offered(app: OpenedApp): Promise<string> {
	await app.press('\u0019');
	const {dialog} = app.state();
	if (dialog?.kind !== 'copy') throw new Error(`no command: ${app.state().notice?.text}`);
	const [{value} = expect.fail()] = dialog.items;
	await app.press('esc');
	return value.replace(/ --endpoint .*$/, '');
}

/** The keys that the command would abort. */
async function found(app: OpenedApp, command: string): Promise<string[]> {
	const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(
		([, quoted, plain]) => quoted ?? plain!,
	);
	expect(words.shift()).toBe('partway');
	const args = [...words, '--endpoint', app.sandbox.endpoint, '--dry-run', '--json'];
	const {stdout, stderr} = await runCommand(args, {env: nowhere});
	const rows = stdout
		.split('\n')
		.filter(Boolean)
		.map(line => JSON.parse(line));
	expect(rows, stderr).not.toEqual([]);
	return rows.flatMap(({Key}) => Key ?? []).sort();
}

/** The keys that the confirmation would abort. */
async function confirmed(app: OpenedApp): Promise<string[]> {
	await app.waitFor(() => {
		const {dialog} = app.state();
		return dialog?.kind === 'abort-many' && dialog.selection !== undefined;
	});
	const {dialog} = app.state();
	if (dialog?.kind !== 'abort-many') throw new Error('another dialog');
	return dialog.selection!.uploads.map(({key}) => key).sort();
}

test.each<[string, {readonly prefix?: string}, readonly string[], string, number]>([
	['all', {}, ['*', 'x'], `s3://${bucket} --all`, 11],
	['all of a prefix', {prefix: 'ra'}, ['*', 'x'], `s3://${bucket}/ra --all`, 7],
	['with active ones', {}, ['*', 'x', 'i'], `s3://${bucket} --all --include-active`, 13],
	['with held ones', {}, ['*', 'x', 'H'], `s3://${bucket} --all --include-held`, 12],
	[
		'a filter',
		{},
		['/', 'size>1GiB state:stalled,active', 'enter', '*', 'x'],
		`s3://${bucket} --query 'size>1GiB state:stalled,active'`,
		2,
	],
	['a group of the tree', {}, ['t', 'x'], `s3://${bucket}/raw/ --all`, 7],
	['a group that is marked', {}, ['t', ' ', 't', 'x'], `s3://${bucket}/raw/ --all`, 7],
	['a group that was gone into', {}, ['t', 'enter', 'G', 'x'], `s3://${bucket}/raw/deep/ --all`, 3],
])('the command names what the confirmation does: %s', async (_, target, keys, says, wanted) => {
	const app = await listed(target);
	for (const key of keys.slice(0, -1)) await app.press(key);
	if (/^[iH]$/.test(keys.at(-1)!)) await confirmed(app);
	await app.press(keys.at(-1)!);
	await app.waitFor(() => {
		const {dialog} = app.state();
		const count = dialog?.kind === 'abort-many' && dialog.selection?.uploads.length;
		return count === wanted;
	});
	const uploads = await confirmed(app);
	const command = await offered(app);
	expect(command).toBe(`partway abort ${says}`);
	expect(await found(app, command)).toEqual(uploads);
});

test.each([
	['free marks', ['space', 'j', 'space', 'x']],
	['marks that a filter hides', ['*', '/', 'raw', 'enter', 'x']],
])('%s are no query: it says that a plan is the way', async (_, keys) => {
	const app = await listed();
	for (const key of keys) await app.press(key === 'space' ? ' ' : key);
	await confirmed(app);
	await app.press('\u0019');
	await app.waitFor('no query names just these: --plan-out, then --plan.');
});

test('that of an emptying names what it aborts, held ones only where they are named', async () => {
	const app = await listed();
	await app.press('X');
	const command = await offered(app);
	expect(command).toBe(`partway abort s3://${bucket} --all --include-active --include-unknown`);
	const named = await found(app, command);
	await app.press('shift-tab');
	const all = await found(app, await offered(app));
	await app.press('shift-tab', bucket, 'enter');
	await app.waitFor(() => app.state().acts.acts.every(({ended}) => ended !== undefined));
	const left = [...new Set(all)].filter(key => !named.includes(key));
	expect(left).toEqual([flink]);
	expect(app.screen()).toMatch(/13 gone/);
});

test('that of an emptying leaves out what it cannot read, and it is said where the command is offered', async () => {
	const {sandbox, upload} = await openStage();
	upload('secret');
	upload('plain');
	sandbox.faults.add({
		...{operation: 'ListParts', key: 'secret'},
		action: {respond: {status: 403, body: '<Error><Code>AccessDenied</Code></Error>'}},
	});
	const app = await openApp(sandbox, {target: {bucket}, size: {columns: 80, rows: 24}});
	await app.listed();
	await app.press('X');
	const command = await offered(app);
	expect(await found(app, command)).toEqual(['plain']);
	await app.press('\u0019');
	await app.waitFor('Unlike X it lists once, and leaves out and names uploads whose parts');
	await app.press('esc', bucket, 'enter');
	await app.waitFor('No upload is left.');
	expect(sandbox.requests.count('AbortMultipartUpload')).toBe(2);
});

test('a group of the tree offers the command of its sums', async () => {
	const app = await listed();
	await app.press('/', 'live', 'enter', 't', 'y');
	const {dialog} = app.state();
	if (dialog?.kind !== 'copy') throw new Error('nothing to copy');
	expect(dialog.items.map(({value}) => value)[2]).toMatch(
		new RegExp(`^partway list s3://${bucket}/(raw|out)/ --summary --parts --query live `),
	);
});
