import type {S3Failure} from '../../s3/failure/failure.js';
import {type Attempted, judgeSent} from '../abort/abort-attempt.js';
import {goneBefore, inSum} from '../abort/abort-decision.js';
import {backoff} from '../abort/abort-proof.js';
import type {SentAbort, SentAborts} from '../abort/abort-sent.js';
import {asksForFewer, journalIsLost, pausesAll} from '../abort/abort-trouble.js';
import {type AbortVerdict, judgeAbort, repeatAfter, saidYesInVain} from '../abort/abort-verdict.js';
import {type GoneProof, type PartsProof, unproven as reasonOf, weighProof} from '../abort/gone.js';
import {outcomeOf, writeEnd} from '../journal/acting.js';
import type {Journal, JournalError} from '../journal/journal.js';
import type {ListingGap} from '../scan/listed.js';
import type {AbortLedger, End, Item, UnprovenUpload} from './abort-ledger.js';
import type {RunControls} from './run-controls.js';

/** How often an upload is tried again when the service asks for fewer requests or an answer is lost. */
const mostTries = 20;

/** The same, where the parts of one take too long to read. */
const mostLate = 3;

/** What the outcomes of a run act on. */
export type ActedOn = {
	readonly journal: Journal;
	readonly ledger: AbortLedger;
	readonly controls: RunControls;
	readonly pause: (by: S3Failure | JournalError) => void;
	/** Back into the queue, after so many milliseconds. */
	readonly addAgain: (item: Item, milliseconds: number) => void;
};

/** What follows for an upload from what came of it: an end, another attempt, or the wait for the listing. */
export class AbortOutcomes {
	readonly #on: ActedOn;

	constructor(on: ActedOn) {
		this.#on = on;
	}

	/** After an attempt. */
	async take(item: Item, attempted: Attempted): Promise<void> {
		if (attempted.kind === 'refused') {
			if (journalIsLost(attempted.error.problem)) {
				this.#on.pause(attempted.error);
				this.#again(item);
			} else await this.#end(item, {kind: 'refused', reason: attempted.reason});
			return;
		}
		const {seen, actId, journalProblem} = attempted;
		// Before what is sent now is among them.
		if (seen?.kind === 'there') await this.#believe(item);
		switch (attempted.kind) {
			case 'held':
				this.#again(item);
				return;
			case 'left':
				await this.#end(item, {...attempted.decision, journalProblem}, seen);
				return;
			case 'again': {
				const {reason, failure, reply, bytes} = attempted;
				if (reply !== undefined) item.sent.add({actId, reply, bytes});
				await this.#putOff(item, {kind: 'failed', reason, failure, journalProblem});
				return;
			}
			case 'late': {
				const end: End = {kind: 'failed', reason: {code: 'read-late'}, journalProblem};
				if (++item.late < mostLate) this.#again(item, backoff(item.late));
				else await this.#end(item, end, seen);
				return;
			}
			case 'was-gone': {
				const {bytes, last} = item.sent;
				const parts = {kind: 'gone'} as const;
				this.#on.ledger.await({item, parts, bytes, actId: last?.actId, journalProblem});
				return;
			}
			case 'sent':
				await this.#afterSending(item, attempted);
				return;
		}
	}

	/** After a look at one that was accepted before the run was taken up again. */
	async takeAccepted(item: Item, accepted: SentAbort, parts: PartsProof): Promise<void> {
		const {actId, bytes} = accepted;
		item.sent.add(accepted);
		if (parts.kind === 'there') {
			await this.#endNone(item);
			this.#again(item);
			return;
		}
		if (parts.kind === 'unseen' && pausesAll(parts.failure)) this.#on.pause(parts.failure);
		this.#on.ledger.await({item, parts, bytes, actId});
	}

