import {runPlanned, runPlanning} from '../abort-run/many-dialog.js';
import {runEnded, runProgress, runRefused} from '../abort-run/reports.js';
import {abortPrepared} from '../acts/abort-dialog.js';
import {withAct} from '../acts/act-changes.js';
import {completePrepared} from '../acts/complete-dialog.js';
import {actRefused} from '../acts/confirming.js';
import {madePublic, publicRead} from '../acts/make-public.js';
import {abortEnded, actLookedUp, completeEnded} from '../acts/reports.js';
import {askForBucket, bucketsListed, openBuckets} from '../buckets/buckets.js';
import {bucketsCounted} from '../buckets/counting.js';
import {testProgressed, testRefused} from '../connections/connection-tests.js';
import {connectionsListed, notConnected, openConnections} from '../connections/picker.js';
import {connectionsChanged, fileWritten, formRefused} from '../dialogs/form-dialog.js';
import {recordOf} from '../dialogs/registry.js';
import {clampCursor} from '../frame/list-cursor.js';
import {withNotice} from '../frame/notice.js';
import {historyChanged} from '../history/history.js';
import {pasted, pressed} from '../keys/press.js';
import {partsImported, partsLoaded} from '../parts/parts.js';
import {rescuePrepared, rescueProving} from '../rescue/confirm-dialog.js';
import {fileSuggested, pathCompleted, pathSeen} from '../rescue/file-dialog.js';
import {rescueEnded, rescueProgress} from '../rescue/reports.js';
import {rulePlanned, rulePlanning, rulesEnded} from '../rules/change-rule.js';
import {rulesRead} from '../rules/rules.js';
import {indexChanged, listingEnded} from '../uploads/listing.js';
import {openUploads} from '../uploads/open.js';
import {verdictRead} from '../uploads/verdicts.js';
import type {Action, ActionOf, Actions} from './action.js';
import type {Effect} from './effect.js';
import {screenRecord} from './screens.js';
import {
	type SessionState,
	topScreen,
	type UploadsScreen,
	withAnyScreen,
	withScreen,
} from './state.js';
import {type Rows, type Step, step, stepOn} from './step.js';

/** The next state, and what is to be done: everything that partway decides while it runs passes here. */
export function update(state: SessionState, action: Action, rows: Rows): Step {
	// The compiler does not see that the type and the handler go together.
	const handle = handlers[action.type] as (of: SessionState, action: Action, rows: Rows) => Step;
	const [next, effects] = handle(state, action, rows);
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

/** What each action leads to. One that is forgotten here does not compile. */
const handlers: {
	readonly [T in keyof Actions]: (state: SessionState, action: ActionOf<T>, rows: Rows) => Step;
} = {
	key: pressed,
	paste: (state, {text}) => pasted(state, text),
	scrolled: (state, {to}) => step({...state, scroll: to}),
	resized: onResize,
	ticked: (state, {now, here, apart}) => step({...state, now, here, apart}),
	'notice-ended': (state, {id}) =>
		step(state.notice?.id === id ? {...state, notice: undefined} : state),
	noticed: (state, {text, tone, about}) => withNotice(state, text, tone, about),
	connected,
	'not-connected': (state, {trouble}) => notConnected(state, trouble),
	'recents-read': (state, {recents}) => step({...state, recents}),
	'views-read': (state, {views}) => step({...state, views}),
	'pick-connection': openConnections,
	'connections-listed': connectionsListed,
	'buckets-listed': bucketsListed,
	'buckets-counted': bucketsCounted,
	'history-changed': historyChanged,
	failed,
	'index-changed': indexChanged,
	'cleanup-read': (state, {screen: id, rules}) =>
		step(withScreen<UploadsScreen>(state, id, 'uploads', each => ({...each, cleanup: rules}))),
	'listing-ended': listingEnded,
	'verdict-read': verdictRead,
	'rules-read': rulesRead,
	'rule-planning': rulePlanning,
	'rule-planned': rulePlanned,
	'rules-ended': rulesEnded,
	'path-seen': pathSeen,
	'path-completed': pathCompleted,
	'file-suggested': fileSuggested,
	'rescue-proving': rescueProving,
	'rescue-prepared': rescuePrepared,
	'rescue-progress': rescueProgress,
	'rescue-ended': rescueEnded,
	'parts-loaded': partsLoaded,
	'parts-imported': partsImported,
	'parts-exported': fileWritten,
	'failures-exported': fileWritten,
	'complete-prepared': completePrepared,
	'complete-phase': (state, {act, phase}) =>
		step(withAct(state, act, 'complete', each => ({...each, phase}))),
	'complete-ended': completeEnded,
	'public-read': publicRead,
	'made-public': madePublic,
	'abort-prepared': (state, {plan}) => abortPrepared(state, plan),
	'abort-ended': abortEnded,
	'run-planning': runPlanning,
	'run-planned': runPlanned,
	'run-progress': runProgress,
	'run-ended': runEnded,
	'run-refused': runRefused,
	'runs-interrupted': (state, {runs}) => step({...state, acts: {...state.acts, interrupted: runs}}),
	'act-refused': actRefused,
	'act-looked-up': actLookedUp,
	unsettled: (state, {acts: unsettled}) =>
		step({...state, acts: {...state.acts, unsettled}}, {type: 'refresh-history'}),
	'connection-saved': connectionsChanged,
	'connection-removed': connectionsChanged,
	'form-refused': formRefused,
	'test-progress': testProgressed,
	'test-refused': testRefused,
};

function connected(state: SessionState, {connection, target}: ActionOf<'connected'>): Step {
	const {dialog} = state;
	// A confirmation names what is on the connection before: it must not act through this one.
	const stays = dialog !== undefined && recordOf(dialog).staysWhenConnected;
	// Their reads end; acts that were sent run on.
	const left = {...state, connection, screens: [], dialog: stays ? dialog : undefined};
	const [opened, effects] = target
		? openUploads(left, target.bucket, target.prefix)
		: openBuckets(left);
	return step(opened, {type: 'stop-preparing'}, ...effects);
}

function failed(state: SessionState, {screen: id, trouble}: ActionOf<'failed'>): Step {
	const changed = withAnyScreen(state, id, screen => ({
		...screen,
		...('loading' in screen ? {loading: false} : {}),
		trouble,
	}));
	return step(askForBucket(changed, id, trouble));
}

function onResize(state: SessionState, {columns, rows}: ActionOf<'resized'>): Step {
	const resized = {...state, size: {columns, rows}};
	const screen = topScreen(resized);
	if (screen === undefined) return step(resized);
	const {rowCount, height, onShown} = screenRecord(screen);
	const cursor = clampCursor(screen.cursor, rowCount(screen), height(resized, screen));
	const placed = {...screen, cursor};
	return stepOn(resized, placed, ...(onShown?.(resized, placed) ?? []));
}
