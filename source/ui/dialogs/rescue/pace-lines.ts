import type {RescuePace} from '../../../session/rescue/rescue-pace.js';
import {wrapText} from '../../../terminal/wrap.js';
import {rescueProgressWords} from '../../../text/rescue/rescue-plan-words.js';
import {progressBar} from '../../components/progress-bar.js';
import type {Drawing, Lined} from '../../components/segments.js';

const notBegun: RescuePace = {
	...{phase: 'reading', bytesDone: 0, bytesTotal: 0, partsDone: 0, partsTotal: 0},
};

/** What is done now, and how far and how fast it is; a bar where there are bytes. @param before words in front of that. */
export function paceLines(
	pace: RescuePace = notBegun,
	{width, glyphs, spinner}: Drawing,
	{sign = spinner, before = ''}: {readonly sign?: string; readonly before?: string} = {},
): Lined {
	const words = wrapText(before + rescueProgressWords(pace, pace.rate), Math.max(10, width - 8));
	const bar = progressBar(pace.bytesDone, pace.bytesTotal, Math.min(60, width - 8), glyphs);
	return [
		...words.map((text, at): Lined[number] => [
			{text: `   ${at === 0 ? sign : ' '} `, role: 'accent'},
			{text},
		]),
		...(pace.bytesTotal === 0 ? [] : [[{text: '     '}, ...bar]]),
	];
}
