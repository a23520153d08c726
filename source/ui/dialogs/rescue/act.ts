import {exactBytes, formatElapsed, plural} from '../../../multipart/text/units.js';
import type {RescueAct} from '../../../session/acts/acts-state.js';
import {canBeginAgain, shownRescue} from '../../../session/rescue/rescue-facts.js';
import {outcomeWords} from '../../../text/outcome-words.js';
import {changeWords} from '../../../text/plan/change-words.js';
import {journalWords, problemWords} from '../../../text/reason/journal-words.js';
import {reasonWords} from '../../../text/reason/reason-words.js';
import {rescueFindingWords} from '../../../text/rescue/rescue-finding-words.js';
import {blank, type Drawing, type Lined} from '../../components/segments.js';
import {troubleLines} from '../../text/words.js';
import {exactly, fact, note, outcomeLines} from '../dialog-lines.js';
import type {DialogView} from '../dialog-view.js';
import {paceLines} from './pace-lines.js';

type Result = NonNullable<RescueAct['result']>;

/** A rescue: how it goes, and at last the object, or what is left and how to go on. */
export const rescueActView: DialogView<'rescue-act'> = {
	turns(dialog, state) {
		const act = shownRescue(state, dialog);
		return act !== undefined && act.ended === undefined && act.state !== 'paused';
	},
	draw(dialog, state, on) {
		const act = shownRescue(state, dialog);
		if (act === undefined) return {body: []};
		const {plan, file} = act.prepared;
		const {key, bucket} = plan.completion.target;
		const named = [
			...exactly('key', key, on),
			...exactly('bucket', bucket, on),
			...exactly('file', file.path, on),
		];
		const took = formatElapsed(Math.max(0, (act.ended ?? state.here) - act.started));
		const {result} = act;
		return result === undefined
			? {
					body: [
						blank,
						underWay(act, on),
						pausedLines(act, on),
						blank,
						named,
						fact('since', took, on),
					],
					foot: [
						blank,
						note('esc leaves this view: the rescue continues, and ! shows it again.', on),
					],
				}
			: {
					body: [
						outcomeOf(result, on),
						named,
						objectLines(result, on),
						fact('took', took, on),
						failureLines(result, on),
					],
					foot: [blank, note(hintOf(act), on)],
				};
	},
};

function underWay({pace, state}: RescueAct, on: Drawing): Lined {
	if (state === 'paused') return paceLines(pace, on, {sign: on.glyphs.note, before: 'Paused. '});
	return state === 'stopping'
		? paceLines(pace, on, {before: 'Stopping: waiting for what was sent. '})
		: paceLines(pace, on);
}

/** What paused it, where it was not asked for, and what to do. */
function pausedLines({pausedBy, state}: RescueAct, on: Drawing): Lined {
	if (state !== 'paused' || pausedBy === undefined) return [];
	return [
		[],
		...troubleLines('operation' in pausedBy ? pausedBy : problemWords(pausedBy), on),
		[{text: '     once that is fixed, r goes on; nothing is lost.', role: 'dim'}],
	];
}

function outcomeOf(result: Result, on: Drawing): Lined {
	const sentence =
		result.kind === 'changed'
			? result.changes.map(changeWords).join(' ')
			: reasonWords(result.reason);
	const finding = result.kind === 'refused' ? result.finding : undefined;
	const because = finding === undefined ? '' : ` ${rescueFindingWords(finding)}`;
	// Parts may have left before it was stopped.
	const words = result.kind === 'stopped' ? 'Stopped.' : outcomeWords[result.kind];
	return outcomeLines(result.kind, words, sentence + because, on);
}

function objectLines(result: Result, on: Drawing): Lined {
	if (!('sent' in result)) return [];
	const {sent, completed = {}} = result;
	const of = (name: 'location' | 'etag' | 'versionId') =>
		name in completed ? (completed as {readonly [N in typeof name]?: string})[name] : undefined;
	return [
		...fact(
			'sent',
			sent.parts === 0 ? 'nothing' : `${exactBytes(sent.bytes)} in ${plural(sent.parts, 'part')}`,
			on,
		),
		...exactly('location', of('location'), on),
		...exactly('etag', of('etag'), on),
		...exactly('version', of('versionId'), on),
	];
}

function failureLines(result: Result, on: Drawing): Lined {
	const failure = 'failure' in result ? result.failure : undefined;
	const problem = 'journalProblem' in result ? result.journalProblem : undefined;
	return [
		...(failure === undefined ? [] : [[], ...troubleLines(failure, on)]),
		...(problem === undefined ? [] : [[], ...troubleLines(journalWords(problem.problem), on)]),
	];
}

function hintOf(act: RescueAct): string {
	if (canBeginAgain(act)) return 'r compares again and goes on with what is left, esc closes';
	return act.result?.kind === 'unknown'
		? 'partway looks again after 5, 30 and 120 s, r looks now. Until its outcome is known, nothing else is sent for this upload.'
		: 'y copies, esc closes';
}
