import type {SessionState} from '../../session/core/state.js';
import type {Rows} from '../../session/core/step.js';
import type {DialogKind, DialogOf} from '../../session/dialogs/dialog.js';
import type {Drawing, Groups} from '../components/segments.js';

/** What a dialog shows: rows that scroll where they are too many, and rows that are always in sight. */
export type DrawnDialog = {
	readonly body: Groups;
	readonly foot?: Groups;
	/** A row of the body that has to be in sight: the field that is typed into. */
	readonly keep?: number;
};

/** How one kind of dialog is drawn: see `registry.ts`. */
export type DialogView<K extends DialogKind> = {
	readonly draw: (dialog: DialogOf<K>, state: SessionState, on: Drawing, rows: Rows) => DrawnDialog;
	/** Whether something is waited for, so that a sign turns. */
	readonly turns?: (dialog: DialogOf<K>, state: SessionState) => boolean;
};
