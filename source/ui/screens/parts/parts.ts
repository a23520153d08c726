import type {CompletionPlan} from '../../../multipart/completion/completion.js';
import type {Finding} from '../../../multipart/completion/finding.js';
import {
	besidesVerdict,
	shownLevel,
	type VerdictKind,
	verdictOf,
} from '../../../multipart/completion/verdict.js';
import {heldByWords, makerOf} from '../../../multipart/makers/makers.js';
import {lastPartOf, type Part} from '../../../multipart/part.js';
import {type MissingParts, numbersIn, type PartRow} from '../../../multipart/part-rows.js';
import {type PartState, type PartStates, partStates} from '../../../multipart/part-state.js';
import {formatBytes, formatCount, plural} from '../../../multipart/text/units.js';
import {countIn} from '../../../multipart/text/words.js';
import {rememberLast} from '../../../session/core/remember.js';
import type {PartsScreen} from '../../../session/core/state.js';
import {
	findingMargin,
	mapMargin,
	type PartsLayout,
	partsHeight,
	partsLayout,
} from '../../../session/parts/parts-layout.js';
import {rangeOf, rowsOf} from '../../../session/parts/parts-rows.js';
import {padEnd, padStart, truncateMiddle} from '../../../terminal/cells.js';
import {escapeInCells} from '../../../terminal/escape.js';
import {wrapText} from '../../../terminal/wrap.js';
import {findingWords} from '../../../text/plan/finding-words.js';
import {etagWords, verdictRows} from '../../../text/plan/plan-words.js';
import {mapRow, partsPerCell} from '../../components/part-map.js';
import {blank, type Drawing, type Lined, type Segment} from '../../components/segments.js';
import type {Glyphs, Role} from '../../frame/theme.js';
import {timeOrNone} from '../../text/words.js';
import type {ScreenView} from '../screen-view.js';

/** An MD5 and a count of parts go in; the whole ETag is to be copied. */
const etagCells = 32;

// Ten thousand parts are looked through once, not at each key.
const statesOf = rememberLast(partStates);
const lastPartIn = rememberLast(lastPartOf);

/** The parts of one upload: is it whole, can it be completed, to what; then the parts themselves. */
export const partsView: ScreenView<PartsScreen> = {
	path: ({target: {bucket, key}}) => [bucket, key],
	counts(screen) {
		const {length} = rowsOf(screen);
		return {shown: length, all: length};
	},
	turns: ({loading}) => loading,
	draw(screen, state, on) {
		const {plan, loading, cursor, anchor} = screen;
		const facts = factsLine(screen, on);
		if (plan === undefined)
			return [
				[facts, []],
				loading
					? [[{text: ` ${on.spinner} reading the parts`, role: 'dim'}]]
					: [[{text: '   The parts could not be read. r tries again.'}]],
			];
		const states = statesOf(plan);
		const layout = partsLayout(state, screen);
		const [rangeStart, rangeEnd] = rangeOf(screen);
		const rows = rowsOf(screen);
		const seen = rows.slice(cursor.top, cursor.top + partsHeight(state, screen));
		const ends = [plan.listed[0], plan.listed.at(-1), ...seen];
		const numberCells = Math.max(6, ...ends.map(row => numberOf(row).length));
		const under = rows[cursor.position];
		return [
			[facts],
			layout.blanks >= 2 && blank,
			mapLines(states, under && numbersIn(under)[0], layout, on),
			layout.blanks >= 3 && blank,
			verdictLines(plan, layout.verdict, on, loading ? on.spinner : ' '),
			findingLines(besidesVerdict(plan), layout.findings, on, findingWords),
			layout.etag && [etagLine(plan)],
			layout.blanks >= 1 && blank,
			[headSegments(numberCells)],
			seen.map((row, index) => {
				const at = cursor.top + index;
				const marks = {
					selected: at === cursor.position,
					inRange: anchor !== undefined && at >= rangeStart && at <= rangeEnd,
				};
				return rowSegments(row, states, {...marks, numberCells}, on);
			}),
		];
	},
};

