import type {RescuePlan} from '../../multipart/rescue/rescue-plan.js';
import {formatBytes, plural} from '../../multipart/text/units.js';
import type {RescueResult} from '../../operations/rescue/rescue-types.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {changeWords} from '../../text/plan/change-words.js';
import {journalWords} from '../../text/reason/journal-words.js';
import {reasonWords} from '../../text/reason/reason-words.js';
import {rescueFindingWords} from '../../text/rescue/rescue-finding-words.js';
import {awsTarget} from '../base/output/aws-style.js';
import {errorFields} from '../base/output/error-fields.js';
import {whatFailed, whatToDo} from '../base/output/words.js';

const headings: Readonly<Record<RescueResult['kind'], string>> = {
	done: 'Done',
	sent: 'All parts are there, and it is not completed',
	accepted: 'Accepted, not verified',
	failed: 'Failed',
	stopped: 'Stopped',
	unknown: 'Unknown',
	changed: 'Refused: it changed meanwhile, and nothing was sent',
	refused: 'Refused',
};

/** What became of a rescue, for a person. */
export function rescueOutcomeLines(result: RescueResult): string[] {
	const {kind} = result;
	if (kind === 'changed') return [`${headings[kind]}.`, ...result.changes.map(changeWords)];
	const lines = [`${headings[kind]}. ${escapeForTerminal(reasonWords(result.reason))}`];
	if (kind === 'refused')
		return result.finding === undefined
			? lines
			: [...lines, escapeForTerminal(rescueFindingWords(result.finding))];
	const {sent, failure, completed, journalProblem} = result;
	if (sent.parts > 0)
		lines.push(`Sent: ${plural(sent.parts, 'part')}, ${formatBytes(sent.bytes)}.`);
	if (failure !== undefined) lines.push(whatFailed(failure), whatToDo(failure));
	if (kind === 'unknown')
		lines.push(
			'It is in the journal: the app looks it up again, and so does partway history --look over the same connection.',
		);
	if (completed !== undefined && 'etag' in completed) {
		const {location, etag} = completed;
		if (location !== undefined) lines.push(`location   ${escapeForTerminal(location)}`);
		if (etag !== undefined) lines.push(`etag       ${escapeForTerminal(etag)}`);
	}
	if (journalProblem !== undefined)
		lines.push(escapeForTerminal(journalWords(journalProblem.problem)));
	return lines.filter(line => line !== '');
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
