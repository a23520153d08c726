import type {AbortResult} from '../operations/abort/abort.js';
import type {AbortKind} from '../operations/abort-run/kinds.js';
import type {CompleteResult} from '../operations/complete/complete.js';
import type {Standing} from '../operations/journal/journal-history.js';
import type {RescueResult} from '../operations/rescue/rescue-types.js';
import {changeWords} from './plan/change-words.js';
import {reasonWords} from './reason/reason-words.js';

/** What an act can come to, as the app and the history call it. */
export type OutcomeName =
	| CompleteResult['kind']
	| AbortResult['kind']
	| RescueResult['kind']
	| AbortKind
	| Standing;

/** Each outcome in words. */
export const outcomeWords: Readonly<Record<OutcomeName, string>> = {
	done: 'Done.',
	gone: 'Gone.',
	accepted: 'Accepted, not verified.',
	failed: 'Failed.',
	unknown: 'Unknown.',
	refused: 'Refused.',
	changed: 'Nothing was sent: the upload changed meanwhile.',
	'left-alone': 'Left alone.',
	stopped: 'Not sent.',
	sent: 'All parts are there; not completed.',
	'not-sent': 'Not sent.',
	'probably-failed': 'Probably failed.',
	closed: 'Closed by hand.',
	running: 'Under way.',
	resolved: 'Resolved by a later operation.',
};

/** How an act stands, in a list: the name itself, as it is read. */
export function standingWords(standing: Standing): string {
	return standing === 'probably-failed' ? 'probably failed' : standing;
}

/** Of an act without an outcome that no process waits for. */
export const endedBeforeAnswer = 'partway ended before the answer came.';

/** What a Complete came to, in sentences. */
export function completeWords(result: CompleteResult): string {
	return result.kind === 'changed'
		? result.changes.map(changeWords).join(' ')
		: reasonWords(result.reason);
}
