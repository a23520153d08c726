import type {Thresholds} from '../../multipart/liveness.js';
import type {Price} from '../../multipart/price.js';
import type {ListedRow} from '../../operations/scan/list-rows.js';
import type {S3Failure} from '../../s3/failure/failure.js';
import type {Run} from '../base/command.js';

/** What is listed, and how the user sees it. */
export type Scene = {
	readonly run: Run;
	/** Absent where all buckets are listed: then each row names its own. */
	readonly bucket?: string;
	readonly prefix: string;
	/** Whether parts are read. */
	readonly parts: boolean;
	/** By which ages are judged, milliseconds since the epoch. */
	readonly now: () => number;
	readonly thresholds: Thresholds;
	/** What the service asks for storage, where the connection says it. */
	readonly price?: Price;
};

/** Takes the rows as they come, in the order of the listing, bucket by bucket. */
export type Sink = {
	/** A bucket's rows come next, if it has any. */
	begin?(bucket: string): void;
	/** The listing of a bucket failed: a sum of what came would be taken for that of the whole. */
	fail?(bucket: string, why: S3Failure | string): void;
	rows(bucket: string, rows: readonly ListedRow[]): Promise<void>;
	/**
	 * @param isWhole false where there is or may be more than was given.
	 * @param isSure false where the service may list too few.
	 */
	end(isWhole: boolean, isSure: boolean): Promise<void>;
};
