import {defaultThresholds, type Liveness} from '../../multipart/liveness.js';
import type {BucketTerms} from '../../s3/client/connection.js';
import type {SessionState} from '../../session/core/state.js';
import type {Focus, TypedWord} from '../../session/dialogs/dialog.js';
import {padEnd} from '../../terminal/cells.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {cutText, wrapText} from '../../terminal/wrap.js';
import {lastWords} from '../../text/plan/finding-words.js';
import {fieldSegments} from '../components/field.js';
import type {Segment} from '../components/segments.js';
import type {Glyphs} from '../frame/theme.js';

/** Rows of a dialog. */
export type Lined = Array<readonly Segment[]>;

/** A fact of a confirmation in words: its name, then what is said, broken where it is longer than the row. */
export function fact(title: string, words: string, width: number): Lined {
	return titled(title, wrapText(words, Math.max(10, width - 16)));
}

/** A name as the service has it (a key, an id, an ETag): whole, and cut at the width only. */
export function exactly(title: string, value: string, width: number): Lined {
	return titled(title, cutText(escapeForTerminal(value), Math.max(10, width - 16)));
}

function titled(title: string, rows: readonly string[]): Lined {
	return rows.map((text, at) => [
		{text: `   ${padEnd(at === 0 ? title : '', 11)}`, role: 'dim'},
		{text},
	]);
}

export function title(text: string): Lined {
	return [[], [{text: `   ${text}`, role: 'strong'}], []];
}

/** Two buttons; the focus is seen by a sign, and starts on the one that does nothing. */
export function buttons(focus: Focus, go: string, glyphs: Glyphs): Lined {
	const button = (text: string, focused: boolean): Segment => ({
		text: `${focused ? glyphs.cursor : ' '} ${text}`,
		role: focused ? 'selected' : 'plain',
	});
	return [
		[],
		[
			{text: '      '},
			button('Cancel', focus === 'cancel'),
			{text: '      '},
			button(go, focus === 'go'),
		],
	];
}

export function wordLine({ask, line}: TypedWord, width: number, glyphs: Glyphs): Lined {
	const asked = `   ${ask}: `;
	return [
		[],
		[{text: asked, role: 'strong'}, ...fieldSegments(line, width - asked.length - 2, glyphs)],
	];
}

/** Something to know, in as many rows as it needs. */
export function note(text: string, width: number): Lined {
	return wrapText(text, width - 4).map(line => [{text: `   ${line}`, role: 'dim'}]);
}

/** Under which terms an act goes, where there are any. */
export function termLines({expectedBucketOwner, requestPayer}: BucketTerms, width: number): Lined {
	return [
		...(expectedBucketOwner === undefined
			? []
			: fact('owner', `must be account ${expectedBucketOwner} (ExpectedBucketOwner)`, width)),
		...(requestPayer === undefined
			? []
			: fact('who pays', 'you, the requester (RequestPayer)', width)),
	];
}

export const otherClients =
	'Nobody else should be completing or aborting it: partway cannot see other clients.';

/** Rows with the sign of a warning. */
export function warning(text: string, width: number, glyphs: Glyphs): Lined {
	return wrapText(text, width - 6).map((line, at) => [
		{text: `   ${at === 0 ? glyphs.warn : ' '} `, role: 'warn'},
		{text: line},
	]);
}

/** Why the key has to be typed: somebody is or may be uploading. */
export function mayLiveWarning(
	liveness: Liveness,
	{connection, size: {columns}}: Pick<SessionState, 'connection' | 'size'>,
	glyphs: Glyphs,
): Lined {
	const {activeWithin} = connection?.thresholds ?? defaultThresholds;
	if (liveness === 'active')
		return warning(
			`It is ACTIVE: something happened within ${lastWords(activeWithin)}.`,
			columns,
			glyphs,
		);
	return liveness === 'unknown'
		? warning('Whether it is in use is unknown: a date is missing.', columns, glyphs)
		: [];
}

/** Why the key has to be typed after an act of which nothing showed for a quarter of an hour. */
export function probablyFailed(width: number, glyphs: Glyphs): Lined {
	return warning(
		'An operation on this upload was sent before and has probably failed. If it is still at work, acting now could lose the data.',
		width,
		glyphs,
	);
}
