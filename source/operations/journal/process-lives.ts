import {readFileSync} from 'node:fs';

/** As `processLives`; tests have their own. */
export type IsAlive = (pid: number, started?: string) => boolean;

/**
 * Whether a process of this machine lives.
 *
 * @param started: as `processStart` gave it for that process; where another one has the pid by now, it does not live.
 */
export function processLives(pid: number, started?: string): boolean {
	try {
		process.kill(pid, 0);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
	}
	const now = started === undefined ? undefined : processStart(pid);
	return now === undefined || now === started;
}

let boot: string | undefined;

/**
 * When a process was started: the boot, and the ticks since then (proc(5), field 22 of /proc/pid/stat).
 * Pids are used again; by this one is told from the next. Undefined where the system has no /proc.
 */
export function processStart(pid: number): string | undefined {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
		// The name of the program, in brackets, may hold anything.
		const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
		return ticks === undefined ? undefined : `${boot}/${ticks}`;
	} catch {
		return undefined;
	}
}
