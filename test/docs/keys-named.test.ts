import {describe, expect, test} from 'vitest';
import type {Context} from '../../source/session/keys/binding.js';
import {bindings} from '../../source/session/keys/keymap.js';
import {keyName} from '../../source/ui/frame/footer.js';
import {unicodeGlyphs} from '../../source/ui/frame/theme.js';
import {codeWords, pages} from './pages.js';

const readme = (pages.get('README.md') ?? '').replaceAll('\n', ' ');

const nameOf = (key: string) => keyName(key, unicodeGlyphs);
const names = new Set(bindings.flatMap(({keys}) => keys.map(nameOf)));

/** Signs of the screen, of a query and of a file, and a unit: no keys, though they look like one. */
const otherSigns = new Set('⊘ ≥ ≈ ● ▸ – : = - < > d'.split(' '));

/** Whether code in a sentence looks like a key. */
const isKey = (word: string) =>
	!otherSigns.has(word) && /^(?:[^\s\w]|[A-Za-z]|space|tab|esc|(?:shift|ctrl)-\S+)$/.test(word);

/** Each sentence of the README about a key: where it holds, and a word of what the program says of it. */
const said: ReadonlyArray<
	readonly [sentence: string, key: string, context: Context, does: string]
> = [
	['`s` sorts', 's', 'uploads', 'Sort by the next column'],
	['`/` filters', '/', 'uploads', 'Filter'],
	['`⏎` shows the parts of one upload', '⏎', 'uploads', 'Open the parts'],
	['`?` shows all keys', '?', 'always', 'keys'],
	[
		'`t` shows the prefixes as a tree, the heaviest first',
		't',
		'uploads',
		'tree of prefixes, heaviest first',
	],
	[
		'`T` groups by initiator, storage class, age or another delimiter',
		'T',
		'uploads',
		'Group by prefix with another delimiter, by initiator, storage class or age',
	],
	['`b` and then `M` measure all buckets', 'b', 'uploads', 'Choose another bucket'],
	['`b` and then `M` measure all buckets', 'M', 'buckets', 'Measure all buckets'],
	[
		'`c` shows the object that the parts would make',
		'c',
		'uploads',
		'shows what it makes, then asks',
	],
	['`t`, `space` on a prefix, `x`', 'space', 'tree', 'Mark all uploads of the group'],
	['`t`, `space` on a prefix, `x`', 'x', 'tree', 'Abort the marked uploads'],
	['`*` marks what is shown', '*', 'uploads', 'Mark all that the filter shows'],
	['`x` asks', 'x', 'uploads', 'asks first'],
	['`H` shows every complete and abort', 'H', 'global', 'All operations on this machine'],
	['`!` those that run', '!', 'global', 'perations'],
	['`R` in the app', 'R', 'uploads', 'Finish the upload from a local file'],
	['In the app: `L`', 'L', 'uploads', 'The rules by which the bucket cleans up by itself; adds'],
	[
		'it opens one by key and upload id only (`o`)',
		'o',
		'uploads',
		'Open an upload by key and id, where listing is not possible',
	],
];

describe('the keys that the documents name', () => {
	test.each(said)('README: %s', (sentence, key, context, does) => {
		expect(readme).toContain(sentence);
		const meant = bindings.filter(
			binding => binding.context === context && binding.keys.map(nameOf).includes(key),
		);
		expect(meant.map(({description}) => description)).toContainEqual(expect.stringContaining(does));
	});

	test('README says of no key what is not held above', () => {
		const held = new Set(said.map(([, key]) => key));
		expect(codeWords(readme).filter(word => isKey(word) && !held.has(word))).toEqual([]);
	});

	test('README has as many tasks as its heading says', () => {
		const [, words = ''] = /## Seven tasks(.*?)## /.exec(readme) ?? [];
		expect(words.match(/\*\*[A-Z][^*]+\.\*\*/g)).toHaveLength(7);
	});

	test('each is a key of the program', () => {
		const unknown = [...pages].flatMap(([path, text]) =>
			codeWords(text)
				.filter(word => isKey(word) && !names.has(word))
				.map(word => `${path}: ${word}`),
		);
		expect(unknown).toEqual([]);
	});
});
