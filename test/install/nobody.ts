import {execFile} from 'node:child_process';
import {chmod, mkdir, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';

export const run = promisify(execFile);

/** What runs a command as the person who tries it: one who may do nothing, and can get no rights. */
export const asNobody = [
	'setpriv',
	'--reuid=65534',
	'--regid=65534',
	'--clear-groups',
	'--no-new-privs',
] as const;

/** Makes a folder that everybody can reach, with an empty one in it that anybody may write to. */
export async function placeForNobody(): Promise<{readonly folder: string; readonly home: string}> {
	const folder = await mkdtemp(join(tmpdir(), 'partway-install-'));
	await chmod(folder, 0o755);
	const home = join(folder, 'home');
	await mkdir(home);
	await chmod(home, 0o777);
	return {folder, home};
}

export const remove = (folder: string) => rm(folder, {recursive: true, force: true, maxRetries: 5});
