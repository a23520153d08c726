import type {FormField} from '../../../session/dialogs/form.js';
import {chosenOption} from '../../../session/dialogs/form.js';
import {padEnd} from '../../../terminal/cells.js';
import {escapeForTerminal} from '../../../terminal/escape.js';
import {wrapText} from '../../../terminal/wrap.js';
import {fieldSegments} from '../../components/field.js';
import {Panel} from '../../components/panel.js';
import type {Segment} from '../../components/segments.js';
import {useGlyphs} from '../../frame/presentation.js';
import type {Glyphs, Role} from '../../frame/theme.js';
import type {Lined} from '../dialog-lines.js';
import type {DialogProps} from '../dialog-props.js';

/** Cells in front of what is typed. */
const margin = 17;

/** Fields one under the other; under the one in focus stands what to type, and what to know of it. */
export function Form({state, dialog, height}: DialogProps<'form'>) {
	const glyphs = useGlyphs();
	const {columns: width} = state.size;
	const rows = dialog.fields.map((field, at) =>
		fieldRows(field, at === dialog.focus, width, glyphs),
	);
	const above = rows.slice(0, dialog.focus).reduce((sum, lines) => sum + lines.length, 0);
	const focused = rows[dialog.focus]?.length ?? 1;
	return (
		<Panel
			width={width}
			height={height}
			// The middle of the field and what is said under it.
			keep={2 + above + Math.floor(focused / 2)}
			body={[[{text: `   ${escapeForTerminal(dialog.title)}`, role: 'strong'}], [], ...rows.flat()]}
		/>
	);
}

function fieldRows(field: FormField, focused: boolean, width: number, glyphs: Glyphs): Lined {
	const {problem, remark, hint, notes = []} = field;
	const under = (text: string, role: Role): Lined =>
		wrapText(escapeForTerminal(text), width - margin - 1).map(row => [
			{text: `${' '.repeat(margin)}${row}`, role},
		]);
	return [
		[
			{
				text: ` ${focused ? glyphs.cursor : ' '} ${padEnd(field.title, margin - 3)}`,
				role: focused ? 'selected' : 'dim',
			},
			...valueSegments(field, focused, width, glyphs),
		],
		...(problem !== undefined
			? under(`${glyphs.bad} ${problem}`, 'danger')
			: remark !== undefined
				? under(remark, 'warn')
				: []),
		...(focused && hint !== '' ? under(hint, 'dim') : []),
		...(focused ? notes.flatMap(note => under(`${glyphs.note} ${note}`, 'plain')) : []),
	];
}

function valueSegments(
	field: FormField,
	focused: boolean,
	width: number,
	glyphs: Glyphs,
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
		...(focused ? [{text: `  ${left} ${right}`, role: 'accent' as const}] : []),
	];
}
