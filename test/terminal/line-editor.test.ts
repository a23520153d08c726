import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	applyEdit,
	type Edit,
	emptyLine,
	insert,
	type Line,
	lineOf,
	paste,
} from '../../source/terminal/line-editor.js';

/** `ab|cd` for a line, so that a case reads as what is seen. */
function drawn({text, cursor}: Line): string {
	return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

function line(drawing: string): Line {
	return {text: drawing.replace('|', ''), cursor: drawing.indexOf('|')};
}

const family = '👩‍👩‍👧';

describe('each key', () => {
	test.each([
		['left', 'ab|', 'a|b'],
		['left', '|ab', '|ab'],
		['left', `a${family}|`, `a|${family}`],
		['left', 'e\u0301|', '|e\u0301'],
		['right', '|ab', 'a|b'],
		['right', 'ab|', 'ab|'],
		['right', `|${family}b`, `${family}|b`],
		['home', 'ab|c', '|abc'],
		['end', 'a|bc', 'abc|'],
		['backspace', 'ab|c', 'a|c'],
		['backspace', '|abc', '|abc'],
		['backspace', `a${family}|b`, 'a|b'],
		['deleteForward', 'a|bc', 'a|c'],
		['deleteForward', 'abc|', 'abc|'],
		['deleteForward', `a|${family}b`, 'a|b'],
		['deleteToStart', 'ab|cd', '|cd'],
		['deleteToEnd', 'ab|cd', 'ab|'],
		['deleteWord', 'state:stalled age>7d|', 'state:stalled |'],
		['deleteWord', 'one two  |three', 'one |three'],
		['deleteWord', '  |a', '|a'],
		['deleteWord', '|a', '|a'],
		['deleteWord', 'x \u0001|\u0301', 'x \u0301|'],
	] as const)('%s turns %j into %j', (key, before, after) => {
		expect(drawn(applyEdit(line(before), {kind: key}))).toBe(after);
	});
});

describe('insert', () => {
	test('keeps what was typed, at the cursor', () => {
		expect(drawn(insert(line('a|b'), ' \u001b报'))).toBe('a \u001b报|b');
	});

	test('puts the cursor behind what the typed text merged with', () => {
		expect(drawn(insert(line('|\u0301'), 'e'))).toBe('e\u0301|');
	});
});

describe('paste', () => {
	test.each([
		['raw/2026/\n', 'raw/2026/|'],
		['raw/2026/\r\n', 'raw/2026/|'],
		['a\nb\r\nc', 'a b c|'],
		['a\u2028b', 'a b|'],
		[' a\tb ', ' a\tb |'],
	])('%j becomes %j', (pasted, after) => {
		expect(drawn(paste(emptyLine, pasted))).toBe(after);
	});
});

test('whatever is typed, the cursor stays between two graphemes and nothing else changes', () => {
	const keys = [
		...(['left', 'right', 'home', 'end', 'backspace', 'deleteForward'] as const),
		...(['deleteToStart', 'deleteToEnd', 'deleteWord'] as const),
	].map(kind => ({kind}));
	const pieces = [
		'a',
		' ',
		'é',
		'\u0301',
		'报',
		'\u200d',
		'👩',
		'🇫',
		'🇷',
		'क',
		'\u094d',
		'\ud83d',
	].map(text => ({kind: 'insert' as const, text}));
	const moving = ['left', 'right', 'home', 'end'];
	fc.assert(
		fc.property(fc.array(fc.constantFrom<Edit[]>(...keys, ...pieces), {maxLength: 40}), edits => {
			let current = emptyLine;
			for (const edit of edits) {
				const next = applyEdit(current, edit);
				const starts = [...new Intl.Segmenter().segment(next.text)].map(({index}) => index);
				expect([...starts, next.text.length]).toContain(next.cursor);
				if (moving.includes(edit.kind)) {
					expect(next.text).toBe(current.text);
				} else if ('text' in edit) {
					const {cursor, text} = current;
					expect(next.text).toBe(text.slice(0, cursor) + edit.text + text.slice(cursor));
				}
				current = next;
			}
			expect(drawn(lineOf(current.text))).toBe(`${current.text}|`);
		}),
		{numRuns: 1000},
	);
});
