import {isBlocked} from '../../../multipart/completion/completion.js';
import {termsOf} from '../../../session/connections/terms-form.js';
import {changeWords} from '../../../text/plan/change-words.js';
import {etagWords, makesWords, thereWords} from '../../../text/plan/plan-words.js';
import {Panel} from '../../components/panel.js';
import type {Segment} from '../../components/segments.js';
import {useSpinner} from '../../components/spinner.js';
import {useGlyphs} from '../../frame/presentation.js';
import {findingLines} from '../../screens/parts/parts.js';
import {timeOrNone, troubleLines} from '../../text/words.js';
import {
	buttons,
	exactly,
	fact,
	type Lined,
	mayLiveWarning,
	note,
	otherClients,
	probablyFailed,
	termLines,
	title,
	warning,
	wordLine,
} from '../dialog-lines.js';
import type {DialogProps} from '../dialog-props.js';

/** What completing makes, what it would overwrite, and what speaks against it: all of it before the question. */
export function ConfirmComplete({state, dialog, height}: DialogProps<'complete'>) {
	const glyphs = useGlyphs();
	const {columns: width} = state.size;
	const {plan, target, upload} = dialog;
	const spinner = useSpinner(plan === undefined && dialog.trouble === undefined, glyphs);
	const named: Lined = [
		...exactly('endpoint', state.connection?.endpoint ?? '', width),
		...exactly('bucket', target.bucket, width),
		...exactly('key', target.key, width),
		...exactly('upload id', target.uploadId, width),
		...termLines(termsOf(dialog, state.connection), width),
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
	const {overwrite: replaces} = plan;
	const blocked = isBlocked(plan);
	const head: Lined = [
		...title(
			blocked
				? 'This upload cannot be completed.'
				: replaces
					? 'Complete this upload, and replace what is there?'
					: plan.unconditional
						? 'Complete this upload without a condition?'
						: 'Complete this upload?',
		),
		...dialog.changes.flatMap(change => [
			[
				{text: `   ${glyphs.warn} `, role: 'warn'},
				{text: `Changed meanwhile: ${changeWords(change)}`},
			] as readonly Segment[],
		]),
		...(dialog.changes.length > 0 ? [[]] : []),
		...named,
		...fact('initiated', timeOrNone(upload.initiated, glyphs), width),
		...fact('makes', makesWords(plan), width),
		...fact('ETag', etagWords(plan), width),
		...fact('there now', thereWords(plan), width),
	];
	const danger = [
		...(replaces ? warning('The object that is at this key will be REPLACED.', width, glyphs) : []),
		...(blocked ? [] : mayLiveWarning(plan.liveness, state, glyphs)),
		...(dialog.afterProbablyFailed ? probablyFailed(width, glyphs) : []),
	];
	// What stands in the rows above is not said twice.
	const findings = plan.findings.filter(
		({code}) => code !== 'not-enforced' && !(replaces && code === 'object-exists'),
	);
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
