import {stripVTControlCharacters} from 'node:util';
import chalk from 'chalk';
import {Box} from 'ink';
import {render} from 'ink-testing-library';
import {afterEach, describe, expect, test} from 'vitest';
import {cellsOf} from '../../../source/terminal/cells.js';
import {escapeInCells} from '../../../source/terminal/escape.js';
import {beside} from '../../../source/ui/components/beside.js';
import {Lines} from '../../../source/ui/components/lines.js';
import {Panel} from '../../../source/ui/components/panel.js';
import type {Lined, Segment} from '../../../source/ui/components/segments.js';
import {useSpinner} from '../../../source/ui/components/spinner.js';
import {PresentationContext} from '../../../source/ui/frame/presentation.js';
import {asciiGlyphs, type Glyphs, unicodeGlyphs} from '../../../source/ui/frame/theme.js';
import {hostileKeys} from '../hostile-keys.js';

/** What Ink writes for it on a terminal of that width, row by row. */
function written(
	node: React.ReactNode,
	width: number,
	{
		glyphs = unicodeGlyphs,
		scroll = 0,
		onScrolled = () => {},
	}: Partial<{
		glyphs: Glyphs;
		scroll: number;
		onScrolled: (to: number) => void;
	}> = {},
): readonly string[] {
	const view = render(
		<PresentationContext value={{glyphs, scroll, onScrolled}}>
			<Box flexDirection="column" width={width} flexShrink={0}>
				{node}
			</Box>
		</PresentationContext>,
	);
	const frame = view.lastFrame() ?? '';
	view.unmount();
	return frame.split('\n');
}

const shown = (...of: Parameters<typeof written>) => written(...of).map(stripVTControlCharacters);

const {level} = chalk;
afterEach(() => {
	chalk.level = level;
});

const row = (text: string, role?: Segment['role']): readonly Segment[] => [{text, role}];

describe.each([40, 80, 160])('rows of %i cells', width => {
	const lines: Lined = hostileKeys.map(key => [
		{text: ' ▸ ', role: 'selected'},
		{text: escapeInCells(key, width)},
		{text: ' the end of a row', role: 'dim'},
	]);

	test('are as wide as that, whatever the names are, and no name reaches the terminal as it is', () => {
		chalk.level = 0;
		const rows = written(<Lines lines={lines} width={width} />, width);
		expect(rows).toHaveLength(hostileKeys.length);
		for (const each of rows) {
			expect(cellsOf(each)).toBeLessThanOrEqual(width);
			expect(each).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e]/);
		}
		expect(rows[2]).toContain('\\u{1b}[2J');
		expect(rows.at(-1)).toMatch(/…$/);
	});

	test('are cut with ASCII alone where the signs are ASCII', () => {
		chalk.level = 0;
		const ascii = {glyphs: asciiGlyphs};
		const [cut = ''] = written(
			<Lines lines={[row('x'.repeat(300))]} width={width} />,
			width,
			ascii,
		);
		expect(cut).toBe(`${'x'.repeat(width - 3)}...`);
	});
});

describe('colours', () => {
	const lines = [
		row('dead', 'danger'),
		row('lives', 'alive'),
		row('found', 'match'),
		row('as it is'),
	];

	test('mean something, and plain text has none', () => {
		chalk.level = 1;
		const [dead, lives, found, plain] = written(<Lines lines={lines} width={20} />, 20);
		expect(dead).toContain('\u001b[31mdead');
		expect(lives).toContain('\u001b[1mlives');
		expect(found).toMatch(/\u001b\[1m\u001b\[4mfound/);
		expect(plain?.trimEnd()).toBe('as it is');
	});

	test('lie over the whole row of the cursor, and over no other', () => {
		chalk.level = 2;
		const rows = written(
			<Lines lines={[[{text: ' ▸ ', role: 'cursor'}, {text: 'here'}], row('there')]} width={40} />,
			40,
		);
		const [under = '', other = ''] = rows;
		expect(stripVTControlCharacters(under)).toBe(` ▸ here${' '.repeat(33)}`);
		// No cell of the row is without the background.
		expect(under.split(/\u001b\[49m/).every(part => part === '' || part.includes('48;5;24m'))).toBe(
			true,
		);
		expect(other).not.toContain('48;5;');
		const lit = [{text: ' ▸ ', role: 'cursor'}, {text: 'here'}] as const;
		const [besideIt = ''] = written(
			<Lines lines={beside([lit], [[{text: 'details'}]], 20, unicodeGlyphs)} width={40} />,
			40,
		);
		expect(besideIt.slice(0, besideIt.indexOf('│'))).toContain('48;5;24m');
		expect(besideIt.slice(besideIt.indexOf('│'))).not.toContain('48;5;24m');
		expect(stripVTControlCharacters(besideIt)).toMatch(/^ ▸ here {13} │ details *$/);
	});

	test('are none under NO_COLOR', () => {
		chalk.level = 0;
		const rows = written(<Lines lines={lines} width={20} />, 20);
		expect(rows.map(each => each.trimEnd())).toEqual(['dead', 'lives', 'found', 'as it is']);
	});
});

describe('a panel', () => {
	const body = Array.from({length: 10}, (_, at) => row(`row ${at + 1}`));
	const foot = [row('the question')];
	const panel = (height: number, keep?: number) => (
		<Panel body={body} foot={foot} width={40} height={height} keep={keep} />
	);
	const texts = (...of: Parameters<typeof shown>) => shown(...of).map(each => each.trim());

	test('shows all where it fits, without a word', () => {
		expect(texts(panel(11), 40)).toEqual([
			...body.map(([each]) => each?.text ?? ''),
			'the question',
		]);
	});

	test('says what is below and above, and keeps its foot in sight', () => {
		expect(texts(panel(6), 40)).toEqual([
			...['row 1', 'row 2', 'row 3', 'row 4', '▾ 6 more rows: PgDn', 'the question'],
		]);
		expect(texts(panel(6), 40, {scroll: 3})).toEqual([
			...['row 4', 'row 5', 'row 6', 'row 7', '▾ 3 more rows: PgDn', 'the question'],
		]);
		expect(texts(panel(6), 40, {scroll: 6, glyphs: asciiGlyphs})).toEqual([
			...['row 7', 'row 8', 'row 9', 'row 10', '^ 6 rows above: PgUp', 'the question'],
		]);
	});

	test('tells when it was scrolled further than it goes', () => {
		const told: number[] = [];
		const rows = texts(panel(6), 40, {scroll: 99, onScrolled: to => void told.push(to)});
		expect(rows).toContain('row 10');
		expect(told).toEqual([6]);
	});

	test('keeps the row that is typed into in sight, however far it was scrolled', () => {
		for (let keep = 0; keep < body.length; keep++)
			expect(texts(panel(5, keep), 40, {scroll: 2})).toContain(`row ${keep + 1}`);
	});

	test('of one row still shows something of both', () => {
		expect(texts(panel(3), 40)).toEqual(['row 1', '▾ 9 more rows: PgDn', 'the question']);
	});
});

function Waiting({on}: {on: boolean}) {
	return <Lines lines={[row(`[${useSpinner(on, asciiGlyphs)}]`)]} width={10} />;
}

test('a wait shows its sign only once it lasts, and then turns', async () => {
	const view = render(<Waiting on />);
	const sign = () => stripVTControlCharacters(view.lastFrame() ?? '').trim();
	expect(sign()).toBe('[ ]');
	await expect.poll(sign).toBe('[|]');
	await expect.poll(sign).toBe('[/]');
	view.rerender(<Waiting on={false} />);
	await expect.poll(sign).toBe('[ ]');
	view.unmount();
});
