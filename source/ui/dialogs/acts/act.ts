import {exactBytes, formatElapsed} from '../../../multipart/text/units.js';
import type {AbortAct, CompleteAct} from '../../../session/acts/acts-state.js';
import {completeWords, outcomeWords} from '../../../text/outcome-words.js';
import {seenPubliclyWords} from '../../../text/reason/acl-words.js';
import {journalWords} from '../../../text/reason/journal-words.js';
import {reasonWords} from '../../../text/reason/reason-words.js';
import {blank, type Drawing, type Lined} from '../../components/segments.js';
import {troubleLines} from '../../text/words.js';
import {exactly, fact, note, outcomeLines} from '../dialog-lines.js';
import type {DialogView} from '../dialog-view.js';

const phases: Readonly<Record<CompleteAct['phase'], string>> = {
	reading: 'reading it again before anything is sent',
	sending: 'the server is putting the parts together',
	looking: 'checking the object',
};

/** One act: how it goes, and at last what became of it. */
export const actView: DialogView<'act'> = {
	turns: ({act}, {acts}) => acts.acts.some(({id, ended}) => id === act && ended === undefined),
	draw(dialog, state, on) {
		const act = state.acts.acts.find(({id}) => id === dialog.act);
		if (act === undefined || act.kind === 'run' || act.kind === 'rules' || act.kind === 'rescue')
			return {body: []};
		const {key, bucket} = act.plan.target;
		const named = [...exactly('key', key, on), ...exactly('bucket', bucket, on)];
		const outcome = act.kind === 'complete' ? act.outcome : act.result;
		if (outcome === undefined) {
			const [what, doing] =
				act.kind === 'complete' ? ['Completing', `, ${phases[act.phase]}`] : ['Aborting', ''];
			const elapsed = formatElapsed(Math.max(0, state.here - act.started));
			const head: Lined = [
				[],
				[
					{text: `   ${on.spinner} `, role: 'accent'},
					{text: `${what}${on.glyphs.ellipsis} ${elapsed}${doing}`, role: 'strong'},
				],
				[],
			];
			const hint =
				'esc leaves this view: the operation continues, and its outcome shows wherever you are.';
			return {body: [head, named], foot: [blank, note(hint, on)]};
		}
		const sentence =
			outcome.kind === 'changed' ? completeWords(outcome) : reasonWords(outcome.reason);
		const failure = 'failure' in outcome ? outcome.failure : undefined;
		const problem = 'journalProblem' in outcome ? outcome.journalProblem : undefined;
		return {
			body: [
				outcomeLines(outcome.kind, outcomeWords[outcome.kind], sentence, on),
				named,
				act.kind === 'complete' ? objectLines(act, on) : freedLine(act, on),
				failure !== undefined && [...blank, ...troubleLines(failure, on)],
				problem !== undefined && [...blank, ...troubleLines(journalWords(problem.problem), on)],
			],
			foot: [blank, note(hintOf(outcome, act.kind), on)],
		};
	},
};

function hintOf(
	outcome: NonNullable<CompleteAct['outcome'] | AbortAct['result']>,
	of: 'complete' | 'abort',
): string {
	if (outcome.kind === 'done' || (outcome.kind === 'accepted' && of === 'complete'))
		return 'y copies, esc closes';
	if (outcome.kind === 'unknown')
		return 'partway looks again after 5, 30 and 120 s, r looks now. Until its outcome is known, nothing else is sent for this upload.';
	return outcome.kind === 'failed' && 'refusedCondition' in outcome && outcome.refusedCondition
		? `u completes it without ${outcome.refusedCondition}, esc closes`
		: 'esc closes';
}

function freedLine({result}: AbortAct, on: Drawing): Lined {
	return result?.freed === undefined ? [] : fact('freed', exactBytes(result.freed), on);
}

/** What the service made of a Complete, and who can read it: not asked yet, or what was found. */
function objectLines({outcome, reading, made}: CompleteAct, on: Drawing): Lined {
	if (outcome === undefined) return [];
	const named = [
		...exactly('location', 'location' in outcome ? outcome.location : undefined, on),
		...exactly('etag', 'etag' in outcome ? outcome.etag : undefined, on),
		...exactly('version', 'versionId' in outcome ? outcome.versionId : undefined, on),
	];
	if (outcome.kind !== 'done' && outcome.kind !== 'accepted') return named;
	const asked =
		reading === undefined
			? 'not checked; p asks without credentials'
			: reading === 'asking'
				? 'asking'
				: reading.kind === 'not-readable' && made === undefined
					? `${seenPubliclyWords(reading)} P sets the ACL public-read.`
					: seenPubliclyWords(reading);
	const acl =
		made === 'sending'
			? 'sending PutObjectAcl public-read'
			: made && `${outcomeWords[made.kind]} ${reasonWords(made.reason)}`;
	return [...named, ...fact('public?', asked, on), ...fact('ACL', acl, on)];
}
