import {type PrefixSums, sumsByPrefix} from '../../../multipart/abort-prefixes.js';
import type {AbortSelection} from '../../../multipart/abort-selection.js';
import {heldByAny, heldCount, heldCounts, makers} from '../../../multipart/makers/makers.js';
import {
	formatAge,
	formatBytes,
	formatCount,
	formatTime,
	heldWords,
	plural,
	sizeCell,
} from '../../../multipart/text/units.js';
import {formatProtected} from '../../../s3/gateway/protected.js';
import {type AbortManyDialog, shownAs, takenOf} from '../../../session/abort-run/many-dialog.js';
import {rememberLast} from '../../../session/core/remember.js';
import type {SessionState} from '../../../session/core/state.js';
import {cellsOf, padEnd, padStart, truncateMiddle} from '../../../terminal/cells.js';
import {escapeForTerminal, escapeInCells} from '../../../terminal/escape.js';
import {monthlyCostWords} from '../../../text/price-words.js';
import {
	blank,
	type Drawing,
	type Groups,
	type Lined,
	type Segment,
} from '../../components/segments.js';
import type {Glyphs} from '../../frame/theme.js';
import {troubleLines} from '../../text/words.js';
import {buttons, exactly, fact, note, title, waiting, warning, wordLine} from '../dialog-lines.js';
import type {DialogView} from '../dialog-view.js';

/** Keys or prefixes that are named one by one; of more only the number. */
const mostRows = 200;

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
		const what = `${takenOf(dialog, selection)} ${unit}`;
		return {
			body:
				taken === 0
					? [title(`Abort ${what}?`)]
					: [
							title(`ABORT ${what}: ${lossWords(selection)}`, 'danger'),
							...facts(dialog, selection, state, on),
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

/** What can not be had back. */
function lossWords({bytes, lacksSizes}: AbortSelection): string {
	return bytes === 0 && !lacksSizes
		? 'they hold nothing'
		: `${heldWords(bytes, lacksSizes)} is lost for good`;
}

function facts(
	dialog: AbortManyDialog,
	selection: AbortSelection,
	{now, connection}: SessionState,
	on: Drawing,
): Groups {
	const {bytes, lacksSizes, notStalled} = selection;
	const asKeys = shownAs(dialog) === 'keys';
	return [
		exactly('endpoint', connection?.endpoint ?? '', on),
		exactly('bucket', dialog.bucket, on),
		fact('saves', monthlyCostWords(bytes, connection?.price, on.glyphs, lacksSizes), on),
		blank,
		...(asKeys ? keyLines(selection, on) : prefixLines(selection, now, on)),
		blank,
		notStalled > 0 &&
			note(`${formatCount(notStalled)} of these are not stalled yet, by their last part.`, on),
		note(
			selection.activeTaken && selection.active > 0
				? 'Each is read again just before, and left alone if it moved or became active; those named as active are not.'
				: 'Each is read again just before, and left alone if it moved or is active.',
			on,
		),
	];
}

function keyLines({uploads}: AbortSelection, on: Drawing): Groups {
	const shown = uploads.slice(0, mostRows);
	const left = uploads.length - shown.length;
	return [
		...shown.map(({key}, at) => exactly(at === 0 ? 'keys' : '', key, on)),
		left > 0 && fact('', `and ${formatCount(left)} more`, on),
	];
}

/** The set by prefix, the heaviest first: how many, what they hold, the youngest and the oldest last part. */
function prefixLines(
	{uploads}: AbortSelection,
	now: number,
	{width, glyphs}: Drawing,
): ReadonlyArray<Lined> {
	const sums = prefixesOf(uploads);
	const shown = sums.slice(0, mostRows);
	const nameCells = Math.max(10, Math.min(longestName(shown), width - 50));
	const left = sums.length - shown.length;
	return [
		shown.map((of): readonly Segment[] => {
			const name = of.prefix === '' ? '(no prefix)' : escapeInCells(of.prefix, nameCells);
			return [
				{text: `   ${padEnd(truncateMiddle(name, nameCells, glyphs.ellipsis), nameCells)}`},
				{text: padStart(formatCount(of.count), 9)},
				{text: padStart(sizeCell(of.bytes, of.lacksSizes), 11), role: 'strong'},
				{text: `   ${agesOf(of, now, glyphs)}`, role: 'dim'},
			];
		}),
		left > 0 ? [[{text: `   and ${plural(left, 'more prefix', 'more prefixes')}`}]] : [],
	];
}

/** `2 d – 183 d` since the youngest and since the oldest last part. */
function agesOf({youngestPart, oldestPart}: PrefixSums, now: number, glyphs: Glyphs): string {
	if (youngestPart === undefined || oldestPart === undefined) return glyphs.none;
	const [young, old] = [youngestPart, oldestPart].map(time => formatAge(Math.max(0, now - time)));
	return young === old ? `${old}` : `${young} ${glyphs.none} ${old}`;
}

// Thousands of uploads are summed once, not at each key.
const prefixesOf = rememberLast(sumsByPrefix);

function longestName(sums: readonly PrefixSums[]): number {
	return sums.reduce((most, {prefix}) => Math.max(most, cellsOf(escapeForTerminal(prefix))), 0);
}

/** What is seen all the time: what lives, and what is left out. */
function leftOut(selection: AbortSelection, on: Drawing): Groups {
	const {active, activeTaken, heldBy, heldTaken, notFound, phantoms} = selection;
	const words = [
		[activeTaken ? 0 : active, 'active (i includes them)'],
		[heldTaken ? 0 : heldCount(heldBy), `${heldByAny(heldBy)} (H includes them)`],
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
		...(heldTaken ? heldTakenLines(selection.uploads, on) : []),
		reasons.length > 0 && warning(`left out: ${reasons.join(` ${on.glyphs.dot} `)}`, on),
	];
}

/** What an abort of those that are held loses, by who holds them. */
function heldTakenLines(uploads: AbortSelection['uploads'], on: Drawing): Groups {
	return makers.map(({id, lost}) => {
		const count = uploads.filter(({maker}) => maker === id).length;
		return count > 0 && warning(`${ofThem(count)} HELD OPEN ON PURPOSE by ${id}. ${lost}`, on);
	});
}

function ofThem(count: number): string {
	return `${formatCount(count)} of them ${count === 1 ? 'IS' : 'ARE'}`;
}

function ofThemActive(count: number): string {
	return `${ofThem(count)} ACTIVE`;
}

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
				`Left alone: ${listed === '' ? 'what a program holds open on purpose' : `${listed}, open on purpose`} (shift-tab covers it)`,
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
