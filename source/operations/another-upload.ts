import type {Mismatch} from '../s3/failure/hint.js';

/**
 * That an answer is about another upload; holds text of the service. An outcome is kept with it in the journal, so it is
 * made here and not in `text`.
 */
export function anotherUploadWords({what, named}: Mismatch): string {
	return what === 'key'
		? `This upload is for the key ${named}, says the service: nothing is done under another one.`
		: `The service answered for the ${what} ${named} instead: nothing is done on its word.`;
}
