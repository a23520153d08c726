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
import {type AbortManyDialog, takenOf} from '../../../session/abort-run/many-dialog.js';
import type {SessionState} from '../../../session/core/state.js';
import {escapeForTerminal} from '../../../terminal/escape.js';
import {monthlyCostWords} from '../../../text/price-words.js';
import {blank, type Drawing, type Groups} from '../../components/segments.js';
import {troubleLines} from '../../text/words.js';
import {buttons, exactly, fact, note, title, waiting, warning, wordLine} from '../dialog-lines.js';
import type {DialogView} from '../dialog-view.js';

/** Keys that are named one by one; of more only the number. */
const mostKeys = 200;

/** How many uploads, what they hold, how long they are quiet, and what is left out and why. */
export const manyView: DialogView<'abort-many'> = {
	turns: ({selection, trouble}) => selection === undefined && trouble === undefined,
	draw(dialog, state, on) {
		const {selection, word, trouble, named, hidden} = dialog;
		const asked = title(`Abort ${plural(named, 'upload')}?`);
		if (trouble !== undefined) return {body: [asked, troubleLines(trouble, on)]};
		if (selection === undefined) {
			const count = `${formatCount(dialog.read)} of ${formatCount(dialog.toRead)}`;
			const text = `reading the parts of those that were not looked at yet: ${count}`;
			return {body: [asked, waiting(text, on)]};
		}
		const taken = selection.uploads.length;
		const unit = named === 1 ? 'upload' : 'uploads';
		return {
			body: [
				title(`Abort ${takenOf(dialog, selection)} ${unit}?`),
				...(taken === 0 ? [] : facts(dialog, selection, state, on)),
			],
			foot: [
				hidden > 0 &&
					warning(`The filter hides ${formatCount(hidden)} of those that are marked.`, on),
				...leftOut(selection, on),
				taken === 0 || word === undefined
					? note('Nothing can be aborted here. esc closes', on)
					: wordLine(word, on),
			],
		};
	},
};

function facts(
	{bucket}: AbortManyDialog,
	selection: AbortSelection,
	{now, connection}: SessionState,
	on: Drawing,
): Groups {
	const {uploads, bytes, lacksSizes, oldestPart, youngestPart, notStalled} = selection;
	const ago = (time: number) => `${formatAge(Math.max(0, now - time))} ago`;
	const shown = uploads.slice(0, mostKeys);
	const left = uploads.length - shown.length;
	return [
		exactly('endpoint', connection?.endpoint ?? '', on),
		exactly('bucket', bucket, on),
		fact('saves', monthlyCostWords(bytes, connection?.price, on.glyphs, lacksSizes), on),
		fact('frees', `${heldWords(bytes, lacksSizes)} (listed)`, on),
		oldestPart !== undefined &&
			youngestPart !== undefined &&
			fact('last parts', `the oldest ${ago(oldestPart)}, the youngest ${ago(youngestPart)}`, on),
		notStalled > 0 &&
			fact('of these', `${formatCount(notStalled)} not stalled yet, by their last part`, on),
		blank,
		note(
			selection.activeTaken && selection.active > 0
				? 'Each is read again just before, and left alone if it moved or became active; those named as active are not.'
				: 'Each is read again just before, and left alone if it moved or is active.',
			on,
		),
		blank,
		...shown.map(({key}, at) => exactly(at === 0 ? 'keys' : '', key, on)),
		left > 0 && fact('', `and ${formatCount(left)} more`, on),
	];
}

