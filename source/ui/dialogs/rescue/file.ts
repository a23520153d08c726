import {exactBytes, formatCount} from '../../../multipart/text/units.js';
import type {RescueFileDialog} from '../../../session/rescue/file-dialog.js';
import {cellsOf, padEnd} from '../../../terminal/cells.js';
import {escapeInCells} from '../../../terminal/escape.js';
import type {Line} from '../../../terminal/line-editor.js';
import {fieldSegments} from '../../components/field.js';
import {blank, type Drawing, type Lined} from '../../components/segments.js';
import type {Role} from '../../frame/theme.js';
import {exactly, indented, note, title} from '../dialog-lines.js';
import type {DialogView} from '../dialog-view.js';

const margin = 14;

/** Rows that names take at most. */
const nameRows = 6;

/** The file that an upload is to be finished from: what is typed, what stands there, what Tab found. */
export const rescueFileView: DialogView<'rescue-file'> = {
	draw(dialog, _, on) {
		const {target, partSize, focus, problem = '', path} = dialog;
		const under = (text: string, role: Role) => indented(text, margin, on.width - margin - 1, role);
		const problemAt = (of: RescueFileDialog['focus']) =>
			problem !== '' && focus === of && under(`${on.glyphs.bad} ${problem}`, 'danger');
		const named = [...exactly('bucket', target.bucket, on), ...exactly('key', target.key, on)];
		return {
			keep: 5 + named.length,
			body: [
				title('Finish this upload from a local file?'),
				named,
				blank,
				[fieldLine('file', path, focus === 'path', on)],
				problemAt('path'),
				focus === 'path' && problem === '' && seenLines(dialog, under),
				dialog.found !== undefined && foundLines(dialog.found, on),
				partSize !== undefined && [fieldLine('part size', partSize, focus === 'part-size', on)],
				problemAt('part-size'),
				focus === 'part-size' && under('bytes of each part but the last, such as 8MiB', 'dim'),
			],
			foot: [
				blank,
				note(
					'It is compared with the parts that are there; before anything is sent, you are asked.',
					on,
				),
			],
		};
	},
};

function fieldLine(
	name: string,
	line: Line,
	focused: boolean,
	{width, glyphs}: Drawing,
): Lined[number] {
	return [
		{
			text: ` ${focused ? glyphs.cursor : ' '} ${padEnd(name, margin - 3)}`,
			role: focused ? 'selected' : 'plain',
		},
		...fieldSegments(line, width - margin - 2, glyphs, {focused}),
	];
}

/** What stands there, as soon as that is known; that nothing does is no failure while a path is typed. */
function seenLines(
	{path, seen}: RescueFileDialog,
	under: (text: string, role: Role) => Lined,
): Lined {
	if (path.text === '' || seen?.typed !== path.text)
		return under('its path: tab completes, ~ is your home', 'dim');
	if (seen.kind === 'file') return under(exactBytes(seen.bytes), 'alive');
	if (seen.kind === 'nothing') return under('no file yet: tab completes', 'dim');
	return under(seen.problem, 'warn');
}

/** The names beside each other, as many as there is room for. */
function foundLines(
	{names, more}: NonNullable<RescueFileDialog['found']>,
	{width}: Drawing,
): Lined {
	const margins = ' '.repeat(margin);
	if (names.length === 0) return [[{text: `${margins}no such path`, role: 'dim'}]];
	const room = Math.max(20, width - margin - 1);
	const shown = names.map(name => escapeInCells(name, room - 2));
	const cells = Math.min(room, Math.max(...shown.map(cellsOf)) + 2);
	const perRow = Math.max(1, Math.floor(room / cells));
	const rows: string[] = [];
	for (let at = 0; at < shown.length && rows.length < nameRows; at += perRow) {
		const beside = shown.slice(at, at + perRow).map(name => padEnd(name, cells));
		rows.push(margins + beside.join('').trimEnd());
	}
	const hidden = Math.max(0, shown.length - perRow * rows.length) + more;
	return [
		...rows.map(text => [{text}]),
		...(hidden === 0
			? []
			: [[{text: `${margins}and ${formatCount(hidden)} more`, role: 'dim' as const}]]),
	];
}
