import {chmod, copyFile, cp, mkdir} from 'node:fs/promises';
import {dirname, join, resolve} from 'node:path';
import {asNobody, run} from './nobody.js';

/** Made before by `npm run binary`. */
export const executable = resolve(import.meta.dirname, '../../release/partway');

/** What a command finds in its environment there. */
export const thereEnv = {
	PATH: process.env['PATH'],
	HOME: '/home',
	TMPDIR: '/tmp',
	TERM: 'xterm-256color',
	LANG: 'C.UTF-8',
	AWS_REGION: 'us-east-1',
	AWS_EC2_METADATA_DISABLED: 'true',
};

/**
 * Makes a root that holds an executable and the libraries that it names, with two empty folders that anybody may write to:
 * no shell, no Node, no /proc, no /dev.
 *
 * @returns what starts it there, as a person without any rights.
 */
export async function emptyRootFor(executable: string, root: string): Promise<readonly string[]> {
	const {stdout} = await run('ldd', [executable]);
	for (const [, library] of stdout.matchAll(/(\/\S+) \(0x/g)) {
		await mkdir(join(root, dirname(library!)), {recursive: true});
		await copyFile(library!, join(root, library!));
	}
	for (const name of ['home', 'tmp']) {
		await mkdir(join(root, name), {recursive: true});
		await chmod(join(root, name), 0o777);
	}
	await cp(executable, join(root, 'partway'));
	await chmod(root, 0o755);
	return [...asNobody, 'unshare', '--map-root-user', 'chroot', root, '/partway'];
}
