import {isDirectoryBucket} from '../../multipart/directory-bucket.js';
import {
	compareListed,
	holdsTo,
	isBehind,
	type ListingFacts,
} from '../../multipart/listing/listing-order.js';
import {factsOfService} from '../../multipart/services/service.js';
import {S3Failure} from '../../s3/failure/failure.js';
import type {ListingEnd, UploadsMarker} from '../../s3/gateway/gateway.js';
import {type AskPage, type ListedPage, ListingRange} from './listing-range.js';
import {RangeCuts} from './range-cuts.js';

/** Requests under way at most, also where the endpoint bears more: each page costs this process some milliseconds. */
const mostAsking = 16;

/** Pages that the first range and the last one hold until it is their turn, and all of them: this bounds the memory. */
const mostWaiting = 10;
const mostWaitingInAll = 48;
/** However many wait farther ahead, those that are taken next hold so many: otherwise all would wait for the first one alone. */
const mostWaitingNear = 24;

export type SideBySideOptions = {
	readonly bucket: string;
	readonly prefix: string;
	/** How many requests may be under way, asked before each. */
	readonly width: () => number;
	/** Whether pages come in the order of the service; otherwise as they arrive, and rows may come twice. */
	readonly inOrder: boolean;
	/** One page after the other, whatever the service is. */
	readonly alone?: boolean;
};

/**
 * Lists the uploads of a bucket: one page after the other at first, then, on a service that is known to list in order
 * from anywhere, several ranges at once. A range ends where it meets what the next one saw first. The first page that is
 * not as it has to be, and the first range that fails, ends that: the first range then reads on alone.
 */
export class SideBySide {
	readonly #options: SideBySideOptions;
	readonly #cuts: RangeCuts;
	/** In the order of the service, without those that are taken to their end. */
	#ranges = [new ListingRange()];
	#facts: ListingFacts | undefined;
	#isAlone: boolean;
	#asking = 0;
	#ask: AskPage | undefined;
	#hasFailed = false;
	#error: unknown;
	#wake = () => {};
	#changed = this.#nextChange();
	/** False once a range ended without meeting the next one: then an upload that was not listed may be there all the same. */
	isProof = true;

	constructor(options: SideBySideOptions) {
		this.#options = options;
		this.#isAlone = options.alone === true || isDirectoryBucket(options.bucket);
		this.#cuts = new RangeCuts(options.prefix, options.inOrder);
	}

	/**
	 * Every page, asked for ahead. After a failure, or once it was left, it can be called again, and goes on where it was.
	 *
	 * @throws what `ask` throws.
	 */
	async *pages(ask: AskPage): AsyncGenerator<ListedPage, ListingEnd> {
		this.#ask = ask;
		this.#hasFailed = false;
		try {
			for (;;) {
				if (this.#ask !== ask) throw new DOMException('no longer wanted', 'AbortError');
				const end = this.#leaveEnded();
				if (end !== undefined) return end;
				const page = this.#take();
				this.#fill();
				if (page !== undefined) {
					yield page;
					continue;
				}
				if (this.#hasFailed) throw this.#error;
				this.#split();
				await this.#changed;
			}
		} finally {
			if (this.#ask === ask) this.#ask = undefined;
		}
	}

	#nextChange(): Promise<void> {
		return new Promise(resolve => {
			this.#wake = resolve;
		});
	}

	#tell(): void {
		const wake = this.#wake;
		this.#changed = this.#nextChange();
		wake();
	}

	/** Leaves the first ranges that are read to their end; returns the end of the last one. */
	#leaveEnded(): ListingEnd | undefined {
		for (;;) {
			const [first, next] = this.#ranges;
			if (first?.end === undefined || first.held !== undefined) return undefined;
			if (first.waiting.length > 0) return undefined;
			if (next === undefined) return first.end === 'stuck' ? 'stuck' : 'end';
			if (first.end !== 'joined') {
				// Nothing was behind it, and the next one has seen something: unless that has seen nothing after all.
				if (next.first === undefined && next.end === undefined) return undefined;
				this.isProof = false;
			}
			this.#ranges.shift();
		}
	}

