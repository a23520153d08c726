import {Terminal} from '@xterm/headless';
import {describe, expect, test} from 'vitest';
import {copyToClipboard} from '../../source/terminal/clipboard.js';

function sequenceOf(value: string, env: Record<string, string>): string {
	const copy = copyToClipboard(value, env);
	if (copy.kind !== 'ready') throw new Error(copy.sentence);
	return copy.sequence;
}

/** What a terminal that obeys OSC 52 puts on its clipboard when it is sent this. */
async function received(sequence: string): Promise<string | undefined> {
	const terminal = new Terminal({allowProposedApi: true});
	let clipboard: string | undefined;
	terminal.parser.registerOscHandler(52, data => {
		clipboard = Buffer.from(data.replace(/^c;/, ''), 'base64').toString('utf8');
		return true;
	});
	await new Promise<void>(resolve => {
		terminal.write(sequence, resolve);
	});
	terminal.dispose();
	return clipboard;
}

/** What GNU screen hands on to the terminal: the insides of each device control string. */
function throughScreen(sequence: string): string {
	const frames = sequence.match(/\u001bP[^\u001b]*(?:\u001b(?!\\)[^\u001b]*)*\u001b\\/g) ?? [];
	expect(frames.join('')).toBe(sequence);
	expect(Math.max(...frames.map(frame => frame.length))).toBeLessThanOrEqual(256);
	return frames.map(frame => frame.slice(2, -2)).join('');
}

const key = 'raw/报告/\u001b[31m é';
const long = 'k'.repeat(1024);

describe('copyToClipboard', () => {
	test('reaches a terminal byte for byte', async () => {
		expect(sequenceOf('abc', {TERM: 'xterm-256color'})).toBe('\u001b]52;c;YWJj\u0007');
		expect(await received(sequenceOf(key, {}))).toBe(key);
	});

	test('is sent to tmux as it is, and wrapped with its escapes doubled', () => {
		const env = {TERM: 'screen-256color', TMUX: '/tmp/tmux-0/default,1,0', STY: '1.pts'};
		expect(sequenceOf('abc', env)).toBe(
			'\u001b]52;c;YWJj\u0007\u001bPtmux;\u001b\u001b]52;c;YWJj\u0007\u001b\\',
		);
		expect(sequenceOf('abc', {TERM: 'tmux-256color'})).toBe(sequenceOf('abc', env));
	});

	test.each([
		[{TERM: 'screen'}],
		[{TERM: 'screen.xterm-256color'}],
		[{TERM: 'xterm', STY: '123.pts-0'}],
	])('passes GNU screen in chunks: %j', async env => {
		expect(await received(throughScreen(sequenceOf(key, env)))).toBe(key);
		expect(await received(throughScreen(sequenceOf(long, env)))).toBe(long);
	});

	test('says so when the value is too long', () => {
		expect(copyToClipboard('k'.repeat(74_994), {}).kind).toBe('ready');
		expect(sequenceOf('k'.repeat(74_994), {}).length).toBeLessThanOrEqual(100_000);
		expect(copyToClipboard('é'.repeat(37_498), {})).toEqual({
			kind: 'too-long',
			sentence: 'This is too long for the clipboard: 74996 bytes, and terminals take 74994.',
		});
	});
});
