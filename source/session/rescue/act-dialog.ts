import type {UploadTarget} from '../../multipart/upload.js';
import {unsettledOn} from '../acts/act-facts.js';
import type {ActId, RescueAct} from '../acts/acts-state.js';
import {whyNoAct} from '../acts/rights.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {askToCopy} from '../dialogs/copy.js';
import {type CopyItem, item} from '../dialogs/copy-commands.js';
import {copyItemsOfTarget} from '../dialogs/copy-items.js';
import {close, withoutDialog} from '../dialogs/handlers.js';
import type {DialogRecord} from '../dialogs/record.js';
import {withNotice} from '../frame/notice.js';
import {key} from '../keys/binding.js';
import {rowKeys, scroll} from '../keys/row-keys.js';
import {startProving} from './confirm-dialog.js';
import {canBeginAgain, shownRescue} from './rescue-facts.js';

/** Shows a rescue of this session, running or ended. */
export type RescueActDialog = {readonly kind: 'rescue-act'; readonly act: ActId};

declare module '../dialogs/dialog.js' {
	interface Dialogs {
		'rescue-act': RescueActDialog;
	}
}

const whileItRuns = {priority: 2, needsOwnKeypress: true, rare: true};

export const rescueActDialog: DialogRecord<RescueActDialog> = {
	keys: {
		rescue: {
			pause: key(
				'p',
				'pause/go on',
				'Pause: waits for what was sent, begins no more parts; again goes on',
				control('pause'),
				{...whileItRuns, disabled: whyEnded},
			),
			stop: key(
				's',
				'stop',
				'Stop: sends no more parts, does not complete; the same rescue goes on later',
				control('stop'),
				{...whileItRuns, disabled: whyEnded},
			),
			'go-on': key(
				'r',
				'go on',
				'Resume, once the credentials are back; after its end: go on with what is left, or check again',
				goOn,
				{...whileItRuns, priority: 1, disabled: whyNotGoneOn},
			),
			copy: key(
				'y',
				'copy',
				'Copy the location, the ETag or the key',
				(state, dialog) => {
					const act = shownRescue(state, dialog);
					return act === undefined
						? step(state)
						: askToCopy(state, copyItemsOf(state, act), dialog);
				},
				{priority: 3},
			),
			...rowKeys(scroll),
			back: key('esc enter h left', 'close', 'Close; a running rescue continues', leave, {
				priority: 1,
			}),
		},
	},
	staysWhenConnected: true,
};

const targetOf = ({prepared}: RescueAct): UploadTarget => prepared.plan.completion.target;

/** Pauses, goes on or stops; `pause` goes on with what is paused. */
function control(wanted: 'pause' | 'stop') {
	return (state: SessionState, dialog: RescueActDialog): Step => {
		const isPaused = shownRescue(state, dialog)?.state === 'paused';
		const what = wanted === 'pause' && isPaused ? 'go-on' : wanted;
		return step(state, {type: 'control-rescue', act: dialog.act, what});
	};
}

function goOn(state: SessionState, dialog: RescueActDialog): Step {
	const act = shownRescue(state, dialog);
	if (act === undefined) return step(state);
	if (act.ended === undefined)
		return step(state, {type: 'control-rescue', act: act.id, what: 'go-on'});
	const target = targetOf(act);
	if (!canBeginAgain(act))
		return step(state, {type: 'look-again', acts: unsettledOn(state, target)});
	const {upload, file, partSize} = act;
	const refusal = whyNoAct(state, 'rescue', target, upload);
	return refusal === undefined
		? startProving(withoutDialog(state), {target, upload, file, partSize})
		: withNotice(state, refusal, 'bad');
}

/** The view closes; so do the parts of an upload that is no more. */
function leave(state: SessionState, dialog: RescueActDialog): Step {
	const act = shownRescue(state, dialog);
	const screen = state.screens.at(-1);
	const isLeft =
		screen?.kind === 'parts' &&
		state.screens.length > 1 &&
		act !== undefined &&
		(act.result?.kind === 'done' || act.result?.kind === 'accepted') &&
		targetOf(act).uploadId === screen.target.uploadId;
	return isLeft
		? step({...withoutDialog(state), screens: state.screens.slice(0, -1)})
		: close(state, dialog);
}

function copyItemsOf(state: SessionState, act: RescueAct): CopyItem[] {
	const {result, prepared} = act;
	const completed = result !== undefined && 'completed' in result ? result.completed : undefined;
	const {location = undefined, etag = undefined} =
		completed !== undefined && 'location' in completed ? completed : {};
	return [
		...item('location', location),
		...item('ETag', etag),
		...copyItemsOfTarget(state, targetOf(act)),
		{title: 'file', value: prepared.file.path},
	];
}

function whyEnded(state: SessionState, dialog: RescueActDialog): string | undefined {
	const act = shownRescue(state, dialog);
	if (act === undefined || act.ended !== undefined) return 'it has ended';
	return act.pace?.phase === 'completing' ? 'it is being completed' : undefined;
}

/** Why nothing goes on; undefined while it is paused, and where something is left or unknown. */
function whyNotGoneOn(state: SessionState, dialog: RescueActDialog): string | undefined {
	const act = shownRescue(state, dialog);
	if (act === undefined) return 'it is over';
	if (act.ended === undefined) return act.state === 'paused' ? undefined : 'it is not paused';
	const endpoint = act.through?.endpoint;
	if (endpoint !== state.connection?.endpoint)
		return `it was sent to ${endpoint}: connect there first`;
	const isUnknown = unsettledOn(state, targetOf(act)).length > 0;
	return canBeginAgain(act) || isUnknown ? undefined : 'nothing is left to send';
}
