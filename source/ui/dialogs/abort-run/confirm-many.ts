import {type PrefixSums, sumsByPrefix} from '../../../multipart/abort-prefixes.js';
import type {AbortSelection} from '../../../multipart/abort-selection.js';
import {holderUnseenWords} from '../../../multipart/makers/holder.js';
import {heldByAny, heldCount, heldLosses} from '../../../multipart/makers/makers.js';
import {formatAge, formatCount, plural, sizeCell} from '../../../multipart/text/units.js';
import type {AbortManyDialog} from '../../../session/abort-run/many-dialog.js';
import {shownAs, takenOf} from '../../../session/abort-run/many-facts.js';
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
import {exactly, fact, note, title, waiting, warning, wordLine} from '../dialog-lines.js';
import type {DialogView} from '../dialog-view.js';
import {heldTakenLines, lossWords, mostLosses, ofThemActive} from './held-lines.js';

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
			const text = `reading those not read yet: ${count}`;
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
							title(`ABORT ${what}: ${lossWords(selection.bytes, selection.lacksSizes)}`, 'danger'),
							...facts(dialog, selection, state, on),
						],
			foot: [
				hidden > 0 &&
					warning(`The filter hides ${formatCount(hidden)} of those that are marked.`, on),
				...leftOut(dialog, selection, on),
				taken === 0 || word === undefined
					? note('Nothing can be aborted here. esc closes', on)
					: wordLine(word, on),
			],
		};
	},
};

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
			note(
				`${plural(notStalled, 'of these is not stalled yet, by its', 'of these are not stalled yet, by their')} last part.`,
				on,
			),
		note(
			selection.activeTaken && selection.active > 0
				? 'Each is read again just before, and left alone if it moved or became active; active ones that you included are aborted.'
				: 'Each is read again just before, and left alone if it moved or is active.',
			on,
		),
	];
}

function keyLines({uploads, heldTaken}: AbortSelection, on: Drawing): Groups {
	const losses = heldTaken ? heldLosses(uploads) : [];
	const shown = uploads.slice(0, mostRows);
	const left = uploads.length - shown.length;
	return [
		...(losses.length > mostLosses
			? [...losses.map(({id, lost}) => note(`${id}: ${lost}`, on)), blank]
			: []),
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
function leftOut(dialog: AbortManyDialog, selection: AbortSelection, on: Drawing): Groups {
	const asKeys = shownAs(dialog) === 'keys';
	const {active, activeTaken, heldBy, heldTaken, notFound, phantoms} = selection;
	const words = [
		[activeTaken ? 0 : active, 'active (i includes them)'],
		[heldTaken ? 0 : heldCount(heldBy), `${heldByAny(heldBy)} (H includes them)`],
		[heldTaken ? 0 : selection.heldUnseen, `${holderUnseenWords} (H includes them)`],
		[selection.unknown, 'unknown'],
		[notFound.length, 'listed and not found (x aborts one alone)'],
		[selection.unsettled, 'whose last operation has an unknown outcome'],
		[
			phantoms.length,
			`that ${phantoms.length === 1 ? 'looks like a part of another upload' : 'look like parts of other uploads'}`,
		],
		[selection.uncertainKeys, 'whose key is not certain'],
		[selection.tooLong, 'whose key or upload id is too long to be real'],
		[selection.protectedKeys, 'under a protected prefix'],
		[selection.gone, 'gone already'],
		[dialog.hidden > 0 ? 0 : (dialog.filtered ?? 0), 'by the filter'],
	] as const;
	const reasons = words
		.filter(([count]) => count > 0)
		.map(([count, text]) => `${formatCount(count)} ${text}`);
	return [
		activeTaken && active > 0 && warning(`${ofThemActive(active)}: somebody may be uploading.`, on),
		heldTaken &&
			heldTakenLines(heldLosses(selection.uploads), asKeys ? '' : ' (tab: what is lost)', on),
		heldTaken &&
			selection.heldUnseen > 0 &&
			warning(`${formatCount(selection.heldUnseen)} of them, ${holderUnseenWords}.`, on),
		reasons.length > 0 && warning(`left out: ${reasons.join(` ${on.glyphs.dot} `)}`, on),
	];
}
