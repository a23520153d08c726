import {readdirSync, readFileSync} from 'node:fs';
import {readdir, readFile, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {expect} from 'vitest';
import type {Home} from '../program-test.js';

/** Keys that nothing may show. The id of the access key is none of the secrets. */
export const carol = {
	name: 'carol',
	accessKeyId: 'SAMPLEKEYOFCAROL',
	secretAccessKey: 'PLANTED/secret/opens/nothing',
};
export const sessionToken = 'PLANTED/session/token/opens/nothing';
export const proxyPassword = 'PLANTED-of-the-proxy';

/** Any of them, as it is, or as Basic authorization and a URL have it. */
export const planted = new RegExp(
	[
		'PLANTED',
		...[carol.secretAccessKey, sessionToken].map(secret => encodeURIComponent(secret)),
		Buffer.from(`me:${proxyPassword}`).toString('base64'),
	].join('|'),
);

/** Every file below the home that holds something planted, but for those that the test itself put there. */
export async function filesThatHoldIt(
	{folder}: Home,
	but: readonly string[] = [],
): Promise<string[]> {
	const files = await filesOf(folder, but);
	return files.filter(([, text]) => planted.test(text)).map(([path]) => path);
}

/** Every file of a folder but these, with what it holds. */
export async function filesOf(
	folder: string,
	but: readonly string[] = [],
): Promise<Array<[string, string]>> {
	const entries = await readdir(folder, {recursive: true, withFileTypes: true});
	const paths = entries
		.filter(entry => entry.isFile())
		.map(entry => join(entry.parentPath, entry.name))
		.filter(path => !but.includes(path));
	return Promise.all(
		paths.map(async path => [path, await readFile(path, 'latin1')] as [string, string]),
	);
}

/** What the program wrote is its owner's alone. */
export async function expectPrivate(paths: readonly string[]): Promise<void> {
	for (const path of paths) expect([path, (await stat(path)).mode & 0o777]).toEqual([path, 0o600]);
}

/** The command lines of a process and of all that it started, as anybody on the machine can read them. */
export function commandLines(pid: number): string[] {
	const parents = new Map<number, number>();
	for (const name of readdirSync('/proc').filter(entry => /^\d+$/.test(entry))) {
		// proc(5): the parent is the second field behind the name, which is in brackets and may hold blanks.
		const stat = read(`/proc/${name}/stat`);
		parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
	}
	const isBelow = (one: number | undefined): boolean =>
		one === pid || (one !== undefined && one > 1 && isBelow(parents.get(one)));
	return [...parents.keys()]
		.filter(isBelow)
		.map(one => read(`/proc/${one}/cmdline`).replaceAll('\0', ' '))
		.filter(line => line !== '');
}

function read(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		// It has ended.
		return '';
	}
}
