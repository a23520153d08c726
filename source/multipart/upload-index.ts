import {
	countsAsStalled,
	defaultThresholds,
	type Liveness,
	livenessOf,
	type Thresholds,
} from './liveness.js';
import {everyUpload, type Query, type QueryClock} from './query.js';
import {type Reading, unread} from './reading.js';
import {type Upload, uploadIdentity} from './upload.js';
import {compareRows, type SortColumn} from './upload-order.js';

/** A row's number within the index; stays with the upload until it is removed. */
export type Handle = number;

export type UploadRow = {
	readonly handle: Handle;
	readonly upload: Upload;
	readonly reading: Reading;
	readonly marked: boolean;
};

export type Totals = {
	readonly count: number;
	/** How many have their parts read: only those count into bytes. */
	readonly read: number;
	/** How many were looked at and could not be read: not allowed, or failed. */
	readonly unreadable: number;
	readonly bytes: number;
	readonly byState: Readonly<Record<Liveness, number>>;
	/** How many of the empty ones were initiated long enough ago to count as stalled. */
	readonly oldStalled: number;
	readonly marked: number;
	readonly markedBytes: number;
	/** How many of the marked have their parts read. */
	readonly markedRead: number;
};

export type View = {readonly query: Query; readonly sort: SortColumn; readonly reverse: boolean};

/**
 * All uploads of one listing: the one mutable store of the program. Rows are added as pages come,
 * filled as parts are read; the view over them is filtered and sorted here.
 */
export class UploadIndex {
	/** Moves with every change; what was derived before is stale. */
	version = 0;

	#rows: Array<
		{upload: Upload; reading: Reading; marked: boolean; listing: number; readIn: number} | undefined
	> = [];
	#handles = new Map<string, Handle>();
	#listing = 0;
	#view: View = {query: everyUpload, sort: 'key', reverse: false};
	#clock: QueryClock = {now: Date.now(), thresholds: defaultThresholds};
	#order: Handle[] = [];
	#orderStale = false;

	get count(): number {
		return this.#handles.size;
	}

	get view(): View {
		return this.#view;
	}

	/** A refresh starts: rows that it does not bring again are dropped by `endListing`. */
	beginListing(): void {
		this.#listing++;
	}

