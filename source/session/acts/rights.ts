import type {Upload, UploadTarget} from '../../multipart/upload.js';
import {mayEndUpload} from '../../operations/journal/journal-acts.js';
import {formatProtected, protecting, type Touched} from '../../s3/gateway/protected.js';
import {doubtWords} from '../../text/reason/refusal-words.js';
import {type SessionState, topScreen} from '../core/state.js';
import {isUnderWay, runningActs, unsettledOn} from './act-facts.js';

/** Why nothing may be completed or aborted through this connection; undefined when it may. */
export function whyReadOnly({connection}: SessionState): string | undefined {
	return connection?.readOnly ? 'this connection is read-only' : undefined;
}

/** Why nothing may be completed or aborted on the screen that shows; undefined when it may. */
export function whyNoActsHere(state: SessionState): string | undefined {
	return whyReadOnly(state) ?? whyProtectedHere(state);
}

/** Why nothing that the screen shows may be changed; undefined when not all of it is protected. */
export function whyProtectedHere(state: SessionState): string | undefined {
	const screen = topScreen(state);
	if (screen?.kind === 'uploads')
		return whyProtected(state, {bucket: screen.bucket, key: screen.prefix});
	if (screen?.kind === 'rules') return whyProtected(state, {bucket: screen.bucket, key: ''});
	return screen?.kind === 'parts' ? whyProtected(state, screen.target) : undefined;
}

/** Why what is touched may not be changed. */
export function whyProtected({connection}: SessionState, touched: Touched): string | undefined {
	const entry = protecting(connection?.protectedPrefixes ?? [], touched);
	return entry && `the profile protects ${formatProtected(entry)}`;
}

/**
 * Why an upload may not be completed or aborted, as far as it is known here; undefined when it may. The
 * journal has the last word before anything is sent.
 */
export function whyNoAct(
	state: SessionState,
	act: 'complete' | 'abort' | 'rescue',
	target: UploadTarget,
	upload: Upload,
): string | undefined {
	const forbidden = whyReadOnly(state) ?? whyProtected(state, target);
	if (forbidden !== undefined) return notPossible(act, forbidden);
	if (!upload.keyCertain) return doubtWords(upload);
	if (isUnderWay(state, target))
		return 'An operation on this upload is under way: see ! for how it goes.';
	const open = unsettledOn(state, target).find(
		({intent, state}) => mayEndUpload(intent.act) || state === 'running',
	);
	if (open === undefined || open.state === 'probably-failed') return undefined;
	const of = open.intent.act;
	const sent = of === 'complete' ? 'A Complete' : of === 'rescue' ? 'A rescue' : 'An Abort';
	if (open.state === 'running')
		return `${sent} of this upload is under way: see ! for how it goes.`;
	if (act === 'abort' && open.intent.act === 'abort') return undefined;
	return `${sent} of this upload has an unknown outcome; acting on it now could lose its data. ! looks again.`;
}

/** Why the program may not be stopped for a while: what an act is answered would be lost. Undefined when it may. */
export function whyNotStopped(state: SessionState): string | undefined {
	return runningActs(state).length === 0 ? undefined : 'an operation is under way';
}

/** The sentence for a command that cannot be done now. */
export function notPossible(title: string, reason: string): string {
	return `${title} is not possible: ${reason}.`;
}
