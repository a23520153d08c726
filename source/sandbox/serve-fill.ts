import type {Sandbox} from './sandbox.js';
import type {Part, Upload} from './store/model.js';
import {PretendedPart} from './store/pretended-part.js';
import type {User} from './users.js';

/** The bucket that holds a great many uploads. */
export const manyBucket = 'many';

const mib = 1024 ** 2;
const minute = 60_000;
const day = 24 * 60 * minute;
const days = 200;

/** A prime: stepping by it visits teams and dates in no order that one could see. */
const step = 7919;

/**
 * Puts so many uploads into a bucket of their own: of twenty teams, initiated over two hundred days,
 * one in a hundred within the last hour. Parts are of 8 MiB, the last of one; they cost nothing until
 * someone looks.
 */
export function fillUploads(sandbox: Sandbox, count: number, parts: number): void {
	const now = sandbox.now();
	sandbox.seed.bucket(manyBucket, {created: now - 2 * days * day});
	const bucket = sandbox.store.bucket(manyBucket)!;
	for (let nth = 0; nth < count; nth++) {
		const recent = nth % 100 === 0;
		const age = recent
			? (1 + (nth % 59)) * minute
			: day + ((nth * step) % (days * 1440 - 1440)) * minute;
		const key = keyOf(nth);
		bucket.addUpload(
			new FilledUpload(key, sandbox.newUploadId(key), now - age, bucket.owner, parts, now),
		);
	}
}

/** One of twenty teams, one of twelve folders each. */
function keyOf(nth: number): string {
	const padded = (number: number, width: number) => String(number).padStart(width, '0');
	const team = (nth * step) % 20;
	return `team-${padded(team, 2)}/${padded(nth % 12, 2)}/object-${padded(nth, 7)}.bin`;
}

const headers: ReadonlyMap<string, string> = new Map([['content-type', 'binary/octet-stream']]);

/** An upload whose parts are made up when someone looks at them. */
class FilledUpload implements Upload {
	readonly storageClass = 'STANDARD';
	readonly headers = headers;
	readonly key: string;
	readonly id: string;
	readonly initiated: number;
	readonly initiator: User;
	readonly #count: number;
	readonly #latest: number;
	#parts: Map<number, Part> | undefined;

	constructor(
		key: string,
		id: string,
		initiated: number,
		initiator: User,
		count: number,
		latest: number,
	) {
		this.key = key;
		this.id = id;
		this.initiated = initiated;
		this.initiator = initiator;
		this.#count = count;
		this.#latest = latest;
	}

	get parts(): Map<number, Part> {
		this.#parts ??= new Map(
			Array.from({length: this.#count}, (_, at) => [at + 1, this.#part(at + 1)]),
		);
		return this.#parts;
	}

	#part(number: number): Part {
		const size = number < this.#count ? 8 * mib : mib;
		const lastModified = Math.min(this.initiated + number * minute, this.#latest);
		return new PretendedPart(this, {number, size, lastModified}, this.initiated);
	}
}
