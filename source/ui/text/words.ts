import {formatTime} from '../../multipart/text/units.js';
import type {Trouble} from '../../session/core/trouble.js';
import {troubleTexts} from '../../session/core/trouble.js';
import type {Drawing, Lined} from '../components/segments.js';
import type {Glyphs} from '../frame/theme.js';

/** What failed, signed: what, on what, the code and the request id; then what to do. */
export function troubleLines(
	trouble: Trouble,
	{width, glyphs}: Pick<Drawing, 'width' | 'glyphs'>,
): Lined {
	return troubleTexts(trouble, width).map(({text, strong}, at) => [
		{text: at === 0 ? ` ${glyphs.bad} ` : '   ', role: 'danger'},
		{text, role: strong ? 'strong' : 'plain'},
	]);
}

export function timeOrNone(time: number | undefined, glyphs: Glyphs): string {
	return time === undefined ? glyphs.none : formatTime(time);
}

/** How much of all bytes these are, as `24 %` or `<1 %`: what is there is never nothing. */
export function shareWords(bytes: number, all: number): string {
	const percent = (100 * bytes) / all;
	return `${bytes > 0 && percent < 0.5 ? '<1' : Math.round(percent)} %`;
}
