import type {RuleFinding} from '../multipart/rules/rule-findings.js';
import {escapeForTerminal} from '../terminal/escape.js';
import type {WordsOf} from './reason/words-of.js';

const afterDays = (days: number | undefined) =>
	days === undefined ? 'after an unknown time' : `after ${days} d`;

const findings: WordsOf<RuleFinding> = {
	'bad-days': 'Days are a whole number from 1 to 36,500.',
	'bad-id': 'A rule id has 1 to 255 characters, and no space at its ends.',
	'bad-prefix': 'XML cannot hold this prefix, or it is longer than a key.',
	'too-many-rules': 'The bucket has 1,000 rules: S3 takes no more.',
	unchangeable: ({why}) =>
		why === 'garbled'
			? 'The rules are not valid text: they could not be sent back unchanged.'
			: 'The rules are not in the form of S3: they could not be sent back unchanged.',
	'id-taken': ({id}) => `Another rule has the id "${id}".`,
	'already-there': ({id}) => `The rule "${id}" does the same already.`,
	'same-keys': ({id, days}) =>
		`The rule "${id}" covers the same keys, ${afterDays(days)}: the earlier one counts.`,
	'disabled-twin': ({id, days}) =>
		`The rule "${id}" covers the same keys, ${afterDays(days)}, but is disabled.`,
	'covered-by': ({id, days}) =>
		`The rule "${id}" covers all these keys no later, ${afterDays(days)}: this one changes nothing.`,
	'comes-before': ({id, days}) =>
		`The rule "${id}" covers some of these keys later, ${afterDays(days)}: this one comes first.`,
};

/** What is to be known of a rule before it is added. */
export function ruleFindingWords(finding: RuleFinding): string {
	const word = findings[finding.code];
	const words = typeof word === 'string' ? word : (word as (facts: RuleFinding) => string)(finding);
	return escapeForTerminal(words);
}
