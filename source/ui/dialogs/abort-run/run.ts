import {formatBytes, formatCount, formatElapsed, plural} from '../../../multipart/text/units.js';
import type {AbortRunResult} from '../../../operations/abort-run/abort-run.js';
import {RunFileError} from '../../../operations/abort-run/error.js';
import {
	isPaused,
	pausedBy,
	runCounts,
	runDetail,
	runRows,
	shownRun,
} from '../../../session/abort-run/run-facts.js';
import type {RunAct} from '../../../session/acts/acts-state.js';
import {type SessionState, topScreen} from '../../../session/core/state.js';
import type {Rows} from '../../../session/core/step.js';
import {bodyRows} from '../../../session/frame/layout.js';
import {clampCursor} from '../../../session/frame/list-cursor.js';
import {uploadsHeight} from '../../../session/uploads/uploads-layout.js';
import {padEnd, truncateKey} from '../../../terminal/cells.js';
import {escapeForTerminal, escapeInCells} from '../../../terminal/escape.js';
import {freedWords} from '../../../text/abort-run-words.js';
import {outcomeWords} from '../../../text/outcome-words.js';
import {monthlyCostWords} from '../../../text/price-words.js';
import {emptyingWords} from '../../../text/reason/abort-words.js';
import {journalWords, problemWords} from '../../../text/reason/journal-words.js';
import {reasonWords} from '../../../text/reason/reason-words.js';
import {progressBar} from '../../components/progress-bar.js';
import {
	blank,
	cursorSegment,
	type Drawing,
	type Lined,
	rowsOf,
	type Segment,
} from '../../components/segments.js';
import {uploadsView} from '../../screens/uploads/uploads.js';
import {outcomeLook} from '../../text/act-words.js';
import {troubleLines} from '../../text/words.js';
import {exactly, fact, warning} from '../dialog-lines.js';
import type {DialogView} from '../dialog-view.js';

/**
 * How an abort of many goes: how far, how fast, what is freed; under it the list that the uploads leave, and a row for each
 * one that is left as soon as there are such.
 */
export const runView: DialogView<'run'> = {
	turns(dialog, state) {
		const act = shownRun(state, dialog);
		return act !== undefined && act.ended === undefined && !isPaused(act);
	},
	draw(dialog, state, on, rows) {
		const {top, position} = dialog.cursor;
		const act = shownRun(state, dialog);
		if (act === undefined) return {body: []};
		const {results} = act;
		const head = [
			[],
			titleLine(act, state.here, on),
			...countLines(act, on),
			...pausedLines(act, on),
		];
		if (results.length === 0)
			return {body: [head, listUnder(act, state, on, rows, head.length)], keep: 0};
		return {
			body: [
				head,
				blank,
				results
					.slice(top, top + runRows(state))
					.map((result, at) => resultLine(result, top + at === position, on)),
				[
					[
						{
							text: `   ${formatCount(position + 1)} of ${formatCount(results.length)} left`,
							role: 'dim',
						},
					],
				],
				detailLines(results[position], on),
			],
			keep: 0,
		};
	},
};

/** With fewer rows than these a list is little more than its head. */
const leastListed = 8;

/** The list over which the run shows, under so many rows, as long as anything is in it. Without a cursor: the keys are the run's. */
function listUnder(
	{bucket, endpoint}: RunAct,
	state: SessionState,
	on: Drawing,
	rows: Rows,
	head: number,
): Lined {
	const screen = topScreen(state);
	if (screen?.kind !== 'uploads' || screen.bucket !== bucket) return [];
	if (endpoint !== state.connection?.endpoint) return [];
	const {shown} = uploadsView.counts(screen);
	if (shown === 0 || bodyRows(state, screen) - head - 1 < leastListed) return [];
	const size = {...state.size, rows: state.size.rows - head - 1};
	const under = {...state, size};
	const {tree} = screen;
	const plain = {
		...screen,
		details: false,
		selected: undefined,
		anchor: undefined,
		tree: tree && {...tree, selected: undefined},
	};
	const {top} = clampCursor(screen.cursor, shown, uploadsHeight(under, plain));
	const still = {...plain, cursor: {position: -1, top}};
	return [
		[{text: on.glyphs.barLeft.repeat(on.width), role: 'dim'}],
		...rowsOf(uploadsView.draw(still, under, on, rows)),
	];
}

const stateWords: Readonly<Record<string, string>> = {
	running: 'Aborting',
	pausing: 'Pausing: waiting for what was sent',
	paused: 'Paused',
	stopping: 'Stopping: waiting for what was sent',
	proving: 'Listing, to verify they are gone',
	listing: 'Listing what is left',
};

