import {bytesOf, type PastAct} from '../operations/journal/journal.js';
import type {Standing} from '../operations/journal/journal-history.js';
import type {OutcomeRecord} from '../operations/journal/journal-record.js';
import {reasonWords} from './reason/reason-words.js';

/** `resolved` keeps the name that scripts have read from the start. */
const standingName = (standing: Standing) => (standing === 'resolved' ? 'settled' : standing);

/** One act as JSON, with the names of the journal and with sentences: what is not known is left out. */
export function historyRecord(past: PastAct): object {
	const {intent, standing, outcome, earlier} = past;
	const {id, time, act, connection, endpoint, caller, user, host, pid} = intent;
	const {bucket, key, uploadId, terms, planned, before, run, rules, file} = intent;
	const {time: ended, reason, code, status, requestId, etag, location} = outcome ?? {};
	return {
		...{id, time, act, outcome: standingName(standing)},
		...{sentence: reason && reasonWords(reason), ended},
		...{connection, endpoint, caller, user, host, pid},
		...{bucket, key, uploadId, bytes: bytesOf(past)},
		...{code, status, requestId, etag, location},
		...{terms, planned, before, run, rules, file},
		closedBy: outcome?.user,
		earlier: earlier.length === 0 ? undefined : earlier.map(earlierRecord),
	};
}

function earlierRecord({id: _, time, outcome, reason, ...record}: OutcomeRecord): object {
	return {time, outcome, sentence: reasonWords(reason), ...record};
}
