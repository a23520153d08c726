import type {Mismatch} from '../s3/failure/hint.js';

/**
 * That an answer is about another upload; holds text of the service. An outcome is kept with it in the journal, so it is
 * made here and not in `text`.
 */
export function anotherUploadWords({what, named}: Mismatch): string {
	return what === 'key'
		? `The service says that this upload belongs to the key ${named}: nothing is done under another key.`
		: `The service answered for another ${what}, ${named}: the answer is not used.`;
}
