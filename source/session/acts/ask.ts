import {doubtWords} from '../../multipart/doubt.js';
import type {Liveness} from '../../multipart/liveness.js';
import type {Upload, UploadTarget} from '../../multipart/upload.js';
import {whyProtected} from '../../s3/gateway/protected.js';
import {hintWords} from '../../text/failure/hint-words.js';
import type {Action} from '../core/action.js';
import type {Command} from '../core/command.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {choose, isTyped, withoutDialog} from '../dialogs/choice.js';
import type {AbortDialog, CompleteDialog} from '../dialogs/dialog-state.js';
import {withNotice} from '../frame/notice.js';
import {isUnderWay, unsettledOn} from './act-facts.js';

/** Why nothing is asked on a read-only connection. */
export const readOnly = 'This connection is read-only: nothing is completed or aborted here.';

/** What is known here already to forbid the act; the journal has the last word before anything is sent. */
export function whyNot(
	state: SessionState,
	act: 'complete' | 'abort',
	target: UploadTarget,
	upload: Upload,
): string | undefined {
	if (state.connection?.readOnly) return readOnly;
	const why = whyProtected(state.connection?.protectedPrefixes ?? [], target);
	if (why !== undefined) return why;
	if (!upload.keyCertain) return doubtWords(upload);
	if (isUnderWay(state, target))
		return 'An act on this upload is under way: see ! for how it goes.';
	// An ACL stands in nobody's way.
	const open = unsettledOn(state, target).find(({intent}) => intent.act !== 'acl');
	if (open === undefined || open.state === 'probably-failed') return undefined;
	const sent = open.intent.act === 'complete' ? 'A Complete' : 'An Abort';
	if (open.state === 'running')
		return `${sent} of this upload is under way: see ! for how it goes.`;
	if (act === 'abort' && open.intent.act === 'abort') return undefined;
	return `${sent} of this upload has an unknown outcome; acting on it now could lose its data. ! looks again.`;
}

/** Whether an act on the upload probably failed and may be sent again, once its key is typed. */
export function probablyFailedOn(state: SessionState, target: UploadTarget): boolean {
	return unsettledOn(state, target).some(
		open => open.intent.act !== 'acl' && open.state === 'probably-failed',
	);
}

/** Whether somebody is or may be uploading, so that an act on this one is confirmed by its key. */
export function mayLive(liveness: Liveness): boolean {
	return liveness === 'active' || liveness === 'unknown';
}

export function sameUpload(a: UploadTarget, b: UploadTarget): boolean {
	return a.bucket === b.bucket && a.key === b.key && a.uploadId === b.uploadId;
}

/** Cancel, switch or go: the same for both acts. A typed word goes on only when it is exact. */
export function confirmed(
	state: SessionState,
	dialog: CompleteDialog | AbortDialog,
	command: Command,
	go: () => Step,
): Step {
	const {word} = dialog;
	if (word !== undefined) {
		if (command === 'back') return step(withoutDialog(state));
		if (command !== 'confirm') return step(state);
		return isTyped(word)
			? go()
			: withNotice(state, `That is not what has to be typed; esc cancels.`);
	}
	const choice = choose(dialog, command);
	if (choice === 'close') return step(withoutDialog(state));
	if (choice === 'cancel' || choice === 'go')
		return step({...state, dialog: {...dialog, focus: choice}});
	return choice === 'pressed-go' ? go() : step(state);
}

/** An act that could not be prepared or was refused tells it where it was asked for. */
export function actRefused(
	state: SessionState,
	{trouble, act}: Extract<Action, {type: 'act-refused'}>,
): Step {
	const {dialog} = state;
	if (act === undefined && (dialog?.kind === 'complete' || dialog?.kind === 'abort'))
		return step({...state, dialog: {...dialog, trouble}});
	return withNotice(
		state,
		typeof trouble === 'string' ? trouble : hintWords(trouble.hint, 'app'),
		'bad',
	);
}
