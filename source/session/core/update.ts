import {runPlanned, runPlanning} from '../abort-run/many-dialog.js';
import {runEnded, runProgress, runRefused, runsInterrupted} from '../abort-run/reports.js';
import {abortPrepared} from '../acts/abort-dialog.js';
import {completePrepared} from '../acts/complete-dialog.js';
import {actRefused} from '../acts/confirming.js';
import {publicUpdate} from '../acts/make-public.js';
import {
	abortEnded,
	actLookedUp,
	completeEnded,
	completePhase,
	unsettledRead,
} from '../acts/reports.js';
import {askForBucket, bucketsListed, openBuckets} from '../buckets/buckets.js';
import {bucketsCounted} from '../buckets/counting.js';
import {testProgressed} from '../connections/connection-tests.js';
import {connectionsListed, notConnected, openConnections} from '../connections/picker.js';
import {connectionsChanged, fileWritten, formRefused} from '../dialogs/form-dialog.js';
import {recordOf} from '../dialogs/registry.js';
import {clampCursor} from '../frame/list-cursor.js';
import {withNotice} from '../frame/notice.js';
import {historyChanged} from '../history/history.js';
import {pasted, pressed} from '../keys/press.js';
import {partsImported, partsLoaded} from '../parts/parts.js';
import {cleanupRead, indexChanged, listingEnded} from '../uploads/listing.js';
import {openUploads} from '../uploads/open.js';
import type {Action} from './action.js';
import type {Effect} from './effect.js';
import {screenRecord} from './screens.js';
import {type SessionState, topScreen, withAnyScreen} from './state.js';
import {type Rows, type Step, step, stepOn} from './step.js';

/** The next state, and what is to be done: everything that partway decides while it runs passes here. */
export function update(state: SessionState, action: Action, rows: Rows): Step {
	const [next, effects] = decide(state, action, rows);
	// What opens anew is seen from its start.
	const opened = next.dialog?.kind !== state.dialog?.kind;
	return [
		opened && next.scroll > 0 ? {...next, scroll: 0} : next,
		[...effects, ...covered(state, next)],
	];
}

/** What begins and ends where another screen shows than before. */
function covered(before: SessionState, after: SessionState): readonly Effect[] {
	const [last, shown] = [topScreen(before), topScreen(after)];
	if (last?.id === shown?.id) return [];
	const isBelow = last !== undefined && after.screens.some(({id}) => id === last.id);
	const isBack = shown !== undefined && before.screens.some(({id}) => id === shown.id);
	return [
		...(isBelow ? (screenRecord(last).onCovered?.(last) ?? []) : []),
		...(isBack ? (screenRecord(shown).onShown?.(after, shown) ?? []) : []),
	];
}

function decide(state: SessionState, action: Action, rows: Rows): Step {
	switch (action.type) {
		case 'key':
			return pressed(state, action, rows);
		case 'paste':
			return pasted(state, action.text);
		case 'scrolled':
			return step({...state, scroll: action.to});
		case 'resized':
			return onResize(state, action);
		case 'ticked':
			return step({...state, now: action.now, here: action.here, apart: action.apart});
		case 'notice-ended':
			return step(state.notice?.id === action.id ? {...state, notice: undefined} : state);
		case 'noticed':
			return withNotice(state, action.text, action.tone, action.about);
		case 'connected': {
			const {dialog} = state;
			// A confirmation names what is on the connection before: it must not act through this one.
			const stays = dialog !== undefined && recordOf(dialog).staysWhenConnected;
			const connected = {
				...state,
				connection: action.connection,
				// Their reads end; acts that were sent run on.
				screens: [],
				dialog: stays ? dialog : undefined,
			};
			const [opened, effects] = action.target
				? openUploads(connected, action.target.bucket, action.target.prefix)
				: openBuckets(connected);
			return step(opened, {type: 'stop-preparing'}, ...effects);
		}
		case 'not-connected':
			return notConnected(state, action.trouble);
		case 'recents-read':
			return step({...state, recents: action.recents});
		case 'pick-connection':
			return openConnections(state);
		case 'connections-listed':
			return connectionsListed(state, action);
		case 'buckets-listed':
			return bucketsListed(state, action);
		case 'history-changed':
			return historyChanged(state, action, rows);
		case 'buckets-counted':
			return bucketsCounted(state, action);
		case 'failed':
			return step(
				askForBucket(
					withAnyScreen(state, action.screen, screen => ({
						...screen,
						...('loading' in screen ? {loading: false} : {}),
						trouble: action.trouble,
					})),
					action.screen,
					action.trouble,
				),
			);
		case 'index-changed':
			return indexChanged(state, action.screen, action.facts, rows);
		case 'cleanup-read':
			return cleanupRead(state, action);
		case 'listing-ended':
			return listingEnded(state, action);
		case 'parts-loaded':
			return partsLoaded(state, action);
		case 'parts-imported':
			return partsImported(state, action);
		case 'parts-exported':
		case 'failures-exported':
			return fileWritten(state, action);
		case 'complete-prepared':
			return completePrepared(state, action);
		case 'complete-phase':
			return completePhase(state, action);
		case 'complete-ended':
			return completeEnded(state, action);
		case 'public-read':
		case 'made-public':
			return publicUpdate(state, action);
		case 'abort-prepared':
			return abortPrepared(state, action.plan);
		case 'abort-ended':
			return abortEnded(state, action);
		case 'run-planning':
			return runPlanning(state, action);
		case 'run-planned':
			return runPlanned(state, action);
		case 'run-progress':
			return runProgress(state, action);
		case 'run-ended':
			return runEnded(state, action);
		case 'run-refused':
			return runRefused(state, action);
		case 'runs-interrupted':
			return runsInterrupted(state, action);
		case 'act-refused':
			return actRefused(state, action);
		case 'act-looked-up':
			return actLookedUp(state, action);
		case 'unsettled':
			return unsettledRead(state, action);
		case 'connection-saved':
		case 'connection-removed':
			return connectionsChanged(state, action);
		case 'form-refused':
			return formRefused(state, action);
		case 'test-progress':
		case 'test-refused':
			return testProgressed(state, action);
		default:
			// An action that is forgotten here does not compile.
			return action satisfies never;
	}
}

function onResize(state: SessionState, {columns, rows}: {columns: number; rows: number}): Step {
	const resized = {...state, size: {columns, rows}};
	const screen = topScreen(resized);
	if (screen === undefined) return step(resized);
	const {rowCount, height, onShown} = screenRecord(screen);
	const cursor = clampCursor(screen.cursor, rowCount(screen), height(resized, screen));
	const placed = {...screen, cursor};
	return stepOn(resized, placed, ...(onShown?.(resized, placed) ?? []));
}
