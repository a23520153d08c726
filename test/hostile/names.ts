import fc from 'fast-check';

/** Sequences that a terminal obeys, each with a number or a word by which it is known again. */
export const sequences = [
	'\u001b[4242m',
	'\u001b]0;Zq\u0007',
	'\u001b]52;c;WnE=\u0007',
	'\u001b]8;;http://zq.example\u001b\\',
	'\u001bPZq\u001b\\',
	'\u001b_Zq\u001b\\',
	'\u001b[2J\u001b[H',
	'\u001bc',
	'\u009b4242m',
	'\u009d0;Zq\u009c',
	'\u0090Zq\u009c',
	'\u000e',
	'\r\n',
	'\b\b\b',
	'\u0007',
	'\u0000',
];

/** What is hidden, merged, reordered or no character at all. */
const invisible = [
	'\u202e',
	'\u202d',
	'\u2066',
	'\u2069',
	'\u200f',
	'\u061c',
	'\u200b',
	'\u200c',
	'\u200d',
	'\u2060',
	'\ufeff',
	'\u00ad',
	'\u034f',
	'\u180e',
	'\u3164',
	'\u2800',
	'\ufe0f',
	'\u{e0041}',
	'\u{e0001}',
	'\u2028',
	'\u2029',
	'\u00a0',
	'\u3000',
	'\u0301',
	'\u0338',
	'\u20dd',
	'\u{1f3fd}',
	'\ud800',
	'\udfff',
	'\ufffe',
	'\uffff',
	'\ue000',
];

const plain = [
	'a',
	'b',
	'/',
	'.',
	'-',
	' ',
	'\\',
	'\\u{1b}',
	'é',
	'e\u0301',
	'鍵',
	'🎬',
	'א',
	'ก\u0e31',
	'%0a',
	'&amp;',
	'"',
	"'",
	'`',
	'$(x)',
	'{',
	',',
	'\t',
];

const control = fc.integer({min: 0, max: 0x9f}).map(code => String.fromCharCode(code));

const piece = fc.oneof(
	fc.constantFrom(...sequences),
	fc.constantFrom(...invisible),
	fc.constantFrom(...plain),
	control,
	fc.integer({min: 0, max: 0xffff}).map(code => String.fromCharCode(code)),
);

/** A key, an id or any other text of a server: at most 1,024 bytes. */
export const hostileName = fc
	.array(piece, {minLength: 1, maxLength: 40, size: 'max'})
	.map(pieces => withinBytes(pieces.join('')))
	.filter(name => name.trim() !== '');

/** The same, and names that differ in next to nothing from another one of them. */
export const alikeNames = fc
	.array(fc.tuple(hostileName, fc.nat(), fc.constantFrom(...invisible, ...plain, '\u001b')), {
		minLength: 8,
		maxLength: 10,
	})
	.map(drawn => [
		...new Set(
			drawn.flatMap(([name, at, more]) => {
				const cut = at % (name.length + 1);
				return [name, withinBytes(name.slice(0, cut) + more + name.slice(cut))];
			}),
		),
	]);

/** A key has 1,024 bytes of UTF-8 at most (S3 User Guide, "Naming Amazon S3 objects"); a half of a character three. */
function withinBytes(name: string): string {
	let kept = name;
	while (Buffer.byteLength(kept) > 1024) kept = kept.slice(0, -1);
	return kept;
}

/** What must never reach a terminal as it is, but for line ends between rows. */
const harmful = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** What in a text would do harm on a terminal, with what stands around it; undefined where nothing does. */
export function harmIn(text: string): string | undefined {
	const found = harmful.exec(text);
	return found === null
		? undefined
		: JSON.stringify(text.slice(Math.max(0, found.index - 20), found.index + 20));
}

/** Sequences that Ink and the app write: colours, moves, clearing, modes. No string of a device or of the system. */
const ours = /\u001b(?:\[[?]?[\d;]{0,12}[A-HJKSTfhlmnsu]|[78=>])/g;

/** The same for what is written to a terminal by a program that draws. */
export function harmOnScreen(written: string): string | undefined {
	return /[\u001b\u009b]\[?4242/.test(written)
		? 'a colour of the server'
		: harmIn(written.replace(ours, '').replaceAll('\r', ''));
}
