import {type ActDeps, openOn, withIntent} from '../journal/acting.js';
import {settleAct} from '../journal/settle.js';
import {rulesKey, type WrittenRules} from '../journal/written-rules.js';
import {changeOf, type PlanOptions, planRule} from './plan-rule.js';
import {textOf} from './read-rules.js';
import {type RulesSent, type RulesWrite, type SendOptions, sendRules} from './send-rules.js';
import type {ChangeResult, RulePlan} from './types.js';

/**
 * Carries a plan out that was confirmed: reads the rules once more, sends the new ones where they are still those of the plan,
 * and looks at what became of them, between intent and outcome in the journal. Never cancelled once it is sent: the signal of `again` ends only
 * the reads for a new plan.
 *
 * @param again how a new plan is made, where the rules have changed meanwhile.
 */
export async function changeRules(
	deps: ActDeps,
	plan: RulePlan,
	again: PlanOptions,
	options: SendOptions = {},
): Promise<ChangeResult> {
	const {gateway} = deps;
	const {bucket, request, rule, before, after: sent, refusal} = plan;
	if (refusal !== undefined) return {kind: 'refused', reason: refusal};
	// The connection may be another than the plan was made for.
	const now = changeOf(gateway, bucket, request, before);
	if (now.refusal !== undefined) return {kind: 'refused', reason: now.refusal};
	const write = {bucket, rule, before, sent};
	const result = await writeRules(deps, write, request.kind, options);
	if (result.kind !== 'refused' || result.reason.code !== 'rules-changed') return result;
	return {...result, plan: await planRule(gateway, bucket, request, again)};
}

/** Sends a change between intent and outcome in the journal. */
export async function writeRules(
	deps: ActDeps,
	write: RulesWrite,
	change: WrittenRules['change'],
	options: SendOptions,
): Promise<ChangeResult> {
	const {gateway, journal} = deps;
	const {bucket, rule, before, sent} = write;
	const target = {bucket, key: rulesKey, uploadId: rulesKey};
	// One of before may still take effect: what it came to is looked up first.
	for (const {intent, state} of await openOn(journal, 'rules', target))
		if (state === 'unknown') await settleAct({gateway, journal}, intent);
	const rules = {change, ...rule, before: textOf(before), sent: textOf(sent)};
	const acted = await withIntent(deps, {act: 'rules', ...target, rules}, true, () =>
		sendRules(gateway, write, options),
	);
	if (acted.kind === 'refused') return {...acted, journalProblem: acted.error};
	const {verdict, journalProblem} = acted;
	return {...resultOf(write, verdict), journalProblem};
}

function resultOf(write: RulesWrite, sent: RulesSent): ChangeResult {
	const {kind, reason, failure, difference, found, requestId} = sent;
	if (kind === 'not-sent') return {kind: 'refused', reason, failure};
	const written = kind === 'failed' ? {} : {written: {...write, found}};
	// The journal knows more kinds than a change can come to.
	return {kind: kind as 'done', reason, failure, difference, requestId, ...written};
}