function factsLine(
	{target, upload, plan}: PartsScreen,
	{width, glyphs}: Drawing,
): readonly Segment[] {
	const dated = (title: string, time: number | undefined): Segment[] => [
		{text: ` ${title} `, role: 'dim'},
		{text: `${timeOrNone(time, glyphs)} `},
	];
	const lastPart = plan && lastPartIn(plan.parts);
	const {abortDate} = plan?.known.listing ?? {};
	const maker = makerOf(target.key);
	return [
		...(maker === undefined ? [] : [{text: ` ${heldByWords(maker)} `, role: 'alive'} as const]),
		...(upload === undefined ? [] : dated('initiated', upload.initiated)),
		...(lastPart === undefined ? [] : dated('last part', lastPart)),
		...(abortDate === undefined ? [] : dated('aborted by the service', abortDate)),
		{text: ' upload ', role: 'dim'},
		{text: escapeInCells(target.uploadId, width)},
	];
}

/** The map: every part number from 1 on, so that gaps and small parts are seen at a glance. */
function mapLines(
	states: PartStates,
	cursor: number | undefined,
	{map: rows, legend}: PartsLayout,
	{width, glyphs}: Drawing,
): Lined {
	const {end, offMap} = states;
	const cells = Math.max(1, width - mapMargin);
	const perCell = partsPerCell(end, cells, rows);
	const lines: Array<readonly Segment[]> = [];
	for (let row = 0; row < rows; row++) {
		const from = 1 + row * cells * perCell;
		if (from > end) {
			lines.push([]);
			continue;
		}
		lines.push([
			{text: `${padStart(String(from), 6)} `, role: 'dim'},
			...mapRow(states, {from, width: cells, perCell}, cursor, glyphs),
		]);
	}
	if (!legend) return lines;
	const off = offMap === 0 ? '' : `   ${plural(offMap, 'part')} off the map`;
	const text =
		end === 0
			? off
			: `       ${glyphs.present} present  ${glyphs.small} too small  ${glyphs.missing} missing  ${glyphs.leftOut} left out  ${glyphs.mapCursor} cursor${perCell > 1 ? `   ${perCell} parts a cell` : ''}${off}`;
	return [...lines, [{text, role: 'dim'}]];
}

const levelLooks: Readonly<Record<string, (glyphs: Glyphs) => readonly [string, Role]>> = {
	blocks: ({bad}) => [bad, 'danger'],
	warns: ({warn}) => [warn, 'warn'],
	notes: ({note}) => [note, 'dim'],
};

/** What speaks against completing, the worst first, in at most `limit` rows. */
export function findingLines<F extends Pick<Finding, 'level'> & {readonly code: string}>(
	findings: readonly F[],
	limit: number,
	{width, glyphs}: Drawing,
	words: (finding: F) => string,
): Lined {
	const lines: Array<readonly Segment[]> = [];
	for (const [at, finding] of findings.entries()) {
		const level = shownLevel(finding);
		const [sign, role] = levelLooks[level]?.(glyphs) ?? [' ', 'plain'];
		const rows = wrapText(words(finding), width - findingMargin);
		const rest = findings.length - at;
		if (lines.length + rows.length > limit - (rest > 1 ? 1 : 0)) {
			lines.push([{text: `   and ${rest} more: c shows them`, role: 'dim'}]);
			break;
		}
		lines.push(
			...rows.map((text, row): readonly Segment[] => [
				{text: ` ${row === 0 ? sign : ' '} `, role},
				{text, role: level === 'notes' ? 'dim' : 'plain'},
			]),
		);
	}
	return lines;
}

/** A tick only where nothing speaks against it, a cross only where it is certain to fail. */
function verdictLook(kind: VerdictKind, glyphs: Glyphs): readonly [string, Role] {
	if (kind === 'yes') return [glyphs.good, 'alive'];
	return kind === 'no' ? [glyphs.bad, 'danger'] : [glyphs.warn, 'warn'];
}

