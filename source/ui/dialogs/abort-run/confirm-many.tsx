import type {AbortSelection} from '../../../multipart/abort-selection.js';
import {
	formatAge,
	formatBytes,
	formatCount,
	formatTime,
	heldWords,
	plural,
} from '../../../multipart/text/units.js';
import {formatProtected} from '../../../s3/gateway/protected.js';
import type {AbortManyDialog} from '../../../session/abort-run/many-dialog.js';
import {takenOf} from '../../../session/abort-run/many-dialog.js';
import type {SessionState} from '../../../session/core/state.js';
import {escapeForTerminal} from '../../../terminal/escape.js';
import {Panel} from '../../components/panel.js';
import {useSpinner} from '../../components/spinner.js';
import {useGlyphs} from '../../frame/presentation.js';
import type {Glyphs} from '../../frame/theme.js';
import {troubleLines} from '../../text/words.js';
import {
	buttons,
	exactly,
	fact,
	type Lined,
	note,
	title,
	warning,
	wordLine,
} from '../dialog-lines.js';
import type {DialogProps} from '../dialog-props.js';

/** Keys that are named one by one; of more only the number. */
const mostKeys = 200;

/** How many uploads, what they hold, how long they are quiet, and what is left out and why. */
export function ConfirmMany({state, dialog, height}: DialogProps<'abort-many'>) {
	const glyphs = useGlyphs();
	const {columns: width} = state.size;
	const {selection, word, trouble, named} = dialog;
	const spinner = useSpinner(selection === undefined && trouble === undefined, glyphs);
	const panel = (body: Lined, foot: Lined = []) => (
		<Panel width={width} height={height} body={body} foot={foot} />
	);
	const question = title(`Abort ${plural(named, 'upload')}?`);
	if (trouble !== undefined) return panel([...question, ...troubleLines(trouble, width, glyphs)]);
	if (selection === undefined) {
		const count = `${formatCount(dialog.read)} of ${formatCount(dialog.toRead)}`;
		const text = `   ${spinner} reading the parts of those that were not looked at yet: ${count}`;
		return panel([...question, [{text, role: 'dim'}]]);
	}
	const taken = selection.uploads.length;
	const unit = named === 1 ? 'upload' : 'uploads';
	return panel(
		[
			...title(`Abort ${takenOf(dialog, selection)} ${unit}?`),
			...(taken === 0 ? [] : facts(dialog, selection, state)),
		],
		[
			...(dialog.hidden > 0
				? warning(
						`The filter hides ${formatCount(dialog.hidden)} of those that are marked.`,
						width,
						glyphs,
					)
				: []),
			...leftOut(selection, width, glyphs),
			...(taken === 0 || word === undefined
				? note('Nothing can be aborted here. esc closes', width)
				: wordLine(word, width, glyphs)),
		],
	);
}

function facts(
	{bucket}: AbortManyDialog,
	{
		uploads,
		bytes,
		lacksSizes,
		oldestPart,
		youngestPart,
		notStalled,
		active,
		activeTaken,
	}: AbortSelection,
	{size, now, connection}: SessionState,
): Lined {
	const {columns: width} = size;
	const ago = (time: number) => formatAge(Math.max(0, now - time));
	const shown = uploads.slice(0, mostKeys);
	return [
		...exactly('endpoint', connection?.endpoint ?? '', width),
		...exactly('bucket', bucket, width),
		...fact('frees', `${heldWords(bytes, lacksSizes)} (listed)`, width),
		...(oldestPart === undefined || youngestPart === undefined
			? []
			: fact(
					'last parts',
					`the oldest ${ago(oldestPart)} ago, the youngest ${ago(youngestPart)} ago`,
					width,
				)),
		...(notStalled === 0
			? []
			: fact('of these', `${formatCount(notStalled)} not stalled yet, by their last part`, width)),
		[],
		...note(
			activeTaken && active > 0
				? 'Each is read again just before, and left alone if it moved or became active; those named as active are not.'
				: 'Each is read again just before, and left alone if it moved or is active.',
			width,
		),
		[],
		...shown.flatMap(({key}, at) => exactly(at === 0 ? 'keys' : '', key, width)),
		...(shown.length < uploads.length
			? fact('', `and ${formatCount(uploads.length - shown.length)} more`, width)
			: []),
	];
}

