import {exactBytes, formatAge, formatTime, plural} from '../../../multipart/text/units.js';
import {bytesOf, type Intent, type PastAct} from '../../../operations/journal/journal.js';
import {actNames} from '../../../session/acts/act-facts.js';
import type {SessionState} from '../../../session/core/state.js';
import {whyNotClosed, whyNotLookedUp} from '../../../session/history/past-act.js';
import {escapeForTerminal} from '../../../terminal/escape.js';
import {wrapText} from '../../../terminal/wrap.js';
import {endedBeforeAnswer, outcomeWords, standingWords} from '../../../text/outcome-words.js';
import {reasonWords} from '../../../text/reason/reason-words.js';
import {Panel} from '../../components/panel.js';
import type {Segment} from '../../components/segments.js';
import {useGlyphs} from '../../frame/presentation.js';
import {outcomeLook} from '../../text/act-words.js';
import {
	exactly,
	fact,
	type Lined,
	note,
	termLines,
	title,
	warning,
	wordLine,
} from '../dialog-lines.js';
import type {DialogProps} from '../dialog-props.js';

/** All that is known of one act of the history. */
export function ShowPastAct({state, dialog, height}: DialogProps<'past-act'>) {
	const glyphs = useGlyphs();
	const {columns: width} = state.size;
	const {act} = dialog;
	const {intent, standing, outcome} = act;
	const [sign, role] = outcomeLook(standing, glyphs);
	const words = outcomeWords[standing];
	const sentence =
		outcome !== undefined
			? reasonWords(outcome.reason)
			: standing === 'running'
				? undefined
				: endedBeforeAnswer;
	return (
		<Panel
			width={width}
			height={height}
			body={[
				[],
				[
					{text: `   ${sign} `, role},
					{text: `${actNames[intent.act]}: ${words ?? standing}`, role: 'strong'},
				],
				...(sentence === undefined
					? []
					: wrapText(escapeForTerminal(sentence), width - 8).map((text): readonly Segment[] => [
							{text: `     ${text}`},
						])),
				[],
				...targetLines(intent, width),
				...timeLines(act, state.here, width),
				...callerLines(intent, width),
				...answerLines(act, width),
				...earlierLines(act, width),
				...exactly('act', intent.id, width),
			]}
			foot={[[], ...note(hintFor(state, dialog), width)]}
		/>
	);
}

function targetLines({bucket, key, uploadId, endpoint, connection}: Intent, width: number): Lined {
	return [
		...exactly('key', key, width),
		...exactly('bucket', bucket, width),
		...exactly('upload id', uploadId, width),
		...exactly('endpoint', endpoint, width),
		...exactly('connection', connection, width),
	];
}

function timeLines({intent, outcome}: PastAct, now: number, width: number): Lined {
	const dated = (iso: string) => {
		const time = Date.parse(iso);
		return `${formatTime(time)}, ${formatAge(Math.max(0, now - time))} ago`;
	};
	return [
		...fact('sent', dated(intent.time), width),
		...(outcome === undefined ? [] : fact('known', dated(outcome.time), width)),
	];
}

function callerLines({user, host, pid, caller, terms, run}: Intent, width: number): Lined {
	const who = `${user ?? 'somebody'} on ${host}, process ${pid}`;
	return [
		...fact('by', escapeForTerminal(who), width),
		...(caller === undefined ? [] : exactly('access key', caller, width)),
		...termLines(terms ?? {}, width),
		...(run === undefined ? [] : exactly('of the run', run, width)),
	];
}

function answerLines(act: PastAct, width: number): Lined {
	const {intent, outcome} = act;
	const bytes = bytesOf(act);
	const {code, status, requestId, etag, location, user} = outcome ?? {};
	const {planned, before} = intent;
	const was =
		before === 'denied'
			? 'looking was not allowed'
			: before &&
				(before.size === undefined ? 'an object of unknown size' : exactBytes(before.size));
	const answered = [code, status === undefined ? undefined : `HTTP ${status}`]
		.filter(each => each !== undefined)
		.join(', ');
	return [
		...(bytes === undefined ? [] : fact('bytes', exactBytes(bytes), width)),
		...(planned === undefined ? [] : fact('planned', plural(planned.partCount, 'part'), width)),
		...(was === undefined ? [] : fact('was there', was, width)),
		...(answered === '' ? [] : fact('answered', escapeForTerminal(answered), width)),
		...(requestId === undefined ? [] : exactly('request id', requestId, width)),
		...(etag === undefined ? [] : exactly('ETag', etag, width)),
		...(location === undefined ? [] : exactly('location', location, width)),
		...(user === undefined ? [] : exactly('closed by', user, width)),
	];
}

function earlierLines({earlier}: PastAct, width: number): Lined {
	return earlier.flatMap(({time, outcome, reason}) =>
		fact(
			'before',
			escapeForTerminal(
				`${formatTime(Date.parse(time))} ${standingWords(outcome)}. ${reasonWords(reason)}`,
			),
			width,
		),
	);
}

function hintFor(state: SessionState, dialog: DialogProps<'past-act'>['dialog']): string {
	const {standing} = dialog.act;
	if (standing !== 'unknown' && standing !== 'probably-failed') return 'y copies, esc closes';
	const looks = whyNotLookedUp(state, dialog);
	const closes = whyNotClosed(state, dialog);
	return [
		looks === undefined ? 'r looks at the server again.' : `Not to be looked up here: ${looks}.`,
		closes === undefined ? 's closes it by hand, where looking tells nothing any more.' : '',
	]
		.filter(text => text !== '')
		.map(escapeForTerminal)
		.join(' ');
}

/** Asks for the key of an act that is to be closed by hand. */
export function ConfirmCloseAct({state, dialog, height}: DialogProps<'close-act'>) {
	const glyphs = useGlyphs();
	const {columns: width} = state.size;
	const {act, word} = dialog;
	return (
		<Panel
			width={width}
			height={height}
			body={[
				...title(`Close this ${actNames[act.intent.act]} by hand?`),
				...targetLines(act.intent, width),
				...timeLines(act, state.here, width),
				[],
				...note(
					'Nothing is sent. The journal will say that you closed it, and that what became of it is not known.',
					width,
				),
			]}
			foot={[
				[],
				...warning(
					'After that partway completes or aborts this upload again. If this operation is still at work, its data could be lost.',
					width,
					glyphs,
				),
				...wordLine(word, width, glyphs),
			]}
		/>
	);
}