	/** Adds or renews rows; returns how many are new. Marks and what is known of parts stay. */
	add(uploads: readonly Upload[]): number {
		let added = 0;
		for (const upload of uploads) {
			const identity = uploadIdentity(upload);
			const known = this.#handles.get(identity);
			const row = known === undefined ? undefined : this.#rows[known];
			if (row !== undefined) {
				row.upload = upload;
				row.listing = this.#listing;
				continue;
			}
			const handle = this.#rows.length;
			this.#rows.push({
				upload,
				reading: unread,
				marked: false,
				listing: this.#listing,
				readIn: -1,
			});
			this.#handles.set(identity, handle);
			added++;
			this.#append(handle);
		}
		if (uploads.length > 0) this.version++;
		return added;
	}

	/** A refresh that came to its true end: returns how many rows it no longer brought. */
	endListing(): number {
		const gone: Upload[] = [];
		for (const row of this.#rows)
			if (row !== undefined && row.listing !== this.#listing) gone.push(row.upload);
		for (const upload of gone) this.remove(upload);
		return gone.length;
	}

	remove(upload: {key: string; uploadId: string}): void {
		const identity = uploadIdentity(upload);
		const handle = this.#handles.get(identity);
		if (handle === undefined) return;
		this.#handles.delete(identity);
		this.#rows[handle] = undefined;
		this.#orderStale = true;
		this.version++;
	}

	setReading(upload: {key: string; uploadId: string}, reading: Reading): void {
		const handle = this.handleOf(upload);
		const row = handle === undefined ? undefined : this.#rows[handle];
		if (row === undefined) return;
		row.readIn = this.#listing;
		// A failed or denied look never blanks what was known before.
		if (reading.kind !== 'read' && row.reading.kind === 'read') return;
		row.reading = reading;
		if (this.#view.sort !== 'key' && this.#view.sort !== 'initiated') this.#orderStale = true;
		this.version++;
	}

	handleOf(upload: {key: string; uploadId: string}): Handle | undefined {
		return this.#handles.get(uploadIdentity(upload));
	}

	row(handle: Handle): UploadRow | undefined {
		const row = this.#rows[handle];
		return row && {handle, upload: row.upload, reading: row.reading, marked: row.marked};
	}

	setView(view: View): void {
		this.#view = view;
		this.#orderStale = true;
		this.version++;
	}

	/** Moves the time that the query and the states go by. */
	setClock(clock: QueryClock): void {
		this.#clock = clock;
		if (this.#view.query.needsTime) this.#orderStale = true;
	}

	/** Filters and sorts for so many milliseconds; returns whether the order is up to date. */
	derive(_milliseconds: number): boolean {
		this.#sorted();
		return true;
	}

	/** Filters and sorts to the end. */
	settle(): void {
		this.#sorted();
	}

	/** How many rows the view shows. */
	get shown(): number {
		return this.#sorted().length;
	}

	/** The row at a position of the view. */
	at(position: number): UploadRow | undefined {
		const handle = this.#sorted()[position];
		return handle === undefined ? undefined : this.row(handle);
	}

	/** Where the view shows a row; -1 when it does not. */
	positionOf(handle: Handle): number {
		return this.#sorted().indexOf(handle);
	}

	toggleMark(handle: Handle): void {
		const row = this.#rows[handle];
		if (row === undefined) return;
		row.marked = !row.marked;
		this.version++;
	}

	/** Marks every row that the view shows. */
	markShown(): void {
		for (const handle of this.#sorted()) {
			const row = this.#rows[handle];
			if (row !== undefined) row.marked = true;
		}
		this.version++;
	}

	clearMarks(): void {
		for (const row of this.#rows) if (row !== undefined) row.marked = false;
		this.version++;
	}

	/** The marked uploads, in the order of the view, then those that the filter hides. */
	marked(): Upload[] {
		const shown = this.#sorted();
		const hidden = new Set(this.#handles.values());
		const uploads: Upload[] = [];
		const take = (handle: Handle) => {
			const row = this.#rows[handle];
			if (row?.marked) uploads.push(row.upload);
		};
		for (const handle of shown) {
			hidden.delete(handle);
			take(handle);
		}
		for (const handle of hidden) take(handle);
		return uploads;
	}

	/**
	 * Rows of the view whose parts were not looked at since the last refresh: at most `limit`, from one
	 * position on and before another.
	 */
	unread(from: number, limit: number, before = Number.POSITIVE_INFINITY): Upload[] {
		const uploads: Upload[] = [];
		const order = this.#sorted();
		const end = Math.min(order.length, before);
		for (let position = from; position < end && uploads.length < limit; position++) {
			const row = this.#rows[order[position]!];
			if (row !== undefined && row.readIn !== this.#listing) uploads.push(row.upload);
		}
		return uploads;
	}

	/** @param now the server's clock, milliseconds since the epoch. */
	totals(now: number, thresholds: Thresholds = defaultThresholds): Totals {
		let oldStalled = 0;
		const byState: Record<Liveness, number> = {
			active: 0,
			idle: 0,
			stalled: 0,
			empty: 0,
			unknown: 0,
		};
		let read = 0;
		let unreadable = 0;
		let bytes = 0;
		let marked = 0;
		let markedBytes = 0;
		let markedRead = 0;
		for (const row of this.#rows) {
			if (row === undefined) continue;
			const summary = row.reading.kind === 'read' ? row.reading.summary : undefined;
			const state = rowLiveness(row, now, thresholds);
			byState[state]++;
			if (state === 'empty' && countsAsStalled(factsOf(row), now, thresholds)) oldStalled++;
			if (row.reading.kind !== 'unread' && summary === undefined) unreadable++;
			if (row.marked) marked++;
			if (summary === undefined) continue;
			read++;
			bytes += summary.bytes;
			if (!row.marked) continue;
			markedRead++;
			markedBytes += summary.bytes;
		}
		return {
			count: this.count,
			read,
			unreadable,
			bytes,
			byState,
			oldStalled,
			marked,
			markedBytes,
			markedRead,
		};
	}

	/** Pages come in the server's order, which is nearly always the view's: appending spares the sort. */
	#append(handle: Handle): void {
		if (this.#orderStale) return;
		const {sort, reverse} = this.#view;
		if (!this.#matches(handle)) return;
		const last = this.#order.at(-1);
		const lastRow = last === undefined ? undefined : this.#rows[last];
		if (
			sort !== 'key' ||
			reverse ||
			(lastRow && compareRows(lastRow, this.#rows[handle]!, 'key') > 0)
		)
			this.#orderStale = true;
		else this.#order.push(handle);
	}

	#sorted(): readonly Handle[] {
		if (!this.#orderStale) return this.#order;
		const {sort, reverse} = this.#view;
		const order: Handle[] = [];
		for (const handle of this.#handles.values()) if (this.#matches(handle)) order.push(handle);
		order.sort((a, b) => compareRows(this.#rows[a]!, this.#rows[b]!, sort, reverse));
		this.#order = order;
		this.#orderStale = false;
		return order;
	}

	#matches(handle: Handle): boolean {
		const row = this.#rows[handle]!;
		const facts = {
			...factsOf(row),
			key: row.upload.key,
			uploadId: row.upload.uploadId,
			reading: row.reading.kind,
			bytes: row.reading.kind === 'read' ? row.reading.summary.bytes : undefined,
		};
		return this.#view.query.matches(facts, this.#clock);
	}
}

function factsOf({upload, reading}: {upload: Upload; reading: Reading}) {
	const summary = reading.kind === 'read' ? reading.summary : undefined;
	return {initiated: upload.initiated, partCount: summary?.count, lastPart: summary?.lastPart};
}

/** The liveness of one row. */
export function rowLiveness(
	row: {upload: Upload; reading: Reading},
	now: number,
	thresholds: Thresholds = defaultThresholds,
): Liveness {
	return livenessOf(factsOf(row), now, thresholds);
}
