import {exactBytes, formatAge, heldWords, plural} from '../../../multipart/text/units.js';
import {stateWords} from '../../../multipart/upload-state.js';
import type {AbortPlan} from '../../../operations/abort/abort.js';
import type {SessionState} from '../../../session/core/state.js';
import {reasonWords} from '../../../text/reason/reason-words.js';
import {Panel} from '../../components/panel.js';
import {useSpinner} from '../../components/spinner.js';
import {useGlyphs} from '../../frame/presentation.js';
import type {Glyphs} from '../../frame/theme.js';
import {timeOrNone, troubleLines} from '../../text/words.js';
import {
	buttons,
	exactly,
	fact,
	type Lined,
	mayLiveWarning,
	note,
	otherClients,
	probablyFailed,
	title,
	warning,
	wordLine,
} from '../dialog-lines.js';
import type {DialogProps} from '../dialog-props.js';

/** Which upload, what it holds, how long it is quiet. */
export function ConfirmAbort({state, dialog, height}: DialogProps<'abort'>) {
	const glyphs = useGlyphs();
	const {columns: width} = state.size;
	const {plan} = dialog;
	const spinner = useSpinner(plan === undefined && dialog.trouble === undefined, glyphs);
	const question = title('Abort this upload?');
	const panel = (body: Lined, foot: Lined = []) => (
		<Panel width={width} height={height} body={body} foot={foot} />
	);
	if (dialog.trouble !== undefined)
		return panel([...question, ...troubleLines(dialog.trouble, width, glyphs)]);
	const moved =
		dialog.moved === undefined
			? []
			: [...warning(`Nothing was sent. ${dialog.moved} This is how it is now:`, width, glyphs), []];
	if (plan === undefined)
		return panel([
			...question,
			...moved,
			[{text: `   ${spinner} reading its parts again`, role: 'dim'}],
		]);
	const refused = plan.reading.kind === 'refused';
	return panel(
		[
			...question,
			...moved,
			...oneUpload(plan, state, glyphs),
			...(refused ? [] : [[], ...note(otherClients, width)]),
		],
		[
			...danger(plan, state, glyphs),
			...(dialog.afterProbablyFailed ? probablyFailed(width, glyphs) : []),
			...(refused
				? note('It cannot be aborted here. esc closes', width)
				: dialog.word === undefined
					? buttons(dialog.focus, 'Abort', glyphs)
					: wordLine(dialog.word, width, glyphs)),
		],
	);
}

/** What one upload is, and what an abort of it loses. */
function oneUpload(plan: AbortPlan, {size, now, connection}: SessionState, glyphs: Glyphs): Lined {
	const {reading, target, upload, liveness} = plan;
	const {columns: width} = size;
	const named = [
		...exactly('endpoint', connection?.endpoint ?? '', width),
		...exactly('bucket', target.bucket, width),
		...exactly('key', target.key, width),
		...exactly('upload id', target.uploadId, width),
		...fact('initiated', timeOrNone(upload.initiated, glyphs), width),
	];
	if (reading.kind === 'gone')
		return [...named, [], [{text: '   The service no longer knows it; this makes sure.'}]];
	if (reading.kind === 'refused') return named;
	if (reading.kind === 'not-found')
		return [...named, ...fact('state', stateWords('not-found'), width)];
	if (reading.kind !== 'read')
		return [...named, [], ...troubleLines(reading.failure, width, glyphs)];
	const {count, bytes, lacksSizes, lastPart} = reading.summary;
	const quiet =
		lastPart === undefined ? '' : `; the last one ${formatAge(Math.max(0, now - lastPart))} ago`;
	const lost =
		count === 0
			? 'no parts'
			: `${lacksSizes ? heldWords(bytes, true) : exactBytes(bytes)} in ${plural(count, 'part')}${quiet}`;
	return [...named, ...fact('loses', lost, width), ...fact('state', liveness, width)];
}

/** What is seen all the time, however long the rest: that it lives, or may. */
function danger({reading, liveness}: AbortPlan, state: SessionState, glyphs: Glyphs): Lined {
	const {columns: width} = state.size;
	if (reading.kind === 'refused') return warning(reasonWords(reading.reason), width, glyphs);
	if (reading.kind === 'gone') return [];
	if (reading.kind === 'not-found')
		return warning(
			'The service lists it and finds no such upload: what it holds, and whether it is in use, is unknown.',
			width,
			glyphs,
		);
	if (reading.kind !== 'read')
		return warning('Its parts could not be read: whether it is in use is unknown.', width, glyphs);
	return mayLiveWarning(liveness, state, glyphs);
}
