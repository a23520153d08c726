import type {SessionState} from '../../session/core/state.js';
import type {DialogKind, DialogOf} from '../../session/dialogs/dialog.js';

/** What a dialog is drawn from. */
export type DialogProps<K extends DialogKind> = {
	readonly state: SessionState;
	readonly dialog: DialogOf<K>;
	/** The rows that it has. */
	readonly height: number;
};
