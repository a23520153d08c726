import {chosenOption, type FormField} from '../../../session/dialogs/form.js';
import {padEnd} from '../../../terminal/cells.js';
import {escapeForTerminal} from '../../../terminal/escape.js';
import {fieldSegments} from '../../components/field.js';
import {blank, type Drawing, type Lined, type Segment} from '../../components/segments.js';
import type {Role} from '../../frame/theme.js';
import {indented} from '../dialog-lines.js';
import type {DialogView} from '../dialog-view.js';

/** Cells of a title, and of the group in front of it where there are groups and room. */
const titleCells = 18;
const groupCells = 13;
const narrowestWithGroups = 72;

/** Fields one under the other; under the one in focus stands what to type, and what to know of it. */
export const formView: DialogView<'form'> = {
	draw({title, fields, focus}, _, on) {
		const hasGroups = fields.some(({group}) => group !== undefined);
		const indent = hasGroups && on.width >= narrowestWithGroups ? groupCells : 0;
		const rows = fields.map((field, at) => {
			const isFirst = field.group !== fields[at - 1]?.group;
			return fieldRows(field, {
				focused: at === focus,
				indent,
				head: isFirst ? (field.group ?? '') : '',
				on,
			});
		});
		const above = rows.slice(0, focus).reduce((sum, lines) => sum + lines.length, 0);
		return {
			// The middle of the field and what is said under it.
			keep: 2 + above + Math.floor((rows[focus]?.length ?? 1) / 2),
			body: [[[{text: `   ${escapeForTerminal(title)}`, role: 'strong'}]], blank, ...rows],
		};
	},
};

/** @param at.head the name of the group that begins with the field. */
function fieldRows(
	field: FormField,
	{
		focused,
		indent,
		head,
		on,
	}: {
		readonly focused: boolean;
		readonly indent: number;
		readonly head: string;
		readonly on: Drawing;
	},
): Lined {
	const {problem, remark, hint, notes = []} = field;
	const {glyphs, width} = on;
	const margin = indent + titleCells;
	const under = (text: string, role: Role) => indented(text, margin, width - margin - 1, role);
	return [
		[
			{text: indent === 0 ? '' : padEnd(`   ${head}`, indent + 1), role: 'strong'},
			{
				text: `${indent === 0 ? ' ' : ''}${focused ? glyphs.cursor : ' '} ${padEnd(field.title, titleCells - 3)}`,
				role: focused ? 'selected' : 'plain',
			},
			...valueSegments(field, focused, width - margin - 2, on),
		],
		...(problem === undefined
			? under(remark ?? '', 'warn')
			: under(`${glyphs.bad} ${problem}`, 'danger')),
		...(focused ? under(hint, 'dim') : []),
		...(focused ? notes.flatMap(note => under(`${glyphs.note} ${note}`, 'plain')) : []),
	];
}

function valueSegments(
	field: FormField,
	focused: boolean,
	room: number,
	{glyphs}: Drawing,
): readonly Segment[] {
	const option = chosenOption(field);
	if (field.choice !== undefined && option !== undefined) {
		const {left = '<', right = '>'} = glyphs.keys;
		return [
			{text: option.title, role: option.value === '' ? 'dim' : 'plain'},
			{text: focused ? `  ${left} ${right}` : '', role: 'accent'},
		];
	}
	return field.line.text === '' && !focused
		? [{text: field.empty ?? '', role: 'dim'}]
		: fieldSegments(field.line, room, glyphs, {secret: field.secret === true, focused});
}
