import {formatBytes, formatTime} from '../multipart/units.js';
import type {Trouble} from '../session/state.js';
import {escapeForTerminal} from '../terminal/escape.js';
import type {Segment} from './components/row.js';
import type {Glyphs} from './theme.js';

/** What failed, as two lines: what, on what, the code and the request id; then what to do. */
export function troubleLines(trouble: Trouble, glyphs: Glyphs): Array<readonly Segment[]> {
	if (typeof trouble === 'string')
		return [[{text: ` ${glyphs.bad} `, role: 'danger'}, {text: escapeForTerminal(trouble)}]];
	const {operation, target, code, status, requestId, serverMessage, advice} = trouble;
	const where = [target.bucket, target.key].filter(each => each !== undefined).join('/');
	const facts = [
		code,
		...(status === undefined ? [] : [`HTTP ${status}`]),
		...(requestId === undefined ? [] : [`request ${requestId}`]),
	].join(' · ');
	return [
		[
			{text: ` ${glyphs.bad} `, role: 'danger'},
			{text: `${operation} ${escapeForTerminal(where)}`.trimEnd(), role: 'strong'},
			{text: `: ${escapeForTerminal(facts)}`},
			{
				text: serverMessage === undefined ? '' : ` · ${escapeForTerminal(serverMessage)}`,
				role: 'dim',
			},
		],
		[{text: `   ${escapeForTerminal(advice)}`}],
	];
}

/** The same as plain text, for stderr after the screen is gone. */
export function troubleText(trouble: Trouble, glyphs: Glyphs): string {
	return troubleLines(trouble, glyphs)
		.map(line => line.map(({text}) => text).join(''))
		.join('\n');
}

/** Bytes for a detail: rounded and exact. */
export function exactBytes(bytes: number): string {
	return bytes < 1000
		? `${bytes} bytes`
		: `${formatBytes(bytes)} (${bytes.toLocaleString('en')} bytes)`;
}

export function timeOrNone(time: number | undefined, glyphs: Glyphs): string {
	return time === undefined ? glyphs.none : formatTime(time);
}
