import chalk from 'chalk';
import {afterEach, describe, expect, test} from 'vitest';
import {
	type Look,
	litBackground,
	looks,
	type Role,
	styled,
} from '../../../source/ui/frame/theme.js';

const {level} = chalk;
afterEach(() => {
	chalk.level = level;
});

type Colour = readonly [number, number, number];
const black: Colour = [0, 0, 0];
const white: Colour = [255, 255, 255];

/** A colour of the palette of 256, as xterm defines those that no theme changes. */
function paletteColour(number: number): Colour {
	if (number < 16 || number > 255) throw new Error(`a theme may change colour ${number}`);
	if (number >= 232) {
		const grey = 8 + 10 * (number - 232);
		return [grey, grey, grey];
	}
	const levels = [0, 95, 135, 175, 215, 255] as const;
	const at = number - 16;
	const of = (digit: number) => levels[Math.floor(digit) % 6] as number;
	return [of(at / 36), of(at / 6), of(at)];
}

/** WCAG 2: from 1 to 21. */
function contrast(one: Colour, other: Colour): number {
	const luminance = (colour: Colour) => {
		const [red, green, blue] = colour.map(each => {
			const part = each / 255;
			return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
		}) as [number, number, number];
		return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
	};
	const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
	return (light + 0.05) / (dark + 0.05);
}

test('contrast is measured as WCAG does', () => {
	expect(contrast(black, white)).toBeCloseTo(21);
	expect(contrast(paletteColour(243), white)).toBeCloseTo(4.54, 2);
	// What this test is about: the yellow of xterm on white.
	expect(contrast([205, 205, 0], white)).toBeLessThan(1.8);
});

describe.each(Object.entries(looks) as ReadonlyArray<[Role, Look]>)('%s', (role, look) => {
	const {colour, lit, bold} = look;
	const ownBackground = role === 'selected';

	test('is read on white and on black', () => {
		if (colour === undefined || ownBackground) return;
		expect(contrast(paletteColour(colour), white)).toBeGreaterThan(4.5);
		// Bold text needs less: WCAG asks for 3.
		expect(contrast(paletteColour(colour), black)).toBeGreaterThan(bold ? 3.8 : 4.4);
	});

	test('is read on the row of the cursor', () => {
		expect(contrast(paletteColour(lit), paletteColour(litBackground))).toBeGreaterThan(4.5);
		if (ownBackground)
			expect(contrast(paletteColour(colour ?? 0), paletteColour(litBackground))).toBeGreaterThan(
				4.5,
			);
	});

	test('writes what was measured', () => {
		chalk.level = 2;
		const plain = styled('text', role, false);
		expect([...plain.matchAll(/38;5;(\d+)m/g)].map(([, number]) => Number(number))).toEqual(
			colour === undefined ? [] : [colour],
		);
		expect(plain.includes(`48;5;${litBackground}m`)).toBe(ownBackground);
		const onCursor = styled('text', role, true);
		expect(onCursor).toContain(`48;5;${litBackground}m`);
		expect(onCursor).toContain(`38;5;${lit}m`);
	});

	test('has no yellow, cyan or green where a theme decides on 16 colours, and is inverse under the cursor', () => {
		chalk.level = 1;
		expect(styled('text', role, false)).not.toMatch(/\u001b\[(3[0236]|9\d)m/);
		expect(styled('text', role, true)).toContain('\u001b[7m');
	});

	test('is nothing but the text without colours', () => {
		chalk.level = 0;
		expect(styled('text', role, true)).toBe('text');
	});
});

test('the row of the cursor stands out from black and from white', () => {
	for (const background of [black, white])
		expect(contrast(paletteColour(litBackground), background)).toBeGreaterThan(2.9);
});
