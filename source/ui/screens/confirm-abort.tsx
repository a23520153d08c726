import {formatAge, formatBytes, formatCount, plural} from '../../multipart/units.js';
import type {AbortPlan} from '../../operations/abort.js';
import {abortable, activeLeftOut} from '../../session/ask-abort.js';
import type {AbortDialog} from '../../session/dialog-state.js';
import type {SessionState} from '../../session/state.js';
import {Panel} from '../components/panel.js';
import {useSpinner} from '../components/spinner.js';
import {
	buttons,
	exactly,
	fact,
	type Lined,
	note,
	otherClients,
	probablyFailed,
	title,
	warning,
	wordLine,
} from '../dialog-lines.js';
import {useGlyphs} from '../presentation.js';
import type {Glyphs} from '../theme.js';
import {exactBytes, timeOrNone, troubleLines} from '../words.js';

/** Which uploads, what they hold, how long they are quiet, and which are left out. */
export function ConfirmAbort({
	state,
	dialog,
	height,
}: {
	state: SessionState;
	dialog: AbortDialog;
	height: number;
}) {
	const glyphs = useGlyphs();
	const {columns: width} = state.size;
	const {plans, uploads} = dialog;
	const spinner = useSpinner(plans === undefined && dialog.trouble === undefined, glyphs);
	const question =
		uploads.length === 1 ? 'Abort this upload?' : `Abort ${plural(uploads.length, 'upload')}?`;
	const panel = (body: Lined, foot: Lined = []) => (
		<Panel width={width} height={height} body={body} foot={foot} />
	);
	if (dialog.trouble !== undefined)
		return panel([...title(question), ...troubleLines(dialog.trouble, width, glyphs)]);
	if (plans === undefined) {
		const text = `   ${spinner} reading parts again, ${formatCount(dialog.read)} of ${formatCount(uploads.length)}`;
		return panel([...title(question), [{text, role: 'dim'}]]);
	}
	const [only] = plans.length === 1 ? plans : [];
	const chosen = abortable(plans, dialog.includeActive);
	const asked =
		chosen.length === uploads.length
			? question
			: `Abort ${formatCount(chosen.length)} of ${plural(uploads.length, 'upload')}?`;
	const care =
		only === undefined
			? 'Each is read again just before, and left alone if it moved.'
			: otherClients;
	return panel(
		[
			...title(asked),
			...(only === undefined ? manyUploads(plans, dialog, state) : oneUpload(only, state, glyphs)),
			...(chosen.length === 0 ? [] : [[], ...note(care, width)]),
		],
		[
			...(only === undefined ? leftOut(plans, dialog, width, glyphs) : danger(only, width, glyphs)),
			...(dialog.afterProbablyFailed ? probablyFailed(width, glyphs) : []),
			...(chosen.length === 0
				? note('Nothing can be aborted here. esc closes', width)
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
		return [...named, [], [{text: '   The service does not know it any more; this makes sure.'}]];
	if (reading.kind === 'refused') return named;
	if (reading.kind !== 'read')
		return [...named, [], ...troubleLines(reading.failure, width, glyphs)];
	const {count, bytes, lastPart} = reading.summary;
	const quiet =
		lastPart === undefined ? '' : `; the last one ${formatAge(Math.max(0, now - lastPart))} ago`;
	const lost =
		count === 0 ? 'no parts' : `${exactBytes(bytes)} in ${plural(count, 'part')}${quiet}`;
	return [...named, ...fact('loses', lost, width), ...fact('state', liveness, width)];
}

/** What is seen all the time, however long the rest: that it lives, or may. */
function danger({reading, liveness}: AbortPlan, width: number, glyphs: Glyphs): Lined {
	if (reading.kind === 'refused') return warning(reading.sentence, width, glyphs);
	if (reading.kind === 'gone') return [];
	if (reading.kind !== 'read')
		return warning('Its parts could not be read: whether it is in use is unknown.', width, glyphs);
	if (liveness === 'active')
		return warning('It is ACTIVE: something happened within the last hour.', width, glyphs);
	return liveness === 'unknown'
		? warning('Whether it is in use is unknown: the service gives no date.', width, glyphs)
		: [];
}

/** Which of several are not aborted, and why. */
function leftOut(
	plans: readonly AbortPlan[],
	dialog: AbortDialog,
	width: number,
	glyphs: Glyphs,
): Lined {
	const {includeActive} = dialog;
	const chosen = new Set(abortable(plans, includeActive));
	const left = plans.filter(plan => !chosen.has(plan));
	const count = (test: (plan: AbortPlan) => boolean) => left.filter(test).length;
	const active = activeLeftOut(dialog);
	const living = includeActive ? plans.filter(({liveness}) => liveness === 'active').length : 0;
	const refused = count(({reading}) => reading.kind === 'refused');
	const unknown = left.length - active - refused;
	const words = [
		...(active > 0 ? [`${active} active (i includes them)`] : []),
		...(unknown > 0 ? [`${unknown} unknown`] : []),
		...(refused > 0 ? [`${refused} whose key is not certain`] : []),
	];
	return [
		...(living > 0
			? warning(`${living} of them ARE ACTIVE: somebody may be uploading.`, width, glyphs)
			: []),
		...(words.length > 0 ? warning(`left out: ${words.join(', ')}`, width, glyphs) : []),
	];
}

function manyUploads(
	plans: readonly AbortPlan[],
	{bucket, includeActive}: AbortDialog,
	{size, now, connection}: SessionState,
): Lined {
	const {columns: width} = size;
	const chosen = abortable(plans, includeActive);
	let bytes = 0;
	const quiet: number[] = [];
	for (const {reading, upload} of chosen) {
		if (reading.kind !== 'read') continue;
		bytes += reading.summary.bytes;
		const since = reading.summary.lastPart ?? upload.initiated;
		if (since !== undefined) quiet.push(now - since);
	}
	return [
		...exactly('endpoint', connection?.endpoint ?? '', width),
		...exactly('bucket', bucket, width),
		...fact('frees', `${formatBytes(bytes)} (listed)`, width),
		...(quiet.length === 0
			? []
			: fact(
					'quiet for',
					`${formatAge(Math.max(0, Math.min(...quiet)))} to ${formatAge(Math.max(0, ...quiet))} since the last part`,
					width,
				)),
		...chosen.flatMap(({target}, at) => exactly(at === 0 ? 'keys' : '', target.key, width)),
	];
}
