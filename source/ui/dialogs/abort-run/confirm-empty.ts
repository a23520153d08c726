import {heldByAny, heldCount, lossesOf} from '../../../multipart/makers/makers.js';
import {formatCount, formatTime, plural} from '../../../multipart/text/units.js';
import {formatProtected} from '../../../s3/gateway/protected.js';
import {type SessionState, topScreen, type UploadsScreen} from '../../../session/core/state.js';
import type {DialogOf} from '../../../session/dialogs/dialog.js';
import {escapeForTerminal} from '../../../terminal/escape.js';
import {monthlyCostWords} from '../../../text/price-words.js';
import {blank, type Drawing, type Groups} from '../../components/segments.js';
import {buttons, exactly, fact, note, title, warning, wordLine} from '../dialog-lines.js';
import type {DialogView} from '../dialog-view.js';
import {heldTakenLines, lossWords, mostLosses, ofThemActive} from './held-lines.js';

type HeldBy = UploadsScreen['totals']['heldBy'];

/** Everything in progress, whatever it is: for those who must delete the bucket. */
export const emptyBucketView: DialogView<'empty-bucket'> = {
	draw(dialog, state, on) {
		const {bucket, prefix, word, killed, includesHeld} = dialog;
		const {connection} = state;
		const list = listOf(dialog, state);
		const {heldBy = {}, byState} = list?.totals ?? {};
		const active = byState?.active ?? 0;
		const protectedHere = (connection?.protectedPrefixes ?? []).filter(
			entry =>
				(entry.bucket === undefined || entry.bucket === bucket) &&
				(entry.prefix.startsWith(prefix) || prefix.startsWith(entry.prefix)),
		);
		// How many of them are protected the list does not know.
		const taken = protectedHere.length === 0 && list ? takenOf(list, includesHeld) : undefined;
		const what =
			taken === undefined
				? `all ${protectedHere.length === 0 ? 'uploads in progress here' : 'but the protected uploads'}: what they hold is lost for good`
				: `${taken.words}: ${lossWords(taken.bytes, taken.isLeast)}`;
		const cost =
			taken && monthlyCostWords(taken.bytes, connection?.price, on.glyphs, taken.isLeast);
		const before =
			killed &&
			`begun ${timeText(killed.header.time)} and killed: ${formatCount(killed.done)} done, ${formatCount(killed.accepted + killed.unknown)} not proven, ${formatCount(killed.notSent)} not sent`;
		return {
			body: [
				title(`ABORT ${what}`, 'danger'),
				exactly('endpoint', connection?.endpoint ?? '', on),
				exactly('bucket', bucket, on),
				prefix !== '' && exactly('prefix', prefix, on),
				fact('saves', cost, on),
				fact('before', before, on),
				blank,
				note(
					'All are aborted, active or not, then listed again until none is left or nothing changes. Uploads that clients begin meanwhile are aborted too.',
					on,
				),
				...(includesHeld ? lossLines(heldBy, on) : []),
			],
			foot: [
				warning(
					active > 0
						? `${ofThemActive(active)}, and active ones are not left out here.`
						: 'Active ones are not left out here.',
					on,
				),
				...(includesHeld ? heldTaken(heldBy, on) : [heldLeft(heldBy, on)]),
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

/** The list below, where it is of the same uploads. */
function listOf(
	{bucket, prefix}: DialogOf<'empty-bucket'>,
	state: SessionState,
): UploadsScreen | undefined {
	const screen = topScreen(state);
	return screen?.kind === 'uploads' && screen.bucket === bucket && screen.prefix === prefix
		? screen
		: undefined;
}

/** How many of those that are listed are aborted, and what they hold. */
function takenOf({listing, totals}: UploadsScreen, includesHeld: boolean) {
	const {count, bytes, sized, byState, heldBytes, heldSized} = totals;
	const held = includesHeld
		? {count: 0, bytes: 0, sized: 0}
		: {count: byState.held, bytes: heldBytes, sized: heldSized};
	const taken = count - held.count;
	const more = listing === 'running' ? ' so far' : listing === 'ended' ? '' : ' or more';
	return {
		words: `${plural(taken, 'upload')}${more}`,
		bytes: bytes - held.bytes,
		isLeast: more !== '' || sized - held.sized < taken,
	};
}

/** Of many makers what each loses. */
function lossLines(heldBy: HeldBy, on: Drawing): Groups {
	const losses = lossesOf(heldBy);
	return losses.length > mostLosses
		? [blank, ...losses.map(({id, lost}) => note(`${id}: ${lost}`, on))]
		: [];
}

/** The list does not know what tusd holds: the keys alone do not tell. */
function heldLeft(heldBy: HeldBy, on: Drawing): Groups[number] {
	const count = heldCount(heldBy);
	const words =
		count === 0
			? 'what a program holds open on purpose, tusd by its <key>.info'
			: `${formatCount(count)} ${heldByAny(heldBy)} ${on.glyphs.dot} what tusd holds by its <key>.info`;
	return warning(`left out: ${words} (shift-tab includes them)`, on);
}

function heldTaken(heldBy: HeldBy, on: Drawing): Groups {
	const losses = lossesOf(heldBy);
	if (losses.length === 0) return [warning('What is HELD OPEN ON PURPOSE is aborted, too.', on)];
	return [
		heldTakenLines(losses, '', on),
		warning('What tusd holds by its <key>.info is aborted, too.', on),
	];
}

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
