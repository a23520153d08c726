import {rollUps} from '../../../session/uploads/tree/roll-ups.js';
import {padEnd, truncateMiddle} from '../../../terminal/cells.js';
import {escapeInCells} from '../../../terminal/escape.js';
import {blank, cursorSegment, type Segment} from '../../components/segments.js';
import {rollUpWords} from '../../screens/uploads/group-words.js';
import {indented, note, title} from '../dialog-lines.js';
import type {DialogView} from '../dialog-view.js';

/** What can be copied; the value is shown whole where it fits, so that it can be taken by eye too. */
export const copyView: DialogView<'copy'> = {
	draw: ({cursor: {position}, items, note: words}, _, on) => ({
		keep: position + 3,
		body: [
			title('Copy'),
			items.map(({title, value}, at): readonly Segment[] => [
				cursorSegment(at === position, on.glyphs),
				{text: padEnd(title, 18), role: at === position ? 'strong' : 'plain'},
				{text: truncateMiddle(escapeInCells(value, on.width), on.width - 23, on.glyphs.ellipsis)},
			]),
		],
		foot: words === undefined ? [] : [blank, note(words, on)],
	}),
};

/** By what uploads can be grouped. */
export const rollUpView: DialogView<'roll-up'> = {
	draw: ({cursor: {position}}, _, {glyphs}) => ({
		keep: position + 3,
		body: [
			title('Group the uploads by'),
			rollUps.map((by, at): readonly Segment[] => [
				cursorSegment(at === position, glyphs),
				{
					text: by === undefined ? 'prefix, up to a delimiter that you type' : rollUpWords(by),
					role: at === position ? 'strong' : 'plain',
				},
			]),
		],
	}),
};

/** Sentences to read. */
export const textView: DialogView<'text'> = {
	draw: (dialog, _, on) => ({
		body: [
			title(dialog.title),
			...dialog.sentences.map(sentence => indented(sentence, 3, on.width - 6)),
		],
		foot: [blank, note('esc closes', on)],
	}),
};
