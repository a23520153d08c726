import type {CompletionPlan} from '../../multipart/completion/completion.js';
import type {CompleteResult} from '../../operations/complete/complete.js';
import {completeWords} from '../../text/outcome-words.js';
import {findingWords} from '../../text/plan/finding-words.js';
import {reasonWords} from '../../text/reason/reason-words.js';
import {awsTarget} from '../base/output/aws-style.js';
import {errorFields} from '../base/output/error-fields.js';
import {changedLines, endLines, headLine} from '../base/output/outcome-lines.js';

/** What became of a Complete, for a person. */
export function outcomeLines(result: CompleteResult): string[] {
	if (result.kind === 'changed') return changedLines(result.changes);
	const head = headLine(result);
	if (result.kind === 'refused')
		return result.finding === undefined ? [head] : [head, findingWords(result.finding)];
	const {refusedCondition} = result;
	const advice =
		refusedCondition === undefined
			? []
			: [
					`With --unconditional it is sent without ${refusedCondition}: an object written to this key between the last check and the Complete is overwritten.`,
				];
	return [head, ...endLines(result, result, advice)];
}

/** The same as JSON: what `aws s3api complete-multipart-upload` prints, and ours beside it. */
export function outcomeJson(plan: CompletionPlan, result: CompleteResult): object {
	const {target, size, partCount} = plan;
	const about = {...awsTarget(target), Outcome: result.kind};
	if (result.kind === 'changed' || result.kind === 'refused')
		return {...about, Message: completeWords(result)};
	const {reason, failure, location, etag, versionId, refusedCondition} = result;
	return {
		Location: location,
		...about,
		ETag: etag,
		VersionId: versionId,
		Message: reasonWords(reason),
		Bytes: size,
		PartCount: partCount,
		...errorFields(failure),
		Needs: refusedCondition && ['--unconditional'],
	};
}
