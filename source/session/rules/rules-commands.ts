import {awsRulesCommand} from '../../multipart/command-line/aws-command.js';
import {partwayRulesCommand} from '../../multipart/command-line/rules-command.js';
import type {LifecycleRule} from '../../multipart/rules/lifecycle-rule.js';
import type {RulePlan} from '../../operations/rules/types.js';
import type {SessionState} from '../core/state.js';
import {
	awsConnectionOf,
	type CopyItem,
	item,
	partwayConnectionOf,
} from '../dialogs/copy-commands.js';

/** What can be copied of the rules of a bucket. */
export function copyItemsOfRules(
	state: SessionState,
	bucket: string,
	rule: LifecycleRule | undefined,
): CopyItem[] {
	const ours = partwayRulesCommand(['list', bucket], {}, partwayConnectionOf(state));
	return [
		...item('partway command', ours),
		...item('aws command', awsRulesCommand(bucket, awsConnectionOf(state))),
		...(rule === undefined ? [] : copyItemsOfRule(rule)),
		{title: 'bucket', value: bucket},
	];
}

/** What can be copied of one rule. */
export function copyItemsOfRule({id, xml}: LifecycleRule): CopyItem[] {
	return [
		...(id === '' ? [] : [{title: 'id of the rule', value: id}]),
		{title: 'rule as XML', value: xml},
	];
}

/** The command that does what the confirmation of a change asks for. */
export function commandOfChange(
	state: SessionState,
	{bucket, request, rule, reach}: RulePlan,
): CopyItem[] {
	const {id, prefix, days} = rule;
	const connection = partwayConnectionOf(state);
	const command =
		request.kind === 'remove'
			? partwayRulesCommand(['remove', bucket], {id}, connection)
			: partwayRulesCommand(
					['add', bucket],
					{
						...{days, id, ...(prefix === '' ? {} : {prefix})},
						includeActive: (reach?.now.active.length ?? 0) > 0,
						includeHeld: (reach?.now.held.length ?? 0) > 0,
					},
					connection,
				);
	return item('partway command', command);
}
