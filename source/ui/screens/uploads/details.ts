import {hash} from 'node:crypto';
import type {UploadRow} from '../../../multipart/index/upload-index.js';
import {defaultThresholds, type Thresholds} from '../../../multipart/liveness.js';
import {holderOf, witnessKey} from '../../../multipart/makers/holder.js';
import {
	exactBytes,
	formatAge,
	formatBytes,
	formatSpan,
	formatTime,
	plural,
} from '../../../multipart/text/units.js';
import {type Principal, uploadIdentity} from '../../../multipart/upload.js';
import {stateOf, stateWords} from '../../../multipart/upload-state.js';
import {protecting} from '../../../s3/gateway/protected.js';
import type {SessionState, UploadsScreen} from '../../../session/core/state.js';
import {padEnd} from '../../../terminal/cells.js';
import {escapeForTerminal} from '../../../terminal/escape.js';
import {cutText, wrapText} from '../../../terminal/wrap.js';
import {findingWords, lastWords} from '../../../text/plan/finding-words.js';
import {verdictWords} from '../../../text/plan/plan-words.js';
import {monthlyCostWords} from '../../../text/price-words.js';
import type {Drawing, Lined, Segment} from '../../components/segments.js';
import type {Role} from '../../frame/theme.js';
import {showsCaller, stateRoles} from './upload-columns.js';

const titleCells = 11;
/** S3 allows no longer key; what is longer is not looked through at each key. */
const mostShown = 2048;

/**
 * All that is known of the upload under the cursor, in at most `rows` rows: of more
 * the last one says how many. Where the key is not shown whole, so is a digest of it: two keys of 1,024 bytes may differ in a row that
 * has no room.
 */
export function detailLines(
	row: UploadRow | undefined,
	screen: UploadsScreen,
	state: SessionState,
	rows: number,
	on: Drawing,
): Lined {
	if (row === undefined) return [];
	const {key} = row.upload;
	const keyLines = exactly('key', key, on);
	const lines = [...keyLines, ...uploadLines(row, screen, state, on)];
	if (key.length > mostShown) lines.splice(keyLines.length, 0, ...digestLine(key, on));
	if (lines.length <= rows) return lines;
	if (keyLines.length >= rows) lines.splice(rows - 2, 0, ...digestLine(key, on));
	const left = lines.length - rows + 1;
	const more = `${on.glyphs.down} ${plural(left, 'more row')}: a larger window shows ${left === 1 ? 'it' : 'them'}`;
	return [...lines.slice(0, rows - 1), [{text: ` ${more}`, role: 'dim'}]];
}

function titled(title: string, texts: readonly string[], role?: Role): Lined {
	return texts.map((text, at): readonly Segment[] => [
		{text: ` ${padEnd(at === 0 ? title : '', titleCells)}`, role: 'dim'},
		{text, role},
	]);
}

function roomOf({width}: Drawing): number {
	return Math.max(10, width - titleCells - 2);
}

function exactly(title: string, value: string, on: Drawing): Lined {
	return titled(title, cutText(escapeForTerminal(value.slice(0, mostShown)), roomOf(on)));
}

function digestLine(key: string, on: Drawing): Lined {
	// As JSON, in which halves of characters differ: in UTF-8 all are one.
	return exactly('key sha256', hash('sha256', JSON.stringify(key)).slice(0, 16), on);
}

