import {defaultThresholds, type Thresholds} from '../liveness.js';
import type {QueryClock} from '../query/query.js';
import type {Reading} from '../reading.js';
import {RollUp} from '../rollup/roll-up.js';
import type {Upload} from '../upload.js';
import {ShownSums} from './shown-sums.js';
import {UnreadRows} from './unread-rows.js';
import {UploadMarks} from './upload-marks.js';
import type {Handle, UploadRow} from './upload-row.js';
import {UploadTable} from './upload-table.js';
import {Counts, countStates, oldestOf, type Sums, type Totals} from './upload-totals.js';
import {UploadView, type View} from './upload-view.js';

export type {Handle, UploadRow} from './upload-row.js';
export type {Sums, Totals} from './upload-totals.js';
export type {View} from './upload-view.js';

type Identity = {readonly key: string; readonly uploadId: string};

/**
 * All uploads of one listing: the one mutable store of the program. Rows are added as pages come and
 * filled as parts are read. `shown`, `at` and `positionOf` answer from the last order that was
 * worked out, without what was removed since; `derive` or `deriveAll` bring it up to date.
 */
export class UploadIndex {
	/** Moves with every change; what was derived before is stale. */
	version = 0;
	/** When its listing last came to an end, milliseconds since the epoch by the server's clock. */
	listedAt: number | undefined;

	readonly #table = new UploadTable();
	readonly #columns = this.#table.columns;
	readonly #view = new UploadView(this.#table);
	readonly #counts = new Counts();
	readonly #marks = new UploadMarks(this.#columns, this.#counts);
	readonly #unread = new UnreadRows(this.#columns);
	readonly #sums = new ShownSums(this.#columns);

	get count(): number {
		return this.#table.count;
	}

	/** How many are marked. */
	get markedCount(): number {
		return this.#counts.marked;
	}

	get view(): View {
		return this.#view.view;
	}

	/** A refresh starts: rows that it does not bring again are dropped by `endListing`. */
	beginListing(): void {
		this.#unread.beginListing();
	}

	/** Adds or renews rows; returns how many are new. Marks and what is known of parts stay. */
	add(uploads: readonly Upload[]): number {
		const added: number[] = [];
		let redated = false;
		for (const upload of uploads) {
			const {row, isNew, isRedated} = this.#table.put(upload, this.#unread.listing);
			if (isNew) {
				added.push(row);
				this.#counts.countHeld(this.#columns, row, 1);
			}
			redated ||= isRedated;
		}
		if (redated) this.#view.redated();
		if (added.length > 0) this.#view.added(added);
		// In reverse the new ones come before all others.
		if (this.view.reverse) this.#unread.moved();
		if (uploads.length > 0) this.version++;
		return added.length;
	}

	/** A refresh that came to its true end: returns how many rows it no longer brought. */
	endListing(): number {
		const {listing} = this.#unread;
		const columns = this.#columns;
		const went: number[] = [];
		for (let row = 0; row < columns.length; row++)
			if (columns.has(row) && columns.listingOf(row) !== listing) went.push(row);
		return this.#remove(went);
	}

	/** Removes uploads, in one pass over what is shown; returns how many were there. */
	removeMany(uploads: Iterable<Identity>): number {
		const rows = new Set<number>();
		for (const upload of uploads) {
			const row = this.#table.find(upload);
			if (row !== undefined) rows.add(row);
		}
		return this.#remove([...rows]);
	}

	setReading(upload: Identity, reading: Reading): void {
		const row = this.#table.find(upload);
		if (row === undefined) return;
		const columns = this.#columns;
		this.#unread.lookedAt(row);
		this.version++;
		// A failed or denied look never blanks what was known before; one that finds nothing does.
		const saysNothing = reading.kind === 'denied' || reading.kind === 'failed';
		if (saysNothing && columns.isRead(row)) return;
		this.#counts.countRow(columns, row, -1);
		const changed = columns.setReading(row, reading);
		this.#counts.countRow(columns, row, 1);
		if (changed) this.#view.partsChanged();
	}

	handleOf(upload: Identity): Handle | undefined {
		return this.#table.find(upload);
	}

