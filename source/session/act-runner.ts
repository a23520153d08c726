import {planAgain} from '../multipart/completion.js';
import {abortUploads, prepareAborts} from '../operations/abort.js';
import {completeUpload, prepareCompletion} from '../operations/complete.js';
import {type Journal, JournalError, type OpenAct, openJournal} from '../operations/journal.js';
import {makePublic, readPublicly} from '../operations/public-read.js';
import {type Settlement, settleAct, watchAct} from '../operations/settle.js';
import {S3Failure} from '../s3/failure.js';
import type {Gateway} from '../s3/gateway.js';
import type {Action} from './action.js';
import type {SessionDeps} from './deps.js';
import type {Effect} from './effect.js';
import type {SessionState} from './state.js';
import type {Trouble} from './trouble.js';

type ActEffect = Extract<
	Effect,
	{
		type:
			| 'prepare-complete'
			| 'complete'
			| 'prepare-abort'
			| 'abort'
			| 'stop-abort'
			| 'look-again'
			| 'read-publicly'
			| 'make-public'
			| 'stop-preparing';
	}
>;

type PublicEffect = Extract<Effect, {type: 'read-publicly' | 'make-public'}>;

/** What is acted through: kept by each act, whatever connection is shown by the time it ends. */
type Through = {readonly gateway: Gateway; readonly connection: string};

/**
 * Prepares, sends and looks up acts. Preparing ends with its dialog; an act that was sent runs on
 * until it ends, on the gateway that it was sent through.
 */
