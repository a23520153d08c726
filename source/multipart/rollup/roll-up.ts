import {KeyOrder} from '../index/key-order.js';
import {RowList} from '../index/row-list.js';
import {chooseRows, rowsAtATime, sortRows} from '../index/upload-order.js';
import type {UploadTable} from '../index/upload-table.js';
import type {UploadView} from '../index/upload-view.js';
import {type GroupSum, GroupSums} from './group-sums.js';
import type {Grouping} from './grouping.js';
import {groupingOf} from './groupings.js';
import {type GroupOrder, type Level, sameLevel} from './level.js';

/** States and ages are judged anew when the clock moved by so much, in milliseconds. */
const clockStep = 5000;

/** A line of a roll-up. */
export type GroupRow = GroupSum & {
	/** What names the group within its level: the whole prefix, of those that lie directly at a level its own one. */
	readonly id: string;
	readonly title: string;
	/** Nothing further can be told apart in it. */
	readonly isLeaf: boolean;
};

type Shown = {
	readonly level: Level;
	readonly grouping: Grouping;
	readonly sums: GroupSums;
	/** Groups that hold something. */
	readonly order: RowList;
	readonly total: GroupSum;
	readonly mostBytes: number;
};

/**
 * The uploads that a view shows, put together by groups. It is worked out in slices, as the order of the view is; the
 * last one holds until it is done. Which group a row is in is kept, so that a change costs a pass over numbers only.
 */
export class RollUp {
	readonly #table: UploadTable;
	readonly #view: UploadView;
	readonly #version: () => number;
	#level: Level | undefined;
	#isOpen = false;
	#order: GroupOrder = {sort: 'bytes', reverse: true};
	#grouping: Grouping | undefined;
	#names = new KeyOrder(() => 0);
	#work: Generator<void, Shown> | undefined;
	#shown: Shown | undefined;
	/** What the work and what is shown go by. */
	#workState = '';
	#shownState = '';

	constructor(table: UploadTable, view: UploadView, version: () => number) {
		this.#table = table;
		this.#view = view;
		this.#version = version;
	}

