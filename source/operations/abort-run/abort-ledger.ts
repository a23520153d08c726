import type {PlannedAbort} from '../../multipart/abort-selection.js';
import {isUnanswered} from '../abort/abort-proof.js';
import type {Reply, SentAbort, SentAborts} from '../abort/abort-sent.js';
import type {PartsProof} from '../abort/gone.js';
import type {JournalError} from '../journal/journal.js';
import type {AbortRunEvent, AbortRunResult} from './abort-run-types.js';
import {AbortTally} from './abort-tally.js';
import type {RunFile} from './run-file.js';

/** One upload of a run, as it goes through the queue. */
export type Item = {
	readonly upload: PlannedAbort;
	/** Its place in the plan. */
	readonly n: number;
	/** Aborts of it that may have taken effect. */
	readonly sent: SentAborts;
	/** An Abort of before this run was taken up again: the service reported success, and a listing is to prove it. */
	accepted?: SentAbort;
	/** Times that it was sent again after a yes. */
	repeats: number;
	/** Attempts that came to nothing for a reason that may pass. */
	tries: number;
	/** Attempts in which its parts took too long to read. */
	late: number;
	/** Whether an attempt on it was begun. */
	wasBegun: boolean;
};

/** An upload that only a listing can say more about. */
export type UnprovenUpload = {
	readonly item: Item;
	/** What its last Abort was answered; absent where that is among `item.sent`, or nothing was sent. */
	readonly reply?: Reply;
	/** Absent where it was not looked at. */
	readonly parts?: PartsProof;
	/** What it frees when it is gone by an Abort of ours. */
	readonly bytes?: number;
	/** The act whose outcome the listing tells; absent where nothing was sent. */
	readonly actId?: string;
	/** How it ended, for what is still listed; where it is absent, that is tried again. */
	readonly otherwise?: End;
	readonly journalProblem?: JournalError;
	/** As it counts until then. */
	readonly as: 'accepted' | 'unknown';
};

/** What an upload came to. */
export type End = Omit<AbortRunResult, 'upload'>;

/** Where the results of a run go: counted, kept when they are not gone, written to its file, and passed on. */
export class AbortLedger {
	readonly tally = new AbortTally();
	readonly results: AbortRunResult[] = [];
	/** What waits for the listing at the end. */
	readonly unproven: UnprovenUpload[] = [];
	file: RunFile | undefined;
	readonly #onEvent: ((event: AbortRunEvent) => void) | undefined;

	/** @param before what is known from before the run was taken up again. */
	constructor(before: readonly AbortRunResult[], onEvent?: (event: AbortRunEvent) => void) {
		this.#onEvent = onEvent;
		for (const result of before) this.#count(result);
	}

	/** Keeps it until the listing at the end. */
	await(unproven: Omit<UnprovenUpload, 'as'>): void {
		const {item, bytes, parts} = unproven;
		const reply = item.sent.reply ?? unproven.reply;
		const isYes = reply === undefined || reply.kind === 'yes' || reply.kind === 'no-such-upload';
		const isSeen = parts !== undefined && !isUnanswered(parts);
		const isWritten = item.sent.last?.isAccepted ?? false;
		const isAccepted = isWritten || (isSeen && (isYes || parts.kind === 'gone'));
		const as = isAccepted ? 'accepted' : 'unknown';
		this.unproven.push({...unproven, as});
		this.tally.counts[as]++;
		this.tally.freeing += bytes ?? 0;
		this.tally.done();
		const proof = parts?.kind === 'unasked' ? 'listing-to-prove' : 'to-be-proven';
		const reason = {code: as === 'accepted' ? proof : 'to-be-seen'} as const;
		const {upload, n} = item;
		this.file?.result({n, kind: as, reason, freed: bytes});
		this.#onEvent?.({kind: 'result', result: {upload, kind: as, reason}});
	}

	/** It no longer counts as what `await` made of it. */
	takeBack({as, bytes}: UnprovenUpload): void {
		this.tally.counts[as]--;
		this.tally.freeing -= bytes ?? 0;
	}

	/** The end of one that was under way. */
	end(item: Item, end: End): void {
		// Nothing was sent for one that is stopped: it says nothing of the rate.
		if (end.kind !== 'stopped') this.tally.done();
		this.keep(item, end);
	}

	/** The end of one that was waited for. */
	keep({upload, n}: Item, end: End): void {
		const {kind, reason, failure, freed} = end;
		const {code, status, requestId} = failure ?? {};
		const result = {upload, ...end};
		this.#count(result);
		this.file?.result({n, kind, reason, freed, code, status, requestId});
		this.#onEvent?.({kind: 'result', result});
	}

	#count(result: AbortRunResult): void {
		this.tally.counts[result.kind]++;
		this.tally.freed += result.freed ?? 0;
		if (result.kind === 'gone' && result.freed === undefined && lacksSizes(result))
			this.tally.unsized++;
		if (result.kind !== 'gone') this.results.push(result);
	}
}

function lacksSizes({upload: {summary}}: AbortRunResult): boolean {
	return summary?.lacksSizes ?? false;
}