	row(handle: Handle): UploadRow | undefined {
		if (!this.#columns.has(handle)) return undefined;
		return {
			handle,
			upload: this.#table.uploadOf(handle),
			reading: this.#table.readingOf(handle),
			marked: this.#columns.isMarked(handle),
		};
	}

	setView(view: View): void {
		this.#view.setView(view);
		this.#sums.stop();
		this.#unread.askedAnew();
		this.version++;
	}

	/** Moves the time that queries and states go by; without an effect where the view asks for neither. */
	setClock(clock: QueryClock): void {
		this.#view.setClock(clock);
	}

	/**
	 * Filters and sorts for about so many milliseconds, going on where it stopped; 0 takes one small
	 * step. Returns whether it is done with what it began: the order, and what its rows add up to. Rows that change meanwhile
	 * make it stale once more (`isCurrent`), and are for the next time.
	 */
	derive(milliseconds: number): boolean {
		const until = performance.now() + milliseconds;
		if (!this.#sums.isUnderWay) {
			const {shown} = this.#view;
			const isDone = this.#view.derive(milliseconds);
			if (this.#view.shown !== shown) {
				this.#unread.moved();
				this.version++;
			}
			if (!isDone) return false;
		}
		return this.#sums.derive(until, this.version, this.#view);
	}

	/** Filters and sorts to the end, however long it takes. */
	deriveAll(): void {
		do this.derive(Number.POSITIVE_INFINITY);
		while (!this.isCurrent);
	}

	/** Whether the order, and what its rows add up to, are of what is known now. */
	get isCurrent(): boolean {
		return this.#view.isCurrent && this.#sums.isOf(this.version, this.#view);
	}

	/** How many rows the view shows. */
	get shown(): number {
		return this.#view.shown.length;
	}

	/** How many of them have no value in the column they are sorted by: not read yet, not readable, no date. */
	get unsorted(): number {
		return this.#view.shown.unsorted;
	}

	/** Puts what the view shows together by groups; it has to be derived after the view. */
	rollUp(): RollUp {
		return new RollUp(this.#table, this.#view, () => this.version);
	}

	/** The row at a position of the view. */
	at(position: number): UploadRow | undefined {
		const row = this.#view.shown.at(position);
		return row === undefined ? undefined : this.row(row);
	}

	/** Where the view shows a row; -1 when it does not. */
	positionOf(handle: Handle): number {
		return this.#view.shown.positionOf(handle);
	}

	toggleMark(handle: Handle): void {
		if (!this.#columns.has(handle)) return;
		this.#marks.toggle(handle);
		this.version++;
	}

	/** Marks rows, or takes their marks away. */
	setMarks(handles: Iterable<Handle>, marked: boolean): void {
		for (const row of handles) if (this.#columns.has(row)) this.#marks.set(row, marked);
		this.version++;
	}

	/** Marks the rows that show from one to another, or takes their marks away where the first of them is marked. */
	markRange(one: Handle, other: Handle): void {
		this.#marks.toggleRange(this.#view.shown, one, other);
		this.version++;
	}

	/** Marks every row that the view chooses: works the order out first, so that no row of an earlier filter is marked. */
	markShown(): void {
		this.deriveAll();
		this.#marks.setAll(this.#view.shown);
		this.version++;
	}

	clearMarks(): void {
		this.#marks.clear();
		this.version++;
	}

	/**
	 * The rows that are marked now, in the order of the view, then those that the filter hides: made one by one,
	 * without what is removed until it comes to them.
	 */
	markedRows(): Generator<UploadRow> {
		return this.rowsOf(this.#marks.rows(this.#view.shown));
	}

	/** What the view shows now, made one by one, without what is removed until it comes to it. */
	shownRows(): Generator<UploadRow> {
		return this.rowsOf(this.#view.shown.toRows());
	}

	/**
	 * Rows of the view whose parts were not looked at since the last refresh: at most `limit`, from one
	 * position on and before another.
	 */
	unread(from: number, limit: number, before = Number.POSITIVE_INFINITY): Upload[] {
		if (this.#unread.isNoneOf(this.count)) return [];
		const rows = this.#unread.in(this.#view.shown, from, limit, before);
		return rows.map(row => this.#table.uploadOf(row));
	}

	/**
	 * Uploads that were not looked at since the last refresh and that the query may choose once they are, in
	 * the order they came: at most `limit`. `isDone` is false while there are rows that were not gone through.
	 */
	candidates(limit: number): {uploads: Upload[]; isDone: boolean} {
		if (this.#unread.isNoneOf(this.count)) return {uploads: [], isDone: true};
		const {rows, isDone} = this.#unread.askedFor(row => this.#view.mayMatch(row), limit);
		return {uploads: rows.map(row => this.#table.uploadOf(row)), isDone};
	}

	/** @param now by which ages are judged, milliseconds since the epoch. */
	totals(now: number, thresholds: Thresholds = defaultThresholds): Totals {
		const byState = countStates(this.#columns, now, thresholds);
		return {count: this.count, ...this.#counts, ...byState};
	}

	/** How many uploads that were never read the query may choose once they are; 0 where it asks for no parts. */
	get asked(): number {
		return this.#view.asked;
	}

	/** What the rows add up to that the query leaves, as last worked out by `derive`; undefined where it leaves all. */
	get shownSums(): Sums | undefined {
		return this.#sums.sums;
	}

	/** When the oldest upload was initiated, milliseconds since the epoch; undefined where no date is given. */
	oldest(): number | undefined {
		return oldestOf(this.#columns);
	}

	#remove(rows: readonly number[]): number {
		if (rows.length === 0) return 0;
		for (const row of rows) {
			this.#counts.countRow(this.#columns, row, -1);
			this.#unread.leaves(row);
			this.#table.remove(row);
		}
		const position = this.#view.removed(rows);
		if (rows.length === 1) this.#unread.movedUp(position);
		else this.#unread.moved();
		this.version++;
		return rows.length;
	}

	/** Those of some rows that are still there, made one by one. */
	*rowsOf(handles: Iterable<Handle>): Generator<UploadRow> {
		for (const handle of handles) {
			const row = this.row(handle);
			if (row !== undefined) yield row;
		}
	}
}
