import {heldBytes} from '../../multipart/part.js';
import type {UploadTarget} from '../../multipart/upload.js';
import {type AttemptRules, attemptAbort} from '../abort/abort-attempt.js';
import {whyHeld, whyLeftAlone} from '../abort/abort-decision.js';
import {lookAtEnd, pause} from '../abort/abort-proof.js';
import {openAborts, type SentAbort, SentAborts} from '../abort/abort-sent.js';
import {answersEmptyForUnknownUpload, provePartsGone} from '../abort/gone.js';
import {type ActDeps, whyActRefused} from '../journal/acting.js';
import {targetIdentity} from '../journal/journal-acts.js';
import {AbortLedger, type Item} from './abort-ledger.js';
import {AbortOutcomes} from './abort-outcomes.js';
import type {
	AbortRun,
	AbortRunFacts,
	AbortRunOptions,
	AbortRunResult,
	AbortRunStart,
	AbortRunState,
	PauseReason,
} from './abort-run-types.js';
import type {RunFileError} from './error.js';
import {type ProvenByListing, provenByListing} from './listing-proof.js';
import {RunControls} from './run-controls.js';
import {RunQueue} from './run-queue.js';
import {inTurns} from './turns.js';

/** How many ends are written to the journal together. */
const endsAtOnce = 1000;

/** Milliseconds after which an Abort that is under way no longer keeps others from beginning. */
const slowAfter = 2000;

/** Carries out a run, or what is left of one: what to do with each upload, and when. Begins at once. */
export class AbortRunner implements AbortRun {
	readonly id: string;
	readonly ended: Promise<AbortRunFacts>;
	#isOpen = false;
	/** Aborts of before, without a known outcome, by the names of their uploads. */
	#openBefore: ReadonlyMap<string, readonly SentAbort[]> = new Map();
	/** Why the file is another process's now. */
	#lost: RunFileError | undefined;
	readonly #deps: ActDeps;
	readonly #start: AbortRunStart;
	readonly #options: AbortRunOptions;
	readonly #sleep: (milliseconds: number) => Promise<void>;
	readonly #width: () => number;
	readonly #ledger: AbortLedger;
	readonly #queue: RunQueue<Item>;
	readonly #inTurn: NonNullable<AttemptRules['inTurn']>;
	readonly #outcomes: AbortOutcomes;
	readonly #total: number;
	readonly #isProvenByListing: ProvenByListing;
	#phase: 'work' | 'prove' | 'ended' = 'work';
	readonly #controls = new RunControls();
	#shownState: AbortRunState = 'running';
	#knownInconclusive = false;
	#fails: (error: unknown) => void = () => {};

