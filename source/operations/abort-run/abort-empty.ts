import {type PlannedAbort, planOf} from '../../multipart/abort-selection.js';
import {type Holder, holderOf, type Witness} from '../../multipart/makers/holder.js';
import {unread} from '../../multipart/reading.js';
import {type Upload, uploadIdentity} from '../../multipart/upload.js';
import {S3Failure} from '../../s3/failure/failure.js';
import {askAgain, pause} from '../abort/abort-proof.js';
import {lookForWitnesses} from '../abort/witnesses.js';
import type {ActDeps} from '../journal/acting.js';
import {JournalError} from '../journal/journal.js';
import type {EmptyingReason} from '../reason/abort-reason.js';
import {factsOfGap, type ListingGap, readListing} from '../scan/listed.js';
import {startAbortRun} from './abort-run.js';
import type {
	AbortRun,
	AbortRunFacts,
	AbortRunOptions,
	AbortRunResult,
	AbortRunState,
} from './abort-run-types.js';
import {RunControls} from './run-controls.js';
import {type Proven, provenOf, settleRun} from './settle-run.js';

/** A client that keeps starting uploads would keep this going for ever. */
const mostRounds = 10;

export type EmptyingFacts = {
	readonly state: AbortRunState | 'listing';
	/** From 1. */
	readonly round: number;
	/** Rows of the listing that is read now. */
	readonly listed: number;
	/** The run of this round, once it has begun; until then, and after the end, the last one's final facts. */
	readonly run?: AbortRunFacts;
	/** In all rounds. Bytes. */
	readonly gone: number;
	readonly freed: number;
	/** What paused it, when it was not the user. */
	readonly pausedBy?: AbortRunFacts['pausedBy'];
};

/**
 * How emptying ended.
 * - `empty`: a listing made after the last Abort shows nothing.
 * - `left`: nothing changes any more, or new ones keep coming: see `left`, and `results` for why.
 * - `stopped`: by the user. `unseen`: the listing is not allowed, or failed for good.
 */
export type EmptyingEnd = {
	readonly reason: EmptyingReason;
	/** What the last listing showed. */
	readonly left: readonly Upload[];
	/** What is not gone of the last run. */
	readonly results: readonly AbortRunResult[];
	readonly failure?: S3Failure;
};

export type Emptying = {
	facts(): EmptyingFacts;
	pause(): void;
	goOn(): void;
	stop(): void;
	/** Rejects only for a defect. */
	readonly ended: Promise<EmptyingEnd>;
};

/** What is emptied. */
export type EmptyingPlace = {
	readonly bucket: string;
	readonly prefix?: string;
	/** Also of what makers hold open on purpose, which the confirmation named. */
	readonly includesHeld?: boolean;
};

export type EmptyingOptions = AbortRunOptions & {
	/** What an emptying that was killed had come to: its sums go on from there. */
	readonly before?: Proven;
};

/**
 * Aborts every upload of a bucket (or under a prefix), lists again, and goes on until nothing is left or
 * nothing changes any more. The confirmation named everything, active uploads included, those that makers hold open on
 * purpose only where it says so. Begins at once.
 */
