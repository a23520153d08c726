import {LockTrouble} from '../../profiles/store/lock.js';
import {whyUnusable} from '../../terminal/plain-file.js';
import type {Objection, OpenAct} from './journal-acts.js';
import type {UnreadLine} from './journal-damage.js';
import {type ActKind, UnwritableAct} from './journal-record.js';
import {NoLog} from './no-log.js';

/**
 * - `under-way`, `unsettled`, `key-must-be-typed`: another act on this upload stands in the way, see `act`.
 * - `unread-line`: a line of the journal that cannot be understood may be of an act on this upload.
 * - `damaged`: one may be of an act on any upload of the bucket, or of all.
 * - `unwritable`: the act cannot be written in a way in which it could be read.
 * - `unavailable`: it cannot be read, locked or written.
 * - `ended`: the act that was to be closed has an outcome.
 */
export type JournalProblem =
	| Objection['reason']
	| 'unread-line'
	| 'damaged'
	| 'unwritable'
	| 'unavailable'
	| 'ended';

/** Why an act was not sent, or its end not written. The message is for the user and holds no text from outside. */
export class JournalError extends Error {
	readonly reason: JournalProblem;
	readonly act?: OpenAct;

	constructor(
		reason: JournalProblem,
		message: string,
		more: {act?: OpenAct; cause?: unknown} = {},
	) {
		super(message, {cause: more.cause});
		this.name = 'JournalError';
		this.reason = reason;
		this.act = more.act;
	}
}

/** What the journal's trouble is, as a JournalError that is thrown. */
export function unavailable(file: string, error: unknown): never {
	if (error instanceof JournalError) throw error;
	if (error instanceof UnwritableAct)
		throw new JournalError(
			'unwritable',
			`The act cannot be written to the journal, ${error.message}: nothing was sent.`,
		);
	if (error instanceof LockTrouble)
		throw new JournalError('unavailable', `${error.message} (No act is sent without the journal.)`);
	if (error instanceof NoLog) throw new JournalError('unavailable', noLogSentence(file, error));
	const {code} = error as NodeJS.ErrnoException;
	throw new JournalError(
		'unavailable',
		code === 'ELOCKED'
			? `Another partway holds the journal, and no act is sent without it: ${file}`
			: `The journal cannot be used (${whyUnusable(error)}), and no act is sent without it: ${file}`,
		{cause: error},
	);
}

/** How the lines that partway wrote are kept while the rest goes. */
function noLogSentence(file: string, {message}: NoLog): string {
	return `The journal cannot be used, ${message}, which none of partway is, and no act is sent without it. Move it away, and take over what partway wrote: LC_ALL=C tr -d '\\000' <OLD | LC_ALL=C grep '^{"v":' >NEW. The file: ${file}`;
}

/** The id of the line is ours; what the line holds is not told here. */
export function unreadError(file: string, {id, concerns}: UnreadLine): JournalError {
	const {bucket, key, uploadId} = concerns;
	const about =
		uploadId !== undefined
			? 'this upload'
			: key !== undefined
				? 'an upload of this key'
				: bucket !== undefined
					? 'any upload of this bucket'
					: 'any upload';
	return new JournalError(
		key === undefined && uploadId === undefined ? 'damaged' : 'unread-line',
		`A line of the journal cannot be understood, and may be of an act on ${about} that is under way: nothing was sent. partway history shows the line. When you are sure that its act is over: partway history --set-aside ${id}. The rest of the journal stays. The file: ${file}`,
	);
}

const actNames: Readonly<Record<ActKind, string>> = {
	complete: 'A Complete',
	abort: 'An Abort',
	acl: 'An ACL change',
};

export function objectionSentence({reason, act}: Objection): string {
	const {intent} = act;
	const sent = `${actNames[intent.act]} of this upload, sent at ${intent.time},`;
	if (reason === 'under-way') return `${sent} is still under way (process ${intent.pid}).`;
	if (reason === 'unsettled')
		return `${sent} has an unknown outcome: until it is known, another act could lose data.`;
	return `${sent} has probably failed. If it has not, acting now could lose the data: type the key to go on.`;
}