function uploadLines(
	row: UploadRow,
	screen: UploadsScreen,
	{now, connection}: SessionState,
	on: Drawing,
): Lined {
	const {glyphs} = on;
	const {upload, reading} = row;
	const {key, uploadId, initiated, owner, initiator, storageClass} = upload;
	const room = roomOf(on);
	const said = (title: string, words: string | undefined, role?: Role) =>
		words === undefined ? [] : titled(title, wrapText(words, room), role);
	const dated = (title: string, time: number | undefined) =>
		time === undefined
			? []
			: said(title, `${formatTime(time)} ${glyphs.dot} ${formatAge(Math.max(0, now - time))} ago`);
	const {protectedPrefixes = [], thresholds = defaultThresholds, price} = connection ?? {};
	const summary = reading.kind === 'read' ? reading.summary : undefined;
	const cost = summary && monthlyCostWords(summary.bytes, price, glyphs, summary.lacksSizes);
	const holds = summary && [
		plural(summary.count, 'part'),
		...(summary.count === 0
			? []
			: [summary.lacksSizes ? `${formatBytes(summary.bytes)} or more` : exactBytes(summary.bytes)]),
	];
	const isProtected = protecting(protectedPrefixes, {bucket: screen.bucket, key}) !== undefined;
	const word = stateOf(upload, reading, now, thresholds);
	return [
		...said('state', `${stateWords(word)}${whyWords(row, now, thresholds)}`, stateRoles[word]),
		...said('', mayBeHeldWords(key)),
		...said('holds', holds?.join(` ${glyphs.dot} `)),
		...said('costs', cost),
		...said('complete', completeWords(row, screen)),
		...said('', isProtected ? 'under a protected prefix: nothing is changed here' : undefined),
		...dated('initiated', initiated),
		...dated('last part', summary?.lastPart),
		...said(
			'initiator',
			showsCaller(screen) ? 'this service always names the caller' : whoWords(initiator),
		),
		...said('owner', whoWords(owner)),
		...said('class', storageClass && escapeForTerminal(storageClass)),
		...said('checksums', checksumWords(upload)),
		// What nobody reads by eye, and y copies, goes last.
		...exactly('upload id', uploadId, on),
	];
}

/** Why it is in its state, by what is read. */
function whyWords(
	{upload: {key, initiated}, reading}: UploadRow,
	now: number,
	{activeWithin, stalledAfter}: Thresholds,
): string {
	const holder = holderOf(key);
	if (reading.kind === 'not-found') return ': listed, and the service finds no such upload';
	if (holder?.isSure) return ` by ${holder.maker.id}: ${holder.maker.lost}`;
	switch (reading.kind) {
		case 'unread':
			return ': its parts are not read yet';
		case 'denied':
			return ': listing its parts is not allowed';
		case 'failed':
			return ': its parts could not be read';
		case 'gone':
			return ': it has ended';
		default:
	}
	const {count, lastPart, lacksDates} = reading.summary;
	if (initiated !== undefined && now - initiated < activeWithin)
		return `: initiated within ${lastWords(activeWithin)}`;
	if (count === 0)
		return initiated === undefined
			? ': no part, and no date'
			: `: no part yet, ${formatAge(Math.max(0, now - initiated))} after it was initiated`;
	if (lastPart === undefined) return ': its parts have no dates';
	const quiet = Math.max(0, now - lastPart);
	if (quiet < activeWithin) return `: a part landed within ${lastWords(activeWithin)}`;
	if (lacksDates) return ': some of its parts have no dates';
	return quiet > stalledAfter
		? `: nothing landed for longer than ${formatSpan(stalledAfter)}`
		: `: nothing landed for ${formatAge(quiet)}; stalled after ${formatSpan(stalledAfter)}`;
}

/** Nothing is asked for a row: an abort looks. */
function mayBeHeldWords(key: string): string | undefined {
	const holder = holderOf(key);
	return holder === undefined || holder.isSure
		? undefined
		: `${holder.maker.id} may hold it, if an object ${escapeForTerminal(witnessKey(key)!.slice(key.lastIndexOf('/') + 1))} is beside it: an abort checks`;
}

/** Whether it can be completed: what was seen when each part was read last holds while they are the same. */
function completeWords(
	{upload, reading}: UploadRow,
	{verdicts}: UploadsScreen,
): string | undefined {
	if (reading.kind === 'not-found' || reading.kind === 'gone') return undefined;
	if (reading.kind === 'read' && reading.summary.count === 0)
		return 'there is nothing to complete: no part was uploaded';
	const seen = verdicts?.get(uploadIdentity(upload));
	return seen !== undefined &&
		reading.kind === 'read' &&
		reading.summary.fingerprint === seen.fingerprint
		? [
				verdictWords(seen.verdict, 'app'),
				...(seen.because === undefined ? [] : [findingWords(seen.because)]),
			].join('. ')
		: 'its parts are read while the cursor rests here';
}

function whoWords({id, displayName}: Principal = {}): string | undefined {
	const names = [displayName, id].filter(name => name !== undefined && name !== '');
	return names.length === 0 ? undefined : escapeForTerminal([...new Set(names)].join(', '));
}

function checksumWords({checksumAlgorithm, checksumType}: UploadRow['upload']): string | undefined {
	if (checksumAlgorithm === undefined) return undefined;
	return escapeForTerminal(
		checksumType === undefined ? checksumAlgorithm : `${checksumAlgorithm}, ${checksumType}`,
	);
}
