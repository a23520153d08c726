import {formatBytes, formatTime} from '../../multipart/text/units.js';
import {bytesOf, type PastAct} from '../../operations/journal/journal.js';
import {padEnd, padStart, truncateEnd} from '../../terminal/cells.js';
import {escapeForTerminal} from '../../terminal/escape.js';

const row = (time: string, act: string, outcome: string, bytes: string, what: string) =>
	[padEnd(time, 20), padEnd(act, 9), padEnd(outcome, 15), padStart(bytes, 8), what].join('  ');

export const tableHead = row('TIME (UTC)', 'OPERATION', 'OUTCOME', 'BYTES', 'BUCKET/KEY');

/** One act; cut at the width, where there is one. */
export function tableRow(past: PastAct, width: number | undefined): string {
	const {intent, standing} = past;
	const bytes = bytesOf(past);
	const text = row(
		formatTime(Date.parse(intent.time)),
		intent.act,
		standing,
		bytes === undefined ? '' : formatBytes(bytes),
		escapeForTerminal(`${intent.bucket}/${intent.key}`),
	);
	return width === undefined ? text : truncateEnd(text, width, '...');
}
