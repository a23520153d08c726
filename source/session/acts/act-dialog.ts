import {type SessionState, topScreen} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {type CopyItem, copyItemsOfTarget} from '../dialogs/copy-items.js';
import {withDialog, withoutDialog} from '../dialogs/handlers.js';
import type {DialogRecord} from '../dialogs/record.js';
import {startOfList} from '../frame/list-cursor.js';
import {openParts, partsReread} from '../parts/parts.js';
import {partOfAct, targetsOf, unsettledOn} from './act-facts.js';
import type {Act, ActId, CompleteAct} from './acts-state.js';
import {startComplete} from './complete-dialog.js';
import {askToMakePublic, checkPublic} from './make-public.js';
import {whyNoActsHere} from './rights.js';

/** Shows one act of this session, running or ended. */
export type ActDialog = {readonly kind: 'act'; readonly act: ActId};

declare module '../dialogs/dialog.js' {
	interface Dialogs {
		act: ActDialog;
	}
}

export const actDialog: DialogRecord<ActDialog> = {
	contexts: () => ['act', 'always'],
	body: 'text',
	commands: {
		back: closeAct,
		copy: ofComplete(whyNothingToCopy, (state, act) =>
			step(
				withDialog(state, {kind: 'copy', items: copyItemsOfAct(state, act), cursor: startOfList}),
			),
		),
		'show-part': ofComplete(whyNoPart, showPart),
		'without-condition': ofComplete(whyConditionStays, (state, {plan, upload, terms}) =>
			startComplete(state, plan.target.bucket, upload, plan.excluded, {unconditional: true, terms}),
		),
		'check-public': ofComplete(whyNoObject, checkPublic),
		'make-public': ofComplete(whyNotMadePublic, askToMakePublic),
		'look-again'(state) {
			const act = shownAct(state);
			const targets = act === undefined ? [] : targetsOf(act);
			const acts = targets.flatMap(target => unsettledOn(state, target));
			return step(state, {type: 'look-again', acts});
		},
	},
	staysWhenConnected: true,
};

/** The act that the dialog shows. */
function shownAct({dialog, acts}: SessionState): Act | undefined {
	return dialog?.kind === 'act' ? acts.acts.find(({id}) => id === dialog.act) : undefined;
}

function shownComplete(state: SessionState): CompleteAct | undefined {
	const act = shownAct(state);
	return act?.kind === 'complete' ? act : undefined;
}

/** A command of the view of a Complete: it does nothing where its key says why, nor in the view of an abort. */
function ofComplete(
	whyNot: (state: SessionState) => string | undefined,
	run: (state: SessionState, act: CompleteAct) => Step,
) {
	return (state: SessionState) => {
		const act = shownComplete(state);
		return act === undefined || whyNot(state) !== undefined ? step(state) : run(state, act);
	};
}

/** The view of an act closes; the parts of an upload that is no more close with it. */
function closeAct(state: SessionState): Step {
	const shut = withoutDialog(state);
	const act = shownAct(state);
	const screen = topScreen(state);
	const isLeft =
		screen?.kind === 'parts' &&
		state.screens.length > 1 &&
		act !== undefined &&
		isOver(act) &&
		targetsOf(act).some(({uploadId}) => uploadId === screen.target.uploadId);
	return isLeft ? step({...shut, screens: state.screens.slice(0, -1)}) : step(shut);
}

/** Whether nothing is left of the upload that an act was about. */
function isOver(act: Act): boolean {
	if (act.kind === 'run') return false;
	const kind = act.kind === 'complete' ? act.outcome?.kind : act.result?.kind;
	return kind === 'done' || kind === 'accepted' || kind === 'gone';
}

/** From an act that was refused to the part that it is about. */
function showPart(state: SessionState, act: CompleteAct): Step {
	const seek = partOfAct(act);
	if (seek === undefined) return step(state);
	const {target, excluded} = act.plan;
	const shut = withoutDialog(state);
	const screen = topScreen(state);
	return screen?.kind === 'parts' && screen.target.uploadId === target.uploadId
		? partsReread(shut, screen, seek)
		: openParts(shut, target, act.upload, {seek, excluded});
}

function copyItemsOfAct(state: SessionState, {outcome, plan}: CompleteAct): CopyItem[] {
	const {location, etag} =
		outcome !== undefined && 'location' in outcome
			? outcome
			: {location: undefined, etag: undefined};
	return [
		...(location === undefined ? [] : [{title: 'location', value: location}]),
		...(etag === undefined ? [] : [{title: 'ETag', value: etag}]),
		...copyItemsOfTarget(state, plan.target),
	];
}

/** Why there is nothing to copy; undefined when there is. */
export function whyNothingToCopy(state: SessionState): string | undefined {
	return shownComplete(state)?.ended === undefined ? 'there is no location and no ETag' : undefined;
}

/** Why there is no part to go to; undefined when what was refused is about one. */
export function whyNoPart(state: SessionState): string | undefined {
	const act = shownComplete(state);
	return act === undefined || partOfAct(act) === undefined ? 'it is about no part' : undefined;
}

/** Why it cannot be sent without a condition; undefined where the service refused that. */
export function whyConditionStays(state: SessionState): string | undefined {
	const {outcome, through} = shownComplete(state) ?? {};
	if (outcome?.kind !== 'failed' || outcome.refusedCondition === undefined)
		return 'the service did not refuse a condition';
	return through?.label === state.connection?.label
		? whyNoActsHere(state)
		: 'it was sent over another connection';
}

/** Why it cannot be asked who can read the object; undefined when it can. */
export function whyNoObject(state: SessionState): string | undefined {
	const made = shownComplete(state)?.outcome?.kind;
	return made === 'done' || made === 'accepted' ? undefined : 'there is no object yet';
}

/** Why the object cannot be opened to everybody; undefined when that was asked and it can. */
export function whyNotMadePublic(state: SessionState): string | undefined {
	const {reading, through} = shownComplete(state) ?? {};
	if (through?.readOnly) return 'this connection is read-only';
	if (typeof reading !== 'object') return 'first ask whether it can be read, with p';
	return reading.kind === 'not-readable' ? undefined : reading.sentence;
}

/** Why there is nothing to look up; undefined when an outcome is unknown. */
export function whyNothingUnknown(state: SessionState): string | undefined {
	const act = shownAct(state);
	const open = act && targetsOf(act).some(target => unsettledOn(state, target).length > 0);
	return open ? undefined : 'nothing of it is unknown';
}
