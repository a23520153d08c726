import type {UploadIndex} from '../../../multipart/index/upload-index.js';
import type {GroupOrder, Level} from '../../../multipart/rollup/level.js';
import type {GroupRow, RollUp} from '../../../multipart/rollup/roll-up.js';
import {heaviestFirst, type TreeFacts} from './tree-view.js';

/** The uploads of an index by groups, while a tree of them shows. */
export class UploadGroups {
	readonly #index: UploadIndex;
	readonly #rollUp: RollUp;
	#level: Level | undefined;
	#wasOpen = false;

	constructor(index: UploadIndex) {
		this.#index = index;
		this.#rollUp = index.rollUp();
	}

	/** What is grouped from now on; undefined: nothing. */
	open(level: Level | undefined, order: GroupOrder): void {
		this.#level = level;
		this.#wasOpen ||= level !== undefined;
		this.#rollUp.open(level, order);
	}

	/**
	 * Works for about so many milliseconds on what a level will show once it is opened, unless there was one before: that is
	 * kept. Returns whether it is done.
	 */
	prepare(level: Level, milliseconds: number): boolean {
		if (this.#wasOpen) return true;
		this.#rollUp.open(level, heaviestFirst);
		const isDone = this.#rollUp.derive(milliseconds);
		this.#rollUp.open(undefined, heaviestFirst);
		return isDone;
	}

	/** Works for about so many milliseconds, once the index is derived; returns whether it is done with what it began. */
	derive(milliseconds: number): boolean {
		return this.#rollUp.derive(milliseconds);
	}

	get isCurrent(): boolean {
		return this.#rollUp.isCurrent;
	}

	at(position: number): GroupRow | undefined {
		return this.#rollUp.at(position);
	}

	of(id: string): {row: GroupRow; position: number} | undefined {
		const position = this.#rollUp.positionOf(id);
		const row = this.#rollUp.at(position);
		return row && {row, position};
	}

	/** The uploads of a group, or of all groups: what the filter leaves by now. */
	handles(id?: string): Uint32Array {
		this.#index.deriveAll();
		return this.#rollUp.rowsIn(id);
	}

	/** How many uploads of a group the filter leaves out. */
	hidden(id: string): number {
		this.#index.deriveAll();
		return this.#rollUp.hiddenIn(id);
	}

	/** What the session keeps of them. */
	get facts(): TreeFacts | undefined {
		const {count, total, mostBytes} = this.#rollUp;
		return this.#level && {level: this.#level, groups: count, total, mostBytes};
	}
}
