import {dateOrNone} from '../../multipart/dates.js';
import {lastKept} from '../answer/last-kept.js';
import {headerTime} from '../answer/written-dates.js';

/**
 * What is known of a server's clock. Offsets are milliseconds: the server's clock less this machine's.
 * All are absent before the first answer with a Date.
 */
export type ClockFacts = {
	/** What the latest answers agree on; while they do not, the one that is nearest to this machine's clock. */
	readonly offset?: number;
	readonly isAgreed: boolean;
	/** The least and the most of the latest answers. */
	readonly earliest?: number;
	readonly latest?: number;
};

/** Milliseconds. Clocks that are further apart are both heeded; S3 itself refuses signatures that are off by more. */
const tooFarApart = 15 * 60_000;

export const noClock: ClockFacts = {isAgreed: false};

/**
 * The time by which ages and states are judged: the server's. Where its answers do not agree on it (yet), or it is
 * more than 15 minutes from this machine's, the earlier of the two: then nothing looks older than both clocks say.
 *
 * @param here this machine's clock, milliseconds since the epoch.
 */
export function judgedTime({offset, isAgreed, earliest}: ClockFacts, here: number): number {
	if (isAgreed && offset !== undefined && Math.abs(offset) <= tooFarApart) return here + offset;
	return here + Math.min(0, (isAgreed ? offset : earliest) ?? 0);
}

/** The latest that any of the clocks says: what is dated after it lies in the future for all of them. */
export function latestTime({latest = 0}: ClockFacts, here: number): number {
	return here + Math.max(0, latest);
}

/** The offset, where the two clocks are more than 15 minutes apart. */
export function clocksApart({offset}: ClockFacts): number | undefined {
	return offset !== undefined && Math.abs(offset) > tooFarApart ? offset : undefined;
}

/** An answer as far as a clock is read from it. Times by this machine's clock, milliseconds since the epoch. */
export type DatedAnswer = {
	readonly headers: Readonly<Record<string, string | undefined>>;
	readonly sent: number;
	readonly received: number;
};

/** So many answers are kept: one of a few nodes that is wrong is outvoted, and a clock that is set right is soon believed. */
const kept = 15;

/** Milliseconds. A Date has whole seconds, and the way of an answer takes some. */
const agreement = 60_000;

/** A year of a Date has four digits (RFC 9110, 5.6.7). */
const lastDate = Date.UTC(10_000, 0, 1);

/** A server's clock, learned from many answers: a single one that is wrong moves nothing. */
export class ServerClock {
	#offsets: number[] = [];
	#facts = noClock;
	#newest: number | undefined;
	/** This machine's clock less one that nobody sets. */
	#set = this.#setting();

	note(answer: DatedAnswer): void {
		const offset = offsetOf(answer);
		if (offset === undefined) return;
		this.#forgetIfSet();
		this.#newest = offset;
		this.#offsets = [...this.#offsets, offset].slice(-kept);
		this.#facts = clockFacts(this.#offsets);
	}

	facts(): ClockFacts {
		this.#forgetIfSet();
		return this.#facts;
	}

	/** What the newest answer said, believed or not. */
	get newest(): number | undefined {
		return this.#newest;
	}

	/** This machine's clock was set, or it slept: what was measured by it is worth nothing any more. */
	#forgetIfSet(): void {
		const setting = this.#setting();
		if (Math.abs(setting - this.#set) < agreement) return;
		this.#set = setting;
		this.#offsets = [];
		this.#facts = noClock;
	}

	#setting(): number {
		return Date.now() - performance.now();
	}
}

/** Undefined for an answer without a Date, with one that can be none, out of a cache, or that was long on its way. */
export function offsetOf({headers, sent, received}: DatedAnswer): number | undefined {
	if (headers['age'] !== undefined || received - sent > agreement) return undefined;
	const time = dateOrNone(dateTime(headers['date'] ?? ''));
	return time !== undefined && time < lastDate ? time - received : undefined;
}

const dateTime = lastKept(headerTime);

function clockFacts(offsets: readonly number[]): ClockFacts {
	const sorted = offsets.toSorted((one, other) => one - other);
	const median = sorted[(sorted.length - 1) >> 1] ?? 0;
	const agreeing = sorted.filter(offset => Math.abs(offset - median) <= agreement).length;
	const isAgreed = agreeing >= 2 && agreeing * 3 >= sorted.length * 2;
	const nearest = sorted.reduce((one, other) => (Math.abs(other) < Math.abs(one) ? other : one));
	return {
		offset: isAgreed ? median : nearest,
		isAgreed,
		earliest: sorted[0],
		latest: sorted.at(-1),
	};
}
