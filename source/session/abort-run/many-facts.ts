import type {AbortSelection} from '../../multipart/abort-selection.js';
import {formatCount} from '../../multipart/text/units.js';
import type {DialogOf} from '../dialogs/dialog.js';

type AbortManyDialog = DialogOf<'abort-many'>;

/** So few uploads are read key by key. */
const fewUploads = 8;

/** How the uploads of the confirmation are shown. */
export function shownAs({show, selection}: AbortManyDialog): 'prefixes' | 'keys' {
	return show ?? ((selection?.uploads.length ?? 0) <= fewUploads ? 'keys' : 'prefixes');
}

/** `212 of 300` or `212`: how many are taken of those that were named. */
export function takenOf({named}: AbortManyDialog, {uploads}: AbortSelection): string {
	return uploads.length === named
		? formatCount(named)
		: `${formatCount(uploads.length)} of ${formatCount(named)}`;
}
