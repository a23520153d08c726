import type {RunAct} from '../acts/acts-state.js';
import {type FormDialog, field} from '../dialogs/form.js';
import {startOfList} from '../frame/list-cursor.js';

/** Asks where to write the uploads that a run left. */
export function failuresForm({id, bucket}: RunAct): FormDialog {
	return {
		kind: 'form',
		purpose: {kind: 'export-failures', act: id},
		title: 'Write the uploads that are left: a JSON line for each',
		fields: [
			field(
				'path',
				'file',
				'a new file; one that is there is not overwritten',
				`partway-${bucket}-not-gone.jsonl`,
			),
		],
		focus: 0,
		returnTo: {kind: 'run', act: id, cursor: startOfList},
	};
}
