import {describe, expect, test} from 'vitest';
import {isPoorTerminal, nodeTooOld, whyNoScreen} from '../../source/terminal/guard.js';

const terminal = {isTTY: true};
const pipe = {};

describe('whyNoScreen', () => {
	test.each([
		[terminal, terminal, 'xterm-256color', undefined],
		[terminal, terminal, undefined, undefined],
		[pipe, terminal, 'xterm', /stdin is not one: start it in a terminal.*ssh -t/],
		[terminal, pipe, 'xterm', /stdout is not one/],
		[terminal, terminal, 'dumb', /TERM is "dumb"/],
	])('case %#', (stdin, stdout, TERM, sentence) => {
		const why = whyNoScreen({stdin, stdout, env: {TERM}});
		if (sentence) {
			expect(why).toMatch(sentence);
			expect(why).toMatch(/; in a script use partway list.*\.$/);
		} else {
			expect(why).toBeUndefined();
		}
	});
});

test.each([
	['18.20.4', true],
	['20.9.0', true],
	['20.18.3', true],
	['20.19.0', false],
	['22.2.0', false],
	['24.21.0', false],
])('Node.js %s is too old: %s', (version, old) => {
	expect(nodeTooOld(version)).toBe(
		old ? `partway needs Node.js 20.19 or newer, and this is ${version}.` : undefined,
	);
});

test.each([
	[{TERM: 'linux', LANG: 'C.UTF-8'}, true],
	[{TERM: 'xterm-256color', LANG: 'C'}, true],
	[{TERM: 'xterm', LC_ALL: 'POSIX', LANG: 'de_DE.UTF-8'}, true],
	[{TERM: 'xterm-256color', LANG: 'de_DE.UTF-8'}, false],
])('signs are plain ASCII where the terminal is poor: %j', (env, isPoor) => {
	expect(isPoorTerminal(env)).toBe(isPoor);
});
