import {formatCount, plural} from '../../../multipart/text/units.js';
import type {InterruptedRun} from '../../../operations/abort-run/run-resume.js';
import type {OpenAct} from '../../../operations/journal/journal.js';
import {runSummary} from '../../../session/abort-run/run-facts.js';
import {actEntries, actNames, subjectOf, targetsOf} from '../../../session/acts/act-facts.js';
import type {Act} from '../../../session/acts/acts-state.js';
import {rescueStandWords} from '../../../session/rescue/rescue-facts.js';
import {escapeForTerminal, escapeInCells} from '../../../terminal/escape.js';
import {endedBeforeAnswer, outcomeWords, standingWords} from '../../../text/outcome-words.js';
import {reasonWords} from '../../../text/reason/reason-words.js';
import {
	blank,
	cursorSegment,
	type Drawing,
	type Lined,
	type Segment,
} from '../../components/segments.js';
import {outcomeLook} from '../../text/act-words.js';
import {note, title} from '../dialog-lines.js';
import type {DialogView} from '../dialog-view.js';

/** Acts without an outcome first, then what this session did. */
export const actsView: DialogView<'acts'> = {
	draw({cursor: {position}}, state, on) {
		const rows = actEntries(state).map((entry, at): readonly Segment[] => [
			cursorSegment(at === position, on.glyphs),
			...(entry.kind === 'act'
				? actSegments(entry.act, on)
				: entry.kind === 'open'
					? openSegments(entry.open, on)
					: interruptedSegments(entry.run, on)),
		]);
		const none: Lined = [[{text: '   Nothing was completed or aborted yet.'}]];
		const hint = 'While an outcome is unknown nothing else is sent for that upload. r looks again.';
		return {
			body: [title('Operations'), rows.length === 0 ? none : rows],
			foot: [blank, note(hint, on)],
			keep: 3 + position,
		};
	},
};

/** `✓ Complete of raw/a.mov: Done.` */
function about(
	kind: string,
	what: string,
	name: string,
	how: string,
	{width, glyphs}: Drawing,
): readonly Segment[] {
	const [sign, role] = outcomeLook(kind, glyphs);
	return [
		{text: `${sign} `, role},
		{text: what},
		{text: escapeInCells(name, width), role: 'strong'},
		{text: how},
	];
}

function actSegments(act: Act, on: Drawing): readonly Segment[] {
	if (act.kind !== 'run') {
		const {kind = 'running'} = (act.kind === 'complete' ? act.outcome : act.result) ?? {};
		const how =
			kind !== 'running'
				? outcomeWords[kind]
				: act.kind === 'rescue'
					? rescueStandWords(act)
					: 'under way';
		const [target] = targetsOf(act);
		const name = act.kind === 'rules' ? act.bucket : (target?.key ?? '');
		return about(kind, `${actNames[act.kind]} of `, name, `: ${how}`, on);
	}
	const running = act.ended === undefined;
	const kind = running ? 'running' : act.results.length === 0 ? 'gone' : 'failed';
	const how = `: ${running ? 'under way, ' : ''}${runSummary(act)}`;
	return about(kind, runName(act.what === 'empty', act.total), act.bucket, how, on);
}

function openSegments({intent, state, outcome}: OpenAct, on: Drawing): readonly Segment[] {
	const sent = escapeForTerminal(intent.time.slice(0, 19).replace('T', ' '));
	const why = escapeInCells(
		outcome === undefined ? endedBeforeAnswer : reasonWords(outcome.reason),
		on.width,
	);
	const where = intent.act === 'rules' ? '' : ` in ${escapeInCells(intent.bucket, on.width)}`;
	const how = `${where}, sent ${sent}Z: ${standingWords(state)}. ${why}`;
	return about(state, `${actNames[intent.act]} of `, subjectOf(intent), how, on);
}

/** A run that was killed: enter asks whether it goes on. */
function interruptedSegments(run: InterruptedRun, on: Drawing): readonly Segment[] {
	const how = `, cut short: ${formatCount(run.done)} done, ${formatCount(run.accepted + run.unknown)} not proven, ${formatCount(run.notSent)} not sent`;
	return [
		...about('unknown', runName(run.wasEmptying, run.total), run.header.bucket, how, on),
		{text: `  ${on.glyphs.enter} goes on`, role: 'dim'},
	];
}

function runName(isEmptying: boolean, total: number): string {
	return isEmptying ? 'Emptying of ' : `Abort of ${plural(total, 'upload')} in `;
}
