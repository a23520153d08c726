import type {UploadTarget} from '../../multipart/upload.js';
import type {S3Failure} from '../../s3/failure/failure.js';
import {openOn, saysNoSuchUpload} from '../journal/acting.js';
import {type Journal, JournalError, type OpenAct} from '../journal/journal.js';
import {targetIdentity} from '../journal/journal-acts.js';
import {asksForFewer} from './abort-trouble.js';

/**
 * What an Abort that was sent was answered.
 * - `yes`; `none`: a yes, and the upload was there all the same; `refused`: it certainly did nothing.
 * - `no-such-upload`: by its code.
 * - `declined`: the service says that it did not take it: believed once the upload is seen again.
 * - `lost`: nothing came back, or nothing that tells what it did.
 */
export type Reply = {
	readonly kind: 'yes' | 'none' | 'no-such-upload' | 'refused' | 'declined' | 'lost';
	/** Absent for a yes, and where only the journal knows of the Abort. */
	readonly failure?: S3Failure;
};

export function replyOf(failure: S3Failure | undefined): Reply {
	if (failure === undefined) return {kind: 'yes'};
	if (saysNoSuchUpload(failure)) return {kind: 'no-such-upload', failure};
	if (failure.effect === 'never') return {kind: 'refused', failure};
	// Without a code of S3's own it may be a proxy that speaks, after the service has acted.
	const byService = asksForFewer(failure) && !failure.code.startsWith('HTTP ');
	return {kind: byService || failure.status === 404 ? 'declined' : 'lost', failure};
}

/** An Abort of ours that may have taken effect. */
export type SentAbort = {
	/** Names it in the journal. */
	readonly actId: string;
	readonly reply: Reply;
	/** Bytes that were listed just before; undefined where they could not be read. */
	readonly bytes?: number;
	/** The journal has it as accepted: it is open there no more. */
	readonly isAccepted?: boolean;
};

/** The Aborts of ours on one upload that may have taken effect: what became of it is the sum of them. */
export class SentAborts {
	#sent: readonly SentAbort[];
	/** Whether one was sent at all, whatever became of it. */
	wasSent: boolean;

	constructor(sent: readonly SentAbort[] = []) {
		this.#sent = sent;
		this.wasSent = sent.length > 0;
	}

	get isEmpty(): boolean {
		return this.#sent.length === 0;
	}

	/** Its outcome says what became of them all: once the upload is gone the journal holds none of them open. */
	get last(): SentAbort | undefined {
		return this.#sent.at(-1);
	}

	/** What the last one that knew it would free. */
	get bytes(): number | undefined {
		return this.#sent.findLast(({bytes}) => bytes !== undefined)?.bytes;
	}

	/** The answer that tells the most, while the upload is not seen; undefined where none may have taken effect. */
	get reply(): Reply | undefined {
		for (const kind of ['yes', 'lost', 'none', 'declined'] as const) {
			const sent = this.#sent.findLast(({reply}) => reply.kind === kind);
			if (sent !== undefined) return sent.reply;
		}
		return undefined;
	}

	/** What did nothing for certain is not kept. */
	add(sent: SentAbort): void {
		this.wasSent = true;
		const {kind} = sent.reply;
		if (kind !== 'refused' && kind !== 'no-such-upload') this.#sent = [...this.#sent, sent];
	}

	/** The upload is there: the yes to those that were answered so was none. Gives back the acts of them all. */
	takeBackYes(): string[] {
		this.#sent = this.#sent.map(sent =>
			sent.reply.kind === 'yes' ? {...sent, reply: {kind: 'none'}, isAccepted: false} : sent,
		);
		return this.#sent.filter(({reply}) => reply.kind === 'none').map(({actId}) => actId);
	}

	/** The upload is there: those that the service says it did not take did nothing. Gives back their acts. */
	takeDeclined(): string[] {
		const declined = this.#sent.filter(({reply}) => reply.kind === 'declined');
		if (declined.length > 0) this.#sent = this.#sent.filter(({reply}) => reply.kind !== 'declined');
		return declined.map(({actId}) => actId);
	}
}

/** What the journal holds open of Aborts that nobody waits for any more, by `targetIdentity` of their uploads. */
export async function openAborts(journal: Journal): Promise<ReadonlyMap<string, SentAbort[]>> {
	const open = new Map<string, SentAbort[]>();
	for (const act of await actsOf(journal)) {
		const {intent, state} = act;
		if (intent.act !== 'abort' || state === 'running') continue;
		const name = targetIdentity(intent);
		const sent = open.get(name);
		if (sent === undefined) open.set(name, [sentOf(act)]);
		else sent.push(sentOf(act));
	}
	return open;
}

/** Those on one upload. */
export async function openAbortsOn(journal: Journal, target: UploadTarget): Promise<SentAborts> {
	return new SentAborts((await openOn(journal, 'abort', target)).map(sentOf));
}

function sentOf({intent, outcome}: OpenAct): SentAbort {
	return {actId: intent.id, reply: {kind: 'lost'}, bytes: outcome?.bytes ?? intent.bytes};
}

/** Where the journal cannot be read no act is sent either: that is shown then. */
async function actsOf(journal: Journal): Promise<readonly OpenAct[]> {
	try {
		return await journal.openActs();
	} catch (error) {
		if (error instanceof JournalError) return [];
		throw error;
	}
}
