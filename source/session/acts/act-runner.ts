import {abortUpload, planAbort} from '../../operations/abort/abort.js';
import {completeUpload, prepareCompletion} from '../../operations/complete/complete.js';
import {makePublic, readPublicly} from '../../operations/complete/public-read.js';
import {type Journal, openJournal} from '../../operations/journal/journal.js';
import {isNotFound} from '../../operations/scan/listed-here.js';
import type {BucketTerms} from '../../s3/client/connection.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import type {Action} from '../core/action.js';
import type {SessionDeps} from '../core/deps.js';
import type {Effect} from '../core/effect.js';
import type {SessionState} from '../core/state.js';
import {notFoundTrouble} from '../core/trouble.js';
import {ActWatcher, type Through, troubleOf} from './act-watcher.js';

type ActEffect = Extract<
	Effect,
	{
		type:
			| 'prepare-complete'
			| 'complete'
			| 'prepare-abort'
			| 'abort'
			| 'look-again'
			| 'close-act'
			| 'read-publicly'
			| 'make-public'
			| 'stop-preparing';
	}
>;

type PublicEffect = Extract<Effect, {type: 'read-publicly' | 'make-public'}>;

/** The way under the terms of a single act, where it has its own. */
function underTerms(through: Through, terms: BucketTerms | undefined): Through {
	return terms === undefined ? through : {...through, gateway: through.gateway.withTerms(terms)};
}

/**
 * Prepares and sends acts. Preparing ends with its dialog; an act that was sent runs on until it ends,
 * on the gateway that it was sent through.
 */
export class ActRunner {
	readonly #deps: SessionDeps;
	readonly #dispatch: (action: Action) => void;
	readonly #state: () => SessionState;
	readonly #gateway: () => Gateway | undefined;
	/** What each act was sent through: what follows it goes the same way. */
	readonly #sentThrough = new Map<number, Through>();
	readonly #watcher: ActWatcher;
	#preparing = new AbortController();
	#journal: Journal | undefined;

	constructor(options: {
		deps: SessionDeps;
		dispatch: (action: Action) => void;
		state: () => SessionState;
		gateway: () => Gateway | undefined;
	}) {
		this.#deps = options.deps;
		this.#dispatch = options.dispatch;
		this.#state = options.state;
		this.#gateway = options.gateway;
		this.#watcher = new ActWatcher({
			dispatch: options.dispatch,
			journal: () => this.journal(),
			through: () => this.through(),
		});
	}

	run(effect: ActEffect): void {
		switch (effect.type) {
			case 'stop-preparing':
				this.#preparing.abort();
				return;
			case 'look-again':
				void this.#watcher.lookAgain(effect.acts);
				return;
			case 'close-act':
				void this.#watcher.closeByHand(effect.intent);
				return;
			case 'read-publicly':
				void this.#readPublicly(effect);
				return;
			case 'make-public':
				void this.#makePublic(effect);
				return;
		}
		const through = this.through();
		if (through === undefined) return;
		switch (effect.type) {
			case 'prepare-complete':
				void this.#prepare(async signal => {
					const {bucket} = effect.target;
					const {gateway} = underTerms(through, effect.terms);
					try {
						const {excluded, unconditional} = effect;
						const {thresholds} = through;
						const upload = {...effect.upload, bucket};
						const choice = {excluded, unconditional, thresholds};
						const plan = await prepareCompletion(gateway, upload, signal, choice);
						return {type: 'complete-prepared', plan, changes: []};
					} catch (error) {
						if (!(await isNotFound(gateway, effect.target, error, signal))) throw error;
						return {type: 'act-refused', trouble: notFoundTrouble};
					} finally {
						if (gateway !== through.gateway) gateway.close();
					}
				});
				return;
			case 'prepare-abort':
				void this.#prepare(async signal => {
					const {bucket, upload} = effect;
					const {gateway, thresholds} = through;
					const plan = await planAbort(gateway, bucket, upload, {signal, thresholds});
					return {type: 'abort-prepared', plan};
				});
				return;
			case 'complete':
				void this.#complete(underTerms(through, effect.terms), effect);
				return;
			case 'abort':
				void this.#abort(through, effect);
				return;
			default:
				effect satisfies never;
		}
	}

	/** Reads the journal and looks up what is open, again and again until its outcome is known. */
	watchUnsettled(): Promise<void> {
		return this.#watcher.watchUnsettled();
	}

	close(): void {
		this.#preparing.abort();
		this.#watcher.close();
		for (const {gateway} of this.#sentThrough.values()) gateway.close();
	}

	/** What is acted through now. */
	through(): Through | undefined {
		const gateway = this.#gateway();
		const {connection} = this.#state();
		if (gateway === undefined || connection === undefined) return undefined;
		return {gateway, connection: connection.label, thresholds: connection.thresholds};
	}

	/** One for all acts of this process. */
	journal(): Journal {
		const {stateFolder} = this.#deps;
		this.#journal ??= openJournal(stateFolder === undefined ? {} : {folder: stateFolder});
		return this.#journal;
	}

	async #prepare(work: (signal: AbortSignal) => Promise<Action>): Promise<void> {
		this.#preparing.abort();
		this.#preparing = new AbortController();
		const {signal} = this.#preparing;
		try {
			const action = await work(signal);
			if (!signal.aborted) this.#dispatch(action);
		} catch (error) {
			if (signal.aborted) return;
			this.#dispatch({type: 'act-refused', trouble: troubleOf(error)});
		}
	}

	async #complete(
		through: Through,
		{act, plan, keyTyped}: Extract<Effect, {type: 'complete'}>,
	): Promise<void> {
		const {gateway, connection} = through;
		this.#sentThrough.set(act, through);
		const journal = this.journal();
		const result = await completeUpload({gateway, journal, connection}, plan, {
			keyTyped,
			// The confirmation lets a plan that replaces through only when the key was typed.
			...(plan.overwrite ? {overwrite: {typedKey: plan.target.key}} : {}),
			...(plan.unconditional ? {unconditional: {typedKey: plan.target.key}} : {}),
			onPhase: phase => {
				this.#dispatch({type: 'complete-phase', act, phase});
			},
		});
		this.#dispatch({type: 'complete-ended', act, result});
		await this.#watcher.watchNew();
	}

	async #readPublicly({act, target}: PublicEffect): Promise<void> {
		const through = this.#sentThrough.get(act);
		if (through === undefined) return;
		const reading = await readPublicly(through.gateway, target);
		this.#dispatch({type: 'public-read', act, reading});
	}

	async #makePublic({act, target}: PublicEffect): Promise<void> {
		const through = this.#sentThrough.get(act);
		if (through === undefined) return;
		const result = await makePublic({...through, journal: this.journal()}, target);
		this.#dispatch({type: 'made-public', act, result});
		await this.#watcher.watchNew();
	}

	async #abort(
		through: Through,
		{act, plan, keyTyped}: Extract<Effect, {type: 'abort'}>,
	): Promise<void> {
		const deps = {...through, journal: this.journal()};
		const result = await abortUpload(deps, plan, {keyTyped});
		this.#dispatch({type: 'abort-ended', act, result});
		await this.#watcher.watchNew();
	}
}