function titleLine(act: RunAct, here: number, {width, glyphs, spinner}: Drawing) {
	const {facts, emptying, started, ended, total} = act;
	const took = formatElapsed(Math.max(0, (ended ?? here) - started));
	if (ended !== undefined)
		return [
			{
				text: `   ${act.end === undefined ? 'Ended.' : emptyingWords(act.end.reason)}`,
				role: 'strong',
			},
			{
				text: act.what === 'empty' ? `  ${took}` : `  ${plural(total, 'upload')}, ${took}`,
				role: 'dim',
			},
		] as const;
	const state = emptying?.state ?? facts?.state ?? 'running';
	const notDone =
		facts === undefined ? total : facts.waiting + facts.underWay + facts.counts.stopped;
	const done = total - notDone;
	const round = emptying === undefined ? '' : `round ${emptying.round}: `;
	const rate = facts?.rate;
	const words = `${round}${stateWords[state] ?? state} `;
	const counted = [
		`  ${formatCount(done)} of ${formatCount(total)}`,
		...(rate === undefined ? [] : [`${rate.toFixed(rate < 10 ? 1 : 0)}/s`]),
		...(facts?.timeLeft === undefined || state !== 'running'
			? []
			: [`${formatElapsed(facts.timeLeft)} left`]),
	].join(` ${glyphs.dot} `);
	const room = width - words.length - counted.length - 8;
	return [
		{text: `   ${state === 'paused' ? glyphs.note : spinner} `, role: 'accent'},
		{text: words, role: 'strong'},
		...(room < 8 ? [] : progressBar(done, total, Math.min(36, room), glyphs)),
		{text: counted},
		{text: facts === undefined ? `  ${took}` : '', role: 'dim'},
	] as const;
}

function countLines(act: RunAct, {glyphs}: Drawing): Lined {
	const {facts, emptying, ended} = act;
	const {widestWindow, throttled = 0} = facts ?? {};
	const gone = emptying?.freed ?? facts?.freed ?? 0;
	const freed = freedWords(gone, facts?.unsized);
	const cost = monthlyCostWords(gone, act.price, glyphs, (facts?.unsized ?? 0) > 0);
	const freeing = ended === undefined ? (facts?.freeing ?? 0) : 0;
	const pieces = runCounts(act).flatMap(([kind, words], at): Segment[] => {
		const [sign, role] = outcomeLook(kind, glyphs);
		return [{text: at === 0 ? '     ' : '   '}, {text: `${sign} `, role}, {text: words}];
	});
	const bytes = [
		freed,
		cost && `saves ${cost}`,
		freeing > 0 && `${formatBytes(freeing)} once proven`,
		widestWindow !== undefined && `longest wait before an abort: ${formatGap(widestWindow)}`,
		throttled > 0 && `put off ${plural(throttled, 'time')}`,
	].filter(Boolean);
	return [
		pieces.length === 0 ? [{text: '     nothing yet', role: 'dim'}] : pieces,
		[{text: `     ${bytes.join(` ${glyphs.dot} `)}`, role: 'dim'}],
	];
}

/** `0.4 s`, rounded up. */
function formatGap(milliseconds: number): string {
	return milliseconds < 9900
		? `${(Math.ceil(milliseconds / 100) / 10).toFixed(1)} s`
		: formatElapsed(milliseconds);
}

/** Milliseconds after which a run without a file is said to be one: it is written while the run begins. */
const fileTakes = 3000;

/** What paused it, where it was not asked for, and what to do; and that it could not go on after a kill. */
function pausedLines(act: RunAct, on: Drawing): Lined {
	if (act.ended !== undefined) return [];
	const why = pausedBy(act);
	if (why === undefined)
		return act.isKept === false && (act.facts?.elapsed ?? 0) > fileTakes
			? warning('Its file cannot be written: if partway is killed, the run cannot be resumed.', on)
			: [];
	const text =
		why instanceof RunFileError
			? '     Another partway runs it: s ends it here.'
			: '     once that is fixed, r goes on; nothing is lost.';
	return [...troubleLines('operation' in why ? why : problemWords(why), on), [{text, role: 'dim'}]];
}

function resultLine(
	{upload, kind, reason, failure}: AbortRunResult,
	selected: boolean,
	{width, glyphs}: Drawing,
): readonly Segment[] {
	const [sign, role] = outcomeLook(kind, glyphs);
	const cells = Math.max(20, Math.floor(width * 0.4));
	const key = truncateKey(escapeInCells(upload.key, cells), cells, glyphs.ellipsis);
	return [
		cursorSegment(selected, glyphs),
		{text: `${sign} `, role},
		{text: padEnd(key, cells), role: selected ? 'strong' : 'plain'},
		{text: `  ${outcomeWords[kind]}`},
		{text: failure === undefined ? '' : ` ${escapeInCells(failure.code, width)}.`, role: 'danger'},
		{text: ` ${escapeInCells(reasonWords(reason), width)}`},
	];
}

/** All that is known of the result under the cursor, as far as there are rows for it. */
function detailLines(result: AbortRunResult | undefined, on: Drawing): Lined {
	if (result === undefined) return [];
	const {upload, reason, failure, journalProblem} = result;
	const notWritten = journalProblem === undefined ? '' : ` ${journalWords(journalProblem.problem)}`;
	return [
		[],
		...exactly('key', upload.key, on),
		...fact('why', escapeForTerminal(reasonWords(reason) + notWritten), on),
		...(failure === undefined ? [] : troubleLines(failure, on)),
	].slice(0, runDetail);
}
