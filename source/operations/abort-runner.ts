import type {PlannedAbort} from '../multipart/abort-selection.js';
import {plural} from '../multipart/units.js';
import type {UploadTarget} from '../multipart/upload.js';
import type {S3Failure} from '../s3/failure.js';
import {type Attempted, attemptAbort, judgeSent} from './abort-attempt.js';
import {goneBefore} from './abort-decision.js';
import {AbortLedger, type End, type Item, type Unproven} from './abort-ledger.js';
import {repeatAfter} from './abort-one.js';
import {backoff, lookAtEnd, pause} from './abort-proof.js';
import type {
	AbortRunFacts,
	AbortRunOptions,
	AbortRunPlan,
	AbortRunResult,
	AbortRunState,
} from './abort-run-types.js';
import {asksForFewer, journalIsLost, pausesAll} from './abort-trouble.js';
import {type ActDeps, outcomeOf, writeEnd} from './acting.js';
import {answersBlankly, type PartsProof, weighProof} from './gone.js';
import type {JournalError} from './journal.js';
import {Lanes} from './lanes.js';
import type {ListingGap} from './listed.js';
import {RunControls} from './run-controls.js';
import type {RunFile} from './run-file.js';

/** How often an upload is tried again when the service asks for fewer requests or an answer is lost. */
const mostTries = 20;

/** How many ends are written to the journal together. */
const endsAtOnce = 1000;

const stoppedEnd: End = {kind: 'stopped', sentence: 'Stopped before anything was sent.'};

/** What a run begins with: all of its plan, or what is left of one that was taken up again. */
export type AbortRunStart = {
	readonly id: string;
	readonly plan: AbortRunPlan;
	readonly path: string;
	/** Opens the file; undefined when it cannot be written, which is no reason not to abort. */
	readonly openFile: () => Promise<RunFile | undefined>;
	/** The places in the plan of what is to be done; all of them when absent. */
	readonly rest?: readonly number[];
	/** What was known of the others. */
	readonly before?: readonly AbortRunResult[];
	/** Of those that are to be done: the bytes that an Abort of before will have freed, by their place. */
	readonly freedBefore?: ReadonlyMap<number, number>;
};

/** Carries out a run: what to do with each upload, and when. */
export class AbortRunner {
	hasFile = true;
	#isOpen = false;
	readonly #deps: ActDeps;
	readonly #start: AbortRunStart;
	readonly #options: AbortRunOptions;
	readonly #sleep: (milliseconds: number) => Promise<void>;
	readonly #width: () => number;
	readonly #ledger: AbortLedger;
	readonly #lanes: Lanes<Item>;
	readonly #total: number;
	#phase: 'work' | 'prove' | 'ended' = 'work';
	readonly #controls = new RunControls();
	#toldState: AbortRunState = 'running';
	#blankSaysNothing = false;
	#fails: (error: unknown) => void = () => {};

