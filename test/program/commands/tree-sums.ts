import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {text} from 'node:stream/consumers';
import {expect} from 'vitest';
import {groupOfKey, ofGroup} from '../../../source/multipart/rollup/key-groups.js';
import {bucket, openStage} from '../../support/stage.js';
import {treeOf} from '../../support/tree-lines.js';
import {type Home, keysInEnv} from '../program-test.js';
import {program} from '../pty.js';

type Group = {count: number; bytes: number | undefined};
type Fields = {
	readonly Key: string;
	readonly Prefix: string;
	readonly UploadCount: number;
	readonly Bytes?: number;
};

/**
 * Compares, prefix by prefix, what the tree of a screen, `list --summary` and a script over `list --jsonl` of the built program
 * say of one sandbox. Without `parts` nothing says what is held. Uploads have none to three parts.
 */
export async function expectSameSums(
	home: Home,
	{uploads, prefixes, parts}: {uploads: number; prefixes: number; parts: boolean},
): Promise<void> {
	const {sandbox} = await openStage();
	const lastModified = sandbox.now() - 86_400_000;
	for (let nth = 0; nth < uploads; nth++)
		sandbox.seed.upload({
			...{bucket, initiated: lastModified - 1000 * nth},
			key: `team-${nth % prefixes}/${nth % 3}/${(nth * 7919) % uploads}`,
			parts: Array.from({length: nth % 4}, (_, at) => ({
				...{number: at + 1, size: 5 * 2 ** 20 + nth, lastModified},
			})),
		});
	const list = (...args: string[]) => {
		const own = [program, 'list', bucket, '-e', sandbox.endpoint, ...args];
		const child = spawn(process.execPath, parts ? [...own, '--parts'] : own, {
			env: {...home.env, ...keysInEnv(sandbox.users[0]!)},
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		return {stdout: child.stdout, ended: once(child, 'close')};
	};

	const summary = list('--summary', '--json', '--depth', '1');
	const document = JSON.parse(await text(summary.stdout)) as Fields & {Prefixes: Fields[]};
	expect(await summary.ended).toEqual([0, null]);
	const summed = new Map<string, Group>();
	for (const {Prefix, UploadCount: count, Bytes: bytes} of document.Prefixes)
		summed.set(Prefix, {count, bytes});

	const jsonl = list('--jsonl');
	const scripted = new Map<string, Group>();
	for await (const line of createInterface({input: jsonl.stdout})) {
		const {Key, Bytes} = JSON.parse(line) as Fields;
		const group = ofGroup(
			scripted,
			groupOfKey(Key, ''),
			(): Group => ({
				...{count: 0, bytes: Bytes === undefined ? undefined : 0},
			}),
		);
		group.count++;
		if (Bytes !== undefined) group.bytes! += Bytes;
	}
	expect(await jsonl.ended).toEqual([0, null]);

	const {lines, total} = await treeOf(sandbox, bucket, parts);
	const grown = new Map<string, Group>(
		lines.map(({id, count, bytes}) => [id, {count, bytes: parts ? bytes : undefined}]),
	);
	expect(grown.size).toBe(prefixes);
	expect(total.count).toBe(uploads);
	expect(document.UploadCount).toBe(uploads);
	if (parts) expect(total.bytes).toBe(document.Bytes);
	const differs = (from: ReadonlyMap<string, Group>) =>
		[...grown].filter(([prefix, {count, bytes}]) => {
			const other = from.get(prefix);
			return other?.count !== count || other.bytes !== bytes;
		});
	expect([summed.size, differs(summed)]).toEqual([prefixes, []]);
	expect([scripted.size, differs(scripted)]).toEqual([prefixes, []]);
}
