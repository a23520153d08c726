import {type Columns, placeInChunk} from '../index/columns.js';
import {type Sums, standingAt, standings, statesOf} from '../index/upload-totals.js';
import type {QueryClock} from '../query/query-facts.js';

/** What the uploads of a group, or of a whole level, add up to. */
export type GroupSum = Sums & {
	/** The oldest and the youngest of their last parts, of an empty upload its initiation; milliseconds since the epoch. */
	readonly oldest?: number;
	readonly youngest?: number;
	readonly marked: number;
};

/** The sums of groups, in arrays, one place for each group. */
export class GroupSums {
	readonly #columns: Columns;
	readonly #clock: QueryClock;
	#counts = new Uint32Array(0);
	#numbers = new Float64Array(0);
	#room = 0;

	constructor(columns: Columns, clock: QueryClock) {
		this.#columns = columns;
		this.#clock = clock;
	}

	/** Takes a row into the sum of its group. */
	add(group: number, row: number): void {
		if (group >= this.#room) this.#grow(group + 1);
		const columns = this.#columns;
		const {now, thresholds} = this.#clock;
		const state = standingAt(columns.chunkOf(row), placeInChunk(row), now, thresholds);
		const counts = this.#counts;
		const numbers = this.#numbers;
		const at = group * countFields;
		counts[at + countAt]!++;
		counts[at + statesAt + state]!++;
		if (columns.isMarked(row)) counts[at + markedAt]!++;
		if (!columns.isRead(row)) {
			if (columns.kindOf(row) !== 'unread') counts[at + unreadableAt]!++;
			else if (columns.makerOf(row) > 0) counts[at + heldUnreadAt]!++;
			return;
		}
		const sumAt = group * numberFields;
		counts[at + readAt]!++;
		if (!columns.lacksSizes(row)) counts[at + sizedAt]!++;
		numbers[sumAt + bytesAt]! += columns.bytesOf(row);
		const date =
			columns.partCountOf(row) === 0 ? columns.initiatedOf(row) : columns.lastPartOf(row);
		// NaN is neither smaller nor larger.
		if (date < numbers[sumAt + oldestAt]!) numbers[sumAt + oldestAt] = date;
		if (date > numbers[sumAt + youngestAt]!) numbers[sumAt + youngestAt] = date;
	}

	countOf(group: number): number {
		return group < this.#room ? this.#counts[group * countFields + countAt]! : 0;
	}

	bytesOf(group: number): number {
		return this.#numbers[group * numberFields + bytesAt]!;
	}

	/** NaN where there is none. */
	oldestOf(group: number): number {
		const oldest = this.#numbers[group * numberFields + oldestAt]!;
		return oldest === Number.POSITIVE_INFINITY ? Number.NaN : oldest;
	}

	/** The sum of some groups. */
	of(groups: Iterable<number>): GroupSum {
		const counts = new Array<number>(countFields).fill(0);
		let [bytes, oldest, youngest] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
		for (const group of groups) {
			const at = group * countFields;
			const sumAt = group * numberFields;
			for (let field = 0; field < countFields; field++) counts[field]! += this.#counts[at + field]!;
			bytes += this.#numbers[sumAt + bytesAt]!;
			oldest = Math.min(oldest, this.#numbers[sumAt + oldestAt]!);
			youngest = Math.max(youngest, this.#numbers[sumAt + youngestAt]!);
		}
		return {
			count: counts[countAt]!,
			read: counts[readAt]!,
			sized: counts[sizedAt]!,
			unreadable: counts[unreadableAt]!,
			bytes,
			...(oldest <= youngest ? {oldest, youngest} : {}),
			marked: counts[markedAt]!,
			heldUnread: counts[heldUnreadAt]!,
			...statesOf(counts.slice(statesAt)),
		};
	}

	#grow(groups: number): void {
		const room = Math.max(64, Math.ceil(groups * 1.5));
		const counts = new Uint32Array(room * countFields);
		counts.set(this.#counts);
		const numbers = new Float64Array(room * numberFields);
		numbers.set(this.#numbers);
		for (let group = this.#room; group < room; group++) {
			numbers[group * numberFields + oldestAt] = Number.POSITIVE_INFINITY;
			numbers[group * numberFields + youngestAt] = Number.NEGATIVE_INFINITY;
		}
		this.#counts = counts;
		this.#numbers = numbers;
		this.#room = room;
	}
}

const [countAt, readAt, sizedAt, unreadableAt, markedAt, heldUnreadAt] = [0, 1, 2, 3, 4, 5];
const statesAt = 6;
const countFields = statesAt + standings;
const [bytesAt, oldestAt, youngestAt] = [0, 1, 2];
const numberFields = 3;
