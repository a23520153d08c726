import {formatBytes, formatElapsed} from '../../multipart/units.js';
import {abortSummary} from '../../session/act-facts.js';
import type {AbortAct, CompleteAct} from '../../session/acts-state.js';
import type {ActDialog} from '../../session/dialog-state.js';
import type {SessionState} from '../../session/state.js';
import {padEnd} from '../../terminal/cells.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {wrapText} from '../../terminal/wrap.js';
import {outcomeLook, outcomeWords} from '../act-words.js';
import {Lines} from '../components/lines.js';
import {progressBar} from '../components/progress-bar.js';
import type {Segment} from '../components/segments.js';
import {useSpinner} from '../components/spinner.js';
import {useGlyphs} from '../presentation.js';
import type {Glyphs} from '../theme.js';
import {troubleLines} from '../words.js';

type Lined = Array<readonly Segment[]>;

/** One act: how it goes, and at last what became of it. */
export function ShowAct({
	state,
	dialog,
	height,
}: {
	state: SessionState;
	dialog: ActDialog;
	height: number;
}) {
	const glyphs = useGlyphs();
	const act = state.acts.acts.find(({id}) => id === dialog.act);
	const spinner = useSpinner(act !== undefined && act.ended === undefined, glyphs);
	if (act === undefined) return null;
	const width = state.size.columns;
	const lines =
		act.kind === 'complete'
			? completeLines(act, state, spinner, glyphs)
			: abortLines(act, state, dialog, height, spinner, glyphs);
	return <Lines width={width} lines={[[], ...lines].slice(0, height)} />;
}

function completeLines(
	act: CompleteAct,
	state: SessionState,
	spinner: string,
	glyphs: Glyphs,
): Lined {
	const {columns: width} = state.size;
	const {outcome, plan, phase} = act;
	const named: Lined = [
		[{text: '   key        ', role: 'dim'}, {text: escapeForTerminal(plan.target.key)}],
		[{text: '   bucket     ', role: 'dim'}, {text: escapeForTerminal(plan.target.bucket)}],
	];
	if (outcome === undefined) {
		const doing = {
			reading: 'reading it again before anything is sent',
			sending: 'the server is putting the parts together',
			looking: 'looking at the object',
		}[phase];
		return [
			[
				{text: `   ${spinner} `, role: 'accent'},
				{
					text: `Completing${glyphs.ellipsis} ${formatElapsed(Math.max(0, state.now - act.started))}, ${doing}`,
					role: 'strong',
				},
			],
			[],
			...named,
			[],
			[
				{
					text: '   esc leaves this view: the act runs on, and its outcome is told wherever you are.',
					role: 'dim',
				},
			],
		];
	}
	const [sign, role] = outcomeLook(outcome.kind, glyphs);
	const sentence = outcome.kind === 'changed' ? outcome.changes.join(' ') : outcome.sentence;
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
	return [
		[
			{text: `   ${sign} `, role},
			{text: outcomeWords[outcome.kind] ?? outcome.kind, role: 'strong'},
		],
		...wrapText(sentence, width - 8).map((text): readonly Segment[] => [{text: `     ${text}`}]),
		[],
		...named,
		...facts.flatMap(([title, value]) =>
			value === undefined
				? []
				: wrapText(escapeForTerminal(value), width - 16).map((text, at): readonly Segment[] => [
						{text: `   ${padEnd(at === 0 ? title : '', 11)}`, role: 'dim'},
						{text},
					]),
		),
		...(failure === undefined ? [] : [[], ...troubleLines(failure, width, glyphs)]),
		...(problem === undefined ? [] : [[], ...troubleLines(problem.message, width, glyphs)]),
		...(outcome.kind === 'unknown'
			? [
					[],
					[
						{
							text: '   partway looks again after 5, 30 and 120 s; r looks now. Until it is settled, nothing else is sent for this upload.',
							role: 'dim' as const,
						},
					],
				]
			: []),
		[],
		[
			{
				text:
					outcome.kind === 'done' || outcome.kind === 'accepted'
						? '   y copies, esc closes'
						: '   esc closes',
				role: 'dim',
			},
		],
	];
}

function abortLines(
	act: AbortAct,
	state: SessionState,
	dialog: ActDialog,
	height: number,
	spinner: string,
	glyphs: Glyphs,
): Lined {
	const {columns: width} = state.size;
	const {results, plans} = act;
	const running = act.ended === undefined;
	const seconds = ((act.ended ?? state.now) - act.started) / 1000;
	const rate =
		seconds > 1 && running ? ` ${glyphs.dot} ${(results.length / seconds).toFixed(1)}/s` : '';
	const count = `${results.length} of ${plans.length}${rate}`;
	const head: Lined = [
		[
			{text: running ? `   ${spinner} ` : '   ', role: 'accent'},
			{
				text: running
					? `${act.stopping ? 'Stopping' : 'Aborting'}${glyphs.ellipsis} `
					: 'Aborted: ',
				role: 'strong',
			},
			...(running
				? progressBar(results.length, plans.length, Math.min(40, width - 50), glyphs)
				: []),
			{text: running ? `  ${count}` : abortSummary(results)},
		],
		...(running ? [[{text: `     ${abortSummary(results)}`, role: 'dim' as const}]] : []),
		[],
	];
	const room = Math.max(1, height - head.length - 4);
	const top = Math.max(0, Math.min(dialog.place.position, results.length - room));
	const rows = results.slice(top, top + room).flatMap((result): Lined => {
		const [sign, role] = outcomeLook(result.kind, glyphs);
		const freed = result.freed === undefined ? '' : ` ${formatBytes(result.freed)} freed.`;
		return [
			[
				{text: `   ${sign} `, role},
				{text: escapeForTerminal(result.target.key), role: 'strong'},
				{text: `  ${outcomeWords[result.kind] ?? result.kind} ${result.sentence}${freed}`},
				{
					text: result.failure === undefined ? '' : ` (${result.failure.code})`,
					role: 'danger',
				},
			],
		];
	});
	return [
		...head,
		...rows,
		[],
		[
			{
				text: running
					? '   s sends no more; what was sent is waited for. esc leaves this view, the act runs on.'
					: '   esc closes',
				role: 'dim',
			},
		],
	];
}
