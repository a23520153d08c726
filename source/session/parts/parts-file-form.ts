import type {PartsScreen} from '../core/state.js';
import {partsFileName} from '../dialogs/copy-items.js';
import {type FormDialog, field} from '../dialogs/form.js';

/** Asks where to write the parts file, or which one to read. */
export function partsFileForm(
	kind: 'export-parts' | 'import-parts',
	{id, target}: PartsScreen,
): FormDialog {
	return {
		kind: 'form',
		purpose: {kind, screen: id},
		title:
			kind === 'export-parts'
				? 'Write the parts file, as aws s3api complete-multipart-upload takes it'
				: 'Read a parts file: what it does not name is left out',
		fields: [
			field(
				'path',
				'file',
				kind === 'export-parts'
					? 'a new file; one that is there is not overwritten'
					: 'as --multipart-upload file://… of the AWS CLI takes it',
				kind === 'export-parts' ? partsFileName(target.key) : '',
			),
		],
		focus: 0,
	};
}
