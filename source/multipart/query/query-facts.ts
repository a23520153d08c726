import {livenessFactsOf, livenessOf, type Thresholds} from '../liveness.js';
import {makerOf} from '../makers/makers.js';
import type {Reading} from '../reading.js';
import type {Principal, Upload} from '../upload.js';
import type {UploadState} from '../upload-state.js';

/** What a query asks of one upload; what is known only from its parts is absent until they are read. */
export type QueryFacts = {
	readonly key: string;
	readonly uploadId: string;
	/** Milliseconds since the epoch. */
	readonly initiated?: number;
	readonly reading: Reading['kind'];
	readonly partCount?: number;
	/** Bytes; absent where a part has no size. */
	readonly bytes?: number;
	/** Milliseconds since the epoch. */
	readonly lastPart?: number;
	/** A part has no date: it may be newer than `lastPart`. */
	readonly lacksDates?: boolean;
	/** Who initiated it, as the service tells it. */
	readonly initiator?: Principal;
	/** The id of the maker that holds it open on purpose. */
	readonly maker?: string;
};

/** The time that ages are counted from, milliseconds since the epoch, and the thresholds. */
export type QueryClock = {readonly now: number; readonly thresholds: Thresholds};

/** What a query may ask of an upload of the listing and of what a look at its parts brought. */
export function queryFactsOf(
	{
		key,
		uploadId,
		initiated,
		initiator,
	}: Pick<Upload, 'key' | 'uploadId' | 'initiated' | 'initiator'>,
	reading: Reading,
): QueryFacts {
	const summary = reading.kind === 'read' ? reading.summary : undefined;
	return {
		key,
		uploadId,
		...livenessFactsOf(initiated, summary),
		reading: reading.kind,
		bytes: summary?.lacksSizes ? undefined : summary?.bytes,
		initiator,
		maker: makerOf(key)?.id,
	};
}

/** As `stateOf` in `upload-state.ts`. */
export function stateOfFacts(facts: QueryFacts, {now, thresholds}: QueryClock): UploadState {
	if (facts.reading === 'not-found') return 'not-found';
	return facts.maker === undefined ? livenessOf(facts, now, thresholds) : 'held';
}
