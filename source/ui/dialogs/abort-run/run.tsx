import {formatBytes, formatCount, formatElapsed, plural} from '../../../multipart/text/units.js';
import type {AbortRunResult} from '../../../operations/abort-run/abort-run.js';
import {RunFileError} from '../../../operations/abort-run/error.js';
import {
	type RunDialog,
	runDetail,
	runRows,
	shownRun,
} from '../../../session/abort-run/run-dialog.js';
import {isPaused, pausedBy, runCounts} from '../../../session/abort-run/run-facts.js';
import type {RunAct} from '../../../session/acts/acts-state.js';
import type {SessionState} from '../../../session/core/state.js';
import {padEnd, truncateMiddle} from '../../../terminal/cells.js';
import {escapeForTerminal, escapeInCells} from '../../../terminal/escape.js';
import {freedWords} from '../../../text/abort-run-words.js';
import {outcomeWords} from '../../../text/outcome-words.js';
import {emptyingWords} from '../../../text/reason/abort-words.js';
import {journalWords, problemWords} from '../../../text/reason/journal-words.js';
import {reasonWords} from '../../../text/reason/reason-words.js';
import {Lines} from '../../components/lines.js';
import {progressBar} from '../../components/progress-bar.js';
import type {Segment} from '../../components/segments.js';
import {useSpinner} from '../../components/spinner.js';
import {useGlyphs} from '../../frame/presentation.js';
import type {Glyphs} from '../../frame/theme.js';
import {outcomeLook} from '../../text/act-words.js';
import {troubleLines} from '../../text/words.js';
import {exactly, fact, type Lined, warning} from '../dialog-lines.js';
import type {DialogProps} from '../dialog-props.js';

/** How an abort of many goes: how far, how fast, what is freed; then a row for each upload that is left. */
export function ShowRun({state, dialog, height}: DialogProps<'run'>) {
	const glyphs = useGlyphs();
	const act = shownRun(state, dialog);
	const isMoving = act !== undefined && act.ended === undefined && !isPaused(act);
	const spinner = useSpinner(isMoving, glyphs);
	if (act === undefined) return null;
	const {columns: width} = state.size;
	const head: Lined = [
		[],
		titleLine(act, state, spinner, width, glyphs),
		...countLines(act, glyphs),
		...pausedLines(act, width, glyphs),
		[],
	];
	const rows = runRows(state);
	const results = act.results.slice(dialog.cursor.top, dialog.cursor.top + rows);
	return (
		<Lines
			width={width}
			lines={[
				...head,
				...results.flatMap((result, at) =>
					resultLine(result, dialog.cursor.top + at === dialog.cursor.position, width, glyphs),
				),
				...(act.results.length > 0 ? [cursorLine(act, dialog)] : []),
				...detailLines(act.results[dialog.cursor.position], width, glyphs),
			].slice(0, height)}
		/>
	);
}

const stateWords: Readonly<Record<string, string>> = {
	running: 'Aborting',
	pausing: 'Pausing: what was sent is waited for',
	paused: 'Paused',
	stopping: 'Stopping: what was sent is waited for',
	proving: 'Listing, to prove them gone',
	listing: 'Listing what is left',
};

function titleLine(
	act: RunAct,
	{here}: SessionState,
	spinner: string,
	width: number,
	glyphs: Glyphs,
): readonly Segment[] {
	const {facts, emptying, ended, total} = act;
	if (ended !== undefined) {
		const took = formatElapsed(Math.max(0, ended - act.started));
		return [
			{
				text: `   ${act.end === undefined ? 'Ended.' : emptyingWords(act.end.reason)}`,
				role: 'strong',
			},
			{
				text: act.what === 'empty' ? `  ${took}` : `  ${plural(total, 'upload')}, ${took}`,
				role: 'dim',
			},
		];
	}
	const state = emptying?.state ?? facts?.state ?? 'running';
	const notDone =
		facts === undefined ? total : facts.waiting + facts.underWay + facts.counts.stopped;
	const done = total - notDone;
	const round = emptying === undefined ? '' : `round ${emptying.round}: `;
	const rate =
		facts?.rate === undefined
			? ''
			: ` ${glyphs.dot} ${facts.rate.toFixed(facts.rate < 10 ? 1 : 0)}/s`;
	const left =
		facts?.timeLeft === undefined || state !== 'running'
			? ''
			: ` ${glyphs.dot} ${formatElapsed(facts.timeLeft)} left`;
	const words = `${round}${stateWords[state] ?? state} `;
	const counted = `  ${formatCount(done)} of ${formatCount(total)}${rate}${left}`;
	const room = width - words.length - counted.length - 8;
	return [
		{text: state === 'paused' ? `   ${glyphs.note} ` : `   ${spinner} `, role: 'accent'},
		{text: words, role: 'strong'},
		...(room < 8 ? [] : progressBar(done, total, Math.min(36, room), glyphs)),
		{text: counted},
		{
			text: facts === undefined ? `  ${formatElapsed(Math.max(0, here - act.started))}` : '',
			role: 'dim',
		},
	];
}

