import {isRescueBlocked} from '../../../multipart/rescue/rescue-plan.js';
import {exactBytes} from '../../../multipart/text/units.js';
import {changeWords} from '../../../text/plan/change-words.js';
import {replacedWords, thereWords} from '../../../text/plan/plan-words.js';
import {rescueFindingWords} from '../../../text/rescue/rescue-finding-words.js';
import {cutWords, provenWords, sendWords} from '../../../text/rescue/rescue-plan-words.js';
import {blank, type Lined} from '../../components/segments.js';
import {findingLines} from '../../screens/parts/parts.js';
import {timeOrNone, troubleLines} from '../../text/words.js';
import {
	exactly,
	fact,
	mayLiveWarning,
	note,
	otherClients,
	probablyFailed,
	question,
	targetLines,
	title,
	warning,
} from '../dialog-lines.js';
import type {DialogView} from '../dialog-view.js';
import {paceLines} from './pace-lines.js';

/** How far comparing is; then what the rescue would send and make, and what speaks against it, before the question. */
export const rescueView: DialogView<'rescue'> = {
	turns: ({prepared, trouble}) => prepared === undefined && trouble === undefined,
	draw(dialog, state, on) {
		const {prepared, target, upload, trouble, pace} = dialog;
		const changes = dialog.changes.map((change): Lined[number] => [
			{text: `   ${on.glyphs.warn} `, role: 'warn'},
			{text: `Changed meanwhile: ${changeWords(change)}`},
		]);
		const head = (words: string, file: string, why?: Lined) => [
			title(words),
			why !== undefined && [...why, []],
			changes.length > 0 && [...changes, []],
			exactly('file', file, on),
			targetLines(state.connection?.endpoint, target, on),
			fact('initiated', timeOrNone(upload.initiated, on.glyphs), on),
		];
		if (trouble !== undefined)
			return {
				body: [...head('Nothing was sent.', dialog.file), blank, troubleLines(trouble, on)],
				foot: [blank, note('esc closes', on)],
			};
		if (prepared === undefined)
			return {
				body: [...head('Comparing', dialog.file), blank, paceLines(pace, on)],
				foot: [blank, note('Nothing is sent. esc stops.', on)],
			};
		const {plan, file} = prepared;
		const isBlocked = isRescueBlocked(plan);
		const isAllThere = plan.toSend.length === 0;
		const replaces = plan.choice.overwrite === true;
		// What stands in the rows above is not said twice.
		const findings = plan.findings.filter(
			({code}) => code !== 'not-enforced' && !(replaces && code === 'object-exists'),
		);
		const found = findingLines(findings, Number.POSITIVE_INFINITY, on, rescueFindingWords);
		const what = isAllThere
			? 'Everything is there. Complete this upload'
			: 'Send what is missing, complete this upload';
		return {
			body: [
				...head(
					isBlocked
						? 'This upload cannot be finished from this file.'
						: `${what}${replaces ? ` and replace what ${plan.completion.existing === 'denied' ? 'may be' : 'is'} there` : ''}?`,
					file.path,
					// What is certain is what one came to find out.
					isBlocked ? found : undefined,
				),
				fact('holds', exactBytes(plan.file.size), on),
				fact('cut into', cutWords(plan), on),
				fact('there', provenWords(plan), on),
				fact('to send', sendWords(plan), on),
				fact('there now', thereWords(plan.completion), on),
				!isBlocked && [...blank, ...found],
				!isBlocked && note(otherClients, on),
			],
			foot: [
				replaces && warning(replacedWords(plan.completion), on),
				!isBlocked && mayLiveWarning(plan.liveness, state, on),
				dialog.afterProbablyFailed && probablyFailed(on),
				isBlocked
					? note('esc closes', on)
					: question(dialog, isAllThere ? 'Complete' : 'Send and complete', on),
			],
		};
	},
};
