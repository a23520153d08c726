import {closeSync, mkdtempSync, openSync, readFileSync, rmSync, symlinkSync} from 'node:fs';
import {constants, tmpdir} from 'node:os';
import path from 'node:path';
import {type IPty, spawn} from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {build} from 'esbuild';
import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest';
import {restoreTerminal, terminalReset} from '../../source/terminal/restore.js';

const root = path.resolve(import.meta.dirname, '../..');
let folder: string;
const shells = new Set<IPty>();

/** A program that takes the screen in one of three ways, says so, and waits to be ended. */
const program = `
import {render, Text, useInput} from 'ink';
import {createElement} from 'react';
import {restoreOnSignals, restoreTerminal} from './source/terminal/restore.js';

const [, , way, event] = process.argv;
const describe = error => 'last words: ' + error.message;
setInterval(() => {}, 60_000);
process.on('SIGUSR1', () => {
	if (event === 'throw') {
		throw new Error('thrown');
	}
	void Promise.reject(new Error('rejected'));
});
let instance;
const restore = {
	ink: () => instance.unmount(),
	own: () => restoreTerminal(),
	broken: () => {
		throw new Error('broken');
	},
}[way];
restoreOnSignals({restore, describe});
const ready = 'ready ' + process.pid + '.';
if (way === 'ink') {
	const App = () => {
		useInput(() => {});
		return createElement(Text, null, ready);
	};
	instance = render(createElement(App), {
		alternateScreen: true,
		interactive: true,
		exitOnCtrlC: false,
		patchConsole: false,
	});
} else {
	process.stdin.setRawMode(true);
	process.stdout.write('\\u001b[?1049h\\u001b[?25l\\u001b[?2004h\\u001b[?2026h\\u001b[31m' + ready);
}
`;

beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'partway-restore-'));
	symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
	await build({
		stdin: {contents: program, resolveDir: root, loader: 'ts'},
		outfile: path.join(folder, 'program.mjs'),
		bundle: true,
		format: 'esm',
		platform: 'node',
		packages: 'external',
		logLevel: 'error',
	});
});

afterEach(() => {
	for (const shell of shells) shell.kill('SIGKILL');
	shells.clear();
});

afterAll(() => {
	rmSync(folder, {recursive: true});
});

/**
 * Runs the program from a shell in a terminal, ends it by the signal once it has the screen, and
 * returns the terminal as the shell finds it, with the exit code and the modes printed on it.
 */
async function endedBy(signal: NodeJS.Signals, way: string, event = '') {
	const terminal = new xterm.Terminal({cols: 100, rows: 40, allowProposedApi: true});
	const command = `echo before; "${process.execPath}" program.mjs ${way} ${event}; echo "code=$?"; stty -a`;
	const shell = spawn('sh', ['-c', command], {cwd: folder, cols: 100, rows: 40});
	shells.add(shell);
	let output = '';
	shell.onData(data => {
		const ready = /ready (\d+)\./;
		const wasReady = ready.test(output);
		output += data;
		terminal.write(data);
		const pid = ready.exec(output)?.[1];
		if (pid && !wasReady) process.kill(Number(pid), signal);
	});
	await new Promise<void>(resolve => {
		shell.onExit(() => {
			shells.delete(shell);
			resolve();
		});
	});
	await new Promise<void>(resolve => {
		terminal.write('', resolve);
	});
	const buffer = terminal.buffer.active;
	const lines = Array.from(
		{length: buffer.length},
		(_, y) => buffer.getLine(y)?.translateToString(true) ?? '',
	);
	return {terminal, output, text: lines.join('\n').trim()};
}

/** The cursor is shown when the last of what shows and hides it was the first. */
function cursorShown(output: string): boolean {
	return output.lastIndexOf('\u001b[?25h') > output.lastIndexOf('\u001b[?25l');
}

function expectIntact({terminal, output, text}: Awaited<ReturnType<typeof endedBy>>) {
	expect(terminal.buffer.active.type).toBe('normal');
	expect(terminal.modes.bracketedPasteMode).toBe(false);
	expect(terminal.modes.synchronizedOutputMode).toBe(false);
	expect(cursorShown(output)).toBe(true);
	expect(text).toMatch(/^before\n/);
	expect(text).not.toContain('ready');
	// Not raw: lines are edited, typed text is echoed.
	expect(text).toMatch(/ icanon\b/);
	expect(text).toMatch(/ echo\b/);
}

describe('the screen is given back', () => {
	test.each([
		['own', 'SIGINT'],
		['own', 'SIGTERM'],
		['own', 'SIGHUP'],
		['own', 'SIGQUIT'],
		['broken', 'SIGTERM'],
		['ink', 'SIGINT'],
		['ink', 'SIGQUIT'],
	] as const)('by a restore that is %s, on %s', async (way, signal) => {
		const end = await endedBy(signal, way);
		expectIntact(end);
		expect(end.text).toMatch(new RegExp(`^before\ncode=${128 + constants.signals[signal]}\n`));
	});

	test.each([
		['own', 'throw', 'thrown'],
		['own', 'reject', 'rejected'],
		['broken', 'throw', 'thrown'],
		['ink', 'throw', 'thrown'],
	])('by a restore that is %s, on an error: %s', async (way, event, message) => {
		const end = await endedBy('SIGUSR1', way, event);
		expectIntact(end);
		// The last words are on the screen that the shell has, not on the one that went away.
		expect(end.text).toMatch(new RegExp(`^before\nlast words: ${message}\ncode=1\n`));
	});
});

describe('restoreTerminal', () => {
	test('ends raw mode and writes at once, so that it works in the last moments of a process', () => {
		const file = path.join(folder, 'written');
		const fd = openSync(file, 'w');
		const modes: boolean[] = [];
		restoreTerminal({isTTY: true, setRawMode: mode => modes.push(mode)}, {isTTY: true, fd});
		closeSync(fd);
		expect(modes).toEqual([false]);
		expect(readFileSync(file, 'utf8')).toBe(terminalReset);
	});

	test('does nothing to what is not a terminal, and never throws when it is gone', () => {
		const gone = () => {
			throw new Error('EIO');
		};
		restoreTerminal({setRawMode: gone}, {fd: -1});
		restoreTerminal({isTTY: true, setRawMode: gone}, {isTTY: true, fd: 9999});
	});
});
