import {defaultThresholds} from '../liveness.js';
import {everyUpload, type Query, type QueryClock} from '../query/query.js';
import {scopeTest} from '../rollup/groupings.js';
import type {Scope} from '../rollup/level.js';
import {KeyOrder} from './key-order.js';
import {RowFacts} from './row-facts.js';
import {RowList} from './row-list.js';
import {ShownRows} from './shown-rows.js';
import {type SortColumn, sortValue} from './sort-columns.js';
import {chooseRows, sortRows} from './upload-order.js';
import type {UploadTable} from './upload-table.js';

export type View = {
	readonly query: Query;
	readonly sort: SortColumn;
	readonly reverse: boolean;
	/** Only the uploads of a group of a roll-up. */
	readonly within?: Scope;
};

/** Removed rows are forgotten when there are this many of them, and more than are left. */
const worthSweeping = 1024;

/** All rows, by their keys. */
export const plainView: View = {query: everyUpload, sort: 'key', reverse: false};

/**
 * Which rows of a table show, and in which order. A change only makes the order stale; it is worked
 * out in slices, and until that is done the last one holds.
 */
export class UploadView {
	readonly #table: UploadTable;
	readonly #facts: RowFacts;
	readonly #keys: KeyOrder;
	readonly #has: (row: number) => boolean;
	#view: View = plainView;
	#isWithin: ((row: number) => boolean) | undefined;
	#clock: QueryClock = {now: Date.now(), thresholds: defaultThresholds};
	#shown = new ShownRows();
	#work: Generator<void, ShownRows> | undefined;
	/** Rows that are not read and that the query may choose once they are: in the work, and as it ended last. */
	#askedInWork = 0;
	#asked = 0;
	/** Changes that an order may depend on are counted: all, those that the work saw, those that are shown. */
	#changes = 0;
	#changesInWork = 0;
	#changesShown = 0;
	/** Removed, but still compared by where the work needs it. */
	#removed = new RowList();
	#removedDuringWork = false;

	constructor(table: UploadTable) {
		this.#table = table;
		this.#facts = new RowFacts(table);
		this.#keys = new KeyOrder((one, other) => table.compare(one, other));
		this.#has = row => table.columns.has(row);
	}

	get view(): View {
		return this.#view;
	}

	/** Whether the query may leave out a row, or the view is within a group. */
	get isFiltered(): boolean {
		return this.#isWithin !== undefined || this.#asks;
	}

	/** The time that the query and the states go by. */
	get clock(): QueryClock {
		return this.#clock;
	}

	setView(view: View): void {
		this.#view = view;
		const {within} = view;
		this.#isWithin = within && scopeTest(this.#table, within, () => this.#clock.now);
		this.#dropWork();
		this.#changes++;
	}

	/** Moves the time that the query and the states go by. */
	setClock(clock: QueryClock): void {
		const {now, thresholds} = this.#clock;
		this.#clock = clock;
		const same =
			clock.now === now &&
			clock.thresholds.activeWithin === thresholds.activeWithin &&
			clock.thresholds.stalledAfter === thresholds.stalledAfter;
		if (same) return;
		const {query, sort, within} = this.#view;
		if (query.needsTime || sort === 'state' || within?.kind === 'age') this.#changes++;
	}

	/** How many rows that were never read the query may choose once they are, as of the last order; 0 where it asks for no parts. */
	get asked(): number {
		return this.#asked;
	}

	#asksFor(row: number): boolean {
		const {needsParts} = this.#view.query;
		return needsParts && this.#table.columns.kindOf(row) === 'unread' && this.mayMatch(row);
	}

	/** Whether the query could choose a row that is not read once it is. */
	mayMatch(row: number): boolean {
		return this.#isIn(row) && this.#view.query.mayMatch(this.#facts.of(row), this.#clock);
	}

	/** What shows; out of date while `isCurrent` is false, but for rows that were removed. */
	get shown(): ShownRows {
		return this.#shown;
	}

	get isCurrent(): boolean {
		return this.#changesShown === this.#changes;
	}

	/** Rows of one page came. Pages in the order of the keys spare the sort where that is the view's. */
	added(rows: readonly number[]): void {
		const wasCurrent = this.isCurrent;
		const inOrder = this.#keys.add(rows);
		if (inOrder === undefined || this.#view.sort !== 'key') this.#changes++;
		// Where work is under way, it comes to these rows too.
		else if (wasCurrent) for (const row of inOrder) if (this.#matches(row)) this.#shown.push(row);
	}

	/** The listing gave an upload another date. */
	redated(): void {
		this.#changes++;
	}

	/** Parts were read, and what is known of them changed. */
	partsChanged(): void {
		const {query, sort} = this.#view;
		if (query.needsParts || (sort !== 'key' && sort !== 'initiated')) this.#changes++;
	}

	/** Rows were removed from the table; returns the position that a single one had, -1 without one or for many. */
	removed(rows: readonly number[]): number {
		for (const row of rows) this.#removed.push(row);
		this.#removedDuringWork = true;
		let position = -1;
		if (rows.length === 1) position = this.#shown.remove(rows[0]!);
		else this.#shown.keep(this.#has);
		const many = this.#removed.length > Math.max(worthSweeping, this.#table.count);
		if (many && this.#work === undefined) this.#sweep();
		return position;
	}

	/**
	 * Works for so many milliseconds, or one small step; returns whether it is done with what it began. What changes
	 * meanwhile is for the next time: else no order would be done while parts are read.
	 */
	derive(milliseconds: number): boolean {
		const until = performance.now() + milliseconds;
		while (!this.isCurrent) {
			if (this.#step()) return true;
			if (performance.now() >= until) return false;
		}
		return true;
	}

	/** Returns whether what it began is done. */
	#step(): boolean {
		if (this.#work === undefined) {
			this.#sweep();
			this.#changesInWork = this.#changes;
			this.#removedDuringWork = false;
			this.#work = this.#working();
		}
		const result = this.#work.next();
		if (!result.done) return false;
		this.#work = undefined;
		this.#asked = this.#askedInWork;
		this.#shown = result.value;
		if (this.#removedDuringWork) this.#shown.keep(this.#has);
		this.#changesShown = this.#changesInWork;
		return true;
	}

	*#working(): Generator<void, ShownRows> {
		yield* this.#keys.merge();
		const {sort, reverse} = this.#view;
		this.#askedInWork = 0;
		const chosen = yield* chooseRows(this.#keys, row => {
			if (!this.#has(row)) return false;
			if (this.#matches(row)) return true;
			if (this.#asksFor(row)) this.#askedInWork++;
			return false;
		});
		if (sort === 'key') return new ShownRows(chosen, {turned: reverse});
		const valueIn = (row: number) => sortValue(sort, this.#facts.of(row), this.#clock);
		const sorted = yield* sortRows(chosen.rows, valueIn, reverse);
		return new ShownRows(new RowList(sorted.rows), sorted);
	}

	#dropWork(): void {
		this.#work?.return(this.#shown);
		this.#work = undefined;
	}

	/** Forgets what was removed, for good. */
	#sweep(): void {
		if (this.#removed.length === 0) return;
		this.#keys.keep(this.#has);
		for (const row of this.#removed.rows) this.#table.release(row);
		this.#removed = new RowList();
	}

	#isIn(row: number): boolean {
		return this.#isWithin === undefined || this.#isWithin(row);
	}

	#matches(row: number): boolean {
		if (!this.#isIn(row)) return false;
		return !this.#asks || this.#view.query.matches(this.#facts.of(row), this.#clock);
	}

	get #asks(): boolean {
		return this.#view.query.matches !== everyUpload.matches;
	}
}
