import type {QueryClock} from '../query/query-facts.js';
import type {Columns} from './columns.js';
import {RowSums, type Sums} from './upload-totals.js';
import type {UploadView} from './upload-view.js';

type Source = Pick<UploadView, 'isFiltered' | 'shown' | 'clock'>;

/** Rows that are summed between two looks at the clock: a fraction of a millisecond. */
const rowsAtATime = 8192;

/** Of what the sums are: rows as an index of a version has them, judged by a time. */
type Subject = {
	readonly version: number;
	/** In any order; what was removed of them meanwhile is left out. */
	readonly rows: Uint32Array;
	readonly clock: QueryClock;
};

/** What the rows that a view shows add up to, worked out in slices. */
export class ShownSums {
	readonly #columns: Columns;
	#of: Subject | undefined;
	#sums: Sums | undefined;
	#work: Generator<void, Sums> | undefined;

	constructor(columns: Columns) {
		this.#columns = columns;
	}

	/** As they were worked out last; undefined before, and where nothing is filtered. */
	get sums(): Sums | undefined {
		return this.#sums;
	}

	/** Whether sums have begun that are not done. */
	get isUnderWay(): boolean {
		return this.#work !== undefined;
	}

	/** Whether they are of what a view shows of an index of that version. */
	isOf(version: number, {isFiltered}: Source): boolean {
		return !isFiltered || (!this.isUnderWay && this.#of?.version === version);
	}

	/** Gives up what has begun; what was worked out before stays. */
	stop(): void {
		this.#of = undefined;
		this.#work = undefined;
	}

	/** Works until then, or one small step; returns whether it is done with what it began: nothing, where nothing is filtered. */
	derive(until: number, version: number, {isFiltered, shown, clock}: Source): boolean {
		if (!isFiltered) {
			this.stop();
			this.#sums = undefined;
			return true;
		}
		if (this.#work === undefined) {
			if (this.#of?.version === version && isSameClock(this.#of.clock, clock)) return true;
			this.#of = {version, rows: shown.rows.slice(), clock};
			this.#work = this.#working(this.#of);
		}
		do {
			const result = this.#work.next();
			if (!result.done) continue;
			this.#work = undefined;
			this.#sums = result.value;
			return true;
		} while (performance.now() < until);
		return false;
	}

	*#working({rows, clock}: Subject): Generator<void, Sums> {
		const sums = new RowSums(this.#columns, clock);
		for (let at = 0; at < rows.length; at++) {
			if (at > 0 && at % rowsAtATime === 0) yield;
			if (this.#columns.has(rows[at]!)) sums.add(rows[at]!);
		}
		return sums.sums;
	}
}

function isSameClock(one: QueryClock, other: QueryClock): boolean {
	return (
		one.now === other.now &&
		one.thresholds.activeWithin === other.thresholds.activeWithin &&
		one.thresholds.stalledAfter === other.thresholds.stalledAfter
	);
}