	constructor(deps: ActDeps, start: AbortRunStart, options: AbortRunOptions) {
		this.id = start.id;
		this.#deps = deps;
		this.#start = start;
		this.#options = options;
		this.#sleep = options.sleep ?? pause;
		this.#width = options.width ?? (() => deps.gateway.pace.width);
		const {uploads} = start.plan;
		this.#isProvenByListing = provenByListing(start.plan);
		const {rest, before = []} = start;
		this.#ledger = new AbortLedger(before, options.onEvent);
		const count = rest?.length ?? uploads.length;
		this.#total = count + before.length;
		const after = options.slowAfter ?? slowAfter;
		this.#inTurn = inTurns(this.#width, after);
		this.#queue = new RunQueue({
			items: this.#items(),
			count,
			// While some wait for the journal, as many others send: else all would do the same at the same time.
			width: () => this.#width() * 2,
			slowAfter: after,
			sleep: this.#sleep,
			work: item => this.#workOn(item),
			onEnd: () => this.#tellState(),
		});
		this.#outcomes = new AbortOutcomes({
			journal: deps.journal,
			ledger: this.#ledger,
			controls: this.#controls,
			pause: by => this.pause(by),
			addAgain: (item, milliseconds) => this.#queue.addAgain(item, milliseconds),
		});
		this.ended = this.#work();
	}

	async #work(): Promise<AbortRunFacts> {
		const file = await this.#start.openFile();
		this.#ledger.file = file;
		file?.onLost(why => {
			this.#lost = why;
			this.pause(why);
		});
		this.#openBefore = await openAborts(this.#deps.journal);
		this.#isOpen = true;
		if (this.#controls.isStopped) this.#endRest();
		const failed = new Promise<never>((_, reject) => {
			this.#fails = reject;
		});
		try {
			if (!this.#controls.isHalted) this.#queue.release();
			do {
				await Promise.race([this.#queue.idle(), failed]);
				await this.#controls.untilReleased();
				this.#phase = 'prove';
				this.#tellState();
				await this.#prove();
				this.#phase = 'work';
			} while (this.#queue.waiting + this.#queue.underWay + this.#ledger.unproven.length > 0);
			await file?.close(true);
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

	get file(): string | undefined {
		return this.#isOpen && this.#ledger.file === undefined ? undefined : this.#start.path;
	}

	results(): readonly AbortRunResult[] {
		return this.#ledger.results;
	}

	facts(): AbortRunFacts {
		const {tally} = this.#ledger;
		const {counts, freed, unsized, freeing, throttled, widestWindow, elapsed} = tally;
		const rate = this.#controls.isPaused ? undefined : tally.rate;
		const {waiting, underWay} = this.#queue;
		return {
			state: this.#state(),
			total: this.#total,
			counts: {...counts},
			...{waiting, underWay, freed, unsized, freeing, throttled, rate, widestWindow, elapsed},
			timeLeft: rate === undefined ? undefined : ((waiting + underWay) / rate) * 1000,
			pausedBy: this.#controls.pausedBy,
		};
	}

	pause(by?: PauseReason): void {
		if (this.#phase === 'ended' || !this.#controls.pause(by)) return;
		this.#queue.hold();
		this.#tellState();
	}

	goOn(): void {
		if (!this.#controls.goOn()) return;
		if (this.#lost !== undefined) {
			// Two that send for one run would take each other's answers for their own.
			this.#controls.pause(this.#lost);
			return;
		}
		this.#ledger.tally.restartRate();
		// Before its plan is on the disk nothing is begun.
		if (this.#isOpen) this.#queue.release();
		this.#tellState();
	}

	stop(): void {
		if (this.#phase === 'ended' || !this.#controls.stop()) return;
		this.#queue.hold();
		if (this.#isOpen) this.#endRest();
		this.#tellState();
	}

	#endRest(): void {
		for (const item of this.#queue.takeRest()) this.#outcomes.endStopped(item);
	}

	#state(): AbortRunState {
		if (this.#phase === 'ended') return 'ended';
		if (this.#controls.isPaused) return this.#queue.underWay > 0 ? 'pausing' : 'paused';
		if (this.#phase === 'prove') return 'proving';
		return this.#controls.isStopped ? 'stopping' : 'running';
	}

	#tellState(): void {
		const state = this.#state();
		if (state === this.#shownState) return;
		this.#shownState = state;
		this.#options.onEvent?.({kind: 'state', state});
	}

	async #workOn(item: Item): Promise<void> {
		const target = this.#targetOf(item);
		const notHere = whyActRefused(this.#deps.gateway, target);
		if (notHere !== undefined) {
			this.#ledger.end(item, {kind: 'refused', reason: notHere});
			return;
		}
		try {
			const {accepted} = item;
			if (accepted !== undefined) {
				item.accepted = undefined;
				const parts = await provePartsGone(this.#deps.gateway, target, {
					isEmptyInconclusive: () => this.#isEmptyInconclusive(target),
				});
				await this.#outcomes.takeAccepted(item, accepted, parts);
				return;
			}
			const {gateway, thresholds} = this.#deps;
			const mayMove = this.#start.plan.everything === true;
			const {wasSent} = item.sent;
			// Without the file nobody would look it up after a kill.
			const isFirst = this.file !== undefined && !item.wasBegun && !wasSent;
			item.wasBegun = true;
			const attempted = await attemptAbort(
				this.#deps,
				target,
				{run: this.#start.id, bytes: heldBytes(item.upload.summary), wasSent},
				{
					judge: again =>
						whyHeld(item.upload) ??
						whyLeftAlone(item.upload, again, {mayMove, now: gateway.now(), thresholds}),
					isHalted: () => this.#controls.isHalted,
					readWithin: this.#options.readWithin,
					inTurn: this.#inTurn,
					onWindow: milliseconds => this.#ledger.tally.window(milliseconds),
					isEmptyInconclusive: () => this.#isEmptyInconclusive(target),
					isProvenByListing: ({summary}) =>
						isFirst &&
						this.#isProvenByListing({...item.upload, summary}, gateway.now(), thresholds),
				},
			);
			await this.#outcomes.take(item, attempted);
		} catch (error) {
			this.#queue.hold();
			this.#fails(error);
		}
	}

	/** Looks at everything that was sent; what is still there goes back into the queue. */
	async #prove(): Promise<void> {
		const unproven = this.#ledger.unproven.splice(0);
		if (unproven.length === 0) return;
		const looks = await lookAtEnd(
			this.#deps.gateway,
			this.#start.plan,
			unproven.map(({item, parts}) => ({
				target: this.#targetOf(item),
				keyProven: item.upload.summary !== undefined,
				parts,
			})),
			{
				width: this.#width,
				sleep: this.#sleep,
				isEmptyInconclusive: target => this.#isEmptyInconclusive(target),
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
					return this.#outcomes.takeProof(each, parts, listed);
				}),
			);
	}

	/** Whether the service answers for any upload without a part; it is not asked again once it did. */
	async #isEmptyInconclusive(target: UploadTarget): Promise<boolean> {
		this.#knownInconclusive ||= await answersEmptyForUnknownUpload(this.#deps.gateway, target);
		return this.#knownInconclusive;
	}

	#targetOf({upload: {key, uploadId}}: Item): UploadTarget {
		return {bucket: this.#start.plan.bucket, key, uploadId};
	}

	*#items(): Generator<Item> {
		const {plan, rest, accepted} = this.#start;
		for (const n of rest ?? plan.uploads.keys()) {
			const upload = plan.uploads[n];
			if (upload === undefined) continue;
			const sent = new SentAborts(
				this.#openBefore.get(targetIdentity({bucket: plan.bucket, ...upload})),
			);
			yield {
				...{upload, n, sent, accepted: accepted?.get(n)},
				...{repeats: 0, tries: 0, late: 0, wasBegun: false},
			};
		}
	}
}
