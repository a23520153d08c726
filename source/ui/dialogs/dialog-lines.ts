import {defaultThresholds, type Liveness} from '../../multipart/liveness.js';
import type {UploadTarget} from '../../multipart/upload.js';
import type {BucketTerms} from '../../s3/client/connection.js';
import type {SessionState} from '../../session/core/state.js';
import type {Focus, TypedWord} from '../../session/dialogs/dialog.js';
import {padEnd} from '../../terminal/cells.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {cutText, wrapText} from '../../terminal/wrap.js';
import {lastWords} from '../../text/plan/finding-words.js';
import {fieldSegments} from '../components/field.js';
import type {Drawing, Lined, Segment} from '../components/segments.js';
import type {Role} from '../frame/theme.js';
import {outcomeLook} from '../text/act-words.js';

/** A fact in words: its name, then what is said, broken where it is longer than the row; no row without words. */
export function fact(title: string, words: string | undefined, {width}: Drawing): Lined {
	return words === undefined ? [] : titled(title, wrapText(words, Math.max(10, width - 16)));
}

/** A name as the service has it (a key, an id, an ETag): whole, and cut at the width only; no row without one. */
export function exactly(title: string, value: string | undefined, {width}: Drawing): Lined {
	if (value === undefined) return [];
	return titled(title, cutText(escapeForTerminal(value), Math.max(10, width - 16)));
}

function titled(title: string, rows: readonly string[]): Lined {
	return rows.map((text, at) => [
		{text: `   ${padEnd(at === 0 ? title : '', 11)}`, role: 'dim'},
		{text},
	]);
}

/** Where an upload is, and which one. */
export function targetLines(
	endpoint: string | undefined,
	{bucket, key, uploadId}: UploadTarget,
	on: Drawing,
): Lined {
	return [
		...exactly('endpoint', endpoint ?? '', on),
		...exactly('bucket', bucket, on),
		...exactly('key', key, on),
		...exactly('upload id', uploadId, on),
	];
}

export function title(text: string, role: Role = 'strong'): Lined {
	return [[], [{text: `   ${text}`, role}], []];
}

/** What an operation came to: a word with its sign, then the sentence. */
export function outcomeLines(
	kind: string,
	words: string,
	sentence: string | undefined,
	{width, glyphs}: Drawing,
): Lined {
	const [sign, role] = outcomeLook(kind, glyphs);
	return [
		[],
		[
			{text: `   ${sign} `, role},
			{text: words, role: 'strong'},
		],
		...indented(sentence ?? '', 5, width - 8),
		[],
	];
}

/** Text from outside in as many rows as it needs; none where there is none. */
export function indented(text: string, by: number, width: number, role?: Role): Lined {
	if (text === '') return [];
	return wrapText(escapeForTerminal(text), width).map(row => [{text: ' '.repeat(by) + row, role}]);
}

/** Two buttons; the focus is seen by a sign, and starts on the one that does nothing. */
export function buttons(focus: Focus, go: string, {glyphs}: Drawing): Lined {
	const button = (text: string, focused: boolean): Segment => ({
		text: `      ${focused ? glyphs.cursor : ' '} ${text}`,
		role: focused ? 'selected' : 'plain',
	});
	return [[], [button('Cancel', focus === 'cancel'), button(go, focus === 'go')]];
}

export function wordLine({ask, line}: TypedWord, {width, glyphs}: Drawing): Lined {
	const asked = `   ${ask}: `;
	return [
		[],
		[{text: asked, role: 'strong'}, ...fieldSegments(line, width - asked.length - 2, glyphs)],
	];
}

/** The question at the end of a confirmation: buttons, or a word to type. */
export function question(
	{word, focus}: {readonly word?: TypedWord; readonly focus: Focus},
	go: string,
	on: Drawing,
): Lined {
	return word === undefined ? buttons(focus, go, on) : wordLine(word, on);
}

/** Something to know, in as many rows as it needs. */
export function note(text: string, {width}: Drawing): Lined {
	return wrapText(text, width - 4).map(line => [{text: `   ${line}`, role: 'dim'}]);
}

/** Something that is waited for. */
export function waiting(text: string, {spinner}: Drawing): Lined {
	return [[{text: `   ${spinner} ${text}`, role: 'dim'}]];
}

/** Under which terms an act goes, where there are any. */
export function termLines({expectedBucketOwner, requestPayer}: BucketTerms, on: Drawing): Lined {
	const owner =
		expectedBucketOwner && `must be account ${expectedBucketOwner} (ExpectedBucketOwner)`;
	return [
		...fact('owner', owner, on),
		...fact('who pays', requestPayer && 'you, the requester (RequestPayer)', on),
	];
}

export const otherClients =
	'Nobody else should be completing or aborting it: partway cannot see other clients.';

/** Rows with the sign of a warning. */
export function warning(text: string, {width, glyphs}: Drawing): Lined {
	return wrapText(text, width - 6).map((line, at) => [
		{text: `   ${at === 0 ? glyphs.warn : ' '} `, role: 'warn'},
		{text: line},
	]);
}

/** Why the key has to be typed: somebody is or may be uploading. */
export function mayLiveWarning(
	liveness: Liveness,
	{connection}: Pick<SessionState, 'connection'>,
	on: Drawing,
): Lined {
	const {activeWithin} = connection?.thresholds ?? defaultThresholds;
	if (liveness === 'active')
		return warning(`It is ACTIVE: something happened within ${lastWords(activeWithin)}.`, on);
	return liveness === 'unknown'
		? warning('Whether it is in use is unknown: a date is missing.', on)
		: [];
}

/** Why the key has to be typed after an act of which nothing showed for a quarter of an hour. */
export function probablyFailed(on: Drawing): Lined {
	return warning(
		'An operation on this upload was sent before and has probably failed. If it is still at work, acting now could lose the data.',
		on,
	);
}
