import {KeyScale, sameStart} from './key-scale.js';

/** Keys of a page that are looked at: the shape of all of them shows in a few. */
const sampled = 16;

/** Behind every character that a key has. */
const behindAll = '\u{10ffff}';

/** What a stretch of a listing has shown last. */
export type Recent = {readonly first: string; readonly last: string; readonly rows: number};

/** What is still to come of a stretch of a listing. */
export type Ahead = {
	/** About how many uploads: as dense as they were on the last page. */
	readonly rows: number;
	/** A cut about so many uploads ahead, and before the middle; undefined where no character that was seen makes one. */
	cut(rows: number): string | undefined;
};

type View = {
	/** About how many uploads are ahead. */
	readonly rows: number;
	/** Whether the keys of the last page part in it. */
	readonly isSeen: boolean;
	/** Where keys part in it. */
	readonly start: number;
	keyAt(rows: number, isCut: (key: string) => boolean): string | undefined;
};

/**
 * Where a listing may be cut, from what its keys look like. A cut is the beginning of a key that was seen, and letters and
 * digits that were seen: no service refuses it or reads it in another form.
 */
export class CutPoints {
	readonly #scale = new KeyScale();
	/** Characters of the prefix that was asked for: no cut is made in these. */
	readonly #floor: number;
	/** The first key of all. */
	#first: string | undefined;

	constructor(prefix: string) {
		this.#floor = [...prefix].length;
	}

	/** Takes in what keys look like. */
	see(uploads: ReadonlyArray<{readonly key: string}>): void {
		const step = Math.max(1, Math.floor(uploads.length / sampled));
		let before: string | undefined;
		for (let at = 0; at < uploads.length; at += step) {
			const {key} = uploads[at]!;
			this.#scale.see(key, before);
			before = key;
		}
		const last = uploads.at(-1);
		if (last !== undefined) this.#scale.see(last.key, before);
		this.#first ??= uploads[0]?.key;
	}

	/**
	 * What is ahead of a stretch.
	 *
	 * @param to where it ends; undefined where that is not known.
	 * @param wanted rows: where the end is not known, it is not looked for farther.
	 * @param isBetween whether the service lists a key behind the stretch so far, and before its end.
	 */
	ahead(
		recent: Recent,
		to: string | undefined,
		wanted: number,
		isBetween: (key: string) => boolean,
	): Ahead {
		const letters = [...recent.last];
		const isCut = (key: string) => isBetween(key) && keepsForm(key, recent.last);
		const view = to === undefined ? undefined : this.#view(recent, to);
		// Where the keys of one page part too deep for that, it goes far.
		if (view?.isSeen) {
			const cut = (rows: number) =>
				view.keyAt(Math.min(rows, view.rows / 2), isCut) ??
				this.#beside(letters, view.start, isCut);
			return {rows: view.rows, cut};
		}
		return {
			rows: this.#wide(recent, letters, wanted).rows,
			cut: rows => {
				const view = this.#wide(recent, letters, rows);
				const key = view.rows < rows ? undefined : view.keyAt(rows, isCut);
				return key ?? this.#beside(letters, view.start, isCut);
			},
		};
	}

	/** What is seen of a stretch without an end: in the part of the keys that varies, and as far out as so many rows need. */
	#wide(recent: Recent, letters: readonly string[], rows: number): View {
		const varies = sameStart([...recent.first], letters);
		let widest: View | undefined;
		for (let start = Math.max(this.#floor, varies); ; start--) {
			const view = this.#view(recent, letters.slice(0, start).join('') + behindAll);
			if (widest === undefined || view.rows > widest.rows) widest = view;
			if (widest.rows >= rows || start <= this.#floor) return widest;
		}
	}

	#view({first, last, rows}: Recent, to: string): View {
		const scale = this.#scale.between(first, to);
		const [from, at, until] = [scale.valueOf(first), scale.valueOf(last), scale.valueOf(to)];
		const perRow = (at - from) / rows;
		return {
			rows: perRow > 0 ? Math.max(0, until - at) / perRow : rows,
			isSeen: perRow > 0,
			start: scale.start,
			keyAt: (wanted, isCut) => scale.keyAt(at + wanted * perRow, isCut),
		};
	}

	/** A key that is beside the last one at some character; where it may be anywhere, at the one that varies first. */
	#beside(
		letters: readonly string[],
		start: number,
		isCut: (key: string) => boolean,
	): string | undefined {
		for (let at = Math.max(this.#floor, start); at < letters.length; at++) {
			const next = this.#scale.above(letters[at]!);
			const key = letters.slice(0, at).join('') + next;
			if (next !== undefined && isCut(key)) return key;
		}
		for (let at = Math.min(start, letters.length) - 1; at >= this.#floor; at--) {
			const next = this.#scale.above(letters[at]!);
			const key = letters.slice(0, at).join('') + next;
			if (next !== undefined && isCut(key)) return key;
		}
		return undefined;
	}
}

/** Whether a service that puts text into a normal form would leave a key as it is; one that lists others does not do that. */
function keepsForm(key: string, seen: string): boolean {
	return key.normalize() === key || seen.normalize() !== seen;
}
