import {padEnd, truncateMiddle} from '../../../terminal/cells.js';
import {escapeForTerminal, escapeInCells} from '../../../terminal/escape.js';
import {wrapText} from '../../../terminal/wrap.js';
import {Panel} from '../../components/panel.js';
import type {Segment} from '../../components/segments.js';
import {useGlyphs} from '../../frame/presentation.js';
import {note, title} from '../dialog-lines.js';
import type {DialogProps} from '../dialog-props.js';

/** What can be copied; the value is shown whole where it fits, so that it can be taken by eye too. */
export function CopyMenu({state, dialog, height}: DialogProps<'copy'>) {
	const glyphs = useGlyphs();
	const {columns: width} = state.size;
	return (
		<Panel
			width={width}
			height={height}
			keep={dialog.cursor.position + 3}
			body={[
				[],
				[{text: '   Copy', role: 'strong'}],
				[],
				...dialog.items.map(({title, value}, at): readonly Segment[] => {
					const selected = at === dialog.cursor.position;
					return [
						{
							text: ` ${selected ? glyphs.cursor : ' '} ${padEnd(title, 18)}`,
							role: selected ? 'selected' : 'plain',
						},
						{text: truncateMiddle(escapeInCells(value, width), width - 23, glyphs.ellipsis)},
					];
				}),
			]}
		/>
	);
}

/** Sentences to read. */
export function ShowText({state, dialog, height}: DialogProps<'text'>) {
	const {columns: width} = state.size;
	return (
		<Panel
			width={width}
			height={height}
			body={[
				...title(dialog.title),
				...dialog.sentences.flatMap(sentence =>
					wrapText(escapeForTerminal(sentence), width - 6).map(text => [{text: `   ${text}`}]),
				),
			]}
			foot={[[], ...note('esc closes', width)]}
		/>
	);
}
