import type {PastAct} from './journal-history.js';

/** What an act was about and held, bytes; undefined where that was not known. */
export function bytesOf({intent, outcome}: PastAct): number | undefined {
	return outcome?.bytes ?? intent.bytes ?? intent.planned?.size;
}

/** One act as JSON, with the names of the journal: what is not known is left out. */
export function historyRecord(past: PastAct): object {
	const {intent, standing, outcome, earlier} = past;
	const {id, time, act, connection, endpoint, caller, user, host, pid} = intent;
	const {bucket, key, uploadId, terms, planned, before, run} = intent;
	const {time: ended, sentence, code, status, requestId, etag, location} = outcome ?? {};
	return {
		...{id, time, act, outcome: standing, sentence, ended},
		...{connection, endpoint, caller, user, host, pid},
		...{bucket, key, uploadId, bytes: bytesOf(past)},
		...{code, status, requestId, etag, location},
		...{terms, planned, before, run},
		closedBy: outcome?.user,
		earlier: earlier.length === 0 ? undefined : earlier.map(({id: _, ...told}) => told),
	};
}