export class ActRunner {
	readonly #deps: SessionDeps;
	readonly #dispatch: (action: Action) => void;
	readonly #state: () => SessionState;
	readonly #gateway: () => Gateway | undefined;
	readonly #stops = new Map<number, AbortController>();
	/** What each act was sent through: what follows it goes the same way. */
	readonly #sentThrough = new Map<number, Through>();
	readonly #closed = new AbortController();
	readonly #watched = new Set<string>();
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
	}

	run(effect: ActEffect): void {
		switch (effect.type) {
			case 'stop-preparing':
				this.#preparing.abort();
				return;
			case 'stop-abort':
				this.#stops.get(effect.act)?.abort();
				return;
			case 'look-again':
				void this.#lookAgain(effect.acts);
				return;
			case 'read-publicly':
				void this.#readPublicly(effect);
				return;
			case 'make-public':
				void this.#makePublic(effect);
				return;
		}
		const through = this.#through();
		if (through === undefined) return;
		switch (effect.type) {
			case 'prepare-complete':
				void this.#prepare(async signal => {
					const {bucket} = effect.target;
					const read = await prepareCompletion(through.gateway, {...effect.upload, bucket}, signal);
					const plan = planAgain(read, {excluded: effect.excluded});
					return {type: 'complete-prepared', plan, changes: []};
				});
				return;
			case 'prepare-abort':
				void this.#prepare(async signal => {
					const {bucket, uploads} = effect;
					const plans = await prepareAborts(through.gateway, bucket, uploads, {
						signal,
						onProgress: read => this.#dispatch({type: 'abort-progress', read}),
					});
					return {type: 'abort-prepared', plans};
				});
				return;
			case 'complete':
				void this.#complete(through, effect);
				return;
			case 'abort':
				void this.#abort(through, effect);
				return;
		}
	}

	/** Reads the journal and looks up what is open, over and over until it is settled. */
	async watchUnsettled(): Promise<void> {
		const open = await this.#readUnsettled();
		for (const {intent} of open) void this.#watch(intent.id, true);
	}

	close(): void {
		this.#preparing.abort();
		this.#closed.abort();
	}

	#through(): Through | undefined {
		const gateway = this.#gateway();
		const {connection} = this.#state();
		if (gateway === undefined || connection === undefined) return undefined;
		return {gateway, connection: connection.label};
	}

	#openJournal(): Journal {
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
		{gateway, connection}: Through,
		{act, plan, keyTyped}: Extract<Effect, {type: 'complete'}>,
	): Promise<void> {
		this.#sentThrough.set(act, {gateway, connection});
		const journal = this.#openJournal();
		const result = await completeUpload({gateway, journal, connection}, plan, {
			keyTyped,
			// The confirmation lets a plan that replaces through only when the key was typed.
			...(plan.overwrite ? {overwrite: {typedKey: plan.target.key}} : {}),
			onPhase: phase => {
				this.#dispatch({type: 'complete-phase', act, phase});
			},
		});
		this.#dispatch({type: 'complete-ended', act, result});
		await this.#watchNew();
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
		const result = await makePublic({...through, journal: this.#openJournal()}, target);
		this.#dispatch({type: 'made-public', act, result});
		await this.#watchNew();
	}

	async #abort(
		{gateway, connection}: Through,
		{act, plans, ...named}: Extract<Effect, {type: 'abort'}>,
	): Promise<void> {
		const journal = this.#openJournal();
		const stop = new AbortController();
		this.#stops.set(act, stop);
		await abortUploads({gateway, journal, connection}, plans, {
			...named,
			stop: stop.signal,
			onEvent: event => {
				if (event.kind === 'ended')
					this.#dispatch({type: 'abort-result', act, result: event.result});
			},
		});
		this.#stops.delete(act);
		this.#dispatch({type: 'abort-ended', act});
		await this.#watchNew();
	}

	/** Acts of this session that ended unknown are looked up after a while; those watched already are not doubled. */
	async #watchNew(): Promise<void> {
		for (const {intent} of await this.#readUnsettled()) void this.#watch(intent.id, false);
	}

	async #readUnsettled(): Promise<readonly OpenAct[]> {
		try {
			const acts = await this.#openJournal().openActs();
			this.#dispatch({type: 'unsettled', acts});
			return acts;
		} catch (error) {
			this.#dispatch({type: 'noticed', text: wordsOf(troubleOf(error)), tone: 'bad'});
			return [];
		}
	}

	/** @param now looks at once before the first wait: an act of an earlier run may be settled long since. */
	async #watch(id: string, now: boolean): Promise<void> {
		const through = this.#through();
		if (through === undefined) return;
		// An act is looked up through the connection it was sent over; another one says nothing.
		const watch = `${id} ${through.gateway.endpoint}`;
		if (this.#watched.has(watch)) return;
		this.#watched.add(watch);
		const signal = this.#closed.signal;
		try {
			const journal = this.#openJournal();
			const intent = (await journal.openActs()).find(open => open.intent.id === id)?.intent;
			if (intent === undefined) return;
			const deps = {gateway: through.gateway, journal};
			const tell = (settlement: Settlement) =>
				this.#dispatch({type: 'act-looked-up', intent, settlement, asked: false});
			if (now) {
				const settlement = await settleAct(deps, intent, signal);
				tell(settlement);
				await this.#readUnsettled();
				if (settlement.kind !== 'unknown' && settlement.kind !== 'running') return;
			}
			for await (const settlement of watchAct(deps, intent, {signal})) {
				tell(settlement);
				await this.#readUnsettled();
			}
		} catch (error) {
			if (signal.aborted) return;
			this.#dispatch({type: 'noticed', text: wordsOf(troubleOf(error)), tone: 'bad'});
		} finally {
			this.#watched.delete(watch);
		}
	}

	async #lookAgain(acts: readonly OpenAct[]): Promise<void> {
		const through = this.#through();
		if (through === undefined) return;
		if (acts.length === 0) {
			await this.#readUnsettled();
			this.#dispatch({type: 'noticed', text: 'No act waits for a look.', tone: 'info'});
			return;
		}
		const journal = this.#openJournal();
		try {
			for (const {intent} of acts) {
				const settlement = await settleAct(
					{gateway: through.gateway, journal},
					intent,
					this.#closed.signal,
				);
				this.#dispatch({type: 'act-looked-up', intent, settlement, asked: true});
			}
		} catch (error) {
			if (!this.#closed.signal.aborted)
				this.#dispatch({type: 'noticed', text: wordsOf(troubleOf(error)), tone: 'bad'});
		}
		await this.#readUnsettled();
	}
}

/** What the person is told; anything else is a defect of ours and ends the program. */
function troubleOf(error: unknown): Trouble {
	if (error instanceof S3Failure) return error;
	if (error instanceof JournalError) return error.message;
	throw error;
}

function wordsOf(trouble: Trouble): string {
	return typeof trouble === 'string'
		? trouble
		: `${trouble.operation}: ${trouble.code}. ${trouble.advice}`;
}
