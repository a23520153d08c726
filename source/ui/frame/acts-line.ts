import {formatElapsed, plural} from '../../multipart/text/units.js';
import {isPaused, runSummary} from '../../session/abort-run/run-facts.js';
import {actNames, subjectOf} from '../../session/acts/act-facts.js';
import type {Act} from '../../session/acts/acts-state.js';
import type {SessionState} from '../../session/core/state.js';
import {rescueStandWords} from '../../session/rescue/rescue-facts.js';
import {escapeInCells} from '../../terminal/escape.js';
import type {Drawing, Segment} from '../components/segments.js';

/** The row under the breadcrumb, on every screen, while an act runs or has an unknown outcome. */
export function actsLine(
	{acts: {acts, unsettled, interrupted}, here}: SessionState,
	{width, glyphs, spinner}: Drawing,
): readonly Segment[] {
	const running = acts.filter(act => act.ended === undefined);
	const open = unsettled.filter(({state}) => state !== 'running');
	const parts: Segment[] = running.flatMap((act): Segment[] => [
		{text: ` ${spinner} `, role: 'accent'},
		{text: `${doing(act, width)}, ${formatElapsed(Math.max(0, here - act.started))}`},
	]);
	const look = (text: string) =>
		parts.push(
			{text: ` ${glyphs.unknown} `, role: 'warn'},
			{text},
			{text: '  ! shows', role: 'dim'},
		);
	const [run] = interrupted;
	if (run !== undefined)
		look(
			`${run.wasEmptying ? 'the emptying of' : `an abort of ${plural(run.total, 'upload')} in`} ${escapeInCells(run.header.bucket, width)} was cut short`,
		);
	const [first] = open;
	if (first !== undefined)
		look(
			`${plural(open.length, 'operation')} with an unknown outcome: ${actNames[first.intent.act]} of ${escapeInCells(subjectOf(first.intent), width)}`,
		);
	const elsewhere = unsettled.length - open.length - running.length;
	if (parts.length === 0 && elsewhere > 0)
		parts.push({
			text: ` ${plural(elsewhere, 'operation')} of another partway on this machine under way`,
			role: 'dim',
		});
	return parts;
}

function doing(act: Act, width: number): string {
	if (act.kind === 'rules') return `changing the rules of ${escapeInCells(act.bucket, width)}`;
	if (act.kind === 'rescue')
		return `rescuing ${escapeInCells(act.prepared.plan.completion.target.key, width)}: ${rescueStandWords(act)}`;
	if (act.kind !== 'run')
		return `${act.kind === 'complete' ? 'completing' : 'aborting'} ${escapeInCells(act.plan.target.key, width)}`;
	const what = act.what === 'empty' ? 'emptying' : 'aborting in';
	return `${isPaused(act) ? 'paused: ' : ''}${what} ${escapeInCells(act.bucket, width)}: ${runSummary(act)}`;
}
