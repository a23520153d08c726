import {setMaxListeners} from 'node:events';
import type {Thresholds} from '../../multipart/liveness.js';
import {
	type Intent,
	type Journal,
	JournalError,
	type OpenAct,
} from '../../operations/journal/journal.js';
import {type Settlement, settleAct, watchAct} from '../../operations/journal/settle.js';
import {S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {hintWords} from '../../text/failure/hint-words.js';
import {journalWords} from '../../text/reason/journal-words.js';
import type {Action} from '../core/action.js';
import type {Trouble} from '../core/trouble.js';
import {actNames, subjectOf} from './act-facts.js';

/** What is acted through: kept by each act, whatever connection is shown by the time it ends. */
export type Through = {
	readonly gateway: Gateway;
	readonly connection: string;
	readonly thresholds: Thresholds;
};

type WatchContext = {
	readonly dispatch: (action: Action) => void;
	readonly journal: () => Journal;
	/** What looks at acts go through; undefined while nothing is connected. */
	readonly through: () => Through | undefined;
};

/** Looks up what became of acts whose outcome nobody knows, until it is closed. */
export class ActWatcher {
	readonly #session: WatchContext;
	readonly #closed = new AbortController();
	readonly #watched = new Set<string>();

	constructor(session: WatchContext) {
		// Each act that is watched waits on it; from the eleventh on Node would warn, over the screen.
		setMaxListeners(0, this.#closed.signal);
		this.#session = session;
	}

	/** Reads the journal and looks up what is open, again and again until its outcome is known. */
	async watchUnsettled(): Promise<void> {
		const open = await this.#readUnsettled();
		for (const {intent} of open) void this.#watch(intent, true);
	}

	#failed(error: unknown): void {
		this.#session.dispatch({type: 'noticed', text: wordsOf(troubleOf(error)), tone: 'bad'});
	}

	close(): void {
		this.#closed.abort();
	}

	/** Acts of this session that ended unknown are looked up after a while; those watched already are not doubled. */
	async watchNew(): Promise<void> {
		for (const {intent} of await this.#readUnsettled()) void this.#watch(intent, false);
	}

	async #readUnsettled(): Promise<readonly OpenAct[]> {
		try {
			const acts = await this.#session.journal().openActs();
			this.#session.dispatch({type: 'unsettled', acts});
			return acts;
		} catch (error) {
			this.#failed(error);
			return [];
		}
	}

	/** @param now looks at once before the first wait: the outcome of an act of an earlier run may have shown long ago. */
	async #watch(intent: Intent, now: boolean): Promise<void> {
		const through = this.#session.through();
		if (through === undefined) return;
		// An act is looked up through the connection it was sent over; another one says nothing.
		const watch = `${intent.id} ${through.gateway.endpoint}`;
		if (this.#watched.has(watch)) return;
		this.#watched.add(watch);
		const signal = this.#closed.signal;
		try {
			const journal = this.#session.journal();
			const deps = {gateway: through.gateway, journal};
			const report = (settlement: Settlement) =>
				this.#session.dispatch({type: 'act-looked-up', intent, settlement, asked: false});
			if (now) {
				const settlement = await settleAct(deps, intent, signal);
				report(settlement);
				await this.#readUnsettled();
				if (settlement.kind !== 'unknown' && settlement.kind !== 'running') return;
			}
			for await (const settlement of watchAct(deps, intent, {signal})) {
				report(settlement);
				await this.#readUnsettled();
			}
		} catch (error) {
			if (signal.aborted) return;
			this.#failed(error);
		} finally {
			this.#watched.delete(watch);
		}
	}

	async closeByHand(intent: Intent): Promise<void> {
		try {
			await this.#session.journal().closeByHand(intent);
			const text = `${actNames[intent.act]} of ${subjectOf(intent)}: closed by hand.`;
			this.#session.dispatch({type: 'noticed', text, tone: 'good'});
		} catch (error) {
			this.#failed(error);
		}
		await this.#readUnsettled();
	}

	async lookAgain(acts: readonly OpenAct[]): Promise<void> {
		if (acts.length === 0) {
			await this.#readUnsettled();
			this.#session.dispatch({type: 'noticed', text: 'No outcome is unknown.', tone: 'info'});
			return;
		}
		const journal = this.#session.journal();
		try {
			for (const {intent} of acts) {
				const through = this.#session.through();
				if (through === undefined) return;
				const deps = {gateway: through.gateway, journal};
				const settlement = await settleAct(deps, intent, this.#closed.signal);
				this.#session.dispatch({type: 'act-looked-up', intent, settlement, asked: true});
			}
		} catch (error) {
			if (!this.#closed.signal.aborted) this.#failed(error);
		}
		await this.#readUnsettled();
	}
}

/** What a failure shows as; any other error is a defect of ours and ends the program. */
export function troubleOf(error: unknown): Trouble {
	if (error instanceof S3Failure) return error;
	if (error instanceof JournalError) return journalWords(error.problem);
	throw error;
}

function wordsOf(trouble: Trouble): string {
	return typeof trouble === 'string'
		? trouble
		: `${trouble.operation}: ${trouble.code}. ${hintWords(trouble.hint, 'app')}`;
}
