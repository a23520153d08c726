import {parseSize} from '../../multipart/query/query-values.js';
import type {Upload, UploadTarget} from '../../multipart/upload.js';
import {applyEdit, type Edit, emptyLine, type Line, lineOf} from '../../terminal/line-editor.js';
import {whyNoAct} from '../acts/rights.js';
import type {ActionOf} from '../core/action.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {close, withDialog} from '../dialogs/handlers.js';
import type {DialogRecord} from '../dialogs/record.js';
import {withNotice} from '../frame/notice.js';
import {key} from '../keys/binding.js';
import {startProving} from './confirm-dialog.js';
import type {SeenPath} from './seen-path.js';

/** Asks for the file that an upload is to be finished from. */
export type RescueFileDialog = {
	readonly kind: 'rescue-file';
	readonly target: UploadTarget;
	readonly upload: Upload;
	readonly path: Line;
	/** Absent where the parts tell it. */
	readonly partSize?: Line;
	readonly focus: 'path' | 'part-size';
	/** What stands at the path that was typed when it was looked for. */
	readonly seen?: SeenPath & {readonly typed: string};
	/** What Tab found to begin as it is typed, where that is not one alone. */
	readonly found?: {readonly names: readonly string[]; readonly more: number};
	/** Set where enter was pressed before it was known what stands there. */
	readonly isGoingOn?: boolean;
	/** Why what is typed will not do. */
	readonly problem?: string;
};

declare module '../dialogs/dialog.js' {
	interface Dialogs {
		'rescue-file': RescueFileDialog;
	}
}

export const rescueFileDialog: DialogRecord<RescueFileDialog> = {
	keys: {
		file: {
			'complete-path': key(
				'tab',
				'complete',
				'Complete the path; lists several',
				(state, {path}) => step(state, {type: 'complete-path', typed: path.text}),
				{priority: 1},
			),
			'other-field': key(
				'down up shift-tab',
				'other field',
				'To the path or to the part size, where that is asked for',
				(state, dialog) =>
					step(
						withDialog(state, {...dialog, focus: dialog.focus === 'path' ? 'part-size' : 'path'}),
					),
				{
					priority: 2,
					rare: true,
					disabled: (_, {partSize}) => (partSize === undefined ? 'there is one field' : undefined),
				},
			),
			compare: key(
				'enter',
				'go on',
				'Compare the file with the parts that are there; nothing is sent',
				goOn,
				{priority: 1},
			),
			back: key('esc', 'cancel', 'Close; nothing is sent', close, {priority: 1}),
		},
	},
	onEdit,
};

/** Asks for the file; one in the folder of the last one that has the name of the key is offered. */
export function startRescue(state: SessionState, bucket: string, upload: Upload): Step {
	const target = {bucket, key: upload.key, uploadId: upload.uploadId};
	const refusal = whyNoAct(state, 'rescue', target, upload);
	if (refusal !== undefined) return withNotice(state, refusal, 'bad');
	return askForFile(state, {target, upload});
}

function askForFile(
	state: SessionState,
	{target, upload}: Pick<RescueFileDialog, 'target' | 'upload'>,
): Step {
	const folder = state.filesFolder ?? '';
	const path = folder === '' ? emptyLine : lineOf(folder.replace(/\/*$/, '/'));
	const name = target.key.split('/').at(-1) ?? '';
	return step(withDialog(state, {kind: 'rescue-file', target, upload, path, focus: 'path'}), {
		type: 'suggest-file',
		folder,
		name,
	});
}

/** What is typed is looked at; what was said of the text before is forgotten. */
function onEdit(state: SessionState, dialog: RescueFileDialog, edit: Edit): Step {
	if (dialog.focus === 'part-size') {
		const partSize = applyEdit(dialog.partSize ?? emptyLine, edit);
		return step(withDialog(state, {...dialog, partSize, problem: undefined}));
	}
	return typed(state, dialog, applyEdit(dialog.path, edit));
}

function typed(state: SessionState, dialog: RescueFileDialog, path: Line): Step {
	const {found: _, ...before} = dialog;
	const changed = {...before, path, problem: undefined, isGoingOn: false};
	return path.text === '' || path.text === dialog.path.text
		? step(withDialog(state, changed))
		: step(withDialog(state, changed), {type: 'see-path', typed: path.text});
}

/** Compares the file with the parts, once it is known to be one. */
function goOn(state: SessionState, dialog: RescueFileDialog): Step {
	const {path, partSize, seen} = dialog;
	const {text} = path;
	const refuse = (focus: RescueFileDialog['focus'], problem: string) =>
		step(withDialog(state, {...dialog, focus, problem}));
	if (text === '') return refuse('path', 'A file is needed.');
	const bytes = partSize && parseSize(partSize.text.trim());
	if (partSize !== undefined && !bytes)
		return refuse('part-size', 'A size is needed, such as 64MiB.');
	if (seen?.typed !== text)
		return step(withDialog(state, {...dialog, isGoingOn: true}), {type: 'see-path', typed: text});
	if (seen.kind !== 'file') return refuse('path', seen.problem);
	const {target, upload} = dialog;
	const folder = seen.path.slice(0, seen.path.lastIndexOf('/') + 1);
	return startProving(
		{...state, filesFolder: folder},
		{target, upload, file: text, partSize: bytes},
	);
}

/** What stands at a path became known; of another text than is typed now it says nothing. */
export function pathSeen(state: SessionState, {typed, seen}: ActionOf<'path-seen'>): Step {
	const {dialog} = state;
	if (dialog?.kind !== 'rescue-file' || dialog.path.text !== typed) return step(state);
	const known = {...dialog, seen: {...seen, typed}};
	const shown = withDialog(state, {...known, isGoingOn: false});
	return dialog.isGoingOn ? goOn(shown, {...known, isGoingOn: false}) : step(shown);
}

export function pathCompleted(
	state: SessionState,
	{typed: before, completed}: ActionOf<'path-completed'>,
): Step {
	const {dialog} = state;
	if (dialog?.kind !== 'rescue-file' || dialog.path.text !== before) return step(state);
	const [changed, effects] = typed(state, dialog, lineOf(completed.text));
	const {dialog: open} = changed;
	if (open?.kind !== 'rescue-file' || completed.names.length === 1) return [changed, effects];
	const {names, more} = completed;
	return [withDialog(changed, {...open, found: {names, more}}), effects];
}

/** A file was found that may be meant: it is offered as long as nothing was typed. */
export function fileSuggested(
	state: SessionState,
	{folder, path}: ActionOf<'file-suggested'>,
): Step {
	const {dialog} = state;
	const isUntouched =
		dialog?.kind === 'rescue-file' &&
		dialog.path.text.replace(/\/$/, '') === folder.replace(/\/$/, '');
	return isUntouched ? typed(state, dialog, lineOf(path)) : step(state);
}
