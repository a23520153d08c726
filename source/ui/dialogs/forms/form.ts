import {chosenOption, type FormField} from '../../../session/dialogs/form.js';
import {padEnd} from '../../../terminal/cells.js';
import {escapeForTerminal} from '../../../terminal/escape.js';
import {fieldSegments} from '../../components/field.js';
import {blank, type Drawing, type Lined, type Segment} from '../../components/segments.js';
import type {Role} from '../../frame/theme.js';
import {indented} from '../dialog-lines.js';
import type {DialogView} from '../dialog-view.js';

/** Cells in front of what is typed. */
const margin = 17;

/** Fields one under the other; under the one in focus stands what to type, and what to know of it. */
export const formView: DialogView<'form'> = {
	draw({title, fields, focus}, _, on) {
		const rows = fields.map((field, at) => fieldRows(field, at === focus, on));
		const above = rows.slice(0, focus).reduce((sum, lines) => sum + lines.length, 0);
		return {
			// The middle of the field and what is said under it.
			keep: 2 + above + Math.floor((rows[focus]?.length ?? 1) / 2),
			body: [[[{text: `   ${escapeForTerminal(title)}`, role: 'strong'}]], blank, ...rows],
		};
	},
};

function fieldRows(field: FormField, focused: boolean, on: Drawing): Lined {
	const {problem, remark, hint, notes = []} = field;
	const {glyphs} = on;
	const under = (text: string, role: Role) => indented(text, margin, on.width - margin - 1, role);
	return [
		[
			{
				text: ` ${focused ? glyphs.cursor : ' '} ${padEnd(field.title, margin - 3)}`,
				role: focused ? 'selected' : 'dim',
			},
			...valueSegments(field, focused, on),
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
	{width, glyphs}: Drawing,
): readonly Segment[] {
	const option = chosenOption(field);
	if (field.choice === undefined || option === undefined)
		return fieldSegments(field.line, width - margin - 2, glyphs, {
			secret: field.secret === true,
			focused,
		});
	const {left = '<', right = '>'} = glyphs.keys;
	return [
		{text: option.title, role: option.value === '' ? 'dim' : 'plain'},
		{text: focused ? `  ${left} ${right}` : '', role: 'accent'},
	];
}
