import {compareRules} from '../../multipart/rules/canonical-rule.js';
import type {LifecycleRule} from '../../multipart/rules/lifecycle-rule.js';
import type {RulesDifference} from '../reason/rules-reason.js';
import {rulesOf} from './read-rules.js';
import type {RulesState} from './types.js';

/** The most ids that a difference names. */
const mostIds = 10;

/** Whether two states are the same, rule by rule; what is in no rule counts too. */
export function sameState(one: RulesState, other: RulesState): boolean {
	return differenceOf(one, other, undefined) === undefined;
}

/** A service that tells none of it has none. */
function minimumDiffers(
	{transitionMinimum: one}: RulesState,
	{transitionMinimum: other}: RulesState,
): boolean {
	return one !== undefined && other !== undefined && one !== other;
}

/**
 * How what is shown differs from what was sent; undefined where it does not.
 *
 * @param id of the rule that was added or removed.
 */
export function differenceOf(
	sent: RulesState,
	found: RulesState,
	id: string | undefined,
): RulesDifference | undefined {
	const {changed, lost, added} = compareRules(rulesOf(sent), rulesOf(found));
	const resets = minimumDiffers(sent, found);
	if (changed.length + lost.length + added.length === 0 && !resets) return undefined;
	const isOwn = (rule: LifecycleRule) => rule.id === id;
	const ids = (rules: readonly LifecycleRule[]) =>
		rules
			.filter(rule => !isOwn(rule))
			.slice(0, mostIds)
			.map(rule => rule.id);
	const ownChange = changed.find(({asked}) => isOwn(asked));
	const own = added.some(isOwn)
		? 'still-there'
		: lost.some(isOwn) || (ownChange !== undefined && ownChange.found.abort === undefined)
			? 'dropped'
			: ownChange === undefined
				? 'as-sent'
				: 'changed';
	return {
		own,
		lost: ids(lost),
		changed: ids(changed.map(({asked}) => asked)),
		added: ids(added),
		...(resets ? {resetsMinimum: true} : {}),
	};
}