	#take(): ListedPage | undefined {
		const ranges = this.#options.inOrder ? this.#ranges.slice(0, 1) : this.#ranges;
		return ranges.find(({waiting}) => waiting.length > 0)?.waiting.shift();
	}

	get #waiting(): number {
		return this.#ranges.reduce((sum, {waiting}) => sum + waiting.length, 0);
	}

	get #width(): number {
		return Math.max(1, Math.min(mostAsking, this.#options.width()));
	}

	/** Asks for the next pages of the ranges there are, the first of them first. */
	#fill(): void {
		const waiting = this.#waiting;
		let before = 0;
		for (const [at, range] of this.#ranges.entries()) {
			if (this.#ask === undefined || this.#hasFailed) return;
			if (this.#asking >= this.#width) return;
			if (at > 0) before += range.waiting.length;
			if (range.isAsking || range.end !== undefined || range.held !== undefined) continue;
			const isLast = at === this.#ranges.length - 1;
			const most = this.#ranges.length > 1 ? mostWaiting : 1;
			if ((at === 0 || isLast) && range.waiting.length >= most) continue;
			// The range before may wait for what the first page shows.
			const isFull = waiting >= mostWaitingInAll && before >= mostWaitingNear;
			if (at > 0 && range.first !== undefined && isFull) continue;
			void this.#next(range, this.#ask);
		}
	}

	/** Begins ranges for those who have nothing to do. */
	#split(): void {
		if (this.#facts === undefined) return;
		while (this.#ask !== undefined && !this.#hasFailed && this.#asking < this.#width) {
			const cut = this.#cuts.next(
				this.#ranges,
				this.#facts.order,
				this.#waiting >= mostWaitingInAll,
			);
			if (cut === undefined) return;
			const range = new ListingRange({keyMarker: cut.key});
			this.#ranges.splice(this.#ranges.indexOf(cut.behind) + 1, 0, range);
			void this.#next(range, this.#ask);
		}
	}

	async #next(range: ListingRange, ask: AskPage): Promise<void> {
		const asked = range.after;
		this.#asking++;
		range.isAsking = true;
		try {
			const page = await range.ask(ask);
			if (range.isDropped) return;
			if (page !== undefined) this.#arrived(range, asked, page);
			if (range.end !== undefined && !range.isDropped) this.#ended(range);
		} catch (error) {
			if (range.isDropped || ask !== this.#ask) return;
			// What another fails at, the first one comes to in its turn.
			if (range !== this.#ranges[0] && error instanceof S3Failure) this.#goOnAlone();
			else {
				this.#hasFailed = true;
				this.#error = error;
			}
		} finally {
			range.isAsking = false;
			this.#asking--;
			this.#fill();
			this.#tell();
		}
	}

	#arrived(range: ListingRange, asked: UploadsMarker | undefined, page: ListedPage): void {
		const {service = 'other', version} = page.answer;
		if (!this.#isAlone) this.#facts ??= factsOfService(service, version).sideBySide;
		if (this.#facts === undefined) {
			range.waiting.push(page);
			return;
		}
		if (!holdsTo(this.#facts, asked, page.answer)) {
			if (range === this.#ranges[0]) range.waiting.push(page);
			this.#goOnAlone();
			return;
		}
		this.#cuts.arrived(page.answer.uploads);
		this.#join(range, page, this.#facts.order);
		this.#joinBefore(this.#ranges.indexOf(range));
	}

	#ended(range: ListingRange): void {
		const at = this.#ranges.indexOf(range);
		if (range.end === 'stuck' && this.#ranges.length > 1) this.#goOnAlone();
		else if (range.first === undefined && at > 0) {
			this.#ranges.splice(at, 1);
			if (at === this.#ranges.length) this.#cuts.endsBefore(range);
			this.#joinBefore(at);
		}
	}

	/** The range before this one may have waited for what it sees. */
	#joinBefore(at: number): void {
		const before = this.#ranges[at - 1];
		if (before?.held === undefined || this.#facts === undefined) return;
		const page = before.held;
		before.held = undefined;
		this.#join(before, page, this.#facts.order);
	}

	/** Keeps the rows of a page that come before the next range; ends the range where it meets that. */
	#join(range: ListingRange, page: ListedPage, order: ListingFacts['order']): void {
		const {uploads, answer} = page;
		const next = this.#ranges[this.#ranges.indexOf(range) + 1];
		const last = uploads.at(-1);
		if (next?.from === undefined || last === undefined || !isBehind(order, last, next.from)) {
			range.waiting.push(page);
			return;
		}
		const {first} = next;
		if (first === undefined) {
			range.held = page;
			return;
		}
		let at = next.meetsAt(uploads);
		if (at < 0) {
			at = uploads.findIndex(upload => compareListed(order, upload, first) >= 0);
			if (at >= 0) this.isProof = false;
		}
		if (at < 0) {
			range.waiting.push(page);
			return;
		}
		range.end = 'joined';
		range.rest = uploads.slice(at);
		next.forgetAnchors();
		range.waiting.push({uploads: uploads.slice(0, at), answer});
		this.#cuts.joined(range.rest.length / answer.uploads.length);
	}

	/** The first range reads on to the end; what the others have seen comes once more. */
	#goOnAlone(): void {
		this.#isAlone = true;
		this.#facts = undefined;
		const [first, ...others] = this.#ranges;
		if (first === undefined) return;
		for (const range of others) range.isDropped = true;
		this.#ranges = [first];
		if (first.held !== undefined) first.waiting.push(first.held);
		first.held = undefined;
		if (first.end !== 'joined') return;
		first.end = undefined;
		const answer = {uploads: first.rest, dropped: 0};
		first.waiting.push({uploads: first.rest, answer});
	}
}
