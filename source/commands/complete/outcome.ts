import type {CompletionPlan} from '../../multipart/completion/completion.js';
import type {CompleteResult} from '../../operations/complete/complete.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {completeWords} from '../../text/outcome-words.js';
import {changeWords} from '../../text/plan/change-words.js';
import {findingWords} from '../../text/plan/finding-words.js';
import {journalWords} from '../../text/reason/journal-words.js';
import {reasonWords} from '../../text/reason/reason-words.js';
import {awsTarget} from '../base/output/aws-style.js';
import {errorFields} from '../base/output/error-fields.js';
import {whatFailed, whatToDo} from '../base/output/words.js';

const headings: Readonly<Record<CompleteResult['kind'], string>> = {
	done: 'Done',
	accepted: 'Accepted, not verified',
	failed: 'Failed',
	unknown: 'Unknown',
	changed: 'Refused: it changed meanwhile, and nothing was sent',
	refused: 'Refused',
};

/** What became of a Complete, for a person. */
export function outcomeLines(result: CompleteResult): string[] {
	const {kind} = result;
	if (kind === 'changed') return [`${headings[kind]}.`, ...result.changes.map(changeWords)];
	const lines = [`${headings[kind]}. ${escapeForTerminal(reasonWords(result.reason))}`];
	if (kind === 'refused')
		return result.finding === undefined ? lines : [...lines, findingWords(result.finding)];
	const {failure, location, etag, journalProblem, refusedCondition} = result;
	if (failure !== undefined) lines.push(whatFailed(failure), whatToDo(failure));
	if (refusedCondition !== undefined)
		lines.push(
			`With --unconditional it is sent without ${refusedCondition}: an object written to this key between the last check and the Complete is overwritten.`,
		);
	if (kind === 'unknown')
		lines.push(
			'It is in the journal: the app looks it up again, and so does partway history --look over the same connection.',
		);
	if (location !== undefined) lines.push(`location   ${escapeForTerminal(location)}`);
	if (etag !== undefined) lines.push(`etag       ${escapeForTerminal(etag)}`);
	if (journalProblem !== undefined)
		lines.push(escapeForTerminal(journalWords(journalProblem.problem)));
	return lines;
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
