/** A request as it arrived. */
export type LoggedRequest = {
	/** As the SDK names it; `Unknown` when the request is none of S3's. */
	readonly operation: string;
	readonly bucket: string | undefined;
	readonly key: string | undefined;
	readonly uploadId: string | undefined;
	readonly query: Readonly<Record<string, string>>;
	readonly headers: Readonly<Record<string, string>>;
	/** Of the answer; undefined while there is none, for ever when the connection was cut. */
	status: number | undefined;
	/** The code of the error that was answered. */
	code: string | undefined;
	/** What went wrong inside the sandbox itself, when it answered InternalError. */
	failure: unknown;
	/** Whether nothing more comes of it, answered or not. */
	isOver: boolean;
};

/** Older requests are forgotten, so that a long-lived sandbox does not grow. */
const maxKept = 100_000;

type Waiter = {
	matches: (request: LoggedRequest) => boolean;
	resolve: (request: LoggedRequest) => void;
};

/** What arrived, in its order, from the moment a request's head was read. */
export class RequestLog {
	#log: LoggedRequest[] = [];
	#counts = new Map<string, number>();
	#waiters: Waiter[] = [];

	/** All requests since the last `clear`. */
	get log(): readonly LoggedRequest[] {
		return this.#log;
	}

	/** How many requests of an operation arrived since the last `clear`; of all without one. */
	count(operation?: string): number {
		if (operation !== undefined) return this.#counts.get(operation) ?? 0;
		return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
	}

	/** The counts by operation. */
	get counts(): Readonly<Record<string, number>> {
		return Object.fromEntries(this.#counts);
	}

	clear(): void {
		this.#log = [];
		this.#counts.clear();
	}

	/** Resolves with the next request of that operation to arrive from now on. */
	next(operation: string, key?: string): Promise<LoggedRequest> {
		return new Promise(resolve => {
			const matches = (request: LoggedRequest) =>
				request.operation === operation && (key === undefined || request.key === key);
			this.#waiters.push({matches, resolve});
		});
	}

	/** For the server: notes an arrival. */
	add(request: LoggedRequest): void {
		if (this.#log.length >= maxKept) this.#log = this.#log.slice(maxKept / 2);
		this.#log.push(request);
		this.#counts.set(request.operation, this.count(request.operation) + 1);
		const waiting = this.#waiters;
		this.#waiters = [];
		for (const waiter of waiting) {
			if (waiter.matches(request)) waiter.resolve(request);
			else this.#waiters.push(waiter);
		}
	}
}
