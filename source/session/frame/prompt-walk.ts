import type {Line} from '../../terminal/line-editor.js';

/** Keys walk through what could stand in the field: from what was typed, to which of them they came. */
export type PromptWalk = {
	readonly through: 'earlier' | 'suggestions';
	readonly typed: Line;
	readonly at: number;
};
