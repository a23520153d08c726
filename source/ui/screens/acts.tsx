import {formatBytes, formatElapsed, plural} from '../../multipart/units.js';
import {abortSummary, actEntries} from '../../session/act-facts.js';
import type {AbortAct, Act, CompleteAct} from '../../session/acts-state.js';
import type {ActDialog, ActsDialog} from '../../session/dialog-state.js';
import type {SessionState} from '../../session/state.js';
import {padEnd} from '../../terminal/cells.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {wrapText} from '../../terminal/wrap.js';
import {Lines} from '../components/lines.js';
import {progressBar} from '../components/progress-bar.js';
import type {Segment} from '../components/segments.js';
import {useSpinner} from '../components/spinner.js';
import {useGlyphs} from '../presentation.js';
import type {Glyphs, Role} from '../theme.js';
import {troubleLines} from '../words.js';

type Lined = Array<readonly Segment[]>;

/** How each outcome is signed; the word stands beside the sign. */
function look(kind: string, glyphs: Glyphs): readonly [string, Role] {
	if (kind === 'done' || kind === 'gone') return [glyphs.good, 'alive'];
	if (kind === 'accepted') return [glyphs.good, 'warn'];
	if (kind === 'unknown' || kind === 'probably-failed') return [glyphs.unknown, 'warn'];
	if (kind === 'left-alone' || kind === 'stopped' || kind === 'changed')
		return [glyphs.note, 'dim'];
	return [glyphs.bad, 'danger'];
}

const words: Readonly<Record<string, string>> = {
	done: 'Done.',
	gone: 'Gone.',
	accepted: 'Accepted by the server, not verified.',
	failed: 'Failed.',
	unknown: 'Unknown.',
	refused: 'Nothing was sent.',
	changed: 'Nothing was sent: the upload changed meanwhile.',
	'left-alone': 'Left alone.',
	stopped: 'Not sent.',
	'probably-failed': 'Probably failed.',
};

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
	const [sign, role] = look(outcome.kind, glyphs);
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
			{text: words[outcome.kind] ?? outcome.kind, role: 'strong'},
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
		const [sign, role] = look(result.kind, glyphs);
		const freed = result.freed === undefined ? '' : ` ${formatBytes(result.freed)} freed.`;
		return [
			[
				{text: `   ${sign} `, role},
				{text: escapeForTerminal(result.target.key), role: 'strong'},
				{text: `  ${words[result.kind] ?? result.kind} ${result.sentence}${freed}`},
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

/** Acts without an outcome first, then what this session did. */
export function ShowActs({
	state,
	dialog,
	height,
}: {
	state: SessionState;
	dialog: ActsDialog;
	height: number;
}) {
	const glyphs = useGlyphs();
	const {columns: width} = state.size;
	const entries = actEntries(state);
	const room = Math.max(1, height - 6);
	const lines = entries
		.slice(dialog.place.top, dialog.place.top + room)
		.map((entry, at): readonly Segment[] => {
			const selected = dialog.place.top + at === dialog.place.position;
			const cursor: Segment = {text: ` ${selected ? glyphs.cursor : ' '} `, role: 'selected'};
			if (entry.kind === 'act') return [cursor, ...actSegments(entry.act, glyphs)];
			const {intent, state: standing, outcome} = entry.open;
			const [sign, role] = look(standing, glyphs);
			return [
				cursor,
				{text: `${sign} `, role},
				{text: `${intent.act === 'complete' ? 'Complete' : 'Abort'} of `},
				{text: escapeForTerminal(intent.key), role: 'strong'},
				{
					text: ` in ${escapeForTerminal(intent.bucket)}, sent ${intent.time.slice(0, 19).replace('T', ' ')}Z: ${standing === 'probably-failed' ? 'probably failed' : standing}. ${outcome?.sentence ?? 'partway ended before the answer came.'}`,
				},
			];
		});
	return (
		<Lines
			width={width}
			lines={[
				[],
				[{text: '   Acts', role: 'strong'}],
				[],
				...(lines.length === 0 ? [[{text: '   Nothing was completed or aborted yet.'}]] : lines),
				[],
				[
					{
						text: '   While an outcome is unknown nothing else is sent for that upload. r looks again.',
						role: 'dim',
					},
				],
			]}
		/>
	);
}

function actSegments(act: Act, glyphs: Glyphs): readonly Segment[] {
	if (act.kind === 'complete') {
		const kind = act.outcome?.kind;
		const [sign, role] = kind === undefined ? [glyphs.note, 'accent' as Role] : look(kind, glyphs);
		return [
			{text: `${sign} `, role},
			{text: 'Complete of '},
			{text: escapeForTerminal(act.plan.target.key), role: 'strong'},
			{text: `: ${kind === undefined ? 'under way' : (words[kind] ?? kind)}`},
		];
	}
	const running = act.ended === undefined;
	return [
		{text: `${running ? glyphs.note : glyphs.good} `, role: running ? 'accent' : 'alive'},
		{text: `Abort of ${plural(act.plans.length, 'upload')}: `},
		{text: `${running ? 'under way, ' : ''}${abortSummary(act.results)}`},
	];
}

/** The row under the breadcrumb, on every screen, while something runs or is not settled. */
export function actsLine(state: SessionState, spinner: string, glyphs: Glyphs): readonly Segment[] {
	const running = state.acts.acts.filter(act => act.ended === undefined);
	const open = state.acts.unsettled.filter(({state: standing}) => standing !== 'running');
	const parts: Segment[] = [];
	for (const act of running) {
		const what =
			act.kind === 'complete'
				? `completing ${escapeForTerminal(act.plan.target.key)}`
				: `aborting ${act.results.length} of ${act.plans.length}`;
		parts.push(
			{text: ` ${spinner} `, role: 'accent'},
			{text: `${what}, ${formatElapsed(Math.max(0, state.now - act.started))}`},
		);
	}
	if (open.length > 0) {
		const [first] = open;
		const what = first?.intent.act === 'complete' ? 'Complete' : 'Abort';
		parts.push(
			{text: ` ${glyphs.unknown} `, role: 'warn'},
			{
				text: `${plural(open.length, 'act')} with an unknown outcome: ${what} of ${escapeForTerminal(first?.intent.key ?? '')}`,
			},
			{text: '  ! shows', role: 'dim'},
		);
	}
	const elsewhere = state.acts.unsettled.length - open.length - running.length;
	if (parts.length === 0 && elsewhere > 0)
		parts.push({
			text: ` ${plural(elsewhere, 'act')} of another partway on this machine under way`,
			role: 'dim',
		});
	return parts;
}
