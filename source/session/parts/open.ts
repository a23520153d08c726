import {rowOfNumber} from '../../multipart/part-rows.js';
import type {Upload, UploadTarget} from '../../multipart/upload.js';
import type {Effect} from '../core/effect.js';
import type {PartsScreen, SessionState} from '../core/state.js';
import {openScreen, type Step, stepOn} from '../core/step.js';
import {clampCursor, startOfList} from '../frame/list-cursor.js';
import {partsHeight} from './parts-layout.js';
import {rowsOf} from './parts-rows.js';

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
	return openScreen(state, screen, loadParts(screen));
}

/** Reads the parts again; with `seek` the cursor goes to that part. */
export function partsReread(state: SessionState, screen: PartsScreen, seek?: number): Step {
	const {plan} = screen;
	const reading: PartsScreen = {...screen, loading: true, trouble: undefined, seek};
	const shown = plan === undefined ? reading : sought(state, reading);
	return stepOn(state, shown, loadParts(screen));
}

function loadParts(screen: PartsScreen): Effect {
	const {id, target} = screen;
	return {type: 'load-parts', screen: id, target, upload: uploadOf(screen)};
}

/** The screen with the cursor on the part that is sought, or where it was. */
export function sought(state: SessionState, screen: PartsScreen): PartsScreen {
	const {cursor, seek} = screen;
	const position = seek === undefined ? cursor.position : rowOfNumber(rowsOf(screen), seek);
	return withPosition(state, screen, position);
}

/** The screen with the cursor on another row, or on the last one where there are fewer. */
export function withPosition(
	state: SessionState,
	screen: PartsScreen,
	position: number,
): PartsScreen {
	const {length} = rowsOf(screen);
	const height = partsHeight(state, screen);
	return {...screen, cursor: clampCursor({...screen.cursor, position}, length, height)};
}

/** The upload as far as it is known: one that was opened by key and id has neither date nor owner. */
export function uploadOf({upload, target}: PartsScreen): Upload {
	return upload ?? {key: target.key, uploadId: target.uploadId, keyCertain: true};
}
