import type {S3Failure} from '../../s3/failure/failure.js';
import {failureWords} from '../../text/failure/failure-words.js';

/** What the advice says of keys of the app, and what a script does instead. */
const instead: ReadonlyArray<readonly [keys: string, words: string]> = [
	['then press r', 'then try again'],
	['press r to try again', 'try again'],
	['refresh the list', 'list again'],
	['pick or add a connection with p, ', ''],
	[
		'open one by key and upload id with o',
		'name an upload: partway parts s3://bucket/key --upload-id ID',
	],
];

/** What to do about a failure, without the keys of the app. */
export function adviceForScripts(advice: string): string {
	return instead.reduce((text, [keys, words]) => text.replace(keys, words), advice);
}

/** One line: what failed, on what, the code, the request id. Safe for a terminal, the key in full. */
export function whatFailed(failure: S3Failure): string {
	return failureWords(failure, Number.POSITIVE_INFINITY).what;
}

/** What to do about it, and what the server said. Safe for a terminal. */
export function whatToDo(failure: S3Failure): string {
	return adviceForScripts(failureWords(failure).advice ?? '');
}
