import type {AtKey, InBucket} from '../circumstances.js';
import type {S3Error} from '../errors.js';
import type {NamedPart} from '../operations/complete-request.js';
import type {Bucket, UploadPlace} from '../store/bucket.js';
import type {CompletedObject, Part, Upload} from '../store/model.js';
import type {Page} from '../store/page.js';
import type {Store} from '../store/store.js';
import type {User} from '../users.js';
import type {ExchangeIds, Reply} from '../wire/reply.js';
import type {Query, S3Request} from '../wire/request.js';

export const personalityNames = [
	...(['aws', 'ceph-16', 'minio', 'seaweedfs', 'r2', 'lakefs', 'moto'] as const),
] as const;

/** Whom a sandbox takes after. */
export type PersonalityName = (typeof personalityNames)[number];

/** What a ListMultipartUploads asks for. */
export type AskedUploads = {
	prefix: string;
	delimiter: string;
	/** The most rows and common prefixes of the page. */
	max: number;
	keyMarker?: string;
	idMarker?: string;
};

/** How a server answers, whatever it was asked. */
export type ResponseStyle = {
	/** `now` is in milliseconds. */
	ids(now: number): ExchangeIds;
	headers(ids: ExchangeIds): Record<string, string>;
	/** An error as this server words it. */
	error(error: S3Error, bucket: string | undefined): S3Error;
	/** Every answer on its way out. */
	reply(reply: Reply): Reply;
	/** A date in a document; milliseconds since the epoch. */
	date(time: number): string;
};

/** What a server makes of a request before any operation sees it. */
export type RequestPolicy = {
	/** Whether it takes no notice of a header. */
	ignores(operation: string, header: string): boolean;
	/** Why it does not do this at all. */
	refusal(operation: string, request: S3Request): S3Error | undefined;
	/** What it says to someone without credentials; undefined where it asks for them. */
	toAnyone(operation: string): Reply | undefined;
};

/** How a server lists uploads in progress. */
export type UploadsListing = {
	/** The order of the listing. */
	order(a: UploadPlace, b: UploadPlace): number;
	/** The most rows of a page. Throws what the server says to a bad `max-uploads`. */
	max(query: Query): number;
	/** What it makes of `encoding-type`, and what it says that it did. Throws for an unknown one. */
	encoding(query: Query): {
		key: (text: string) => string;
		other: (text: string) => string;
		said: string | undefined;
	};
	page(bucket: Bucket, asked: AskedUploads): Page<Upload>;
	/** The markers that a page ends with; an undefined one is not sent. */
	next(page: Page<Upload>): {key?: string; id?: string};
	/** The elements of a row beside Key and UploadId. */
	row(upload: Upload, call: InBucket): string;
};

/** How a server deals with parts and with ids that it does not know. */
export type PartsKeeping = {
	/** Reads `partNumber` of an UploadPart. Throws where the number will not do. */
	number(value: string): number;
	/** Reads `part-number-marker` of a ListParts. Throws where it will not do. */
	marker(query: Query): number;
	/** Whether a page of no parts at all says that there are more. */
	endlessAtNone: boolean;
	/** The elements of a ListParts that name people. */
	people(upload: Upload, bucketOwner: User): string;
	/** What it says to an unknown id; undefined where it says nothing and does nothing. */
	unknown(
		operation: 'ListParts' | 'AbortMultipartUpload',
		key: string,
		id: string,
	): S3Error | undefined;
};

/** How a server completes an upload. */
export type Completing = {
	/** Throws when there are too many to be looked at. */
	checkCount(named: readonly NamedPart[]): void;
	/** The parts of the object. Throws where the list will not do. */
	choose(upload: Upload, named: readonly NamedPart[], minPartSize: number): Part[];
	/** Of the object, without quotes. */
	etag(parts: readonly Part[]): string;
	/** The date of the object, in milliseconds. */
	lastModified(upload: Upload, now: number): number;
	/** What it answers when no such upload is in progress. Throws unless it was completed before. */
	again(call: AtKey, id: string, named: readonly NamedPart[]): CompletedObject;
	location(call: AtKey): string;
	/** The text of the ETag element; `again` on repeating a Complete. */
	etagSaid(etag: string, again: boolean): string;
};

/** Where a server differs from S3. What a personality does not name it has from `aws`. */
export type Personality = {
	name: PersonalityName;
	responseStyle: ResponseStyle;
	requestPolicy: RequestPolicy;
	uploads: UploadsListing;
	parts: PartsKeeping;
	completing: Completing;
	newUploadId(key: string): string;
	/** Headers of the answer to a CreateMultipartUpload at that time, in milliseconds. */
	createHeaders(now: number): Record<string, string>;
	/** Whether a Complete and an Abort find an upload by its id alone, whatever the key. */
	actsById: boolean;
	/** What it keeps of a lifecycle rule that aborts uploads, and whether it ever does that. */
	abortRules: 'kept' | 'dropped' | 'idle';
	/** Whether it knows of additional checksums; one that does not forgets them. */
	knowsChecksums: boolean;
	/** How long aborting takes a true server of this kind, in milliseconds. */
	abortTime(parts: number): number;
	/** What a restart of the server loses. */
	restart(store: Store): void;
};
