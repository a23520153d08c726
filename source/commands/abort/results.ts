import type {UploadTarget} from '../../multipart/upload.js';
import type {AbortRunResult} from '../../operations/abort-run/abort-run.js';
import {isNoSuchUpload} from '../../s3/failure/failure.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {terminalJson} from '../../terminal/json.js';
import {kindTitles} from '../../text/abort-run-words.js';
import {journalWords} from '../../text/reason/journal-words.js';
import {reasonWords} from '../../text/reason/reason-words.js';
import {awsTarget} from '../base/output/aws-style.js';
import {errorFields} from '../base/output/error-fields.js';
import {whatFailed, whatToDo} from '../base/output/words.js';

/** What became of one upload, of a run or alone. */
type Result = Pick<AbortRunResult, 'kind' | 'reason' | 'failure' | 'freed' | 'journalProblem'>;

/** A line of JSON, in the style of the AWS CLI; `Outcome` is gone, accepted, failed, unknown, left-alone, refused or stopped. */
export function outcomeJson(target: UploadTarget, result: Result): string {
	const {kind, reason, failure, freed} = result;
	const line = {
		...awsTarget(target),
		Outcome: kind,
		Message: reasonWords(reason),
		BytesFreed: freed,
		...errorFields(failure),
	};
	return `${terminalJson(line)}\n`;
}

/** For a person: the outcome, the upload, why, and what failed. Safe for a terminal. */
export function outcomeWords({bucket, key, uploadId}: UploadTarget, result: Result): string {
	const {kind, reason, failure, journalProblem} = result;
	const title = kindTitles.find(([each]) => each === kind)?.[1] ?? kind;
	const upload = escapeForTerminal(`s3://${bucket}/${key} (${uploadId})`);
	return [
		`${title}: ${upload}: ${escapeForTerminal(reasonWords(reason))}`,
		...(failure === undefined ? [] : [`  ${whatFailed(failure)}`]),
		// Of what is still listed nothing can be guessed from its code.
		...(failure === undefined || isNoSuchUpload(failure) ? [] : [`  ${whatToDo(failure)}`]),
		...(journalProblem === undefined
			? []
			: [`  ${escapeForTerminal(journalWords(journalProblem.problem))}`]),
	].join('\n');
}
