import {spawn} from 'node:child_process';
import {isMainThread} from 'node:worker_threads';
import {commandFromSdk} from './aws-files.js';

type Said = {readonly stdout: string; readonly stderr: string};

/** Characters of what a process writes. */
const most = 1024 * 1024;

const running = new Set<number>();

process.on('exit', () => {
	for (const pid of running) end(pid);
});

/**
 * Runs a credential_process, as the SDK would, and without what would damage the screen: where the app has the
 * terminal, a process in another session has none to write to and to read keys from. Its stdin is empty.
 */
export function runCredentialProcess(
	written: string,
	done: (error: Error | null, said: Said) => void,
): void {
	// The SDK works in a thread of its own where the app runs.
	const detached = !isMainThread;
	const child = spawn(commandFromSdk(written), {
		shell: true,
		detached,
		stdio: ['ignore', 'pipe', 'pipe'],
		windowsHide: true,
	});
	const {pid} = child;
	if (pid !== undefined) running.add(detached ? -pid : pid);
	const said = {stdout: '', stderr: ''};
	for (const stream of ['stdout', 'stderr'] as const)
		child[stream].setEncoding('utf8').on('data', text => {
			if (said[stream].length < most) said[stream] += text;
		});
	let problem: Error | undefined;
	child.on('error', error => {
		problem = error;
	});
	child.on('close', (code, signal) => {
		if (pid !== undefined) running.delete(detached ? -pid : pid);
		const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
		if (code !== 0) problem ??= new Error(`Command failed: ${how}\n${said.stderr}`);
		// The SDK would call it no JSON.
		if (said.stdout.trim() === '') problem ??= new Error('credential_process returned nothing');
		done(problem ?? null, said);
	});
}

function end(pid: number): void {
	try {
		process.kill(pid);
	} catch {
		// It has ended.
	}
}