	/** What is rolled up from now on; undefined: nothing, and what was made of the last level is kept until there is another. */
	open(level: Level | undefined, order: GroupOrder): void {
		this.#order = order;
		this.#isOpen = level !== undefined;
		if (level === undefined) return;
		if (this.#level !== undefined && sameLevel(level, this.#level)) return;
		this.#level = level;
		this.#work = undefined;
		this.#shown = undefined;
		this.#shownState = '';
		this.#names = new KeyOrder((one, other) => this.#grouping!.compare(one, other));
		this.#grouping = groupingOf(this.#table, level, () => this.#view.clock.now);
	}

	get isCurrent(): boolean {
		return !this.#isOpen || this.#shownState === this.#state();
	}

	/**
	 * Works for so many milliseconds, or one small step; returns whether it is done with what it began. What changes
	 * meanwhile is for the next time: else it would not end while all parts are read.
	 */
	derive(milliseconds: number): boolean {
		const until = performance.now() + milliseconds;
		while (!this.isCurrent) {
			if (this.#step(this.#level!)) return true;
			if (performance.now() >= until) return false;
		}
		return true;
	}

	/** How many groups there are; 0 until the level was worked out. */
	get count(): number {
		return this.#shown?.order.length ?? 0;
	}

	/** What all groups add up to; undefined until the level was worked out. */
	get total(): GroupSum | undefined {
		return this.#shown?.total;
	}

	/** What the heaviest group holds. */
	get mostBytes(): number {
		return this.#shown?.mostBytes ?? 0;
	}

	at(position: number): GroupRow | undefined {
		const group = this.#shown?.order.at(position);
		return group === undefined ? undefined : this.#rowOf(this.#shown!, group);
	}

	/** Where a group shows; -1 where it does not. */
	positionOf(id: string): number {
		if (this.#shown === undefined) return -1;
		const {order, grouping} = this.#shown;
		return order.indexOf(grouping.find(id));
	}

	/** The rows of a group that the view shows, or of all groups; asked at once, so the view has to be up to date. */
	rowsIn(id?: string): Uint32Array {
		const rows = new RowList();
		const grouping = this.#grouping;
		if (grouping === undefined) return rows.rows;
		const {shown} = this.#view;
		// A group is made when its first row is looked at.
		for (let at = 0; at < shown.length; at++) {
			const row = shown.at(at)!;
			if (grouping.groupOf(row) >= 0) rows.push(row);
		}
		if (id === undefined) return rows.rows;
		const wanted = grouping.find(id);
		rows.keep(row => grouping.groupOf(row) === wanted);
		return rows.rows;
	}

	/** How many rows of a group the view leaves out; asked at once, as `rowsIn`. */
	hiddenIn(id: string): number {
		const rows = this.rowsIn(id);
		const [first] = rows;
		if (first === undefined || !this.#view.isFiltered) return 0;
		// One of its own: what the view leaves out is not to change the names of groups.
		const grouping = groupingOf(this.#table, this.#level!, () => this.#view.clock.now);
		const group = grouping.groupOf(first);
		const {columns} = this.#table;
		let all = 0;
		for (let row = 0; row < columns.length; row++)
			if (columns.has(row) && grouping.groupOf(row) === group) all++;
		return all - rows.length;
	}

	#rowOf({grouping, sums}: Shown, group: number): GroupRow {
		return {
			...sums.of([group]),
			id: grouping.idOf(group),
			title: grouping.titleOf(group),
			isLeaf: grouping.isLeaf(group),
		};
	}

	/** What a roll-up depends on. */
	#state(): string {
		const {now, thresholds} = this.#view.clock;
		const {sort, reverse} = this.#order;
		const time = Math.floor(now / clockStep);
		return [this.#version(), sort, reverse, time, ...Object.values(thresholds)].join();
	}

	/** Returns whether what it began is done. */
	#step(level: Level): boolean {
		if (this.#work === undefined) {
			this.#workState = this.#state();
			this.#work = this.#working(level, this.#grouping!);
		}
		const result = this.#work.next();
		if (!result.done) return false;
		this.#work = undefined;
		this.#shown = result.value;
		this.#shownState = this.#workState;
		return true;
	}

	*#working(level: Level, grouping: Grouping): Generator<void, Shown> {
		const {shown, clock} = this.#view;
		const sums = new GroupSums(this.#table.columns, clock);
		for (let at = 0; at < shown.length; at++) {
			if (at > 0 && at % rowsAtATime === 0) yield;
			const row = shown.at(at)!;
			const group = grouping.groupOf(row);
			if (group >= 0) sums.add(group, row);
		}
		const names = this.#names;
		for (let first = names.length; first < grouping.count; first += rowsAtATime) {
			const end = Math.min(grouping.count, first + rowsAtATime);
			names.add(Array.from({length: end - first}, (_, at) => first + at));
			yield;
		}
		yield* names.merge();
		const byName = yield* chooseRows(names, group => sums.countOf(group) > 0);
		const order = yield* ordered(byName, sums, this.#order);
		let mostBytes = 0;
		for (const group of order.rows) mostBytes = Math.max(mostBytes, sums.bytesOf(group));
		return {level, grouping, sums, order, total: sums.of(order.rows), mostBytes};
	}
}

/** Groups by a number, those with the same by how many uploads they hold, then by name. */
function* ordered(
	byName: RowList,
	sums: GroupSums,
	{sort, reverse}: GroupOrder,
): Generator<void, RowList> {
	if (sort === 'name') return reverse ? new RowList(byName.rows.slice().reverse()) : byName;
	const countIn = (group: number) => sums.countOf(group);
	const {rows} = yield* sortRows(byName.rows, countIn, sort === 'uploads' ? reverse : true);
	if (sort === 'uploads') return new RowList(rows);
	const valueIn = (group: number) =>
		sort === 'bytes' ? sums.bytesOf(group) : sums.oldestOf(group);
	return new RowList((yield* sortRows(rows, valueIn, reverse)).rows);
}
