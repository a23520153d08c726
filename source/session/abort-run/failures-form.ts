import type {RunAct} from '../acts/acts-state.js';
import {type FormDialog, field, formOf} from '../dialogs/form.js';
import {startOfList} from '../frame/list-cursor.js';

/** Asks where to write the uploads that a run left. */
export function failuresForm({id, bucket}: RunAct): FormDialog {
	const hint = 'a new file; one that is there is not overwritten';
	return formOf(
		{kind: 'export-failures', act: id},
		'Write the uploads that are left: a JSON line for each',
		[field('path', 'file', hint, `partway-${bucket}-not-gone.jsonl`)],
		{kind: 'run', act: id, cursor: startOfList},
	);
}