/** What is seen all the time: what lives, and what is left out. */
function leftOut(
	{
		active,
		activeTaken,
		unknown,
		unsettled,
		uncertainKeys,
		tooLong,
		protectedKeys,
		notFound,
		phantoms,
		gone,
	}: AbortSelection,
	width: number,
	glyphs: Glyphs,
): Lined {
	const words = [
		[activeTaken ? 0 : active, 'active (i includes them)'],
		[unknown, 'unknown'],
		[notFound.length, 'listed and not found (x on one alone names it)'],
		[unsettled, 'whose last operation has an unknown outcome'],
		[phantoms.length, 'that look like parts of other uploads'],
		[uncertainKeys, 'whose key is not certain'],
		[tooLong, 'whose key or upload id is too long to be real'],
		[protectedKeys, 'under a protected prefix'],
		[gone, 'gone already'],
	] as const;
	const reasons = words.flatMap(([count, text]) =>
		count === 0 ? [] : [`${formatCount(count)} ${text}`],
	);
	return [
		...(activeTaken && active > 0
			? warning(
					`${formatCount(active)} of them ${active === 1 ? 'IS' : 'ARE'} ACTIVE: somebody may be uploading.`,
					width,
					glyphs,
				)
			: []),
		...(reasons.length > 0 ? warning(`left out: ${reasons.join(', ')}`, width, glyphs) : []),
	];
}

/** Everything in progress, whatever it is: for those who must delete the bucket. */
export function ConfirmEmptying({state, dialog, height}: DialogProps<'empty-bucket'>) {
	const glyphs = useGlyphs();
	const {columns: width} = state.size;
	const {bucket, prefix, totals, word, killed} = dialog;
	const active = totals?.byState.active ?? 0;
	const protectedHere = (state.connection?.protectedPrefixes ?? []).filter(
		entry =>
			(entry.bucket === undefined || entry.bucket === bucket) &&
			(entry.prefix.startsWith(prefix) || prefix.startsWith(entry.prefix)),
	);
	return (
		<Panel
			width={width}
			height={height}
			body={[
				...title('Abort every upload in progress here?'),
				...exactly('endpoint', state.connection?.endpoint ?? '', width),
				...exactly('bucket', bucket, width),
				...(prefix === '' ? [] : exactly('prefix', prefix, width)),
				...(totals === undefined
					? []
					: fact(
							'listed',
							`${plural(totals.count, 'upload')} so far, with ${formatBytes(totals.bytes)}${totals.sized < totals.count ? ' or more' : ''}`,
							width,
						)),
				...(killed === undefined
					? []
					: fact(
							'before',
							`begun ${timeText(killed.header.time)} and killed: ${formatCount(killed.done)} done, ${formatCount(killed.accepted + killed.unknown)} not proven, ${formatCount(killed.notSent)} not sent`,
							width,
						)),
				[],
				...note(
					'They are aborted whatever they are, then listed again, until none is left or nothing changes. Uploads that clients begin meanwhile are aborted too.',
					width,
				),
			]}
			foot={[
				...warning(
					active > 0
						? `${formatCount(active)} of them ${active === 1 ? 'IS' : 'ARE'} ACTIVE, and active ones are not left out here.`
						: 'Active ones are not left out here.',
					width,
					glyphs,
				),
				...(protectedHere.length === 0
					? []
					: warning(
							`Protected by the profile, and left out: ${protectedHere.map(formatProtected).join(', ')}`,
							width,
							glyphs,
						)),
				...wordLine(word, width, glyphs),
			]}
		/>
	);
}

/** What a run that was killed had done, and what is left of it. */
export function ConfirmResume({state, dialog, height}: DialogProps<'resume-run'>) {
	const glyphs = useGlyphs();
	const {columns: width} = state.size;
	const {header, total, done, accepted, unknown, notSent} = dialog.run;
	return (
		<Panel
			width={width}
			height={height}
			body={[
				...title(`Go on with the abort of ${plural(total, 'upload')}?`),
				...exactly('endpoint', header.endpoint, width),
				...exactly('bucket', header.bucket, width),
				...fact('confirmed', `${timeText(header.time)}, by process ${header.pid}`, width),
				...fact('done', formatCount(done), width),
				...fact('accepted', `${formatCount(accepted)}, to be verified`, width),
				...fact('unknown', `${formatCount(unknown)}, looked up first`, width),
				...fact('not sent', formatCount(notSent), width),
				[],
				...note('Each is read again just before, and left alone if it moved or is active.', width),
			]}
			foot={buttons(dialog.focus, 'Go on', glyphs)}
		/>
	);
}

function timeText(iso: string): string {
	const time = Date.parse(iso);
	return Number.isNaN(time) ? escapeForTerminal(iso) : formatTime(time);
}
