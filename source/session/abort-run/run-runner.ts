import type {UploadIndex} from '../../multipart/index/upload-index.js';
import {type UploadTarget, uploadIdentity} from '../../multipart/upload.js';
import type {Emptying, EmptyingEnd} from '../../operations/abort-run/abort-empty.js';
import {
	type AbortRun,
	type AbortRunEvent,
	type AbortRunOptions,
	type AbortRunResult,
	startAbortRun,
} from '../../operations/abort-run/abort-run.js';
import {RunFileError} from '../../operations/abort-run/error.js';
import {endRun, interruptedRuns, resumeAbortRun} from '../../operations/abort-run/run-resume.js';
import type {Proven} from '../../operations/abort-run/settle-run.js';
import type {ActDeps} from '../../operations/journal/acting.js';
import {type Journal, JournalError} from '../../operations/journal/journal.js';
import {journalWords, problemWords} from '../../text/reason/journal-words.js';
import type {Through} from '../acts/act-watcher.js';
import type {ActId} from '../acts/acts-state.js';
import type {Action, ActionOf} from '../core/action.js';
import type {EffectHandlers, EffectOf} from '../core/effect.js';

/** How often a run is reported, in milliseconds. */
const reportEvery = 250;

type Control = Pick<AbortRun, 'pause' | 'goOn' | 'stop'>;

type RunContext = {
	readonly dispatch: (action: Action) => void;
	readonly journal: () => Journal;
	/** What is acted through; undefined while nothing is connected. */
	readonly through: () => Through | undefined;
	readonly indexOf: (screen: number) => UploadIndex | undefined;
	/** Reports which acts the journal holds open by now. */
	readonly reportUnsettled: () => Promise<void>;
};

/** Plans and carries out the aborts of many uploads, and reports how they go. */
export class RunRunner {
	readonly #session: RunContext;
	readonly #controls = new Map<ActId, Control>();
	#planning = new AbortController();

	constructor(session: RunContext) {
		this.#session = session;
	}

