import {isBlocked} from '../../multipart/completion.js';
import {plural} from '../../multipart/units.js';
import type {CompleteDialog} from '../../session/dialog-state.js';
import type {SessionState} from '../../session/state.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {Panel} from '../components/panel.js';
import type {Segment} from '../components/segments.js';
import {useSpinner} from '../components/spinner.js';
import {
	buttons,
	fact,
	type Lined,
	note,
	otherClients,
	probablyFailed,
	title,
	wordLine,
} from '../dialog-lines.js';
import {useGlyphs} from '../presentation.js';
import {exactBytes, timeOrNone, troubleLines} from '../words.js';
import {findingLines} from './parts.js';

/** What completing makes, what it would overwrite, and what speaks against it: all of it before the question. */
export function ConfirmComplete({
	state,
	dialog,
	height,
}: {
	state: SessionState;
	dialog: CompleteDialog;
	height: number;
}) {
	const glyphs = useGlyphs();
	const {columns: width} = state.size;
	const {plan, target, upload} = dialog;
	const spinner = useSpinner(plan === undefined && dialog.trouble === undefined, glyphs);
	const named: Lined = [
		...fact('endpoint', state.connection?.endpoint ?? '', width),
		...fact('bucket', escapeForTerminal(target.bucket), width),
		...fact('key', escapeForTerminal(target.key), width),
		...fact('upload id', escapeForTerminal(target.uploadId), width),
	];
	if (dialog.trouble !== undefined)
		return (
			<Panel
				width={width}
				height={height}
				body={[
					...title('Complete this upload?'),
					...named,
					[],
					...troubleLines(dialog.trouble, width, glyphs),
				]}
			/>
		);
	if (plan === undefined)
		return (
			<Panel
				width={width}
				height={height}
				body={[
					...title('Complete this upload?'),
					...named,
					[],
					[{text: `   ${spinner} reading its parts and what is at the key`, role: 'dim'}],
				]}
			/>
		);
	const blocked = isBlocked(plan);
	const {expected, existing, facts} = plan;
	const there =
		existing === undefined
			? `nothing (looked just now; ${enforcement[facts.conditionalComplete]})`
			: existing === 'denied'
				? 'may not be looked at (HeadObject is denied)'
				: `an object of ${exactBytes(existing.size)} of ${timeOrNone(existing.lastModified, glyphs)}`;
	const etag = expected.etag ?? `not known before: ${expected.reason}`;
	const head: Lined = [
		...title(blocked ? 'This upload cannot be completed.' : 'Complete this upload?'),
		...dialog.changes.flatMap(change => [
			[
				{text: `   ${glyphs.warn} `, role: 'warn'},
				{text: `Changed meanwhile: ${change}`},
			] as readonly Segment[],
		]),
		...(dialog.changes.length > 0 ? [[]] : []),
		...named,
		...fact('initiated', timeOrNone(upload.initiated, glyphs), width),
		...fact('makes', `${exactBytes(plan.size)} from ${plural(plan.partCount, 'part')}`, width),
		...fact('ETag', etag, width),
		...fact('there now', there, width),
	];
	const danger = dialog.afterProbablyFailed ? probablyFailed(width, glyphs) : [];
	// What the service enforces stands beside what is there.
	const findings = plan.findings.filter(({code}) => code !== 'not-enforced');
	return (
		<Panel
			width={width}
			height={height}
			body={[
				...head,
				[],
				...findingLines(findings, {limit: Number.POSITIVE_INFINITY, width}, glyphs),
				...(blocked ? [] : note(otherClients, width)),
			]}
			foot={[
				...danger,
				...(blocked
					? note('esc closes', width)
					: dialog.word === undefined
						? buttons(dialog.focus, 'Complete', glyphs)
						: wordLine(dialog.word, width, glyphs)),
			]}
		/>
	);
}

const enforcement = {
	enforced: 'the server enforces it',
	ignored: 'this service does not enforce it: a writer in between would be overwritten',
	unknown: 'whether the server enforces it is not known',
} as const;
