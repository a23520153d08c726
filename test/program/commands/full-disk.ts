import {execFile, spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync} from 'node:fs';
import {join} from 'node:path';
import type {Sandbox} from '../../../source/sandbox/sandbox.js';
import {type Home, keysInEnv} from '../program-test.js';
import {program} from '../pty.js';
import type {Ended} from './piped.js';

/** Mounts a small file system of its own, without being root, where the system lets a user do that. */
const apart = ['-rm', 'sh', '-c'] as const;

/** Whether this machine lets it: what needs it is skipped elsewhere. */
export const hasSmallDisks =
	spawnSync('unshare', [...apart, 'mount -t tmpfs -o size=64k none /mnt']).status === 0;

/** What is left free of the disk are pages of 4 KiB. It goes with the program, so what it held is copied. */
const script = `
disk=$1 state=$2 free=$3; shift 3
mount -t tmpfs -o size=8m none "$disk" || exit 99
cp -r "$state/." "$disk/"
cat /dev/zero >"$disk/rest" 2>/dev/null
truncate -s $(($(stat -c %s "$disk/rest") - free * 4096)) "$disk/rest"
"$@"
code=$?
rm "$disk/rest"
cp -r "$disk/." "$state/"
exit $code
`;

/**
 * Runs the program with its state on a disk that is full but for some pages. What is in the state folder of the home is on it before,
 * and what is on it afterwards is there.
 *
 * @param args are given the folder that is the disk.
 */
export async function nearlyFull(
	{folder, stateFolder, env}: Home,
	{endpoint, users}: Pick<Sandbox, 'endpoint' | 'users'>,
	{free}: {readonly free: number},
	args: (disk: string) => readonly string[],
): Promise<Ended> {
	mkdirSync(stateFolder, {recursive: true});
	const disk = mkdtempSync(join(folder, 'disk-'));
	const shell = [...apart, script, 'sh', disk, stateFolder, String(free)];
	const command = [...shell, process.execPath, program, '-e', endpoint, ...args(disk)];
	const options = {env: {...env, ...keysInEnv(users[0]!), PARTWAY_STATE_DIR: disk}};
	return new Promise(resolve => {
		execFile('unshare', command, options, (error, stdout, stderr) =>
			resolve({code: Number(error?.code ?? 0), stdout, stderr}),
		);
	});
}
