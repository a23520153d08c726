import {formatElapsed, plural} from '../../../multipart/text/units.js';
import type {RulesAct} from '../../../session/acts/acts-state.js';
import {escapeForTerminal} from '../../../terminal/escape.js';
import {outcomeWords} from '../../../text/outcome-words.js';
import {journalWords} from '../../../text/reason/journal-words.js';
import {reasonWords} from '../../../text/reason/reason-words.js';
import {blank, type Lined} from '../../components/segments.js';
import {troubleLines} from '../../text/words.js';
import {exactly, fact, note, outcomeLines} from '../dialog-lines.js';
import type {DialogView} from '../dialog-view.js';
import {ruleWords} from './rule-lines.js';

const doing: Readonly<Record<RulesAct['change'], string>> = {
	add: 'Adding the rule',
	remove: 'Removing the rule',
	'put-back': 'Putting the rules back',
};

/** A change of rules: that it runs, and what became of it. */
export const rulesActView: DialogView<'rules-act'> = {
	turns: ({act}, {acts}) => acts.acts.some(({id, ended}) => id === act && ended === undefined),
	draw(dialog, state, on) {
		const act = state.acts.acts.find(({id}) => id === dialog.act);
		if (act?.kind !== 'rules') return {body: []};
		const {bucket, endpoint, rule, result, putBack} = act;
		const named = [
			...fact('rule', escapeForTerminal(ruleWords(rule)), on),
			...exactly('bucket', bucket, on),
			...exactly('endpoint', endpoint, on),
		];
		if (result === undefined) {
			const elapsed = formatElapsed(Math.max(0, state.here - act.started));
			const text = `${doing[act.change]}${on.glyphs.ellipsis} ${elapsed}, then the rules are read again`;
			const head: Lined = [
				[],
				[
					{text: `   ${on.spinner} `, role: 'accent'},
					{text, role: 'strong'},
				],
				[],
			];
			return {
				body: [head, named],
				foot: [
					blank,
					note(
						'esc leaves this view: the operation continues, and its outcome shows wherever you are.',
						on,
					),
				],
			};
		}
		const {kind, reason, failure, journalProblem} = result;
		const sentence = kind === 'done' ? doneWords(act) : reasonWords(reason);
		return {
			body: [
				outcomeLines(kind, outcomeWords[kind], sentence, on),
				named,
				failure !== undefined && [...blank, ...troubleLines(failure, on)],
				journalProblem !== undefined && [
					...blank,
					...troubleLines(journalWords(journalProblem.problem), on),
				],
			],
			foot: [blank, note(hintOf(kind, putBack !== undefined), on)],
		};
	},
};

/** `The rule is there; the 3 others are as they were.` */
function doneWords({change, others}: RulesAct): string {
	const rest =
		others === 0
			? ''
			: others === 1
				? '; the other one is unchanged'
				: `; the ${plural(others, 'other')} are unchanged`;
	const what = {
		add: `The rule is there${rest}.`,
		remove: `The rule is gone${rest}.`,
		'put-back': 'The earlier rules are back.',
	};
	return what[change];
}

function hintOf(kind: string, canPutBack: boolean): string {
	return [
		kind === 'unknown' ? 'partway looks again after 5, 30 and 120 s, r looks now.' : '',
		canPutBack ? 'p puts back the earlier rules, esc closes' : 'esc closes',
	]
		.filter(text => text !== '')
		.join(' ');
}