	readonly handlers = {
		'control-run': ({act, what}) => {
			const control = this.#controls.get(act);
			if (what === 'pause') control?.pause();
			else if (what === 'go-on') control?.goOn();
			else control?.stop();
		},
		'plan-run': effect => this.#withDeps(deps => this.#plan(deps, effect)),
		'start-run': ({act, plan}) =>
			this.#withDeps(deps =>
				this.#carryOut(act, plan.bucket, options => startAbortRun(deps, plan, options)),
			),
		'resume-run': ({act, bucket, file}) =>
			this.#withDeps(deps =>
				this.#carryOut(act, bucket, options => resumeAbortRun(deps, file, options)),
			),
		'start-emptying': effect => this.#withDeps(deps => this.#empty(deps, effect)),
	} satisfies Partial<EffectHandlers>;

	/** Nothing is done while nothing is connected. */
	#withDeps(work: (deps: ActDeps & Through) => Promise<void>): void {
		const through = this.#session.through();
		if (through !== undefined) void work({...through, journal: this.#session.journal()});
	}

	/** Reports which runs of this endpoint were killed and can go on. */
	async reportInterruptedRuns(): Promise<void> {
		const endpoint = this.#session.through()?.gateway.endpoint;
		try {
			const runs = await interruptedRuns(this.#session.journal());
			const own = runs.filter(({header}) => header.endpoint === endpoint);
			this.#session.dispatch({type: 'runs-interrupted', runs: own});
		} catch (error) {
			// The journal tells its own trouble where acts are looked up.
			if (!(error instanceof JournalError)) throw error;
		}
	}

	stopPreparing(): void {
		this.#planning.abort();
	}

	async #plan(deps: ActDeps & Through, effect: EffectOf<'plan-run'>): Promise<void> {
		this.stopPreparing();
		this.#planning = new AbortController();
		const {signal} = this.#planning;
		const {source} = effect;
		const index = 'screen' in source ? this.#session.indexOf(source.screen) : undefined;
		try {
			const {planRun} = await import('./plan-run.js');
			if (signal.aborted) return;
			const planned = await planRun(deps, {
				...effect,
				thresholds: deps.thresholds,
				index,
				signal,
				onProgress: progress => this.#session.dispatch({type: 'run-planning', ...progress}),
			});
			if (planned !== undefined) this.#session.dispatch({type: 'run-planned', ...planned});
		} catch (error) {
			if (signal.aborted) return;
			if (!(error instanceof JournalError)) throw error;
			this.#session.dispatch({type: 'act-refused', trouble: journalWords(error.problem)});
		}
	}

	/** Gone ones leave the lists, a few times a second together. What is paused is reported once, and again when something comes. */
	#reporter(
		act: ActId,
		bucket: string,
		progress: () => Omit<RunProgress, 'type' | 'act' | 'gone' | 'aborted'>,
	) {
		let gone: UploadTarget[] = [];
		const aborted = new Set<string>();
		let wasPaused = false;
		const report = () => {
			const now = progress();
			const isPaused = (now.emptying ?? now.facts)?.state === 'paused';
			if (isPaused && wasPaused) return;
			wasPaused = isPaused;
			const leaving = gone;
			gone = [];
			this.#session.dispatch({type: 'run-progress', act, gone: leaving, aborted, ...now});
		};
		const timer = setInterval(report, reportEvery);
		return {
			onEvent(event: AbortRunEvent) {
				wasPaused = false;
				if (event.kind !== 'result') return;
				const {upload, kind} = event.result;
				const {key, uploadId} = upload;
				if (kind === 'accepted') aborted.add(uploadIdentity(upload));
				else aborted.delete(uploadIdentity(upload));
				if (kind === 'gone') gone.push({bucket, key, uploadId});
			},
			end() {
				clearInterval(timer);
				wasPaused = false;
				report();
			},
		};
	}

	async #carryOut(
		act: ActId,
		bucket: string,
		start: (options: AbortRunOptions) => AbortRun | Promise<AbortRun>,
	): Promise<void> {
		let run: AbortRun | undefined;
		const reporter = this.#reporter(act, bucket, () => ({
			facts: run?.facts(),
			isKept: run === undefined || run.file !== undefined,
			results: run?.results() ?? [],
		}));
		try {
			run = await start({onEvent: reporter.onEvent});
		} catch (error) {
			reporter.end();
			if (!(error instanceof RunFileError || error instanceof JournalError)) throw error;
			await this.#refused(act, problemWords(error));
			return;
		}
		this.#controls.set(act, run);
		await run.ended;
		this.#controls.delete(act);
		reporter.end();
		this.#session.dispatch({type: 'run-ended', act});
		await this.#session.reportUnsettled();
	}

	async #refused(act: ActId, sentence: string): Promise<void> {
		this.#session.dispatch({type: 'run-refused', act, sentence});
		await this.reportInterruptedRuns();
	}

	async #empty(
		deps: ActDeps,
		{act, bucket, prefix, includesHeld, after}: EffectOf<'start-emptying'>,
	): Promise<void> {
		let before: Proven | undefined;
		try {
			if (after !== undefined) before = (await endRun(deps, after)).gone;
		} catch (error) {
			if (!(error instanceof RunFileError || error instanceof JournalError)) throw error;
			await this.#refused(act, problemWords(error));
			return;
		}
		let emptying: Emptying | undefined;
		const reporter = this.#reporter(act, bucket, () => {
			const facts = emptying?.facts();
			return {facts: facts?.run, emptying: facts, results: []};
		});
		const where = {bucket, includesHeld, ...(prefix === undefined ? {} : {prefix})};
		const {emptyBucket} = await import('../../operations/abort-run/abort-empty.js');
		emptying = emptyBucket(deps, where, {onEvent: reporter.onEvent, before});
		this.#controls.set(act, emptying);
		const end = await emptying.ended;
		this.#controls.delete(act);
		reporter.end();
		this.#session.dispatch({type: 'run-ended', act, end, results: resultsOf(end)});
		await this.#session.reportUnsettled();
	}
}

/** What an emptying left, each with why. */
function resultsOf({left, results}: EmptyingEnd): AbortRunResult[] {
	const known = new Map(results.map(result => [uploadIdentity(result.upload), result]));
	return left.map(
		upload =>
			known.get(uploadIdentity(upload)) ?? {
				upload: {...upload, liveness: 'unknown'},
				kind: 'left-alone',
				reason: upload.keyCertain ? {code: 'new-upload'} : {code: 'doubtful', doubt: upload.doubt},
			},
	);
}

type RunProgress = ActionOf<'run-progress'>;
