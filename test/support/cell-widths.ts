import type {Terminal} from '@xterm/headless';

/** East Asian wide and full width, and the emoji that are drawn wide: Unicode 15, EastAsianWidth.txt. */
const wide: ReadonlyArray<readonly [from: number, to: number]> = [
	[0x1100, 0x115f],
	[0x2e80, 0x303e],
	[0x3041, 0xa4cf],
	[0xac00, 0xd7a3],
	[0xf900, 0xfaff],
	[0xfe30, 0xfe6f],
	[0xff00, 0xff60],
	[0xffe0, 0xffe6],
	[0x1f300, 0x1f64f],
	[0x1f680, 0x1f6ff],
	[0x1f900, 0x1f9ff],
	[0x20000, 0x3fffd],
];
const zero = /^[\p{Mn}\p{Me}\p{Cf}]$/u;

function widthOf(codepoint: number): 0 | 1 | 2 {
	if (zero.test(String.fromCodePoint(codepoint))) return 0;
	return wide.some(([from, to]) => codepoint >= from && codepoint <= to) ? 2 : 1;
}

/**
 * Has the emulator count cells as today's terminals do: what it brings along is Unicode 6, where an
 * emoji takes one. A table of its own, so that it is no echo of how the program measures.
 */
export function countModernWidths({unicode}: Terminal): void {
	unicode.register({
		version: 'modern',
		wcwidth: widthOf,
		// As the emulator packs it: whether it joins the cell before, and the width above that bit.
		charProperties(codepoint, preceding) {
			const width = widthOf(codepoint);
			const joins = width === 0 && preceding !== 0;
			return joins ? ((preceding >> 1) & 3) * 2 + 1 : width * 2;
		},
	});
	unicode.activeVersion = 'modern';
}
