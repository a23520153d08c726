import {type Ahead, CutPoints} from '../../multipart/listing/cut-points.js';
import {isBehind, type ListingFacts} from '../../multipart/listing/listing-order.js';
import type {Upload} from '../../multipart/upload.js';
import type {ListingRange} from './listing-range.js';

/** Pages that are read before anything is cut: a listing that fits on them costs no request more. */
const pagesAtFirst = 2;

/**
 * What cuts may cost, in pages for each page that is there: where a range meets the next one, what it read of that is read
 * twice, about half a page. Together with what a first cut may cost this keeps a listing at 1.1 times its pages.
 */
const costs = 0.06;
/** More for each page behind the first ones: over many cuts chance evens out. */
const costsLater = 0.02;
const pagesEarly = 100;
const costsAtFirst = 0.3;
const costOfCut = 0.5;

/** Pages that are not seen yet count as there, up to as many as were seen, and up to so many: a guess may be wrong. */
const mostTrusted = 20;

/**
 * Pages that a new range leaves to the one before it. Where they are taken in order, each answer then begins about one range,
 * just behind the last one: ten are under way, and half of their pages wait in memory. Shorter ones would cost too many requests.
 */
const pagesAhead = 10;

/** Fewer than so many pages are not worth a cut. */
const pagesLeft = 4;

/** A range in between that has so many pages left was cut too far ahead, and is cut once more. */
const pagesTooMany = 16;

export type RangeCut = {
	/** The range that ends at the cut. */
	readonly behind: ListingRange;
	/** Where the new one starts. */
	readonly key: string;
};

type Candidate = {readonly range: ListingRange; readonly ahead: Ahead; readonly rows: number};

/** Says where ranges are cut, by what the listing has shown, and whether a cut is worth its requests. */
export class RangeCuts {
	readonly #points: CutPoints;
	readonly #inOrder: boolean;
	#pages = 0;
	#rows = 0;
	/** In pages. */
	#spent = 0;
	/** Behind this key there is nothing, as far as that is known. */
	#end: string | undefined;
	/** Ranges of which no cut came, and how many pages they had then. */
	readonly #uncut = new WeakMap<ListingRange, number>();

	constructor(prefix: string, inOrder: boolean) {
		this.#points = new CutPoints(prefix);
		this.#inOrder = inOrder;
	}

	arrived(uploads: readonly Upload[]): void {
		this.#pages++;
		this.#rows += uploads.length;
		this.#points.see(uploads);
	}

	/** A range met the next one. @param share of its last page that the next one has too. */
	joined(share: number): void {
		this.#spent += share;
	}

	/** The last range saw nothing: the listing ends before it. */
	endsBefore({from}: ListingRange): void {
		this.#spent++;
		this.#end = from?.keyMarker;
	}

	/**
	 * A range with much left, cut; undefined where no cut is worth it.
	 *
	 * @param isFull whether as many pages wait as may: then only the range that is taken first gains by a cut.
	 */
	next(
		ranges: readonly ListingRange[],
		order: ListingFacts['order'],
		isFull: boolean,
	): RangeCut | undefined {
		const open = ranges.filter(({end}, at) => end === undefined && at < ranges.length - 1).length;
		const cost = this.#spent + (open + 1) * costOfCut;
		const trusted = Math.min(mostTrusted, this.#pages);
		const isWorth = (left: number) => {
			const pages = this.#pages + left;
			return cost <= costsAtFirst + costs * pages + costsLater * Math.max(0, pages - pagesEarly);
		};
		if (this.#pages < pagesAtFirst || !isWorth(trusted)) return undefined;
		const candidates = ranges.flatMap(
			(range, at) => this.#candidate(ranges, range, at, order) ?? [],
		);
		const perPage = this.#rows / this.#pages;
		const left = candidates.reduce((sum, {rows}) => sum + rows, 0) / perPage;
		if (!isWorth(Math.min(left, trusted))) return undefined;
		const wanted = this.#inOrder
			? this.#near(ranges, candidates, perPage, isFull)
			: this.#most(candidates, perPage);
		for (const {range, ahead, rows} of wanted) {
			if (this.#uncut.get(range) === range.pages) continue;
			const key = ahead.cut(rows);
			if (key !== undefined) return {behind: range, key};
			this.#uncut.set(range, range.pages);
		}
		return undefined;
	}

	/** Those with the most left first, each far ahead. */
	#most(candidates: readonly Candidate[], perPage: number): readonly Candidate[] {
		const ahead = Math.max(pagesAhead, this.#pages) * perPage;
		return candidates
			.filter(({rows}) => rows >= pagesLeft * perPage)
			.toSorted((a, b) => b.rows - a.rows)
			.map(candidate => ({...candidate, rows: ahead}));
	}

	/** In the order of the service: what is too long, and the last one, which a new one follows. */
	#near(
		ranges: readonly ListingRange[],
		candidates: readonly Candidate[],
		perPage: number,
		isFull: boolean,
	): readonly Candidate[] {
		const ahead = pagesAhead * perPage;
		const open = ranges.find(({end}) => end === undefined);
		const last = ranges.at(-1);
		return candidates
			.filter(({range, rows}) => {
				// What is behind waits for this one.
				if (isFull) return range === open && range !== last && rows >= pagesLeft * perPage;
				return rows >= (range === last ? pagesLeft : pagesTooMany) * perPage;
			})
			.map(candidate => ({
				...candidate,
				rows: candidate.range === last ? ahead : Math.min(ahead, candidate.rows / 2),
			}));
	}

	#candidate(
		ranges: readonly ListingRange[],
		range: ListingRange,
		at: number,
		order: ListingFacts['order'],
	): Candidate | undefined {
		const {recent, end, held} = range;
		const [first, last] = [recent[0], recent.at(-1)];
		if (first === undefined || last === undefined) return undefined;
		if (end !== undefined || held !== undefined) return undefined;
		const next = ranges[at + 1];
		const to = next === undefined ? this.#end : next.from?.keyMarker;
		const place = {keyMarker: last.key, uploadIdMarker: last.uploadId};
		const isBetween = (key: string) =>
			isBehind(order, {key, uploadId: ''}, place) &&
			(to === undefined || isBehind(order, {key: to, uploadId: ''}, {keyMarker: key}));
		const seen = {first: first.key, last: last.key, rows: recent.length};
		const ahead = this.#points.ahead(seen, to, this.#rows, isBetween);
		// Where nothing tells how far it goes, as much again as there was.
		return {range, ahead, rows: to === undefined ? Math.min(this.#rows, ahead.rows) : ahead.rows};
	}
}
