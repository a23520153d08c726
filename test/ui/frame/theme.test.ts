import chalk from 'chalk';
import {afterEach, describe, expect, test} from 'vitest';
import {
	drawOn,
	type Look,
	litBackground,
	looks,
	type Role,
	styled,
} from '../../../source/ui/frame/theme.js';

const {level} = chalk;
afterEach(() => {
	chalk.level = level;
	drawOn(undefined);
});

type Colour = readonly [number, number, number];
const black: Colour = [0, 0, 0];
const white: Colour = [255, 255, 255];
/** The dark of many editors and desktops, of Windows Terminal, and of Solarized. */
const darks: readonly Colour[] = [black, [30, 30, 30], [12, 12, 12], [0, 43, 54]];
const lights: readonly Colour[] = [white, [253, 246, 227]];

/** The 16-colour palettes as they are delivered: background, text, bright black. */
const palettes: Readonly<Record<string, readonly [Colour, Colour, Colour]>> = {
	xterm: [black, [229, 229, 229], [127, 127, 127]],
	'xterm on white': [white, black, [127, 127, 127]],
	'console of Linux': [black, [170, 170, 170], [85, 85, 85]],
	'Solarized dark': [
		[0, 43, 54],
		[131, 148, 150],
		[0, 43, 54],
	],
	'Windows Terminal': [
		[12, 12, 12],
		[204, 204, 204],
		[118, 118, 118],
	],
	iTerm: [black, [199, 199, 199], [104, 104, 104]],
};

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

	test.each([
		['dark', darks],
		['light', lights],
	] as const)('is read on what is known to be %s', (background, grounds) => {
		const known = look[background] ?? colour;
		if (known === undefined || ownBackground) return;
		for (const ground of grounds)
			expect(contrast(paletteColour(known), ground)).toBeGreaterThan(
				// What is no darker than on white is read on the yellowish one of Solarized, too.
				ground === lights[1] && look[background] === undefined ? 4.1 : 4.5,
			);
		chalk.level = 2;
		drawOn(background);
		expect(styled('text', role, false)).toContain(`38;5;${known}m`);
		expect(styled('text', role, true)).toContain(`38;5;${lit}m`);
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
		// Neither faint nor bright black: see below.
		expect(styled('text', role, false)).not.toMatch(/\u001b\[(2|90)m/);
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

describe('why quiet text looks as it does', () => {
	test('no grey is read at 4.5 on white, on black and on #1e1e1e: the one of an unknown terminal is on the first two', () => {
		const greys = Array.from({length: 24}, (_, at) => paletteColour(232 + at));
		const least = (grey: Colour, grounds: readonly Colour[]) =>
			Math.min(...grounds.map(ground => contrast(grey, ground)));
		expect(Math.max(...greys.map(grey => least(grey, [white, ...darks])))).toBeLessThan(4.5);
		expect(greys.filter(grey => least(grey, [white, black]) > 4.5)).toEqual([paletteColour(243)]);
	});

	test('of 16 colours only the text of the terminal itself is read in each palette', () => {
		const worst = (of: (palette: readonly [Colour, Colour, Colour]) => Colour) =>
			Math.min(...Object.values(palettes).map(palette => contrast(of(palette), palette[0])));
		expect(worst(([, text]) => text)).toBeGreaterThan(4.5);
		expect(worst(([, , brightBlack]) => brightBlack)).toBeLessThan(3);
		// Half of the way to the background, as many terminals draw faint text.
		const faint = ([ground, text]: readonly [Colour, Colour, Colour]) =>
			text.map((part, at) => (part + ground[at]!) / 2) as unknown as Colour;
		expect(worst(faint)).toBeLessThan(3);
	});
});
