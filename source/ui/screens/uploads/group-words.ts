import type {Level, RollUpBy} from '../../../multipart/rollup/level.js';
import type {GroupRow} from '../../../multipart/rollup/roll-up.js';
import {escapeForTerminal} from '../../../terminal/escape.js';

/** What a group stands for: the head of its column, and the words for what a roll-up is by. */
export const groupKinds = {
	prefix: {head: 'PREFIX', words: 'prefix', unknown: ''},
	initiator: {head: 'INITIATOR', words: 'initiator', unknown: '(unknown)'},
	class: {head: 'CLASS', words: 'storage class', unknown: '(unknown)'},
	age: {head: 'AGE', words: 'age, since the initiation', unknown: '(no date)'},
} as const satisfies Record<RollUpBy['kind'], object>;

/** `prefix, up to /` */
export function rollUpWords(by: RollUpBy): string {
	const {words} = groupKinds[by.kind];
	return by.kind === 'prefix' ? `${words}, up to ${escapeForTerminal(by.delimiter)}` : words;
}

/** What a group is called, in our words where it has no name of its own. */
export function titleOfGroup(
	{id, title}: Pick<GroupRow, 'id' | 'title'>,
	{by, prefix}: Level,
): string {
	if (by.kind !== 'prefix') return title === '' ? groupKinds[by.kind].unknown : title;
	if (id !== prefix) return title;
	return prefix === '' ? '(root)' : '(here)';
}
