import {expect, test} from 'vitest';
import {
	type CommandLine,
	commandLines,
	hostileNames,
	runIn,
	understood,
} from '../hostile/command-lines.js';

const offered = hostileNames.flatMap(commandLines);
const linesOf = (commands: readonly CommandLine[]) => commands.map(({line}) => line);
const meantBy = (commands: readonly CommandLine[]) => commands.map(({meant}) => meant);

test.each([
	['a script', ['zsh', '-f']],
	['somebody who types', ['zsh', '-f', '-i']],
	['one with more expansions', ['zsh', '-f', '-o', 'extendedglob', '-o', 'rcquotes']],
] as const)('what is copied means in zsh, for %s, what it was made for', async (_, shell) => {
	const {called} = await runIn(shell, linesOf(offered));
	expect(called.map(understood)).toEqual(meantBy(offered));
});

const fish = ['fish', '--no-config'] as const;
/** Such a word is written as `$'…'`. */
const isUnseen = (name: string) => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name);

test('so it does in fish, where everything in it can be seen', async () => {
	const seen = hostileNames.filter(name => !isUnseen(name)).flatMap(commandLines);
	const {called} = await runIn(fish, linesOf(seen));
	expect(called.map(understood)).toEqual(meantBy(seen));
	expect(seen.length).toBeGreaterThan(offered.length / 3);
});

test('fish runs nothing of what it would read in another way', async () => {
	const unseen = hostileNames.filter(isUnseen).flatMap(name => commandLines(name).slice(0, 1));
	expect(unseen.length).toBeGreaterThan(20);
	for (const {line} of unseen.slice(0, 40)) {
		const {called, stderr} = await runIn(fish, [line]);
		expect(called).toEqual([]);
		expect(stderr).toContain('$');
	}
});
