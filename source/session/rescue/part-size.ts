import {emptyLine, lineOf} from '../../terminal/line-editor.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import type {DialogOf} from '../dialogs/dialog.js';
import {withDialog} from '../dialogs/handlers.js';

/** The parts do not tell how the file was cut: their size is asked for beside the file. */
export function askForPartSize(
	state: SessionState,
	{target, upload, file}: DialogOf<'rescue'>,
): Step {
	return step(
		withDialog(state, {
			...{kind: 'rescue-file', target, upload},
			...{path: lineOf(file), partSize: emptyLine, focus: 'part-size'},
			problem: 'The parts do not show the part size: how many bytes has each?',
		}),
		{type: 'see-path', typed: file},
	);
}
