import {formatCount, formatElapsed, plural} from '../../../multipart/text/units.js';
import type {InterruptedRun} from '../../../operations/abort-run/run-resume.js';
import {isPaused, runSummary} from '../../../session/abort-run/run-facts.js';
import {actEntries, actNames} from '../../../session/acts/act-facts.js';
import type {Act} from '../../../session/acts/acts-state.js';
import type {SessionState} from '../../../session/core/state.js';
import {escapeForTerminal, escapeInCells} from '../../../terminal/escape.js';
import {endedBeforeAnswer, outcomeWords, standingWords} from '../../../text/outcome-words.js';
import {reasonWords} from '../../../text/reason/reason-words.js';
import {Lines} from '../../components/lines.js';
import type {Segment} from '../../components/segments.js';
import {useGlyphs} from '../../frame/presentation.js';
import type {Glyphs, Role} from '../../frame/theme.js';
import {outcomeLook} from '../../text/act-words.js';
import type {DialogProps} from '../dialog-props.js';

/** Acts without an outcome first, then what this session did. */
export function ShowActs({state, dialog, height}: DialogProps<'acts'>) {
	const glyphs = useGlyphs();
	const {columns: width} = state.size;
	const entries = actEntries(state);
	const room = Math.max(1, height - 6);
	const lines = entries
		.slice(dialog.cursor.top, dialog.cursor.top + room)
		.map((entry, at): readonly Segment[] => {
			const selected = dialog.cursor.top + at === dialog.cursor.position;
			const cursor: Segment = {text: ` ${selected ? glyphs.cursor : ' '} `, role: 'selected'};
			if (entry.kind === 'act') return [cursor, ...actSegments(entry.act, width, glyphs)];
			if (entry.kind === 'interrupted')
				return [cursor, ...interruptedSegments(entry.run, width, glyphs)];
			const {intent, state: standing, outcome} = entry.open;
			const [sign, role] = outcomeLook(standing, glyphs);
			return [
				cursor,
				{text: `${sign} `, role},
				{text: `${actNames[intent.act]} of `},
				{text: escapeInCells(intent.key, width), role: 'strong'},
				{
					text: ` in ${escapeInCells(intent.bucket, width)}, sent ${escapeForTerminal(intent.time.slice(0, 19).replace('T', ' '))}Z: ${standingWords(standing)}. ${escapeInCells(outcome === undefined ? endedBeforeAnswer : reasonWords(outcome.reason), width)}`,
				},
			];
		});
	return (
		<Lines
			width={width}
			lines={[
				[],
				[{text: '   Operations', role: 'strong'}],
				[],
				...(lines.length === 0 ? [[{text: '   Nothing was completed or aborted yet.'}]] : lines),
				[],
				[
					{
						text: '   While an outcome is unknown nothing else is sent for that upload. r looks again.',
						role: 'dim',
					},
				],
			]}
		/>
	);
}

function actSegments(act: Act, width: number, glyphs: Glyphs): readonly Segment[] {
	if (act.kind === 'complete') {
		const kind = act.outcome?.kind;
		const [sign, role] =
			kind === undefined ? [glyphs.note, 'accent' as Role] : outcomeLook(kind, glyphs);
		return [
			{text: `${sign} `, role},
			{text: 'Complete of '},
			{text: escapeInCells(act.plan.target.key, width), role: 'strong'},
			{text: `: ${kind === undefined ? 'under way' : (outcomeWords[kind] ?? kind)}`},
		];
	}
	const running = act.ended === undefined;
	if (act.kind === 'abort') {
		const kind = act.result?.kind;
		const [sign, role] =
			kind === undefined ? [glyphs.note, 'accent' as Role] : outcomeLook(kind, glyphs);
		return [
			{text: `${sign} `, role},
			{text: 'Abort of '},
			{text: escapeInCells(act.plan.target.key, width), role: 'strong'},
			{text: `: ${kind === undefined ? 'under way' : outcomeWords[kind]}`},
		];
	}
	const [sign, role] = running
		? [glyphs.note, 'accent' as Role]
		: outcomeLook(act.results.length === 0 ? 'gone' : 'failed', glyphs);
	return [
		{text: `${sign} `, role},
		{text: act.what === 'empty' ? 'Emptying of ' : `Abort of ${plural(act.total, 'upload')} in `},
		{text: escapeInCells(act.bucket, width), role: 'strong'},
		{text: `: ${running ? 'under way, ' : ''}${runSummary(act)}`},
	];
}

/** A run that was killed: enter asks whether it goes on. */
function interruptedSegments(
	run: InterruptedRun,
	width: number,
	glyphs: Glyphs,
): readonly Segment[] {
	return [
		{text: `${glyphs.unknown} `, role: 'warn'},
		{text: run.wasEmptying ? 'Emptying of ' : `Abort of ${plural(run.total, 'upload')} in `},
		{text: escapeInCells(run.header.bucket, width), role: 'strong'},
		{
			text: `, cut short: ${formatCount(run.done)} done, ${formatCount(run.accepted + run.unknown)} not proven, ${formatCount(run.notSent)} not sent`,
		},
		{text: `  ${glyphs.enter} goes on`, role: 'dim'},
	];
}

/** The row under the breadcrumb, on every screen, while an act runs or has an unknown outcome. */
export function actsLine(state: SessionState, spinner: string, glyphs: Glyphs): readonly Segment[] {
	const {columns: width} = state.size;
	const running = state.acts.acts.filter(act => act.ended === undefined);
	const open = state.acts.unsettled.filter(({state: standing}) => standing !== 'running');
	const parts: Segment[] = [];
	for (const act of running) {
		const what =
			act.kind === 'complete'
				? `completing ${escapeInCells(act.plan.target.key, width)}`
				: act.kind === 'abort'
					? `aborting ${escapeInCells(act.plan.target.key, width)}`
					: `${isPaused(act) ? 'paused: ' : ''}${act.what === 'empty' ? 'emptying' : 'aborting in'} ${escapeInCells(act.bucket, width)}: ${runSummary(act)}`;
		parts.push(
			{text: ` ${spinner} `, role: 'accent'},
			{text: `${what}, ${formatElapsed(Math.max(0, state.here - act.started))}`},
		);
	}
	const [interrupted] = state.acts.interrupted;
	if (interrupted !== undefined)
		parts.push(
			{text: ` ${glyphs.unknown} `, role: 'warn'},
			{
				text: `${interrupted.wasEmptying ? 'an emptying of' : `an abort of ${plural(interrupted.total, 'upload')} in`} ${escapeInCells(interrupted.header.bucket, width)} was cut short`,
			},
			{text: '  ! shows', role: 'dim'},
		);
	if (open.length > 0) {
		const [first] = open;
		const what = actNames[first?.intent.act ?? 'complete'];
		parts.push(
			{text: ` ${glyphs.unknown} `, role: 'warn'},
			{
				text: `${plural(open.length, 'operation')} with an unknown outcome: ${what} of ${escapeInCells(first?.intent.key ?? '', width)}`,
			},
			{text: '  ! shows', role: 'dim'},
		);
	}
	const elsewhere = state.acts.unsettled.length - open.length - running.length;
	if (parts.length === 0 && elsewhere > 0)
		parts.push({
			text: ` ${plural(elsewhere, 'operation')} of another partway on this machine under way`,
			role: 'dim',
		});
	return parts;
}