/** What is seen all the time: what lives, and what is left out. */
function leftOut(selection: AbortSelection, on: Drawing): Groups {
	const {active, activeTaken, notFound, phantoms} = selection;
	const words = [
		[activeTaken ? 0 : active, 'active (i includes them)'],
		[selection.unknown, 'unknown'],
		[notFound.length, 'listed and not found (x on one alone names it)'],
		[selection.unsettled, 'whose last operation has an unknown outcome'],
		[phantoms.length, 'that look like parts of other uploads'],
		[selection.uncertainKeys, 'whose key is not certain'],
		[selection.tooLong, 'whose key or upload id is too long to be real'],
		[selection.protectedKeys, 'under a protected prefix'],
		[selection.gone, 'gone already'],
	] as const;
	const reasons = words
		.filter(([count]) => count > 0)
		.map(([count, text]) => `${formatCount(count)} ${text}`);
	return [
		activeTaken && active > 0 && warning(`${ofThemActive(active)}: somebody may be uploading.`, on),
		reasons.length > 0 && warning(`left out: ${reasons.join(', ')}`, on),
	];
}

function ofThemActive(count: number): string {
	return `${formatCount(count)} of them ${count === 1 ? 'IS' : 'ARE'} ACTIVE`;
}

/** Everything in progress, whatever it is: for those who must delete the bucket. */
export const emptyBucketView: DialogView<'empty-bucket'> = {
	draw({bucket, prefix, totals, word, killed}, {connection}, on) {
		const active = totals?.byState.active ?? 0;
		const protectedHere = (connection?.protectedPrefixes ?? []).filter(
			entry =>
				(entry.bucket === undefined || entry.bucket === bucket) &&
				(entry.prefix.startsWith(prefix) || prefix.startsWith(entry.prefix)),
		);
		const listed =
			totals &&
			`${plural(totals.count, 'upload')} so far, with ${formatBytes(totals.bytes)}${totals.sized < totals.count ? ' or more' : ''}`;
		const cost =
			totals &&
			monthlyCostWords(totals.bytes, connection?.price, on.glyphs, totals.sized < totals.count);
		const before =
			killed &&
			`begun ${timeText(killed.header.time)} and killed: ${formatCount(killed.done)} done, ${formatCount(killed.accepted + killed.unknown)} not proven, ${formatCount(killed.notSent)} not sent`;
		return {
			body: [
				title('Abort every upload in progress here?'),
				exactly('endpoint', connection?.endpoint ?? '', on),
				exactly('bucket', bucket, on),
				prefix !== '' && exactly('prefix', prefix, on),
				fact('listed', listed, on),
				fact('saves', cost, on),
				fact('before', before, on),
				blank,
				note(
					'They are aborted whatever they are, then listed again, until none is left or nothing changes. Uploads that clients begin meanwhile are aborted too.',
					on,
				),
			],
			foot: [
				warning(
					active > 0
						? `${ofThemActive(active)}, and active ones are not left out here.`
						: 'Active ones are not left out here.',
					on,
				),
				protectedHere.length > 0 &&
					warning(
						`Protected by the profile, and left out: ${protectedHere.map(formatProtected).join(', ')}`,
						on,
					),
				wordLine(word, on),
			],
		};
	},
};

/** What a run that was killed had done, and what is left of it. */
export const resumeView: DialogView<'resume-run'> = {
	draw({run: {header, total, done, accepted, unknown, notSent}, focus}, _, on) {
		return {
			body: [
				title(`Go on with the abort of ${plural(total, 'upload')}?`),
				exactly('endpoint', header.endpoint, on),
				exactly('bucket', header.bucket, on),
				fact('confirmed', `${timeText(header.time)}, by process ${header.pid}`, on),
				fact('done', formatCount(done), on),
				fact('accepted', `${formatCount(accepted)}, to be verified`, on),
				fact('unknown', `${formatCount(unknown)}, looked up first`, on),
				fact('not sent', formatCount(notSent), on),
				blank,
				note('Each is read again just before, and left alone if it moved or is active.', on),
			],
			foot: [buttons(focus, 'Go on', on)],
		};
	},
};

function timeText(iso: string): string {
	const time = Date.parse(iso);
	return Number.isNaN(time) ? escapeForTerminal(iso) : formatTime(time);
}
