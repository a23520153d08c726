import {expect, test} from 'vitest';
import {partsFileName} from '../../source/session/dialogs/copy-items.js';
import {commandLines, hostileNames, isCarried, runIn, understood} from './command-lines.js';
import {harmIn} from './names.js';

const offered = hostileNames.flatMap(commandLines);

test.each([
	['a script', ['bash', '--norc', '--noprofile'], 'C'],
	['a script in UTF-8', ['bash', '--norc', '--noprofile'], 'C.UTF-8'],
	['somebody who types', ['bash', '--norc', '--noprofile', '-i'], 'C.UTF-8'],
] as const)(
	'what is copied means in bash, for %s, what it was made for',
	async (_, shell, locale) => {
		const {called} = await runIn(
			shell,
			offered.map(({line}) => line),
			locale,
		);
		expect(called.map(understood)).toEqual(offered.map(({meant}) => meant));
	},
);

test('nothing that is copied holds what a terminal obeys, or more than one line', () => {
	for (const {line} of offered) expect(harmIn(line.replaceAll('\n', '\u0085'))).toBeUndefined();
});

test('a name that no command line can carry gives none, and all others give all', () => {
	const counts = new Set(hostileNames.filter(isCarried).map(name => commandLines(name).length));
	expect([...counts]).toEqual([13]);
	expect(commandLines('a\0b')).toEqual([]);
	expect(commandLines('\ud800')).toEqual([]);
});

test('a parts file has a name that file systems take, whatever the key', () => {
	for (const name of hostileNames) expect(partsFileName(name)).toMatch(/^[\w.-]{1,211}$/);
});
