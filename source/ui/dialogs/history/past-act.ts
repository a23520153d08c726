import {exactBytes, formatAge, formatTime, plural} from '../../../multipart/text/units.js';
import {bytesOf, type Intent, type PastAct} from '../../../operations/journal/journal.js';
import {actNames} from '../../../session/acts/act-facts.js';
import type {SessionState} from '../../../session/core/state.js';
import type {DialogOf} from '../../../session/dialogs/dialog.js';
import {whyNotClosed, whyNotLookedUp} from '../../../session/history/past-act-facts.js';
import {escapeForTerminal} from '../../../terminal/escape.js';
import {answerFacts} from '../../../text/failure/failure-words.js';
import {endedBeforeAnswer, outcomeWords, standingWords} from '../../../text/outcome-words.js';
import {reasonWords} from '../../../text/reason/reason-words.js';
import {blank, type Drawing, type Groups, type Lined} from '../../components/segments.js';
import {
	exactly,
	fact,
	note,
	outcomeLines,
	termLines,
	title,
	warning,
	wordLine,
} from '../dialog-lines.js';
import type {DialogView} from '../dialog-view.js';
import {changeNames, ruleWords} from '../rules/rule-lines.js';

/** All that is known of one act of the history. */
export const pastActView: DialogView<'past-act'> = {
	draw(dialog, state, on) {
		const {act} = dialog;
		const {intent, standing, outcome} = act;
		const sentence =
			outcome !== undefined
				? reasonWords(outcome.reason)
				: standing === 'running'
					? undefined
					: endedBeforeAnswer;
		const words = `${actNames[intent.act]}: ${outcomeWords[standing]}`;
		return {
			body: [
				outcomeLines(standing, words, sentence, on),
				targetLines(intent, on),
				timeLines(act, state.here, on),
				callerLines(intent, on),
				...answerLines(act, on),
				...act.earlier.map(({time, outcome, reason}) => {
					const said = `${formatTime(Date.parse(time))} ${standingWords(outcome)}. ${reasonWords(reason)}`;
					return fact('before', escapeForTerminal(said), on);
				}),
				exactly('operation', intent.id, on),
			],
			foot: [blank, note(hintFor(state, dialog), on)],
		};
	},
};

function targetLines(
	{bucket, key, uploadId, endpoint, connection, rules, file}: Intent,
	on: Drawing,
): Lined {
	return [
		...(rules === undefined ? exactly('key', key, on) : []),
		...exactly('bucket', bucket, on),
		...(rules === undefined
			? exactly('upload id', uploadId, on)
			: fact('rule', escapeForTerminal(`${changeNames[rules.change]}: ${ruleWords(rules)}`), on)),
		...exactly('file', file, on),
		...exactly('endpoint', endpoint, on),
		...exactly('connection', connection, on),
	];
}

function timeLines({intent, outcome}: PastAct, now: number, on: Drawing): Lined {
	const dated = (iso: string) => {
		const time = Date.parse(iso);
		return `${formatTime(time)}, ${formatAge(Math.max(0, now - time))} ago`;
	};
	return [
		...fact('sent', dated(intent.time), on),
		...fact('known', outcome && dated(outcome.time), on),
	];
}

function callerLines({user, host, pid, caller, terms, run}: Intent, on: Drawing): Lined {
	const who = `${user ?? 'somebody'} on ${host}, process ${pid}`;
	return [
		...fact('by', escapeForTerminal(who), on),
		...exactly('access key', caller, on),
		...termLines(terms ?? {}, on),
		...exactly('of the run', run, on),
	];
}

function answerLines(act: PastAct, on: Drawing): Groups {
	const {planned, before} = act.intent;
	const {code, status, requestId, etag, location, user} = act.outcome ?? {};
	const bytes = bytesOf(act);
	const was =
		before === 'denied'
			? 'not allowed to check'
			: before &&
				(before.size === undefined ? 'an object of unknown size' : exactBytes(before.size));
	const answered = answerFacts({code, status}).join(', ');
	return [
		fact('bytes', bytes === undefined ? undefined : exactBytes(bytes), on),
		fact('planned', planned && plural(planned.partCount, 'part'), on),
		fact('was there', was, on),
		answered !== '' && fact('answered', escapeForTerminal(answered), on),
		exactly('request id', requestId, on),
		exactly('ETag', etag, on),
		exactly('location', location, on),
		exactly('closed by', user, on),
	];
}

function hintFor(state: SessionState, dialog: DialogOf<'past-act'>): string {
	const {standing} = dialog.act;
	if (standing !== 'unknown' && standing !== 'probably-failed') return 'y copies, esc closes';
	const looks = whyNotLookedUp(state, dialog);
	const closes = whyNotClosed(state, dialog);
	return [
		looks === undefined ? 'r looks at the server again.' : `Cannot be checked here: ${looks}.`,
		closes === undefined ? 's closes it by hand, if checking again does not help.' : '',
	]
		.filter(text => text !== '')
		.map(escapeForTerminal)
		.join(' ');
}

/** Asks for the key of an act that is to be closed by hand. */
export const closeActView: DialogView<'close-act'> = {
	draw: ({act, word}, state, on) => ({
		body: [
			title(`Close this ${actNames[act.intent.act]} by hand?`),
			targetLines(act.intent, on),
			timeLines(act, state.here, on),
			blank,
			note(
				'Nothing is sent. The journal will say that you closed it and that its outcome is unknown.',
				on,
			),
		],
		foot: [
			blank,
			warning(
				act.intent.act === 'rules'
					? 'After that partway does not look any more whether this change took effect.'
					: 'After that partway completes or aborts this upload again. If this operation is still at work, its data could be lost.',
				on,
			),
			wordLine(word, on),
		],
	}),
};
