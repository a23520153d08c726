import {LockTrouble} from '../../profiles/store/lock.js';
import {whyUnusable} from '../../terminal/plain-file.js';
import type {JournalProblem} from '../reason/journal-problem.js';
import type {Objection} from './journal-acts.js';
import type {UnreadLine} from './journal-damage.js';
import {NoLog} from './no-log.js';

/** Why an act was not sent, or its end not written; the sentence is made in `text/reason`. */
export class JournalError extends Error {
	override readonly name = 'JournalError';
	readonly problem: JournalProblem;

	constructor(problem: JournalProblem, cause?: unknown) {
		super(problem.code, {cause});
		this.problem = problem;
	}
}

/** What the journal's trouble is, as a JournalError that is thrown. */
export function unavailable(file: string, error: unknown): never {
	if (error instanceof JournalError) throw error;
	const code = 'unavailable';
	if (error instanceof LockTrouble)
		throw new JournalError({code, by: 'lock', why: error.message, file});
	if (error instanceof NoLog)
		throw new JournalError({code, by: 'no-log', why: error.message, file});
	const by = (error as NodeJS.ErrnoException).code === 'ELOCKED' ? 'held' : 'unusable';
	throw new JournalError({code, by, why: whyUnusable(error), file}, error);
}

/** The id of the line is ours; what the line holds is not kept here. */
export function unreadError(file: string, {id, concerns}: UnreadLine): JournalError {
	const {bucket, key, uploadId} = concerns;
	const about =
		uploadId !== undefined
			? 'upload'
			: key !== undefined
				? 'key'
				: bucket !== undefined
					? 'bucket'
					: 'any';
	const code = about === 'upload' || about === 'key' ? 'unread-line' : 'damaged';
	return new JournalError({code, line: id, about, file});
}

/** That another act stands in the way. */
export function objectionError({reason: code, act}: Objection): JournalError {
	const {id, act: kind, time, pid} = act.intent;
	return new JournalError({code, id, act: kind, time, pid});
}
