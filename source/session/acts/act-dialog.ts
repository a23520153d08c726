import type {OpenAct} from '../../operations/journal/journal.js';
import {seenPubliclyWords} from '../../text/reason/acl-words.js';
import {type SessionState, topScreen} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {askToCopy} from '../dialogs/copy.js';
import type {CopyItem} from '../dialogs/copy-commands.js';
import {copyItemsOfTarget} from '../dialogs/copy-items.js';
import {withoutDialog} from '../dialogs/handlers.js';
import type {DialogRecord} from '../dialogs/record.js';
import {key} from '../keys/binding.js';
import {rowKeys, scroll} from '../keys/row-keys.js';
import {openParts, partsReread} from '../parts/open.js';
import {findAct} from './act-changes.js';
import {partOfAct, targetsOf, unsettledOn} from './act-facts.js';
import type {Act, ActId, CompleteAct} from './acts-state.js';
import {startComplete} from './complete-dialog.js';
import {lookAgainKey} from './look-again.js';
import {askToMakePublic, checkPublic} from './make-public.js';
import {whyNoActsHere} from './rights.js';

/** Shows one act of this session, running or ended. */
export type ActDialog = {readonly kind: 'act'; readonly act: ActId};

declare module '../dialogs/dialog.js' {
	interface Dialogs {
		act: ActDialog;
	}
}

/** What a key of the view of a Complete does; in the view of an abort each says why it does nothing. */
function ofComplete(run: (state: SessionState, act: CompleteAct) => Step) {
	return (state: SessionState, dialog: ActDialog) => {
		const act = completeOf(state, dialog);
		return act === undefined ? step(state) : run(state, act);
	};
}

const whyNoObject = 'an abort makes no object';

/** The reason where it shows no Complete for which this holds. */
function whyNot(holds: (act: CompleteAct) => boolean, reason: string) {
	return (state: SessionState, dialog: ActDialog) => {
		const act = completeOf(state, dialog);
		if (act === undefined) return whyNoObject;
		return holds(act) ? undefined : reason;
	};
}

/** Whether it shows a Complete: an abort leaves no object of which there would be more to ask. */
function isComplete(dialog: ActDialog, state: SessionState): boolean {
	return completeOf(state, dialog) !== undefined;
}

export const actDialog: DialogRecord<ActDialog> = {
	keys: {
		act: {
			copy: key(
				'y',
				'copy',
				'Copy the location, the ETag or the key',
				ofComplete((state, act) => askToCopy(state, copyItemsOfAct(state, act))),
				{
					priority: 2,
					isNamed: isComplete,
					disabled: whyNot(act => act.ended !== undefined, 'there is no location and no ETag'),
				},
			),
			'show-part': key(
				'o',
				'show part',
				'Open the parts of the upload, on the part that was refused',
				ofComplete(showPart),
				{
					priority: 2,
					rare: true,
					disabled: whyNot(act => partOfAct(act) !== undefined, 'it names no part'),
				},
			),
			'without-condition': key(
				'u',
				'without the condition',
				'Complete it without the condition that the service lacks: type the key',
				ofComplete((state, {plan, upload, terms}) =>
					startComplete(state, plan.target.bucket, upload, plan.excluded, {
						unconditional: true,
						terms,
					}),
				),
				{
					priority: 2,
					needsOwnKeypress: true,
					rare: true,
					dangerous: true,
					disabled: whyConditionStays,
				},
			),
			'check-public': key(
				'p',
				'public?',
				'Ask, without credentials, whether anybody can read the object',
				ofComplete(checkPublic),
				{
					priority: 4,
					isNamed: isComplete,
					disabled: whyNot(
						({outcome}) => outcome?.kind === 'done' || outcome?.kind === 'accepted',
						'there is no object yet',
					),
				},
			),
			'make-public': key(
				'P',
				'make public',
				'Set the ACL public-read on the object: asks first',
				ofComplete(askToMakePublic),
				{
					...{priority: 5, needsOwnKeypress: true, dangerous: true},
					isNamed: isComplete,
					disabled: whyNotMadePublic,
				},
			),
			'look-again': lookAgainKey(unknownOf, {rare: true}),
			...rowKeys(scroll),
			back: key('esc enter h left', 'close', 'Close; a running operation continues', closeAct, {
				priority: 1,
			}),
		},
	},
	staysWhenConnected: true,
};

/** The Complete that the dialog shows; undefined for an abort. */
function completeOf(state: SessionState, {act}: ActDialog): CompleteAct | undefined {
	return findAct(state, act, 'complete');
}

/** What the journal holds open of the act that the dialog shows. */
function unknownOf(state: SessionState, dialog: ActDialog): readonly OpenAct[] {
	const act = state.acts.acts.find(({id}) => id === dialog.act);
	return act === undefined ? [] : targetsOf(act).flatMap(target => unsettledOn(state, target));
}

/** The view of an act closes; the parts of an upload that is no more close with it. */
function closeAct(state: SessionState, dialog: ActDialog): Step {
	const shut = withoutDialog(state);
	const act = state.acts.acts.find(({id}) => id === dialog.act);
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
	if (act.kind === 'run' || act.kind === 'rules' || act.kind === 'rescue') return false;
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

/** Why it cannot be sent without a condition; undefined where the service refused that. */
function whyConditionStays(state: SessionState, dialog: ActDialog): string | undefined {
	const act = completeOf(state, dialog);
	if (act === undefined) return whyNoObject;
	const {outcome, through} = act;
	if (outcome?.kind !== 'failed' || outcome.refusedCondition === undefined)
		return 'the service did not refuse a condition';
	return through?.label === state.connection?.label
		? whyNoActsHere(state)
		: 'it was sent over another connection';
}

/** Why the object cannot be opened to everybody; undefined when that was asked and it can. */
function whyNotMadePublic(state: SessionState, dialog: ActDialog): string | undefined {
	const act = completeOf(state, dialog);
	if (act === undefined) return whyNoObject;
	const {reading, through} = act;
	if (through?.readOnly) return 'this connection is read-only';
	if (typeof reading !== 'object') return 'ask first with p whether it can be read';
	return reading.kind === 'not-readable' ? undefined : seenPubliclyWords(reading);
}
