import type {Edit} from '../../terminal/line-editor.js';
import type {SessionState} from '../core/state.js';
import type {Step} from '../core/step.js';
import type {Context, Keys} from '../keys/binding.js';

/** All that the session needs to know of one kind of dialog. */
export type DialogRecord<D> = {
	/** Its keys, the innermost context first. Those of `word` hold while a word is asked for, and alone. */
	readonly keys: {readonly [C in Context]?: Keys<D>};
	/** What typing does; absent where nothing is typed. */
	readonly onEdit?: (state: SessionState, dialog: D, edit: Edit) => Step;
	/** It stays open when another connection is chosen: it names what it was sent to. */
	readonly staysWhenConnected?: true;
};
