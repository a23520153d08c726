import type {Effect} from '../../../source/session/core/effect.js';
import type {Dialog} from '../../../source/session/dialogs/dialog.js';
import type {Stage} from '../stage.js';

/**
 * What a key leads to, in words: `nothing`, or the dialog that shows then (`closed`; what moved in it:
 * `focus go`, `row 1`, `field 1`; another kind), the screen where that is another, the effects and what a
 * notice says.
 */
export function outcome(on: Stage, name: string): string {
	const before = on.state;
	const effects = on.press(name);
	const {dialog, scroll, screens, notice} = on.state;
	const words = [
		...dialogWords(before.dialog, dialog),
		...(scroll === before.scroll ? [] : ['scrolls']),
		...(screens.at(-1)?.id === before.screens.at(-1)?.id ? [] : [`to ${screens.at(-1)?.kind}`]),
		...effects.filter(({type}) => type !== 'end-notice').map(effectWords),
		...(notice === undefined || notice === before.notice ? [] : [`says "${notice.text}"`]),
	];
	return words.length === 0 ? 'nothing' : words.join(', ');
}

function effectWords(effect: Effect): string {
	return 'what' in effect ? `${effect.type} ${effect.what}` : effect.type;
}

function dialogWords(before: Dialog | undefined, after: Dialog | undefined): string[] {
	if (after === before) return [];
	if (after === undefined) return ['closed'];
	if (after.kind !== before?.kind) return [after.kind];
	if ('cursor' in after && 'cursor' in before && after.cursor.position !== before.cursor.position)
		return [`row ${after.cursor.position}`];
	if ('focus' in after && 'focus' in before && after.focus !== before.focus)
		return [`${after.kind === 'form' ? 'field' : 'focus'} ${after.focus}`];
	if (after.kind === 'form') {
		const problem = after.fields.find(({problem}) => problem !== undefined)?.problem;
		return problem === undefined ? [] : [`refused "${problem}"`];
	}
	// A cursor at the end of its list stays where it is.
	return 'cursor' in after ? [] : ['anew'];
}
