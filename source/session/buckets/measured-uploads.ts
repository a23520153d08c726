import type {UploadIndex} from '../../multipart/index/upload-index.js';

/** So many uploads are kept in all, beside what is shown. */
const mostKept = 100_000;

/** Milliseconds; what was listed longer ago is listed again. */
const freshFor = 10 * 60_000;

/**
 * The uploads of the buckets that were measured or listed last, while they are fresh: rules are asked about them
 * without another listing, and a list that opens has read their parts already.
 */
export class MeasuredUploads {
	/** The last one last. */
	readonly #kept = new Map<string, {readonly index: UploadIndex; readonly at: number}>();

	/** @param at milliseconds, of a clock that goes on. */
	keep(bucket: string, index: UploadIndex, at: number): void {
		this.#kept.delete(bucket);
		this.#kept.set(bucket, {index, at});
		let sum = [...this.#kept.values()].reduce((count, {index: {count: more}}) => count + more, 0);
		for (const [oldest, {index: old}] of this.#kept) {
			if (sum <= mostKept) break;
			sum -= old.count;
			this.#kept.delete(oldest);
		}
	}

	/** Undefined where it is not kept, or not fresh. */
	of(bucket: string, now: number): UploadIndex | undefined {
		const found = this.#kept.get(bucket);
		return found === undefined || now - found.at > freshFor ? undefined : found.index;
	}

	/** As `of`, for who changes it from now on: it is kept no longer. */
	take(bucket: string, now: number): UploadIndex | undefined {
		const found = this.of(bucket, now);
		this.#kept.delete(bucket);
		return found;
	}
}
