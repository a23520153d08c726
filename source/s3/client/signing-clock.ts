/** What an answer says of the time that its request was signed with. Offsets as in `ClockFacts`. */
export type SignedAnswer = {
	/** What the request was signed with. */
	readonly signed: number;
	readonly status: number;
	/** Of an error in the body. */
	readonly code?: string;
	/** What the answer says of the server's clock. */
	readonly said?: number;
};

/** What services call a signature of another time. */
const refusals = new Set(['RequestTimeTooSkewed', 'RequestExpired', 'RequestInTheFuture']);

/** Milliseconds: S3 refuses what is off by more, and nothing that is off by less. */
const tolerance = 15 * 60_000;

/** Milliseconds, of two offsets that are the same. */
const same = 60_000;

/**
 * The time that requests are signed with: this machine's, until the service itself refuses it. The SDK goes by the
 * Date of every answer, so that a single wrong one would have the next act refused. A service that took a
 * signature has proven the time in it, whatever its answers say.
 */
export class SigningClock {
	#offset = 0;
	#isTaken = false;

	get offset(): number {
		return this.#offset;
	}

	/** Returns whether it was refused for its time, so that it is worth signing again. */
	note({signed, status, code, said}: SignedAnswer): boolean {
		const isCurrent = Math.abs(signed - this.#offset) < same;
		const isRefused = refusals.has(code ?? '') || this.#mayBeRefused(status, code, said, signed);
		if (!isRefused) {
			if (isCurrent && status < 400) this.#isTaken = true;
			return false;
		}
		// Another request learned it meanwhile.
		if (!isCurrent) return true;
		// Where the server names the very time that it refused, its word is worth nothing.
		this.#offset = said !== undefined && Math.abs(said - signed) >= same ? said : 0;
		this.#isTaken = false;
		return true;
	}

	/** The refusal of a HEAD has no body and no code. */
	#mayBeRefused(
		status: number,
		code: string | undefined,
		said: number | undefined,
		signed: number,
	): boolean {
		if (this.#isTaken || code !== undefined || status !== 403 || said === undefined) return false;
		return Math.abs(said - signed) > tolerance;
	}
}
