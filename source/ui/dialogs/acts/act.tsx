import {exactBytes, formatElapsed} from '../../../multipart/text/units.js';
import type {AbortAct, CompleteAct} from '../../../session/acts/acts-state.js';
import type {SessionState} from '../../../session/core/state.js';
import {escapeForTerminal} from '../../../terminal/escape.js';
import {wrapText} from '../../../terminal/wrap.js';
import {completeWords, outcomeWords} from '../../../text/outcome-words.js';
import {seenPubliclyWords} from '../../../text/reason/acl-words.js';
import {journalWords} from '../../../text/reason/journal-words.js';
import {reasonWords} from '../../../text/reason/reason-words.js';
import {Panel} from '../../components/panel.js';
import type {Segment} from '../../components/segments.js';
import {useSpinner} from '../../components/spinner.js';
import {useGlyphs} from '../../frame/presentation.js';
import type {Glyphs} from '../../frame/theme.js';
import {outcomeLook} from '../../text/act-words.js';
import {troubleLines} from '../../text/words.js';
import {exactly, fact, type Lined} from '../dialog-lines.js';
import type {DialogProps} from '../dialog-props.js';

/** One act: how it goes, and at last what became of it. */
export function ShowAct({state, dialog, height}: DialogProps<'act'>) {
	const glyphs = useGlyphs();
	const act = state.acts.acts.find(({id}) => id === dialog.act);
	const spinner = useSpinner(act !== undefined && act.ended === undefined, glyphs);
	if (act === undefined || act.kind === 'run') return null;
	const width = state.size.columns;
	const [body, hint] =
		act.kind === 'complete'
			? completeLines(act, state, spinner, glyphs)
			: abortLines(act, state, spinner, glyphs);
	const foot: Lined = wrapText(hint, width - 4).map(text => [{text: `   ${text}`, role: 'dim'}]);
	return <Panel width={width} height={height} body={[[], ...body]} foot={[[], ...foot]} />;
}

/** The rows, and what to press. */
type BodyAndHint = readonly [body: Lined, hint: string];

function completeLines(
	act: CompleteAct,
	state: SessionState,
	spinner: string,
	glyphs: Glyphs,
): BodyAndHint {
	const {columns: width} = state.size;
	const {outcome, plan, phase} = act;
	const named: Lined = [
		...exactly('key', plan.target.key, width),
		...exactly('bucket', plan.target.bucket, width),
	];
	if (outcome === undefined) {
		const doing = {
			reading: 'reading it again before anything is sent',
			sending: 'the server is putting the parts together',
			looking: 'looking at the object',
		}[phase];
		const elapsed = formatElapsed(Math.max(0, state.here - act.started));
		return [
			[
				[
					{text: `   ${spinner} `, role: 'accent'},
					{text: `Completing${glyphs.ellipsis} ${elapsed}, ${doing}`, role: 'strong'},
				],
				[],
				...named,
			],
			'esc leaves this view: the operation runs on, and its outcome shows wherever you are.',
		];
	}
	const [sign, role] = outcomeLook(outcome.kind, glyphs);
	const sentence = completeWords(outcome);
	const failure = 'failure' in outcome ? outcome.failure : undefined;
	const facts: ReadonlyArray<readonly [string, string | undefined]> =
		'location' in outcome || 'etag' in outcome
			? [
					['location', 'location' in outcome ? outcome.location : undefined],
					['etag', 'etag' in outcome ? outcome.etag : undefined],
					['version', 'versionId' in outcome ? outcome.versionId : undefined],
				]
			: [];
	const problem = 'journalProblem' in outcome ? outcome.journalProblem : undefined;
	const hint =
		outcome.kind === 'done' || outcome.kind === 'accepted'
			? 'y copies, esc closes'
			: outcome.kind === 'unknown'
				? 'partway looks again after 5, 30 and 120 s, r looks now. Until its outcome is known, nothing else is sent for this upload.'
				: outcome.kind === 'failed' && outcome.refusedCondition !== undefined
					? `u completes it without ${outcome.refusedCondition}, esc closes`
					: 'esc closes';
	return [
		[
			[
				{text: `   ${sign} `, role},
				{text: outcomeWords[outcome.kind] ?? outcome.kind, role: 'strong'},
			],
			...wrapText(escapeForTerminal(sentence), width - 8).map((text): readonly Segment[] => [
				{text: `     ${text}`},
			]),
			[],
			...named,
			...facts.flatMap(([name, value]) => (value === undefined ? [] : exactly(name, value, width))),
			...publicLines(act, width),
			...(failure === undefined ? [] : [[], ...troubleLines(failure, width, glyphs)]),
			...(problem === undefined
				? []
				: [[], ...troubleLines(journalWords(problem.problem), width, glyphs)]),
		],
		hint,
	];
}

/** Who can read the object: not asked yet, or what was found. */
function publicLines({outcome, reading, made}: CompleteAct, width: number): Lined {
	if (outcome?.kind !== 'done' && outcome?.kind !== 'accepted') return [];
	const asked =
		reading === undefined
			? 'not checked; p asks without credentials'
			: reading === 'asking'
				? 'asking'
				: reading.kind === 'not-readable' && made === undefined
					? `${seenPubliclyWords(reading)} P sets the ACL public-read.`
					: seenPubliclyWords(reading);
	return [
		...fact('public?', asked, width),
		...(made === undefined
			? []
			: fact(
					'ACL',
					made === 'sending'
						? 'sending PutObjectAcl public-read'
						: `${outcomeWords[made.kind] ?? made.kind} ${reasonWords(made.reason)}`,
					width,
				)),
	];
}

function abortLines(
	act: AbortAct,
	state: SessionState,
	spinner: string,
	glyphs: Glyphs,
): BodyAndHint {
	const {columns: width} = state.size;
	const {result, plan} = act;
	const named: Lined = [
		...exactly('key', plan.target.key, width),
		...exactly('bucket', plan.target.bucket, width),
	];
	if (result === undefined) {
		const elapsed = formatElapsed(Math.max(0, state.here - act.started));
		return [
			[
				[
					{text: `   ${spinner} `, role: 'accent'},
					{text: `Aborting${glyphs.ellipsis} ${elapsed}`, role: 'strong'},
				],
				[],
				...named,
			],
			'esc leaves this view: the operation runs on, and its outcome shows wherever you are.',
		];
	}
	const {failure, freed, journalProblem} = result;
	const [sign, role] = outcomeLook(result.kind, glyphs);
	return [
		[
			[
				{text: `   ${sign} `, role},
				{text: outcomeWords[result.kind], role: 'strong'},
			],
			...wrapText(escapeForTerminal(reasonWords(result.reason)), width - 8).map(
				(text): readonly Segment[] => [{text: `     ${text}`}],
			),
			[],
			...named,
			...(freed === undefined ? [] : fact('freed', exactBytes(freed), width)),
			...(failure === undefined ? [] : [[], ...troubleLines(failure, width, glyphs)]),
			...(journalProblem === undefined
				? []
				: [[], ...troubleLines(journalWords(journalProblem.problem), width, glyphs)]),
		],
		result.kind === 'unknown'
			? 'partway looks again after 5, 30 and 120 s, r looks now. Until its outcome is known, nothing else is sent for this upload.'
			: 'esc closes',
	];
}
