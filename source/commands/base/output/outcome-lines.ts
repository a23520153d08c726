import type {PlanChange} from '../../../multipart/completion/changes.js';
import type {CompleteResult} from '../../../operations/complete/complete.js';
import type {JournalError} from '../../../operations/journal/journal.js';
import type {Verdict} from '../../../operations/reason/verdict.js';
import type {RescueResult} from '../../../operations/rescue/rescue-types.js';
import type {S3Failure} from '../../../s3/failure/failure.js';
import {escapeForTerminal} from '../../../terminal/escape.js';
import {changeWords} from '../../../text/plan/change-words.js';
import {journalWords} from '../../../text/reason/journal-words.js';
import {reasonWords} from '../../../text/reason/reason-words.js';
import {whatFailed, whatToDo} from './words.js';

type Kind = (CompleteResult | RescueResult)['kind'];

const headings: Readonly<Record<Kind, string>> = {
	done: 'Done',
	sent: 'All parts are there, and it is not completed',
	accepted: 'Accepted, not verified',
	failed: 'Failed',
	stopped: 'Stopped',
	unknown: 'Unknown',
	changed: 'Refused: it changed meanwhile, and nothing was sent',
	refused: 'Refused',
};

export function changedLines(changes: readonly PlanChange[]): string[] {
	return [`${headings.changed}.`, ...changes.map(changeWords)];
}

/** What it came to, and why. */
export function headLine({kind, reason}: Verdict<Kind>): string {
	return `${headings[kind]}. ${escapeForTerminal(reasonWords(reason))}`;
}

/** What failed, `more`, and what there is of an object and of the journal. */
export function endLines(
	{
		kind,
		failure,
		journalProblem,
	}: {readonly kind: Kind; readonly failure?: S3Failure; readonly journalProblem?: JournalError},
	object: {readonly location?: string; readonly etag?: string} = {},
	more: readonly string[] = [],
): string[] {
	const {location, etag} = object;
	return [
		...(failure === undefined ? [] : [whatFailed(failure), whatToDo(failure)]),
		...more,
		kind === 'unknown'
			? 'It is in the journal: the app looks it up again, and so does partway history --look over the same connection.'
			: '',
		location === undefined ? '' : `location   ${escapeForTerminal(location)}`,
		etag === undefined ? '' : `etag       ${escapeForTerminal(etag)}`,
		journalProblem === undefined ? '' : escapeForTerminal(journalWords(journalProblem.problem)),
	].filter(line => line !== '');
}
