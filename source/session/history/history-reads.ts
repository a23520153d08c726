import type {HistoryQuery} from '../../operations/journal/history-query.js';
import {
	type HistoryPage,
	type Journal,
	JournalError,
	type PastAct,
} from '../../operations/journal/journal.js';
import {journalWords} from '../../text/reason/journal-words.js';
import type {Action} from '../core/action.js';
import type {EffectHandlers} from '../core/effect.js';
import type {ReadsContext, ScreenReads} from '../core/screen-reads.js';
import type {HistoryScreen} from '../core/state.js';
import {mostActs} from './history-layout.js';
import {HistoryRows} from './history-rows.js';

/** The screen hears of what was read this often, in milliseconds. */
const reportEvery = 100;

/** So many are read at least: most histories are shorter, and then it is known where they end. */
const leastRead = 500;

/** Milliseconds of sorting out before a key is drawn. */
const slice = 4;

/** What one reading of the journal brought so far, newest first. */
type Reading = {
	readonly pages: AsyncGenerator<HistoryPage, void>;
	readonly acts: PastAct[];
	damaged: number;
	isWhole: boolean;
	/** Nothing further could be read. */
	isBroken: boolean;
};

/** The acts behind one screen of the history: no more of the archives is read than the screen comes to. */
export class HistoryReads implements ScreenReads {
	readonly #journal: Journal;
	readonly #screen: number;
	readonly #dispatch: (action: Action) => void;
	#query: HistoryQuery;
	#reading: Reading;
	/** What the query leaves of the reading that is shown; an older one shows until a new one has come as far. */
	#shown: HistoryRows;
	#shownOf: Reading;
	/** The runs whose operations are shown. */
	readonly #open = new Set<string>();
	/** How many rows the screen comes to. */
	#wanted = 0;
	/** Work for an older query or reading ends by this. */
	#turn = 0;
	#isAtWork = false;
	#version = 0;
	#timer: NodeJS.Timeout | undefined;

	constructor({id, query}: HistoryScreen, {journal, dispatch}: ReadsContext) {
		this.#journal = journal();
		this.#screen = id;
		this.#query = query;
		this.#dispatch = dispatch;
		this.#reading = this.#begin();
		this.#shownOf = this.#reading;
		this.#shown = new HistoryRows(this.#open);
	}

	readonly handlers = {
		'read-history': ({rows}) => this.#want(rows),
		'filter-history': ({query, rows}) => this.#setQuery(query, rows),
		'toggle-run': ({run}) => this.#toggle(run),
	} satisfies Partial<EffectHandlers>;

	/** What the query leaves, as rows. */
	get rows(): HistoryRows {
		return this.#shown;
	}

	/** The act of an id, as it was read last. */
	actOf(id: string): PastAct | undefined {
		return this.#shownOf.acts.find(({intent}) => intent.id === id);
	}

	#toggle(run: string): void {
		if (!this.#open.delete(run)) this.#open.add(run);
		this.#report();
	}

	/** Reads until so many rows show, or the end. */
	#want(rows: number): void {
		if (rows <= this.#wanted) return;
		this.#wanted = rows;
		if (!this.#isAtWork) void this.#work();
	}

	/** @param rows how many of what the query leaves are wanted. */
	#setQuery(query: HistoryQuery, rows: number): void {
		this.#query = query;
		this.#wanted = rows;
		void this.#work();
	}

	/** Reads anew; what is there shows until then. */
	refresh(): void {
		void this.#reading.pages.return();
		this.#reading = this.#begin();
		void this.#work();
	}

	/** Reading goes on: it is of this machine, and ends with the screen. */
	stop(): void {}

	dispose(): void {
		this.#turn++;
		clearTimeout(this.#timer);
		void this.#reading.pages.return();
	}

	#begin(): Reading {
		return {pages: this.#journal.pages(), acts: [], damaged: 0, isWhole: false, isBroken: false};
	}

	/** Sorts out what was read, then reads on as far as is wanted. */
	async #work(): Promise<void> {
		const turn = ++this.#turn;
		const reading = this.#reading;
		const query = this.#query;
		this.#isAtWork = true;
		const shown = new HistoryRows(this.#open);
		let at = 0;
		try {
			for (;;) {
				const until = performance.now() + slice;
				for (; at < reading.acts.length && performance.now() < until; at++) {
					const act = reading.acts[at]!;
					if (query.matches(act)) shown.add(act);
				}
				if (at < reading.acts.length) await new Promise(resolve => setImmediate(resolve));
				else {
					const isEnough = shown.count >= this.#wanted && reading.acts.length >= leastRead;
					if (reading.isWhole || reading.isBroken || isEnough) break;
					await this.#readOn(reading);
				}
				if (turn !== this.#turn) return;
				// A new reading of the same shows once it has come as far, so that nothing jumps.
				if (reading === this.#shownOf || shown.count >= this.#shown.count)
					this.#show(reading, shown);
			}
		} catch (error) {
			if (turn !== this.#turn) return;
			if (!(error instanceof JournalError)) throw error;
			reading.isBroken = true;
			this.#dispatch({type: 'failed', screen: this.#screen, trouble: journalWords(error.problem)});
		}
		this.#isAtWork = false;
		this.#show(reading, shown);
		this.#report();
	}

	async #readOn(reading: Reading): Promise<void> {
		const {value: page, done} = await reading.pages.next();
		if (page) {
			for (const act of page.acts) reading.acts.push(act);
			reading.damaged += page.damaged.length;
		}
		reading.isWhole = done === true || reading.acts.length >= mostActs;
	}

	#show(reading: Reading, shown: HistoryRows): void {
		this.#shown = shown;
		this.#shownOf = reading;
		this.#timer ??= setTimeout(() => this.#report(), reportEvery);
	}

	#report(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		const {acts, damaged, isWhole} = this.#shownOf;
		this.#dispatch({
			type: 'history-changed',
			screen: this.#screen,
			facts: {
				version: ++this.#version,
				shown: this.#shown.count,
				read: acts.length,
				damaged,
				isReading: this.#isAtWork,
				isWhole,
			},
		});
	}
}
