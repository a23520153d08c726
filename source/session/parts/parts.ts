import {type CompletionPlan, replan} from '../../multipart/completion/completion.js';
import type {Part} from '../../multipart/part.js';
import {rowFrom} from '../../multipart/part-state.js';
import type {Upload, UploadTarget} from '../../multipart/upload.js';
import {startAbort} from '../acts/abort-dialog.js';
import {startComplete} from '../acts/complete-dialog.js';
import type {Action} from '../core/action.js';
import type {Command} from '../core/command.js';
import type {ScreenRecord} from '../core/screen-record.js';
import {type PartsScreen, type SessionState, withScreen} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {copyItemsOfParts} from '../dialogs/copy-items.js';
import {openForm} from '../dialogs/form.js';
import {clampCursor, moveCursor, startOfList} from '../frame/list-cursor.js';
import {withNotice} from '../frame/notice.js';
import {choiceOfParts} from './part-choice.js';
import {partsFileForm} from './parts-file-form.js';
import {partsHeight} from './parts-layout.js';

/** The parts of one upload. */
export const partsScreen: ScreenRecord<PartsScreen> = {
	rowCount: ({plan}) => plan?.listed.length ?? 0,
	height: partsHeight,
	onCommand: partsCommand,
	onBack: stopped,
};

/** Esc ends what is read again, then the range; before anything came, the screen is left at once. */
function stopped(state: SessionState, screen: PartsScreen): Step | undefined {
	const replace = (changed: PartsScreen) =>
		withScreen<PartsScreen>(state, screen.id, 'parts', () => changed);
	if (screen.plan !== undefined && screen.loading)
		return step(replace({...screen, loading: false}), {type: 'stop-reads', screen: screen.id});
	return screen.anchor === undefined ? undefined : step(replace({...screen, anchor: undefined}));
}

/** Opens the parts of one upload, of the list or named by key and id, and starts to read them. */
export function openParts(
	state: SessionState,
	target: UploadTarget,
	upload?: Upload,
	from: Pick<PartsScreen, 'seek' | 'excluded'> = {},
): Step {
	const id = state.nextScreenId;
	const screen: PartsScreen = {
		kind: 'parts',
		id,
		target,
		upload,
		loading: true,
		cursor: startOfList,
		...from,
	};
	return step(
		{...state, nextScreenId: id + 1, screens: [...state.screens, screen]},
		{type: 'load-parts', screen: id, target, upload: uploadOf(screen)},
	);
}

/** What a key means on the parts of one upload. */
function partsCommand(state: SessionState, screen: PartsScreen, command: Command): Step {
	const replace = (changed: PartsScreen) =>
		withScreen<PartsScreen>(state, screen.id, 'parts', () => changed);
	const chosen = choiceOfParts(state, screen, command);
	if (chosen !== undefined) return chosen;
	const count = screen.plan?.listed.length ?? 0;
	const cursor = moveCursor(screen.cursor, command, count, partsHeight(state, screen));
	if (cursor !== undefined) return step(replace({...screen, cursor}));
	const upload = uploadOf(screen);
	switch (command) {
		case 'refresh':
			return partsReread(state, screen);
		case 'next-problem':
			return nextProblem(state, screen);
		case 'complete':
			return startComplete(state, screen.target.bucket, upload, screen.plan?.excluded);
		case 'export-parts':
		case 'import-parts':
			return screen.plan === undefined
				? step(state)
				: step({...state, dialog: partsFileForm(command, screen)});
		case 'abort':
			return startAbort(state, screen.target.bucket, upload);
		case 'copy':
			return step({
				...state,
				dialog: {
					kind: 'copy',
					items: copyItemsOfParts(
						state,
						screen.target,
						screen.plan?.listed,
						screen.cursor.position,
					),
					cursor: startOfList,
				},
			});
		default:
			return step(state);
	}
}

/** Reads the parts again; with `seek` the cursor goes to that part. */
export function partsReread(state: SessionState, screen: PartsScreen, seek?: number): Step {
	const {id, target, plan} = screen;
	const reading: PartsScreen = {...screen, loading: true, trouble: undefined, seek};
	return step(
		withScreen<PartsScreen>(state, id, 'parts', () =>
			plan === undefined ? reading : sought(state, reading, plan),
		),
		{type: 'load-parts', screen: id, target, upload: uploadOf(screen)},
	);
}

/** The row of a part; a missing one has none: the row behind the gap stands for it. */
function rowOf(parts: readonly Part[], partNumber: number): number {
	return Math.min(rowFrom(parts, partNumber), parts.length - 1);
}

/** The screen with the cursor on the part that is sought, or where it was. */
function sought(state: SessionState, screen: PartsScreen, {listed}: CompletionPlan): PartsScreen {
	const {cursor, seek} = screen;
	const position = seek === undefined ? cursor.position : rowOf(listed, seek);
	return {
		...screen,
		cursor: clampCursor({...cursor, position}, listed.length, partsHeight(state, screen)),
	};
}

/** The upload as far as it is known: one that was opened by key and id has neither date nor owner. */
function uploadOf({upload, target}: PartsScreen): Upload {
	return upload ?? {key: target.key, uploadId: target.uploadId, keyCertain: true};
}

/** Moves the cursor to the next part that a finding speaks of, round the end. */
function nextProblem(state: SessionState, screen: PartsScreen): Step {
	const parts = screen.plan?.listed ?? [];
	const numbers = (screen.plan?.findings ?? [])
		.filter(({level}) => level !== 'notes')
		.flatMap(({partNumbers}) => partNumbers);
	const positions = [...new Set(numbers.map(number => rowOf(parts, number)))].sort((a, b) => a - b);
	const next = positions.find(at => at > screen.cursor.position) ?? positions[0];
	if (next === undefined) return withNotice(state, 'No part has a problem.');
	const cursor = clampCursor(
		{...screen.cursor, position: next},
		parts.length,
		partsHeight(state, screen),
	);
	return step(withScreen<PartsScreen>(state, screen.id, 'parts', () => ({...screen, cursor})));
}

/** A parts file was read: what it does not name as it is there is left out, and what differs is shown. */
export function partsImported(
	state: SessionState,
	{screen: id, excluded, sentences}: Extract<Action, {type: 'parts-imported'}>,
): Step {
	const changed = withScreen<PartsScreen>(state, id, 'parts', screen => ({
		...screen,
		plan: screen.plan && replan(screen.plan, {excluded}),
	}));
	// Only in the place of the form that asked for it.
	if (openForm(state, 'import-parts') === undefined) return step(changed);
	return step({
		...changed,
		dialog: {kind: 'text', title: 'The parts file and the service', sentences},
	});
}

/** The parts came, and what is at the key. */
export function partsLoaded(
	state: SessionState,
	{screen: id, plan}: Extract<Action, {type: 'parts-loaded'}>,
): Step {
	const changed = withScreen<PartsScreen>(state, id, 'parts', screen => ({
		...screen,
		loading: false,
		// What was left out stays out when the parts are read again.
		plan: replan(plan, {excluded: screen.plan?.excluded ?? screen.excluded}),
		trouble: undefined,
	}));
	return step(
		withScreen<PartsScreen>(changed, id, 'parts', screen => ({
			...sought(changed, screen, plan),
			seek: undefined,
		})),
	);
}
