import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {open, readFile} from 'node:fs/promises';

/** Seconds of processor that the children of this process took that have ended, and theirs. In steps of 10 ms. */
function processorOfChildren() {
	const stat = readFileSync('/proc/self/stat', 'utf8');
	// proc(5): cutime and cstime are the 16th and 17th field; the second one, in brackets, may hold blanks.
	const [user, system] = stat
		.slice(stat.lastIndexOf(')') + 2)
		.split(' ')
		.slice(13, 15);
	return (Number(user) + Number(system)) / 100;
}

/** Bytes of memory that a process held at most so far, or holds now; undefined once it has ended. */
export function memoryOf(pid, field = 'VmHWM') {
	try {
		const status = readFileSync(`/proc/${pid}/status`, 'utf8');
		const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
		return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
	} catch {
		return undefined;
	}
}

/** Seconds of processor that a process, all its threads, took so far. */
export function processorOf(pid) {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	const [user, system] = stat
		.slice(stat.lastIndexOf(')') + 2)
		.split(' ')
		.slice(11, 13);
	return (Number(user) + Number(system)) / 100;
}

/**
 * Runs a program to its end, stdout into a file. Nothing else that this process started may end meanwhile.
 *
 * @param {{command: readonly string[], env: Record<string, string>, cwd: string}} program
 * @param {string} output
 * @param {number} limit seconds after which it is ended, and this rejects
 * @returns {Promise<{wall: number, cpu: number, peak: number}>} seconds, seconds, bytes
 */
export async function runToEnd({command: [file, ...args], env, cwd}, output, limit = 110) {
	const stdout = await open(output, 'w');
	const before = processorOfChildren();
	const begun = performance.now();
	const child = spawn(file, args, {env, cwd, stdio: ['ignore', stdout.fd, 'pipe']});
	let said = '';
	child.stderr.setEncoding('utf8').on('data', text => {
		said = (said + text).slice(-4000);
	});
	let peak = 0;
	// The mark only grows: what is missed are the last few milliseconds.
	const looking = setInterval(() => {
		peak = Math.max(peak, memoryOf(child.pid) ?? 0);
	}, 4);
	const ending = setTimeout(() => child.kill('SIGKILL'), limit * 1000);
	const [code] = await once(child, 'exit');
	const wall = (performance.now() - begun) / 1000;
	clearInterval(looking);
	clearTimeout(ending);
	await stdout.close();
	if (wall >= limit) throw new Error(`it takes more than ${limit} s.`);
	if (code !== 0) {
		const printed = (await readFile(output, 'utf8')).slice(-500);
		throw new Error(`${file} ${args.join(' ')} ended with ${code}:\n${said}${printed}`);
	}
	return {wall, cpu: processorOfChildren() - before, peak};
}
