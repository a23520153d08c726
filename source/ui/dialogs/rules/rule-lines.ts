import type {RuleChange} from '../../../multipart/rules/rule-diff.js';
import {plural} from '../../../multipart/text/units.js';
import type {WrittenRules} from '../../../operations/journal/written-rules.js';
import type {RulePlan} from '../../../operations/rules/types.js';
import {escapeForTerminal} from '../../../terminal/escape.js';
import {cutText} from '../../../terminal/wrap.js';
import type {Drawing, Lined} from '../../components/segments.js';
import type {Role} from '../../frame/theme.js';

/** Each change of rules, as it is called in a list. */
export const changeNames: Readonly<Record<WrittenRules['change'], string>> = {
	add: 'added',
	remove: 'removed',
	'put-back': 'put back',
};

/** `every key, after 7 days, "tidy"`. Holds text from outside. */
export function ruleWords({id, prefix, days}: RulePlan['rule']): string {
	const keys = prefix === '' ? 'every key' : `keys that begin with ${prefix}`;
	const after = days === undefined ? '' : `, after ${plural(days, 'day')}`;
	return `${keys}${after}, "${id}"`;
}

/** XML as it came, an element a line; what stands before the first letter stays. */
export function xmlLines(
	lines: readonly string[],
	sign: string,
	role: Role,
	{width}: Drawing,
): Lined {
	return lines.flatMap(line => {
		const indent = /^ */.exec(line)![0];
		return cutText(escapeForTerminal(line.slice(indent.length)), width - indent.length - 8).map(
			text => [{text: ` ${sign} ${indent}${text}`, role}],
		);
	});
}

/** What goes and what comes, rule by rule; what stays is one line. */
export function diffLines(changes: readonly RuleChange[], on: Drawing): Lined {
	const kept = changes.filter(({change}) => change === 'kept').length;
	return [
		...(kept === 0
			? []
			: [
					[
						{
							text: `   ${plural(kept, 'other rule')} ${kept === 1 ? 'stays as it is' : 'stay as they are'}`,
							role: 'dim' as const,
						},
					],
				]),
		...changes.flatMap(({change, lines}) =>
			change === 'kept'
				? []
				: change === 'added'
					? xmlLines(lines, '+', 'alive', on)
					: xmlLines(lines, '-', 'danger', on),
		),
	];
}