export function emptyBucket(
	deps: ActDeps,
	{includesHeld = false, ...where}: EmptyingPlace,
	options: EmptyingOptions = {},
): Emptying {
	const controls = new RunControls();
	const chosen = includesHeld ? {includesHeld} : {};
	/** What the rounds before that of `run` came to, and those of before. */
	const before = {gone: options.before?.uploads ?? 0, freed: options.before?.freed ?? 0};
	/** What was proven of the run of this round after its end. */
	let late: Proven = {uploads: 0, freed: 0};
	let round = 1;
	let listed = 0;
	let run: AbortRun | undefined;
	let time = '';
	let hasEnded = false;
	/** Rows of the last listing that name no upload: what they are is not known. */
	let unnamed: ListingGap | undefined;
	/** What was looked for beside uploads, once for each key. */
	const witnesses = new Map<string, Witness>();

	const asking = {
		sleep: options.sleep ?? pause,
		async paused(failure: S3Failure) {
			controls.pause(failure);
			await controls.untilReleased();
			return !controls.isStopped;
		},
	};

	async function list(): Promise<Upload[] | ListingGap | S3Failure> {
		await controls.untilReleased();
		const {gateway} = deps;
		return askAgain(async () => {
			const uploads: Upload[] = [];
			listed = 0;
			const end = await readListing(gateway, where, page => {
				for (const upload of page) uploads.push(upload);
				listed = uploads.length;
				return !controls.isStopped;
			});
			// Rows that name no upload stand in the way of none that is named; alone they leave it open what is left.
			const isDropped = end !== undefined && 'dropped' in end && end.dropped !== undefined;
			unnamed = isDropped ? end : undefined;
			return isDropped ? uploads : (end ?? uploads);
		}, asking);
	}

	async function abortAll(uploads: readonly Upload[]): Promise<readonly AbortRunResult[]> {
		const plan = {
			...where,
			uploads: plansOf(uploads),
			listed: uploads.length,
			everything: true,
			...chosen,
		};
		if (run !== undefined) {
			const {counts, freed} = run.facts();
			before.gone += counts.gone + late.uploads;
			before.freed += freed + late.freed;
			late = {uploads: 0, freed: 0};
		}
		time = new Date().toISOString();
		run = startAbortRun(deps, plan, options);
		if (controls.isPaused) run.pause();
		await run.ended;
		return run.results();
	}

	/** What is listed no more, and was not proven to be gone by the run of the last round, is looked up. */
	async function settleLast(left: readonly Upload[], results: readonly AbortRunResult[]) {
		const listed = new Set(left.map(uploadIdentity));
		const isLeft = results.some(
			({kind, upload}) =>
				(kind === 'unknown' || kind === 'accepted') && !listed.has(uploadIdentity(upload)),
		);
		if (run === undefined || !isLeft) return;
		try {
			late = provenOf(await settleRun(deps, {id: run.id, time, ...where}));
		} catch (error) {
			// It is open in the journal, and shown there.
			if (!(error instanceof JournalError)) throw error;
		}
	}

	/** Who holds what of these, or may. */
	async function holders(uploads: readonly Upload[]): Promise<Map<Upload, Holder>> {
		const keys = uploads.flatMap(({key}) => (witnesses.has(key) ? [] : key));
		const looks = await lookForWitnesses(deps.gateway, where.bucket, keys);
		for (const [key, witness] of looks) witnesses.set(key, witness);
		return new Map(
			uploads.flatMap(upload => {
				const holder = holderOf(upload.key, witnesses.get(upload.key));
				return holder === undefined ? [] : [[upload, holder] as const];
			}),
		);
	}

	async function work(): Promise<EmptyingEnd> {
		let results: readonly AbortRunResult[] = [];
		let last: readonly Upload[] = [];
		for (; ; round++) {
			const all = await list();
			if (controls.isStopped) return {reason: {code: 'stopped'}, left: last, results};
			if (!Array.isArray(all)) return unseen(all, last, results);
			await settleLast(all, results);
			const spares = includesHeld ? new Map<Upload, Holder>() : await holders(all);
			const left = all.filter(upload => !spares.has(upload));
			const count = spares.size;
			const spared = [...results, ...heldOf(spares)];
			if (left.length === 0 && unnamed !== undefined) return unseen(unnamed, all, spared);
			if (left.length === 0)
				return count === 0
					? {reason: {code: 'empty'}, left, results}
					: {reason: {code: 'only-held', count}, left: all, results: spared};
			if (round > mostRounds || isSame(left, last))
				return {
					reason: {code: round > mostRounds ? 'more-keep-coming' : 'nothing-changes'},
					left: all,
					results: spared,
				};
			last = left;
			results = await abortAll(left);
		}
	}

	const ended = work().finally(() => {
		hasEnded = true;
	});
	return {
		facts() {
			const facts = run?.facts();
			const isRunning = facts !== undefined && facts.state !== 'ended';
			const state = controls.isPaused ? 'paused' : 'listing';
			return {
				state: hasEnded ? 'ended' : isRunning ? facts.state : state,
				round,
				listed,
				run: facts,
				gone: before.gone + late.uploads + (facts?.counts.gone ?? 0),
				freed: before.freed + late.freed + (facts?.freed ?? 0),
				pausedBy: (isRunning ? facts.pausedBy : undefined) ?? controls.pausedBy,
			};
		},
		pause() {
			controls.pause();
			run?.pause();
		},
		goOn() {
			controls.goOn();
			run?.goOn();
		},
		stop() {
			controls.stop();
			run?.stop();
		},
		ended,
	};
}

/** Those whose key is not certain are never acted on: they stay. Nothing was read: all are named. */
function plansOf(uploads: readonly Upload[]): PlannedAbort[] {
	return uploads.filter(({keyCertain}) => keyCertain).map(upload => planOf(upload, unread, 0));
}

/** What is spared, with why. */
function heldOf(spared: ReadonlyMap<Upload, Holder>): AbortRunResult[] {
	return [...spared].map(([upload, {maker, isSure}]) => ({
		upload: planOf(upload, unread, 0),
		kind: 'left-alone',
		reason: {code: isSure ? 'held-open' : 'may-be-held', maker: maker.id},
	}));
}

function isSame(one: readonly Upload[], other: readonly Upload[]): boolean {
	if (one.length !== other.length) return false;
	const known = new Set(other.map(uploadIdentity));
	return one.every(upload => known.has(uploadIdentity(upload)));
}

function unseen(
	answer: ListingGap | S3Failure,
	left: readonly Upload[],
	results: readonly AbortRunResult[],
): EmptyingEnd {
	const gap: ListingGap =
		answer instanceof S3Failure ? {why: 'listing-failed', failure: answer} : answer;
	const reason = {code: 'unseen', ...factsOfGap(gap)} as const;
	return {reason, left, results, failure: gap.failure};
}
