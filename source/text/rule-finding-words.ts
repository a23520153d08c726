import type {RuleFinding} from '../multipart/rules/rule-findings.js';
import {escapeForTerminal} from '../terminal/escape.js';
import type {WordsOf} from './reason/words-of.js';

const afterDays = (days: number | undefined) =>
	days === undefined ? 'after a time that is not known' : `after ${days} d`;

const findings: WordsOf<RuleFinding> = {
	'bad-days': 'A rule waits for 1 to 36,500 whole days.',
	'bad-id': 'The id of a rule has 1 to 255 characters, and no blank at its ends.',
	'bad-prefix': 'XML cannot hold this prefix, or it is longer than a key.',
	'too-many-rules': 'The bucket has 1,000 rules: S3 takes no more.',
	unchangeable: ({why}) =>
		why === 'garbled'
			? 'The rules hold bytes that are no text: they could not go back as they came.'
			: "What the service sends is not S3's document of rules: it could not go back as it came.",
	'id-taken': ({id}) => `Another rule has the id "${id}".`,
	'already-there': ({id}) => `The rule "${id}" does the same already.`,
	'same-keys': ({id, days}) =>
		`The rule "${id}" is for the same keys, ${afterDays(days)}: the sooner of both acts.`,
	'disabled-twin': ({id, days}) =>
		`The rule "${id}" is for the same keys, ${afterDays(days)}, and is disabled.`,
	'covered-by': ({id, days}) =>
		`The rule "${id}" is for more keys and acts as soon, ${afterDays(days)}: this one changes nothing.`,
	'comes-before': ({id, days}) =>
		`The rule "${id}" waits for longer with some of these keys, ${afterDays(days)}: this one comes before it.`,
};

/** What is to be known of a rule before it is added. */
export function ruleFindingWords(finding: RuleFinding): string {
	const word = findings[finding.code];
	const words = typeof word === 'string' ? word : (word as (facts: RuleFinding) => string)(finding);
	return escapeForTerminal(words);
}
