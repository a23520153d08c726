import {S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import type {Intent, Outcome} from '../journal/journal.js';
import type {Verdict} from '../reason/verdict.js';
import {rulesState, stateOf} from './read-rules.js';
import {differenceOf} from './rules-difference.js';

/**
 * Looks up what became of a change of rules: it took effect where its own rule stands as it was sent, whatever others
 * have changed since.
 *
 * @param isOld whether the change was sent long ago: then a rule that is not there has probably failed.
 */
export async function settleRules(
	gateway: Gateway,
	{bucket, rules}: Intent,
	isOld: boolean,
	signal?: AbortSignal,
): Promise<Verdict<Outcome['outcome']>> {
	const open = isOld ? 'probably-failed' : 'unknown';
	try {
		const found = await rulesState(gateway, bucket, signal);
		const difference = differenceOf(stateOf(rules?.sent), found, rules?.id);
		if (difference === undefined) return {kind: 'done', reason: {code: 'rules-as-sent'}};
		const reason = {code: 'rules-differ', ...difference} as const;
		const isDone = difference.own === 'as-sent' && rules?.change !== 'put-back';
		return {kind: isDone ? 'done' : open, reason};
	} catch (error) {
		if (!(error instanceof S3Failure)) throw error;
		return {kind: 'unknown', reason: {code: 'rules-unseen'}, failure: error};
	}
}
