import {topScreen} from '../../source/session/core/state.js';
import {actsRows, bodyRows} from '../../source/session/frame/layout.js';
import {fitted, rowsOf, type Segment} from '../../source/ui/components/segments.js';
import {dialogViewOf} from '../../source/ui/dialogs/registry.js';
import {actsLine} from '../../source/ui/frame/acts-line.js';
import {breadcrumb} from '../../source/ui/frame/breadcrumb.js';
import {footer} from '../../source/ui/frame/footer.js';
import {statusLine} from '../../source/ui/frame/status-line.js';
import {asciiGlyphs, unicodeGlyphs} from '../../source/ui/frame/theme.js';
import {lateViews} from '../../source/ui/late/late-views.js';
import {viewOf} from '../../source/ui/screens/views.js';
import {troubleLines} from '../../source/ui/text/words.js';
import type {Stage} from '../session/stage.js';

await lateViews.read();

/** The rows of the screen, or of the whole dialog over it, as the frame has them: without Ink, and so without its time. */
export function segmentsOf(
	{state, rows}: Pick<Stage, 'state' | 'rows'>,
	{ascii = false} = {},
): ReadonlyArray<readonly Segment[]> {
	const {columns: width} = state.size;
	const glyphs = ascii ? asciiGlyphs : unicodeGlyphs;
	const on = {width, glyphs, spinner: ' '};
	const screen = topScreen(state);
	const {dialog} = state;
	const dialogRows = () => {
		if (dialog === undefined) return [];
		const {body, foot = []} = dialogViewOf(dialog).draw(dialog, state, on, rows);
		return rowsOf([...body, ...foot]);
	};
	const screenRows = () => {
		if (screen === undefined) return [];
		const body = rowsOf(viewOf(screen).draw(screen, state, on, rows));
		// As the frame fills it up.
		const left = Math.max(0, bodyRows(state, screen) - body.length);
		return [...body, ...Array.from({length: left}, () => [])];
	};
	return [
		breadcrumb(state, width, glyphs),
		...(actsRows(state) > 0 ? [actsLine(state, on)] : []),
		...(dialog === undefined ? screenRows() : dialogRows()),
		...(screen?.trouble === undefined ? [] : troubleLines(screen.trouble, on)),
		statusLine(state, screen, width, glyphs),
		footer(state, width, glyphs),
	].map(row => fitted(row, width, glyphs.ellipsis));
}

/** What a user reads, row by row; white space at the ends is cut. */
export function drawn(on: Pick<Stage, 'state' | 'rows'>, options?: {ascii?: boolean}): string[] {
	return segmentsOf(on, options).map(row =>
		row
			.map(({text}) => text)
			.join('')
			.trimEnd(),
	);
}

/** The row that holds the text; throws where none does. */
export function rowWith(text: string, rows: readonly string[]): string {
	const found = rows.find(each => each.includes(text));
	if (found === undefined) throw new Error(`no row holds "${text}":\n${rows.join('\n')}`);
	return found;
}
