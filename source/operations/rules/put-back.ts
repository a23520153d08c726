import {diffRules, type RuleChange} from '../../multipart/rules/rule-diff.js';
import {S3Failure} from '../../s3/failure/failure.js';
import {type ActDeps, whyActRefused} from '../journal/acting.js';
import {writeRules} from './change-rules.js';
import {rulesState} from './read-rules.js';
import {sameState} from './rules-difference.js';
import type {SendOptions} from './send-rules.js';
import type {ChangeResult, RulesWritten} from './types.js';

/** What putting back would change: from what the service showed last to what was there before. */
export function planPutBack({sent, found = sent, before}: RulesWritten): readonly RuleChange[] {
	return diffRules(found.document, before.document);
}

/**
 * Puts back what was there before a change; where no rules were set, none are left. Refused where the bucket has other rules by now than
 * were sent or were shown afterwards. What is there then, with `written` of its result, can be put back in turn.
 */
export async function putBack(
	deps: ActDeps,
	{bucket, rule, before, sent, found}: RulesWritten,
	options: SendOptions = {},
): Promise<ChangeResult> {
	const {gateway} = deps;
	const reason = whyActRefused(gateway, {bucket, range: rule.prefix});
	if (reason !== undefined) return {kind: 'refused', reason};
	try {
		const now = await rulesState(gateway, bucket);
		const isOurs = sameState(sent, now) || (found !== undefined && sameState(found, now));
		if (!isOurs) return {kind: 'refused', reason: {code: 'rules-not-ours'}};
		return await writeRules(deps, {bucket, rule, before: now, sent: before}, 'put-back', options);
	} catch (error) {
		if (!(error instanceof S3Failure)) throw error;
		return {kind: 'refused', reason: {code: 'unread-before'}, failure: error};
	}
}
