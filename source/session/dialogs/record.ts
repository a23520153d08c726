import type {Edit} from '../../terminal/line-editor.js';
import type {Command} from '../core/command.js';
import type {SessionState} from '../core/state.js';
import type {Step} from '../core/step.js';

/** Where the keys of a dialog are bound. In `word` and `form` letters are typed. */
export type DialogContext =
	| 'choice'
	| 'word'
	| 'menu'
	| 'acts'
	| 'act'
	| 'past-act'
	| 'run'
	| 'form'
	| 'test'
	| 'always';

/** What each command does in a dialog. One that is missing here does nothing in it. */
export type DialogCommands<D> = {
	readonly [C in Command]?: (state: SessionState, dialog: D) => Step;
};

/** All that the session needs to know of one kind of dialog. */
export type DialogRecord<D> = {
	/** Where its keys are bound, the innermost first. */
	readonly contexts: (dialog: D) => readonly DialogContext[];
	/** `text`: its rows scroll. `list`: a cursor or a field moves in them, and they follow it. */
	readonly body: 'text' | 'list';
	readonly commands: DialogCommands<D>;
	/** What typing does; absent where nothing is typed. */
	readonly onEdit?: (state: SessionState, dialog: D, edit: Edit) => Step;
	/** It stays open when another connection is chosen: it names what it was sent to. */
	readonly staysWhenConnected?: true;
};