/** Can it be completed, to what size, and what is at the key now. */
function verdictLines(
	plan: CompletionPlan,
	limit: number,
	{width, glyphs}: Drawing,
	spinner: string,
): Lined {
	const [sign, role] = verdictLook(verdictOf(plan).kind, glyphs);
	const rows = verdictRows(plan, width - findingMargin).slice(0, limit);
	return rows.map(({verdict, facts}, at): readonly Segment[] => [
		{text: ` ${at === 0 ? sign : ' '} `, role},
		{text: verdict, role: 'strong'},
		{text: verdict === '' || facts === '' ? facts : ` ${glyphs.dot} ${facts}`},
		{text: at === rows.length - 1 ? ` ${spinner}` : ''},
	]);
}

/** Which ETag the object gets. */
function etagLine(plan: CompletionPlan): readonly Segment[] {
	const would = plan.expected.etag === undefined ? '' : 'would be ';
	return [{text: `   ETag ${would}${etagWords(plan)}`, role: 'dim'}];
}

function headSegments(numberCells: number): readonly Segment[] {
	const text = `    ${padStart('PART', numberCells)}  ${padStart('SIZE', 8)}   ${padEnd('ETAG', etagCells)}  LAST MODIFIED`;
	return [{text, role: 'dim'}];
}

/** `861`, or `725-742` for a gap. */
function numberOf(row: PartRow | undefined): string {
	if (row === undefined) return '';
	const [first, last] = numbersIn(row);
	return first === last ? formatCount(first) : `${formatCount(first)}-${formatCount(last)}`;
}

type RowMarks = {
	readonly selected: boolean;
	readonly inRange: boolean;
	readonly numberCells: number;
};

function rowSegments(
	row: PartRow,
	states: PartStates,
	marks: RowMarks,
	on: Drawing,
): readonly Segment[] {
	return 'missing' in row
		? missingSegments(row, marks, on.glyphs)
		: partSegments(row, states.of(row), marks, on);
}

/** A gap in the table, so that it is seen where the parts would stand. */
function missingSegments(
	row: MissingParts,
	{selected, inRange, numberCells}: RowMarks,
	glyphs: Glyphs,
): readonly Segment[] {
	const count = countIn([row.missing]);
	return [
		...placeSegments(selected, inRange, glyphs),
		{text: `${glyphs.missing} `, role: 'warn'},
		{text: padStart(numberOf(row), numberCells), role: selected ? 'strong' : 'plain'},
		{
			text: `  ${count === 1 ? 'missing' : `${formatCount(count)} parts are missing`}`,
			role: 'warn',
		},
	];
}

/** The cursor, which lights its row, or the mark of a range. */
function placeSegments(selected: boolean, inRange: boolean, glyphs: Glyphs): readonly Segment[] {
	return selected
		? [{text: `${glyphs.cursor} `, role: 'cursor'}]
		: [{text: ` ${inRange ? glyphs.mark : ' '}`, role: 'mark'}];
}

function partSegments(
	part: Part,
	state: PartState,
	{selected, inRange, numberCells}: RowMarks,
	{width, glyphs}: Drawing,
): readonly Segment[] {
	// The signs of the map, which its legend names.
	const {sign, role, words} = {
		present: {sign: ' ', role: 'plain', words: ''},
		small: {sign: glyphs.small, role: 'warn', words: 'too small'},
		missing: {sign: ' ', role: 'warn', words: ''},
		'left-out': {sign: glyphs.leftOut, role: 'warn', words: 'left out'},
	}[state] as {sign: string; role: Role; words: string};
	const cells = [
		padStart(numberOf(part), numberCells),
		padStart(part.size === undefined ? glyphs.unknown : formatBytes(part.size), 8),
		` ${padEnd(truncateMiddle(escapeInCells(part.etag.replaceAll('"', ''), etagCells), etagCells, glyphs.ellipsis), etagCells)}`,
	].join('  ');
	const time = timeOrNone(part.lastModified, glyphs);
	// What is wrong is worth more than when it came.
	const hasRoom = 4 + cells.length + 2 + time.length + 3 + words.length <= width;
	const dated = words === '' || hasRoom ? `${cells}  ${time}` : cells;
	return [
		...placeSegments(selected, inRange, glyphs),
		{text: `${sign} `, role},
		{text: dated, role: selected ? 'strong' : state === 'left-out' ? 'dim' : 'plain'},
		{text: words === '' ? '' : `${hasRoom ? '   ' : '  '}${words}`, role},
	];
}
