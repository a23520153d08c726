import type {Thresholds} from './liveness.js';
import type {Reading} from './reading.js';

/** What a query asks of one upload; what is known only from its parts is absent until they are read. */
export type QueryFacts = {
	readonly key: string;
	readonly uploadId: string;
	/** Milliseconds since the epoch. */
	readonly initiated?: number;
	readonly reading: Reading['kind'];
	readonly partCount?: number;
	/** Bytes. */
	readonly bytes?: number;
	/** Milliseconds since the epoch. */
	readonly lastPart?: number;
};

/** The time that ages are counted from, milliseconds since the epoch by the server's clock, and the thresholds. */
export type QueryClock = {readonly now: number; readonly thresholds: Thresholds};

/** Chooses uploads. */
export type Query = {
	/** As it was typed. */
	readonly text: string;
	/** Whether it asks for what only parts tell: sizes, last parts, states. */
	readonly needsParts: boolean;
	/** Whether its answer changes as time goes by. */
	readonly needsTime: boolean;
	/** An upload whose parts are not read matches nothing that needs them, neither plain nor negated. */
	matches(facts: QueryFacts, clock: QueryClock): boolean;
};

/** Chooses every upload. */
export const everyUpload: Query = {
	text: '',
	needsParts: false,
	needsTime: false,
	matches: () => true,
};
