import {abortUpload, planAbort} from '../../operations/abort/abort.js';
import {completeUpload, prepareCompletion} from '../../operations/complete/complete.js';
import {makePublic, readPublicly} from '../../operations/complete/public-read.js';
import {type Journal, openJournal} from '../../operations/journal/journal.js';
import {isNotFound} from '../../operations/scan/listed-here.js';
import type {BucketTerms} from '../../s3/client/connection.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import type {Action} from '../core/action.js';
import type {SessionDeps} from '../core/deps.js';
import type {EffectHandlers, EffectOf} from '../core/effect.js';
import type {SessionState} from '../core/state.js';
import {notFoundTrouble} from '../core/trouble.js';
import {ActWatcher, type Through, troubleOf} from './act-watcher.js';

/** The way under the terms of a single act, where it has its own. */
function underTerms(through: Through, terms: BucketTerms | undefined): Through {
	return terms === undefined ? through : {...through, gateway: through.gateway.withTerms(terms)};
}

type ActContext = {
	readonly deps: SessionDeps;
	readonly dispatch: (action: Action) => void;
	readonly state: () => SessionState;
	readonly gateway: () => Gateway | undefined;
};

/**
 * Prepares and sends acts. Preparing ends with its dialog; an act that was sent runs on until it ends,
 * on the gateway that it was sent through.
 */
export class ActRunner {
	readonly #session: ActContext;
	/** What each act was sent through: what follows it goes the same way. */
	readonly #sentThrough = new Map<number, Through>();
	readonly #watcher: ActWatcher;
	#preparing = new AbortController();
	#journal: Journal | undefined;

	constructor(session: ActContext) {
		this.#session = session;
		this.#watcher = new ActWatcher({
			dispatch: session.dispatch,
			journal: () => this.journal(),
			through: () => this.through(),
		});
	}

	readonly handlers = {
		'look-again': ({acts}) => void this.#watcher.lookAgain(acts),
		'close-act': ({intent}) => void this.#watcher.closeByHand(intent),
		'read-publicly': effect => void this.#readPublicly(effect),
		'make-public': effect => void this.#makePublic(effect),
		'prepare-complete': ({target, upload, excluded, unconditional, terms}) =>
			void this.#prepare(async (through, signal) => {
				const {gateway} = underTerms(through, terms);
				try {
					const {thresholds} = through;
					const choice = {excluded, unconditional, thresholds};
					const of = {...upload, bucket: target.bucket};
					const plan = await prepareCompletion(gateway, of, signal, choice);
					return {type: 'complete-prepared', plan, changes: []};
				} catch (error) {
					if (!(await isNotFound(gateway, target, error, signal))) throw error;
					return {type: 'act-refused', trouble: notFoundTrouble};
				} finally {
					if (gateway !== through.gateway) gateway.close();
				}
			}),
		'prepare-abort': ({bucket, upload}) =>
			void this.#prepare(async ({gateway, thresholds}, signal) => {
				const plan = await planAbort(gateway, bucket, upload, {signal, thresholds});
				return {type: 'abort-prepared', plan};
			}),
		complete: effect => void this.#complete(effect),
		abort: effect => void this.#abort(effect),
	} satisfies Partial<EffectHandlers>;

	stopPreparing(): void {
		this.#preparing.abort();
	}

	/** Reads the journal and looks up what is open, again and again until its outcome is known. */
	watchUnsettled(): Promise<void> {
		return this.#watcher.watchUnsettled();
	}

	close(): void {
		this.stopPreparing();
		this.#watcher.close();
		for (const {gateway} of this.#sentThrough.values()) gateway.close();
	}

	/** What is acted through now. */
	through(): Through | undefined {
		const gateway = this.#session.gateway();
		const {connection} = this.#session.state();
		if (gateway === undefined || connection === undefined) return undefined;
		return {gateway, connection: connection.label, thresholds: connection.thresholds};
	}

	/** One for all acts of this process. */
	journal(): Journal {
		const {stateFolder} = this.#session.deps;
		this.#journal ??= openJournal(stateFolder === undefined ? {} : {folder: stateFolder});
		return this.#journal;
	}

	async #prepare(work: (through: Through, signal: AbortSignal) => Promise<Action>): Promise<void> {
		const through = this.through();
		if (through === undefined) return;
		this.stopPreparing();
		this.#preparing = new AbortController();
		const {signal} = this.#preparing;
		try {
			const action = await work(through, signal);
			if (!signal.aborted) this.#session.dispatch(action);
		} catch (error) {
			if (signal.aborted) return;
			this.#session.dispatch({type: 'act-refused', trouble: troubleOf(error)});
		}
	}

	async #complete({act, plan, keyTyped, terms}: EffectOf<'complete'>): Promise<void> {
		const now = this.through();
		if (now === undefined) return;
		const through = underTerms(now, terms);
		const {gateway, connection} = through;
		this.#sentThrough.set(act, through);
		const journal = this.journal();
		const result = await completeUpload({gateway, journal, connection}, plan, {
			keyTyped,
			// The confirmation lets a plan that replaces through only when the key was typed.
			...(plan.overwrite ? {overwrite: {typedKey: plan.target.key}} : {}),
			...(plan.unconditional ? {unconditional: {typedKey: plan.target.key}} : {}),
			onPhase: phase => {
				this.#session.dispatch({type: 'complete-phase', act, phase});
			},
		});
		this.#session.dispatch({type: 'complete-ended', act, result});
		await this.#watcher.watchNew();
	}

	async #readPublicly({act, target}: EffectOf<'read-publicly'>): Promise<void> {
		const through = this.#sentThrough.get(act);
		if (through === undefined) return;
		const reading = await readPublicly(through.gateway, target);
		this.#session.dispatch({type: 'public-read', act, reading});
	}

	async #makePublic({act, target}: EffectOf<'make-public'>): Promise<void> {
		const through = this.#sentThrough.get(act);
		if (through === undefined) return;
		const result = await makePublic({...through, journal: this.journal()}, target);
		this.#session.dispatch({type: 'made-public', act, result});
		await this.#watcher.watchNew();
	}

	async #abort({act, plan, keyTyped}: EffectOf<'abort'>): Promise<void> {
		const through = this.through();
		if (through === undefined) return;
		const deps = {...through, journal: this.journal()};
		const result = await abortUpload(deps, plan, {keyTyped});
		this.#session.dispatch({type: 'abort-ended', act, result});
		await this.#watcher.watchNew();
	}
}