function countLines(act: RunAct, glyphs: Glyphs): Lined {
	const {facts, emptying, ended} = act;
	const freed = emptying?.freed ?? facts?.freed ?? 0;
	const words = freedWords(freed, facts?.unsized);
	const freeing = ended === undefined ? (facts?.freeing ?? 0) : 0;
	const pieces = runCounts(act).flatMap(([kind, words], at): Segment[] => {
		const [sign, role] = outcomeLook(kind, glyphs);
		return [{text: at === 0 ? '     ' : '   '}, {text: `${sign} `, role}, {text: words}];
	});
	const bytes = [
		...(words === undefined ? [] : [words]),
		...(freeing > 0 ? [`${formatBytes(freeing)} once proven`] : []),
		...(facts?.widestWindow === undefined
			? []
			: [`longest time between check and abort ${formatGap(facts.widestWindow)}`]),
		...(facts !== undefined && facts.throttled > 0
			? [`put off ${plural(facts.throttled, 'time')}`]
			: []),
	];
	return [
		pieces.length === 0 ? [{text: '     nothing yet', role: 'dim'}] : pieces,
		[{text: `     ${bytes.join(` ${glyphs.dot} `)}`, role: 'dim'}],
	];
}

function formatGap(milliseconds: number): string {
	return milliseconds < 1000 ? `${Math.ceil(milliseconds)} ms` : formatElapsed(milliseconds);
}

/** Milliseconds after which a run without a file is said to be one: it is written while the run begins. */
const fileTakes = 3000;

/** What paused it, where it was not asked for, and what to do; and that it could not go on after a kill. */
function pausedLines(
	{facts, emptying, ended, isKept}: RunAct,
	width: number,
	glyphs: Glyphs,
): Lined {
	if (ended !== undefined) return [];
	const why = pausedBy({facts, emptying});
	if (why === undefined)
		return isKept === false && (facts?.elapsed ?? 0) > fileTakes
			? warning(
					'Its file cannot be written: killed in the middle, it could not be taken up again.',
					width,
					glyphs,
				)
			: [];
	return [
		...troubleLines('operation' in why ? why : problemWords(why), width, glyphs),
		[
			{
				text:
					why instanceof RunFileError
						? '     Another partway carries it out: s ends it here.'
						: '     r goes on where it was, once that is mended; nothing is lost.',
				role: 'dim',
			},
		],
	];
}

function resultLine(
	{upload, kind, reason, failure}: AbortRunResult,
	selected: boolean,
	width: number,
	glyphs: Glyphs,
): Lined {
	const [sign, role] = outcomeLook(kind, glyphs);
	const cells = Math.max(20, Math.floor(width * 0.4));
	const key = truncateMiddle(escapeInCells(upload.key, cells), cells, glyphs.ellipsis);
	return [
		[
			{text: ` ${selected ? glyphs.cursor : ' '} `, role: 'selected'},
			{text: `${sign} `, role},
			{text: padEnd(key, cells), role: selected ? 'selected' : 'plain'},
			{text: `  ${outcomeWords[kind]}`},
			{
				text: failure === undefined ? '' : ` ${escapeInCells(failure.code, width)}.`,
				role: 'danger',
			},
			{text: ` ${escapeInCells(reasonWords(reason), width)}`},
		],
	];
}

/** All that is known of the result under the cursor, as far as there are rows for it. */
function detailLines(result: AbortRunResult | undefined, width: number, glyphs: Glyphs): Lined {
	if (result === undefined) return [];
	const {upload, reason, failure, journalProblem} = result;
	const notWritten = journalProblem === undefined ? '' : ` ${journalWords(journalProblem.problem)}`;
	return [
		[],
		...exactly('key', upload.key, width),
		...fact('why', escapeForTerminal(reasonWords(reason) + notWritten), width),
		...(failure === undefined ? [] : troubleLines(failure, width, glyphs)),
	].slice(0, runDetail);
}

function cursorLine({results}: RunAct, {cursor}: RunDialog): readonly Segment[] {
	return [
		{
			text: `   ${formatCount(cursor.position + 1)} of ${formatCount(results.length)} left`,
			role: 'dim',
		},
	];
}
