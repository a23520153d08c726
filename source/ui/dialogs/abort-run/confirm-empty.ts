import {heldCounts, makers} from '../../../multipart/makers/makers.js';
import {formatBytes, formatCount, formatTime, plural} from '../../../multipart/text/units.js';
import {formatProtected} from '../../../s3/gateway/protected.js';
import {escapeForTerminal} from '../../../terminal/escape.js';
import {monthlyCostWords} from '../../../text/price-words.js';
import {blank, type Drawing, type Groups} from '../../components/segments.js';
import {buttons, exactly, fact, note, title, warning, wordLine} from '../dialog-lines.js';
import type {DialogView} from '../dialog-view.js';
import {ofThemActive} from './confirm-many.js';

/** Everything in progress, whatever it is: for those who must delete the bucket. */
export const emptyBucketView: DialogView<'empty-bucket'> = {
	draw({bucket, prefix, totals, word, killed, includesHeld}, {connection}, on) {
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
					'All are aborted, active or not, then listed again until none is left or nothing changes. Uploads that clients begin meanwhile are aborted too.',
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
				...heldHere(totals?.heldBy ?? {}, includesHeld, on),
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

/** Whether an emptying covers what is held open on purpose, and what that loses. */
function heldHere(
	heldBy: Readonly<Record<string, number>>,
	includesHeld: boolean,
	on: Drawing,
): Groups {
	const listed = heldCounts(heldBy).join(', ');
	if (!includesHeld)
		return [
			note(
				`Left alone: ${listed === '' ? 'what a program holds open on purpose' : `${listed}, open on purpose`} (shift-tab includes it)`,
				on,
			),
		];
	const lost = makers.filter(({id}) => heldBy[id] !== undefined);
	return [
		warning(
			`What is HELD OPEN ON PURPOSE is aborted, too${listed === '' ? '' : `: ${listed}`}.`,
			on,
		),
		...lost.map(({id, lost: words}) => note(`${id}: ${words}`, on)),
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
