import type {PartsScreen} from '../core/state.js';
import {partsFileName} from '../dialogs/copy-items.js';
import {type FormDialog, field, formOf} from '../dialogs/form.js';

/** Asks where to write the parts file. */
export function exportForm({id, target}: PartsScreen): FormDialog {
	const hint = 'a new file; one that is there is not overwritten';
	return formOf(
		{kind: 'export-parts', screen: id},
		'Write the parts file, as aws s3api complete-multipart-upload takes it',
		[field('path', 'file', hint, partsFileName(target.key))],
	);
}

/** Asks which parts file to read. */
export function importForm({id}: PartsScreen): FormDialog {
	return formOf(
		{kind: 'import-parts', screen: id},
		'Read a parts file: what it does not name is left out',
		[field('path', 'file', 'as --multipart-upload file://… of the AWS CLI takes it')],
	);
}