	async #afterSending(item: Item, attempted: Extract<Attempted, {kind: 'sent'}>): Promise<void> {
		const {reply, parts, bytes, actId, journalProblem} = attempted;
		const written = judgeSent(attempted, {why: 'listing-to-come'});
		item.sent.add({actId, reply, bytes, isAccepted: written?.kind === 'accepted'});
		if (parts.kind === 'unseen' && pausesAll(parts.failure)) this.#on.pause(parts.failure);
		if (parts.kind !== 'there') {
			this.#on.ledger.await({item, reply, parts, bytes, actId, journalProblem});
			return;
		}
		await this.#believe(item);
		item.sent.takeBackYes();
		const verdict = judgeSent(attempted, true);
		if (verdict === undefined) await this.#repeat(item, journalProblem);
		else if (verdict.kind === 'unknown')
			await this.#putOff(item, {...verdict, journalProblem}, parts);
		else await this.#end(item, {...verdict, journalProblem}, parts);
	}

	/** Sends it once more, since the service reported success and it is still there. */
	async #repeat(item: Item, journalProblem?: JournalError): Promise<void> {
		const wait = repeatAfter[item.repeats++];
		if (wait !== undefined && !this.#on.controls.isStopped) {
			this.#again(item, wait);
			return;
		}
		const end: End = {...saidYesInVain(item.repeats), journalProblem};
		if (item.sent.reply?.kind === 'lost') this.#on.ledger.end(item, inSum(item.sent, end));
		else {
			await this.#endNone(item);
			this.#on.ledger.end(item, end);
		}
	}

	/** Tries again what came to nothing for a reason that may pass, and ends it where that has been often enough. */
	async #putOff(item: Item, end: End, seen?: PartsProof): Promise<void> {
		const {failure} = end;
		if (failure !== undefined && pausesAll(failure)) {
			this.#on.pause(failure);
			if (end.kind === 'failed') {
				this.#again(item);
				return;
			}
		}
		if (failure !== undefined && asksForFewer(failure)) this.#on.ledger.tally.throttled++;
		item.tries++;
		if (item.tries > mostTries || this.#on.controls.isStopped) await this.#end(item, end, seen);
		else this.#again(item, backoff(Math.min(item.tries, 6)));
	}

	#again(item: Item, milliseconds = 0): void {
		if (this.#on.controls.isStopped) this.endStopped(item);
		else this.#on.addAgain(item, milliseconds);
	}

	/** It shall not be begun (again). */
	endStopped(item: Item): void {
		const {accepted, sent} = item;
		item.accepted = undefined;
		if (accepted !== undefined) sent.add(accepted);
		const code = sent.wasSent ? 'stopped-again' : 'stopped-before';
		const end: End = {kind: 'stopped', reason: {code}};
		if (sent.isEmpty) this.#on.ledger.end(item, end);
		else this.#awaitLook(item, end);
	}

	/** Nothing more is sent; where an Abort may have taken effect a look tells what became of it. */
	async #end(item: Item, end: End, seen?: PartsProof): Promise<void> {
		const {sent} = item;
		if (sent.isEmpty) this.#on.ledger.end(item, end);
		else if (seen?.kind === 'there') this.#on.ledger.end(item, await this.#sumThere(item, end));
		else this.#awaitLook(item, end, seen);
	}

	#awaitLook(item: Item, otherwise: End, parts?: PartsProof): void {
		const {bytes, last} = item.sent;
		this.#on.ledger.await({item, parts, bytes, actId: last?.actId, otherwise});
	}

	/** The upload is there: what the service says it did not take did nothing. */
	async #believe(item: Item): Promise<void> {
		for (const id of item.sent.takeDeclined()) await this.#failed(id, 'not-taken');
	}

	/** The upload is there, and nothing more is sent. */
	async #sumThere(item: Item, end: End): Promise<End> {
		item.sent.takeBackYes();
		const sum = inSum(item.sent, end);
		if (sum.kind !== 'unknown') await this.#endNone(item);
		return sum;
	}

	/** The yes to its acts was none, or not for long. */
	async #endNone({sent}: Item): Promise<void> {
		for (const id of sent.takeBackYes()) await this.#failed(id, 'yes-in-vain');
	}

	async #failed(id: string, code: 'not-taken' | 'yes-in-vain'): Promise<void> {
		await writeEnd(this.#on.journal, {id}, {outcome: 'failed', reason: {code}});
	}

	/** After the looks at the end. */
	async takeProof(
		unproven: UnprovenUpload,
		parts: PartsProof,
		listed: boolean | ListingGap,
	): Promise<void> {
		const {item, actId, otherwise, journalProblem} = unproven;
		const {sent} = item;
		const {ledger, controls} = this.#on;
		ledger.takeBack(unproven);
		const isThere = parts.kind === 'there' || listed === true;
		if (isThere) await this.#believe(item);
		const proof = weighProof(parts, listed);
		const reply = sent.reply ?? unproven.reply;
		if (reply === undefined) {
			ledger.keep(item, otherwise ?? {...goneBefore(proof), journalProblem});
			return;
		}
		const verdict = notTakenBack(sent, proof, judgeAbort(reply, proof));
		if (isThere && otherwise !== undefined) {
			ledger.keep(item, await this.#sumThere(item, otherwise));
			return;
		}
		if (verdict === undefined) {
			sent.takeBackYes();
			// An act that the journal has as accepted is open no more: a later attempt tells.
			if (actId !== undefined && unproven.as === 'accepted')
				await this.#failed(actId, 'yes-in-vain');
			await this.#repeat(item, journalProblem);
			return;
		}
		const bytes = verdict.kind === 'gone' ? (unproven.bytes ?? sent.bytes) : undefined;
		const notWritten =
			actId === undefined
				? undefined
				: await writeEnd(this.#on.journal, {id: actId}, {...outcomeOf(verdict), bytes});
		const end = {...verdict, freed: bytes, journalProblem: notWritten ?? journalProblem};
		// A lost answer to an Abort of an upload that is still listed: sending it again tells.
		if (verdict.kind === 'unknown' && isThere && !controls.isStopped)
			await this.#putOff(item, end, {kind: 'there'});
		else ledger.keep(item, end);
	}
}

/** What the journal has as accepted is open no more, and the next start would not tell it: a look that failed takes nothing back. */
function notTakenBack(
	{last}: SentAborts,
	proof: GoneProof,
	verdict: AbortVerdict | undefined,
): AbortVerdict | undefined {
	if (proof.kind !== 'no-answer' || last?.isAccepted !== true) return verdict;
	const reason = reasonOf('yes', {why: 'parts-failed'});
	return {kind: 'accepted', reason, failure: proof.failure};
}
