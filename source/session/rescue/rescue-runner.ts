import {RateMeter} from '../../multipart/rescue/rate.js';
import {RunControls} from '../../operations/abort-run/run-controls.js';
import type {Journal} from '../../operations/journal/journal.js';
import type {RescueProgress} from '../../operations/rescue/rescue-types.js';
import {FileChanged} from '../../terminal/local-file/file-identity.js';
import {LocalFileError} from '../../terminal/local-file/local-file-error.js';
import {type Through, troubleOf} from '../acts/act-watcher.js';
import type {ActId} from '../acts/acts-state.js';
import type {Action} from '../core/action.js';
import type {EffectHandlers, EffectOf} from '../core/effect.js';
import type {RescuePace} from './rescue-pace.js';

/** How often a rescue is reported, in milliseconds. */
const reportEvery = 200;

type RescueContext = {
	readonly dispatch: (action: Action) => void;
	readonly journal: () => Journal;
	/** What is acted through; undefined while nothing is connected. */
	readonly through: () => Through | undefined;
	/** Reports which acts the journal holds open by now. */
	readonly reportUnsettled: () => Promise<void>;
};

/** Looks at files, compares them with parts, and carries rescues out. Comparing ends with its dialog; what was sent runs on. */
export class RescueRunner {
	readonly #session: RescueContext;
	readonly #controls = new Map<
		ActId,
		{readonly controls: RunControls; readonly report: () => void}
	>();
	#comparing = new AbortController();

	constructor(session: RescueContext) {
		this.#session = session;
	}

	readonly handlers = {
		'see-path': ({typed}) =>
			void import('./rescue-files.js').then(async ({seePath}) =>
				this.#session.dispatch({type: 'path-seen', typed, seen: await seePath(typed)}),
			),
		'complete-path': ({typed}) =>
			void import('./rescue-files.js').then(async ({completePath}) =>
				this.#session.dispatch({
					...{type: 'path-completed', typed},
					completed: await completePath(typed),
				}),
			),
		'suggest-file': ({folder, name}) =>
			void import('./rescue-files.js').then(async ({fileIn}) => {
				const path = await fileIn(folder, name);
				if (path !== undefined) this.#session.dispatch({type: 'file-suggested', folder, path});
			}),
		'prepare-rescue': effect => void this.#prepare(effect),
		rescue: effect => void this.#carryOut(effect),
		'control-rescue': ({act, what}) => {
			const {controls, report} = this.#controls.get(act) ?? {};
			if (what === 'pause') controls?.pause();
			else if (what === 'go-on') controls?.goOn();
			else controls?.stop();
			report?.();
		},
	} satisfies Partial<EffectHandlers>;

	stopPreparing(): void {
		this.#comparing.abort();
	}

	async #prepare({target, upload, file, partSize}: EffectOf<'prepare-rescue'>): Promise<void> {
		const through = this.#session.through();
		if (through === undefined) return;
		this.stopPreparing();
		this.#comparing = new AbortController();
		const {signal} = this.#comparing;
		const {dispatch} = this.#session;
		const paced = pacing();
		let reported = Number.NEGATIVE_INFINITY;
		try {
			const {prepareRescue} = await import('../../operations/rescue/prepare.js');
			const {seeLocalFile} = await import('../../operations/rescue/local-file.js');
			const deps = {...through, journal: this.#session.journal()};
			const of = {...upload, bucket: target.bucket};
			const options = {
				signal,
				onProgress(progress: RescueProgress) {
					if (signal.aborted || performance.now() - reported < reportEvery) return;
					reported = performance.now();
					dispatch({type: 'rescue-proving', pace: paced(progress)});
				},
			};
			const choice = partSize === undefined ? {} : {partSize};
			const prepared = await prepareRescue(deps, await seeLocalFile(file), of, choice, options);
			if (!signal.aborted) dispatch({type: 'rescue-prepared', prepared});
		} catch (error) {
			if (signal.aborted) return;
			const isOfFile = error instanceof LocalFileError || error instanceof FileChanged;
			dispatch({type: 'act-refused', trouble: isOfFile ? error.message : troubleOf(error)});
		}
	}

	async #carryOut({act, prepared, keyTyped}: EffectOf<'rescue'>): Promise<void> {
		const through = this.#session.through();
		if (through === undefined) return;
		const {dispatch} = this.#session;
		const controls = new RunControls();
		let paced = pacing();
		let progress: RescueProgress | undefined;
		const report = () => {
			const {isPaused, isStopped, pausedBy} = controls;
			// What was measured before a pause says nothing of what comes after.
			if (isPaused) paced = pacing();
			dispatch({
				...{type: 'rescue-progress', act, pausedBy},
				pace: progress && paced(progress),
				state: isStopped ? 'stopping' : isPaused ? 'paused' : 'running',
			});
		};
		this.#controls.set(act, {controls, report});
		const timer = setInterval(report, reportEvery);
		try {
			const {sendRescue} = await import('../../operations/rescue/rescue.js');
			const deps = {...through, journal: this.#session.journal()};
			const result = await sendRescue(deps, prepared, {
				...{controls, keyTyped},
				onProgress(now) {
					progress = now;
				},
			});
			dispatch({type: 'rescue-ended', act, result});
		} finally {
			clearInterval(timer);
			this.#controls.delete(act);
		}
		await this.#session.reportUnsettled();
	}
}

/** Adds to progress how fast it is; another phase is measured anew. */
function pacing(): (progress: RescueProgress) => RescuePace {
	let meter = new RateMeter();
	let phase: RescueProgress['phase'] | undefined;
	return progress => {
		if (progress.phase !== phase) meter = new RateMeter();
		({phase} = progress);
		return {...progress, rate: meter.take(progress.bytesDone, performance.now())};
	};
}
