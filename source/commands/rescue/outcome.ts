import type {RescuePlan} from '../../multipart/rescue/rescue-plan.js';
import {formatBytes, plural} from '../../multipart/text/units.js';
import type {RescueResult} from '../../operations/rescue/rescue-types.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {changeWords} from '../../text/plan/change-words.js';
import {reasonWords} from '../../text/reason/reason-words.js';
import {rescueFindingWords} from '../../text/rescue/rescue-finding-words.js';
import {awsTarget} from '../base/output/aws-style.js';
import {errorFields} from '../base/output/error-fields.js';
import {changedLines, endLines, headLine} from '../base/output/outcome-lines.js';

/** What became of a rescue, for a person. */
export function rescueOutcomeLines(result: RescueResult): string[] {
	if (result.kind === 'changed') return changedLines(result.changes);
	const head = headLine(result);
	if (result.kind === 'refused')
		return result.finding === undefined
			? [head]
			: [head, escapeForTerminal(rescueFindingWords(result.finding))];
	const {sent, completed} = result;
	const count = `Sent: ${plural(sent.parts, 'part')}, ${formatBytes(sent.bytes)}.`;
	const object = completed !== undefined && 'etag' in completed ? completed : {};
	return [head, ...(sent.parts > 0 ? [count] : []), ...endLines(result, object)];
}

/** The same as JSON. */
export function rescueOutcomeJson(plan: RescuePlan, result: RescueResult): object {
	const about = {
		...awsTarget(plan.completion.target),
		...{File: plan.file.path, FileBytes: plan.file.size, Outcome: result.kind},
	};
	if (result.kind === 'changed') return {...about, Changes: result.changes.map(changeWords)};
	const Message = reasonWords(result.reason);
	if (result.kind === 'refused')
		return {
			...{...about, Message},
			Finding: result.finding && rescueFindingWords(result.finding),
		};
	const {sent, failure, completed} = result;
	const object =
		completed !== undefined && 'etag' in completed
			? {Location: completed.location, ETag: completed.etag, VersionId: completed.versionId}
			: {};
	return {
		...{...about, ...object, Message},
		...{SentParts: sent.parts, SentBytes: sent.bytes, SavedBytes: plan.savedBytes},
		...{Bytes: plan.file.size, PartCount: plan.partCount},
		...errorFields(failure),
	};
}