	constructor(deps: ActDeps, start: AbortRunStart, options: AbortRunOptions) {
		this.#deps = deps;
		this.#start = start;
		this.#options = options;
		this.#sleep = options.sleep ?? pause;
		this.#width = options.width ?? (() => deps.gateway.pace.width);
		const {uploads} = start.plan;
		const {rest, before = []} = start;
		this.#ledger = new AbortLedger(before, options.onEvent);
		const count = rest?.length ?? uploads.length;
		this.#total = count + before.length;
		this.#lanes = new Lanes({
			items: itemsOf(uploads, rest),
			count,
			width: this.#width,
			sleep: this.#sleep,
			work: item => this.#workOn(item),
			onEnd: () => this.#tellState(),
		});
	}

	async work(): Promise<AbortRunFacts> {
		const file = await this.#start.openFile();
		this.hasFile = file !== undefined;
		this.#ledger.file = file;
		this.#isOpen = true;
		const failed = new Promise<never>((_, reject) => {
			this.#fails = reject;
		});
		try {
			if (!this.#controls.isHeld) this.#lanes.release();
			do {
				await Promise.race([this.#lanes.idle(), failed]);
				await this.#controls.untilReleased();
				this.#phase = 'prove';
				this.#tellState();
				await this.#prove();
				this.#phase = 'work';
			} while (this.#lanes.waiting + this.#lanes.underWay + this.#ledger.unproven.length > 0);
			await file?.close({time: new Date().toISOString()});
		} catch (error) {
			// It has not ended: it may be taken up again.
			await file?.close();
			throw error;
		} finally {
			this.#phase = 'ended';
			this.#tellState();
		}
		return this.facts();
	}

	get results(): readonly AbortRunResult[] {
		return this.#ledger.results;
	}

	facts(): AbortRunFacts {
		const {counts, freed, freeing, throttled, rate, widestWindow, elapsed} = this.#ledger.tally;
		const waiting = this.#lanes.waiting;
		const underWay = this.#lanes.underWay;
		return {
			state: this.#state(),
			total: this.#total,
			counts: {...counts},
			...{waiting, underWay, freed, freeing, throttled, rate, widestWindow, elapsed},
			timeLeft: rate === undefined ? undefined : ((waiting + underWay) / rate) * 1000,
			pausedBy: this.#controls.pausedBy,
		};
	}

	pause(by?: S3Failure | JournalError): void {
		if (this.#phase === 'ended' || !this.#controls.pause(by)) return;
		this.#lanes.hold();
		this.#tellState();
	}

	goOn(): void {
		if (!this.#controls.goOn()) return;
		this.#ledger.tally.restartRate();
		// Before its plan is on the disk nothing is begun.
		if (this.#isOpen) this.#lanes.release();
		this.#tellState();
	}

	stop(): void {
		if (this.#phase === 'ended' || !this.#controls.stop()) return;
		this.#lanes.hold();
		for (const item of this.#lanes.takeRest()) this.#endStopped(item);
		this.#tellState();
	}

	#state(): AbortRunState {
		if (this.#phase === 'ended') return 'ended';
		if (this.#controls.isPaused) return this.#lanes.underWay > 0 ? 'pausing' : 'paused';
		if (this.#phase === 'prove') return 'proving';
		return this.#controls.isStopped ? 'stopping' : 'running';
	}

	#tellState(): void {
		const state = this.#state();
		if (state === this.#toldState) return;
		this.#toldState = state;
		this.#options.onEvent?.({kind: 'state', state});
	}

	async #workOn(item: Item): Promise<void> {
		if (this.#deps.gateway.readOnly) {
			this.#ledger.end(item, {
				kind: 'refused',
				sentence: 'This connection is read-only: nothing was sent.',
			});
			return;
		}
		try {
			const target = this.#targetOf(item);
			const attempted = await attemptAbort(this.#deps, target, item.upload, {
				run: this.#start.id,
				mayMove: item.yes > 0 || this.#start.plan.everything === true,
				isHeld: () => this.#controls.isHeld,
				onWindow: milliseconds => this.#ledger.tally.window(milliseconds),
				blankSaysNothing: () => this.#askBlank(target),
			});
			this.#take(item, attempted);
		} catch (error) {
			this.#lanes.hold();
			this.#fails(error);
		}
	}

	#take(item: Item, attempted: Attempted): void {
		switch (attempted.kind) {
			case 'refused': {
				const {problem} = attempted;
				if (journalIsLost(problem)) {
					this.pause(problem);
					this.#again(item);
				} else
					this.#ledger.end(item, {
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
				this.#ledger.end(item, {...attempted.decision, journalProblem: attempted.journalProblem});
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
				this.#ledger.await(item, attempted, {
					parts: {kind: 'gone'},
					bytes: this.#start.freedBefore?.get(item.n),
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
		if (parts.kind === 'unseen' && pausesAll(parts.failure)) this.pause(parts.failure);
		if (parts.kind !== 'there') {
			this.#ledger.await(item, attempted, {failure, parts, bytes, byUs: true});
			return;
		}
		const verdict = judgeSent(attempted, true);
		if (verdict === undefined) this.#repeat(item, journalProblem);
		else if (verdict.kind === 'unknown') this.#putOff(item, {...verdict, failure, journalProblem});
		else this.#ledger.end(item, {...verdict, journalProblem});
	}

	/** Sends it once more, since the service said yes and it is still there. */
	#repeat(item: Item, journalProblem?: JournalError): void {
		const wait = repeatAfter[item.yes - 1];
		if (wait !== undefined && !this.#controls.isStopped) this.#again(item, wait);
		else
			this.#ledger.end(item, {
				kind: 'failed',
				sentence: `The service said yes ${plural(item.yes, 'time')} and still lists the upload: parts may still be landing.`,
				journalProblem,
			});
	}

	/** Tries again what came to nothing for a reason that may pass, and ends it where that has been often enough. */
	#putOff(item: Item, end: End): void {
		const {failure} = end;
		if (failure !== undefined && pausesAll(failure)) {
			this.pause(failure);
			if (end.kind === 'failed') {
				this.#again(item);
				return;
			}
		}
		if (failure !== undefined && asksForFewer(failure)) this.#ledger.tally.throttled++;
		item.tries++;
		if (item.tries > mostTries || this.#controls.isStopped) this.#ledger.end(item, end);
		else this.#again(item, backoff(Math.min(item.tries, 6)));
	}

	#again(item: Item, milliseconds = 0): void {
		if (this.#controls.isStopped) this.#endStopped(item);
		else this.#lanes.addAgain(item, milliseconds);
	}

	#endStopped(item: Item): void {
		if (item.yes === 0) this.#ledger.end(item, stoppedEnd);
		else
			this.#ledger.end(item, {
				kind: 'failed',
				sentence:
					'The service said yes and still lists the upload; stopped before sending it again.',
			});
	}

	/** Looks at everything that was sent; what is still there goes back into the queue. */
	async #prove(): Promise<void> {
		const unproven = this.#ledger.unproven.splice(0);
		if (unproven.length === 0) return;
		const looks = await lookAtEnd(
			this.#deps.gateway,
			this.#start.plan,
			unproven.map(({item, sent}) => ({
				target: this.#targetOf(item),
				keyProven: item.upload.summary !== undefined,
				parts: sent.parts,
			})),
			{
				width: this.#width,
				sleep: this.#sleep,
				blankSaysNothing: target => this.#askBlank(target),
				paused: async failure => {
					this.pause(failure);
					await this.#controls.untilReleased();
					return !this.#controls.isStopped;
				},
			},
		);
		for (let start = 0; start < unproven.length; start += endsAtOnce)
			await Promise.all(
				unproven.slice(start, start + endsAtOnce).map((each, at) => {
					const {parts, listed} = looks(start + at);
					return this.#settle(each, parts, listed);
				}),
			);
	}

	async #settle(
		unproven: Unproven,
		parts: PartsProof,
		listed: boolean | ListingGap,
	): Promise<void> {
		const {journal} = this.#deps;
		const {item, actId, sent, journalProblem} = unproven;
		const {failure, bytes, byUs} = sent;
		this.#ledger.takeBack(unproven);
		if (!byUs) {
			const decision = goneBefore(weighProof(parts, listed));
			const freed = decision.kind === 'gone' ? sent.bytes : undefined;
			this.#ledger.keep(item, {...decision, freed, journalProblem});
			return;
		}
		const verdict = judgeSent({failure, parts}, listed);
		if (verdict === undefined) {
			this.#repeat(item, journalProblem);
			return;
		}
		const notWritten = await writeEnd(journal, {id: actId}, outcomeOf(verdict));
		const end = {...verdict, journalProblem: notWritten ?? journalProblem};
		// A lost answer to an Abort of an upload that is still listed: sending it again tells.
		if (verdict.kind === 'unknown' && listed === true && !this.#controls.isStopped)
			this.#putOff(item, end);
		else this.#ledger.keep(item, verdict.kind === 'gone' ? {...end, freed: bytes} : end);
	}

	/** Whether the service answers for any upload without a part; it is not asked again once it did. */
	async #askBlank(target: UploadTarget): Promise<boolean> {
		this.#blankSaysNothing ||= await answersBlankly(this.#deps.gateway, target);
		return this.#blankSaysNothing;
	}

	#targetOf({upload: {key, uploadId}}: Item): UploadTarget {
		return {bucket: this.#start.plan.bucket, key, uploadId};
	}
}

function* itemsOf(uploads: readonly PlannedAbort[], rest?: readonly number[]): Generator<Item> {
	const places = rest ?? uploads.keys();
	for (const n of places) {
		const upload = uploads[n];
		if (upload !== undefined) yield {upload, n, yes: 0, tries: 0};
	}
}
