import type {Line} from '../../terminal/line-editor.js';

/**
 * Every dialog by its kind. The file of a dialog adds its own to it (`declare module`), so that the state
 * can hold any dialog and imports none.
 */
// biome-ignore lint/suspicious/noEmptyInterface: an interface, and empty, since only to that can the files of the dialogs add
export interface Dialogs {}

export type DialogKind = keyof Dialogs;

/** The dialog of a kind. */
export type DialogOf<K extends DialogKind> = Dialogs[K];

/** What lies over the screen. One that was opened from another dialog holds it as `returnTo`. */
export type Dialog = DialogOf<DialogKind>;

/** Which button has the focus in a question. It starts on cancel. */
export type Focus = 'cancel' | 'go';

/** A word that has to be typed before anything happens. */
export type TypedWord = {
	readonly line: Line;
	readonly wanted: string;
	/** What stands before the field: `type the name of the bucket`. */
	readonly ask: string;
};
