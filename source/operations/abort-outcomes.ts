import {plural} from '../multipart/units.js';
import type {S3Failure} from '../s3/failure.js';
import {type Attempted, judgeSent} from './abort-attempt.js';
import {goneBefore} from './abort-decision.js';
import type {AbortLedger, End, Item, Unproven} from './abort-ledger.js';
import {repeatAfter} from './abort-one.js';
import {backoff} from './abort-proof.js';
import {asksForFewer, journalIsLost, pausesAll} from './abort-trouble.js';
import {outcomeOf, writeEnd} from './acting.js';
import {type PartsProof, weighProof} from './gone.js';
import type {Journal, JournalError} from './journal.js';
import type {ListingGap} from './listed.js';
import type {RunControls} from './run-controls.js';

/** How often an upload is tried again when the service asks for fewer requests or an answer is lost. */
const mostTries = 20;

const stoppedEnd: End = {kind: 'stopped', sentence: 'Stopped before anything was sent.'};

/** What the outcomes of a run act on. */
export type ActedOn = {
	readonly journal: Journal;
	readonly ledger: AbortLedger;
	readonly controls: RunControls;
	/** As in `AbortRunStart`. */
	readonly freedBefore?: ReadonlyMap<number, number>;
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
	take(item: Item, attempted: Attempted): void {
		switch (attempted.kind) {
			case 'refused': {
				const {problem} = attempted;
				if (journalIsLost(problem)) {
					this.#on.pause(problem);
					this.#again(item);
				} else
					this.#on.ledger.end(item, {
						kind: 'refused',
						sentence: problem.message,
						journalProblem: problem,
					});
				return;
			}
			case 'held':
				this.#again(item);
				return;
			case 'left':
				this.#on.ledger.end(item, {
					...attempted.decision,
					journalProblem: attempted.journalProblem,
				});
				return;
			case 'again':
				this.#putOff(item, {
					kind: 'failed',
					sentence: attempted.sentence,
					failure: attempted.failure,
					journalProblem: attempted.journalProblem,
				});
				return;
			case 'was-gone':
				this.#on.ledger.await(item, attempted, {
					parts: {kind: 'gone'},
					bytes: this.#on.freedBefore?.get(item.n),
					byUs: false,
				});
				return;
			case 'sent':
				this.#afterSending(item, attempted);
				return;
		}
	}

	#afterSending(item: Item, attempted: Extract<Attempted, {kind: 'sent'}>): void {
		const {failure, parts, bytes, journalProblem} = attempted;
		if (failure === undefined) item.yes++;
		if (parts.kind === 'unseen' && pausesAll(parts.failure)) this.#on.pause(parts.failure);
		if (parts.kind !== 'there') {
			this.#on.ledger.await(item, attempted, {failure, parts, bytes, byUs: true});
			return;
		}
		const verdict = judgeSent(attempted, true);
		if (verdict === undefined) this.#repeat(item, journalProblem);
		else if (verdict.kind === 'unknown') this.#putOff(item, {...verdict, failure, journalProblem});
		else this.#on.ledger.end(item, {...verdict, journalProblem});
	}

	/** Sends it once more, since the service said yes and it is still there. */
	#repeat(item: Item, journalProblem?: JournalError): void {
		const wait = repeatAfter[item.yes - 1];
		if (wait !== undefined && !this.#on.controls.isStopped) this.#again(item, wait);
		else
			this.#on.ledger.end(item, {
				kind: 'failed',
				sentence: `The service said yes ${plural(item.yes, 'time')} and still lists the upload: parts may still be landing.`,
				journalProblem,
			});
	}

	/** Tries again what came to nothing for a reason that may pass, and ends it where that has been often enough. */
	#putOff(item: Item, end: End): void {
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
		if (item.tries > mostTries || this.#on.controls.isStopped) this.#on.ledger.end(item, end);
		else this.#again(item, backoff(Math.min(item.tries, 6)));
	}

	#again(item: Item, milliseconds = 0): void {
		if (this.#on.controls.isStopped) this.endStopped(item);
		else this.#on.addAgain(item, milliseconds);
	}

	/** It shall not be begun (again). */
	endStopped(item: Item): void {
		if (item.yes === 0) this.#on.ledger.end(item, stoppedEnd);
		else
			this.#on.ledger.end(item, {
				kind: 'failed',
				sentence:
					'The service said yes and still lists the upload; stopped before sending it again.',
			});
	}

	/** After the looks at the end. */
	async settle(unproven: Unproven, parts: PartsProof, listed: boolean | ListingGap): Promise<void> {
		const {item, actId, sent, journalProblem} = unproven;
		const {failure, bytes, byUs} = sent;
		this.#on.ledger.takeBack(unproven);
		if (!byUs) {
			const decision = goneBefore(weighProof(parts, listed));
			const freed = decision.kind === 'gone' ? sent.bytes : undefined;
			this.#on.ledger.keep(item, {...decision, freed, journalProblem});
			return;
		}
		const verdict = judgeSent({failure, parts}, listed);
		if (verdict === undefined) {
			this.#repeat(item, journalProblem);
			return;
		}
		const notWritten = await writeEnd(this.#on.journal, {id: actId}, outcomeOf(verdict));
		const end = {...verdict, journalProblem: notWritten ?? journalProblem};
		// A lost answer to an Abort of an upload that is still listed: sending it again tells.
		if (verdict.kind === 'unknown' && listed === true && !this.#on.controls.isStopped)
			this.#putOff(item, end);
		else this.#on.ledger.keep(item, verdict.kind === 'gone' ? {...end, freed: bytes} : end);
	}
}
