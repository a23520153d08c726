import type {RulesDifference, RulesReason} from '../../operations/reason/rules-reason.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import type {WordsOf} from './words-of.js';

export const rulesWords: WordsOf<RulesReason> = {
	'rules-as-sent': 'The service shows the rules as they were sent.',
	'rules-unseen': 'The rules could not be read afterwards.',
	'rules-as-before': 'The answer was lost, and the rules are as they were.',
	'rules-changed': 'The rules have changed meanwhile: nothing was sent.',
	'rules-not-ours': 'The rules changed since: nothing is put back.',
	'rules-denied': 'It needs s3:PutLifecycleConfiguration on the bucket. Nothing has changed.',
	'rules-not-offered': 'This service does not take rules. Nothing has changed.',
	'rule-refused': 'This rule cannot be added: nothing was sent.',
	'rule-not-found': 'No rule, or more than one, has this id: nothing was sent.',
	'rule-does-more': 'The rule does not only abort uploads: nothing was sent.',
	'rules-differ': difference => escapeForTerminal(differenceWords(difference)),
};

const own: Readonly<Record<RulesDifference['own'], string | undefined>> = {
	'as-sent': undefined,
	dropped: 'the rule is not there, or aborts nothing',
	changed: 'the rule differs',
	'still-there': 'the rule is still there',
};

function differenceWords({
	own: ours,
	lost,
	changed,
	added,
	resetsMinimum,
}: RulesDifference): string {
	const named = (ids: readonly string[], what: string) =>
		ids.length === 0 ? [] : [`${what}: ${ids.map(id => `"${id}"`).join(', ')}`];
	const parts = [
		...(own[ours] === undefined ? [] : [own[ours]]),
		...named(lost, 'lost'),
		...named(changed, 'changed'),
		...named(added, 'added'),
		...(resetsMinimum ? ['the minimum size of transitions changed'] : []),
	];
	return `The service shows other rules than were sent: ${parts.join('; ')}.`;
}
