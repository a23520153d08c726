import {type CompletionPlan, isBlocked} from '../../../multipart/completion/completion.js';
import {termsOf} from '../../../session/connections/terms.js';
import {changeWords} from '../../../text/plan/change-words.js';
import {findingWords} from '../../../text/plan/finding-words.js';
import {etagWords, makesWords, replacedWords, thereWords} from '../../../text/plan/plan-words.js';
import {blank} from '../../components/segments.js';
import {findingLines} from '../../screens/parts/parts.js';
import {timeOrNone, troubleLines} from '../../text/words.js';
import {
	fact,
	mayLiveWarning,
	note,
	otherClients,
	probablyFailed,
	question,
	targetLines,
	termLines,
	title,
	waiting,
	warning,
} from '../dialog-lines.js';
import type {DialogView} from '../dialog-view.js';

/** What completing makes, what it would overwrite, and what speaks against it: all of it before the question. */
export const completeView: DialogView<'complete'> = {
	turns: ({plan, trouble}) => plan === undefined && trouble === undefined,
	draw(dialog, state, on) {
		const {plan, target, upload, trouble} = dialog;
		const named = [
			...targetLines(state.connection?.endpoint, target, on),
			...termLines(termsOf(dialog, state.connection), on),
		];
		const read =
			trouble === undefined
				? waiting('reading its parts and what is at the key', on)
				: troubleLines(trouble, on);
		if (plan === undefined || trouble !== undefined)
			return {body: [title('Complete this upload?'), named, blank, read]};
		const replaces = plan.overwrite;
		const blocked = isBlocked(plan);
		const changes = dialog.changes.map(change => [
			{text: `   ${on.glyphs.warn} `, role: 'warn'} as const,
			{text: `Changed meanwhile: ${changeWords(change)}`},
		]);
		// What stands in the rows above is not said twice.
		const findings = plan.findings.filter(
			({code}) => code !== 'not-enforced' && !(replaces && code === 'object-exists'),
		);
		return {
			body: [
				title(titleOf(plan)),
				changes.length > 0 && [...changes, []],
				named,
				fact('initiated', timeOrNone(upload.initiated, on.glyphs), on),
				fact('makes', makesWords(plan), on),
				fact('ETag', etagWords(plan), on),
				fact('there now', thereWords(plan), on),
				blank,
				findingLines(findings, Number.POSITIVE_INFINITY, on, findingWords),
				!blocked && note(otherClients, on),
			],
			foot: [
				replaces && warning(replacedWords(plan), on),
				!blocked && mayLiveWarning(plan.liveness, state, on),
				dialog.afterProbablyFailed && probablyFailed(on),
				blocked ? note('esc closes', on) : question(dialog, 'Complete', on),
			],
		};
	},
};

function titleOf(plan: CompletionPlan): string {
	if (isBlocked(plan)) return 'This upload cannot be completed.';
	if (plan.overwrite)
		return `Complete this upload, and replace what ${plan.existing === 'denied' ? 'may be' : 'is'} there?`;
	return plan.unconditional ? 'Complete this upload without a condition?' : 'Complete this upload?';
}
