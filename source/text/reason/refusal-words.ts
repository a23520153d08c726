import type {Upload} from '../../multipart/upload.js';
import type {RefusalReason} from '../../operations/reason/refusal-reason.js';
import type {Mismatch} from '../../s3/failure/hint.js';
import {formatProtected, type ProtectedPrefix} from '../../s3/gateway/protected.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import type {WordsOf} from './words-of.js';

export const refusalWords: WordsOf<RefusalReason> = {
	'read-only': 'This connection is read-only: nothing was sent.',
	'names-missing': 'A key and an upload id are needed: nothing was sent.',
	'unread-before': 'It could not be read again just before: nothing was sent.',
	'not-delivered': 'It was not sent, or did not arrive: nothing has changed.',
	'service-refused': 'The service refused it: nothing has changed.',
	protected: ({entry}) => `${protectedWords(entry)} Nothing was sent.`,
	doubtful: doubtWords,
	'another-upload': mismatch => escapeForTerminal(anotherUploadWords(mismatch)),
};

/** Why nothing is done to what the connection protects. */
export function protectedWords(entry: ProtectedPrefix): string {
	return `The profile protects ${formatProtected(entry)}: nothing under it is changed.`;
}

/** Why it is not certain which upload a row of a listing names. */
export function doubtWords({doubt}: Pick<Upload, 'doubt'>): string {
	switch (doubt) {
		case 'part':
			return 'This row looks like a part that the service lists as an upload: acting on it could damage another upload or object.';
		case 'too-long':
			return 'The key or upload id of this row is longer than S3 allows: nothing is done to it.';
		case undefined:
			return 'The listing cannot show this key exactly: acting on it could affect another upload.';
	}
}

/** That an answer is about another upload. Holds text of the service. */
export function anotherUploadWords({what, named}: Mismatch): string {
	return what === 'key'
		? `The service says that this upload belongs to the key ${named}: nothing is done under another key.`
		: `The service answered for another ${what}, ${named}: the answer is not used.`;
}
