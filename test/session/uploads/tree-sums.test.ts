import {expect, test} from 'vitest';
import {nowhere, runCommand} from '../../support/io.js';
import {bucket, day, hour, MiB, openStage} from '../../support/stage.js';
import {treeOf} from '../../support/tree-lines.js';

test('the tree sums what list --summary does, and a script over list --jsonl', async () => {
	const stage = await openStage();
	for (let number = 0; number < 120; number++) {
		const team = `team-${number % 7}/`;
		const key = number % 10 === 0 ? `loose-${number}` : `${team}${number % 3}/${number}`;
		const sizes = Array.from({length: number % 4}, (_, at) => (at + number) * MiB);
		stage.upload(key, {sizes, quiet: number % 5 === 0 ? hour / 2 : (number % 40) * day + 2 * hour});
	}
	stage.upload('写真/富士山', {sizes: [3 * MiB]});
	stage.upload('double//slash', {sizes: [5 * MiB]});
	const args = ['list', '-e', stage.sandbox.endpoint, bucket, '--parts'];
	const summary = await runCommand([...args, '--summary', '--json', '--depth', '1'], {
		env: nowhere,
	});
	const jsonl = await runCommand([...args, '--jsonl'], {env: nowhere});
	const {lines, total} = await treeOf(stage.sandbox, bucket, true);

	const document = JSON.parse(summary.stdout);
	const {held, 'not-found': notFound, ...states} = total.byState;
	expect([held, notFound]).toEqual([0, 0]);
	expect({UploadCount: total.count, Bytes: total.bytes}).toEqual({
		UploadCount: document.UploadCount,
		Bytes: document.Bytes,
	});
	expect(document.States).toMatchObject(states);
	const summed = document.Prefixes.map(({Prefix, UploadCount, Bytes}: Record<string, unknown>) => [
		...[Prefix, UploadCount, Bytes],
	]);
	expect(lines.map(({id, count, bytes}) => [id, count, bytes])).toEqual(summed);

	const scripted = new Map<string, {count: number; bytes: number}>();
	for (const line of jsonl.stdout.trim().split('\n')) {
		const {Key, Bytes} = JSON.parse(line) as {Key: string; Bytes: number};
		const prefix = Key.slice(0, Key.indexOf('/') + 1);
		const sum = scripted.get(prefix) ?? {count: 0, bytes: 0};
		scripted.set(prefix, {count: sum.count + 1, bytes: sum.bytes + Bytes});
	}
	expect(new Map(lines.map(({id, count, bytes}) => [id, {count, bytes}]))).toEqual(scripted);
	expect(lines).toHaveLength(10);
});
