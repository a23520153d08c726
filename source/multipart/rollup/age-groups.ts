import type {UploadTable} from '../index/upload-table.js';
import type {Grouping} from './grouping.js';

const day = 24 * 60 * 60_000;

/** Days since the initiation: from (inclusive), to (exclusive). */
const spans: ReadonlyArray<readonly [from: number, to: number]> = [
	[0, 1],
	[1, 7],
	[7, 30],
	[30, 90],
	[90, 365],
	[365, Number.POSITIVE_INFINITY],
];
const undated = spans.length;

/** Uploads by the time since their initiation; one group for those without a date. */
export class AgeGroups implements Grouping {
	readonly count = spans.length + 1;
	readonly #table: UploadTable;
	readonly #now: () => number;

	/** @param now by which ages are judged, milliseconds since the epoch. */
	constructor(table: UploadTable, now: () => number) {
		this.#table = table;
		this.#now = now;
	}

	groupOf(row: number): number {
		const age = this.#now() - this.#table.columns.initiatedOf(row);
		if (Number.isNaN(age)) return undated;
		// A clock that is ahead initiates in the future.
		return spans.findIndex(([, to]) => age < to * day);
	}

	idOf(group: number): string {
		return String(group);
	}

	find(id: string): number {
		return Number(id);
	}

	titleOf(group: number): string {
		const [from, to] = spans[group] ?? [];
		if (from === undefined || to === undefined) return '';
		if (from === 0) return `< ${to} d`;
		return to === Number.POSITIVE_INFINITY ? `> ${from} d` : `${from} – ${to} d`;
	}

	compare(one: number, other: number): number {
		return one - other;
	}

	isLeaf(): boolean {
		return true;
	}
}
