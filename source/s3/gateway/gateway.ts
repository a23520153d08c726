import type {Checksums, Part, PartsListing, PartsSummary} from '../../multipart/part.js';
import type {CleanupRule} from '../../multipart/rules/cleanup-rules.js';
import type {ServiceId} from '../../multipart/services/service-table.js';
import type {Principal, Upload, UploadTarget} from '../../multipart/upload.js';
import type {FileRange} from '../../terminal/local-file/file-range.js';
import type {LeaveWindow} from '../answer/leave-window.js';
import type {BucketTerms} from '../client/connection.js';
import type {ClockFacts} from '../client/server-clock.js';
import type {Mismatch} from '../failure/hint.js';
import type {PaceFacts} from '../pace/pace.js';
import type {ProtectedPrefix} from './protected.js';

/** Where a listing goes on: both markers, since one key may hold many uploads. */
export type UploadsMarker = {
	/** Empty where the service named an id and no key: then the id is sent alone. */
	readonly keyMarker: string;
	readonly uploadIdMarker?: string;
};

export type UploadsPageRequest = {
	readonly bucket: string;
	readonly prefix?: string;
	readonly after?: UploadsMarker;
	/** At most this many rows (1 to 1000, which is the default). */
	readonly maxUploads?: number;
};

export type UploadsPage = {
	readonly uploads: readonly Upload[];
	/** Rows without a key or an upload id: nothing can be done with them, and an upload may stand behind each. */
	readonly dropped: number;
	/** Set where the page held uploads under another prefix, which are left out: an empty one is no sign of an end. */
	readonly holdsOthers?: true;
	/** Where the next page starts; absent on the last one. */
	readonly next?: UploadsMarker;
	/** True when the server says that there is more and gives no marker that moves. */
	readonly stuck?: boolean;
	/** Where to ask once more: the page says that it is the last, and holds as many rows as one can. */
	readonly behind?: UploadsMarker;
	/** Where the bucket was found, when that is another region than the connection's. */
	readonly bucketRegion?: string;
	/** Which service answered, by the answer and the connection; `other` where nothing tells. */
	readonly service?: ServiceId;
	/** Which of its versions, where the page tells: see `ServiceFacts`. */
	readonly version?: string;
};

/** How a listing ended: at its end, or where the server's markers stopped moving (rows may be missing). */
export type ListingEnd = 'end' | 'stuck';

export type CompletedPart = {
	readonly partNumber: number;
	readonly etag: string;
	readonly checksums: Checksums;
};

export type CompleteRequest = UploadTarget & {
	readonly parts: readonly CompletedPart[];
	readonly checksumType?: string;
	/** Sends If-None-Match `*`. Some services ignore it: see `ServiceFacts`. */
	readonly onlyIfAbsent: boolean;
	/** Sends If-Match: replaces only the object with this ETag. Never together with `onlyIfAbsent`. */
	readonly ifMatch?: string;
	/** Sends MpuObjectSize, bytes: the service refuses when the parts do not add up to it. */
	readonly objectSize?: number;
};

/** What the service answered. Without an ETag it proves nothing, in either direction (Ceph 16.2 sends an empty one). */
export type CompleteAnswer = {
	/** Set where the answer names another key or bucket than the one that was completed. */
	readonly about?: Mismatch;
	readonly location?: string;
	readonly etag?: string;
	readonly versionId?: string;
	readonly requestId?: string;
};

export type AclAnswer = {readonly requestId?: string};

/** S3 User Guide, "Blocking public access": refuses public ACLs, or takes them and does not heed them. */
export type PublicAccessBlock = {
	readonly blocksPublicAcls: boolean;
	readonly ignoresPublicAcls: boolean;
};

/** The lifecycle of a bucket. */
export type LifecycleText = {
	/** XML, as the service sent it or is to get it. */
	readonly text: string;
	/** TransitionDefaultMinimumObjectSize, which is no part of the document and is replaced with it. */
	readonly transitionMinimum?: string;
};

export type LifecycleChange = {
	readonly bucket: string;
	/** The keys that the rules are for which differ: refused where something in it is protected. Absent: every key. */
	readonly range?: string;
};

export type LifecycleAnswer = {readonly requestId?: string};

export type AbortRequest = UploadTarget & {
	/** Looked at after everything that may be waited for, next to the socket; it leaves whenever it comes to that unless given. */
	readonly leaves?: LeaveWindow;
};

export type AbortAnswer = {
	readonly requestId?: string;
	readonly status?: number;
	/** When it left, by this machine's clock: milliseconds since the epoch. */
	readonly leftAt?: number;
};

export type UploadPartRequest = UploadTarget & {
	readonly partNumber: number;
	/** Read by the side that sends. */
	readonly file: FileRange;
	/** Of its bytes: the service refuses a part that has others. At most one, as services want it. */
	readonly checksums: Checksums;
	/** The same by MD5, base64. */
	readonly contentMd5?: string;
};

/** What the service says of a part that it took. */
export type UploadPartAnswer = {
	readonly etag?: string;
	readonly checksums: Checksums;
	readonly requestId?: string;
};

/** An object as HeadObject shows it. */
export type ObjectFacts = {
	/** Bytes; absent where the answer tells none. */
	readonly size?: number;
	readonly etag?: string;
	/** Milliseconds since the epoch, whole seconds. */
	readonly lastModified?: number;
	readonly versionId?: string;
	/** `AES256`, `aws:kms`, …: under KMS an ETag cannot be predicted. */
	readonly serverSideEncryption?: string;
};

export type Bucket = {
	readonly name: string;
	readonly created?: number;
	/** Where the service tells it with its list. */
	readonly region?: string;
};

export type Account = {
	/** The account on AWS, whichever of its users asks; absent where the service names none. */
	readonly owner?: Principal;
	readonly buckets: readonly Bucket[];
	/** There are more than one page holds. */
	readonly isCut: boolean;
};

/**
 * Everything partway asks of an S3 service. Each call throws `S3Failure`, or the signal's reason
 * when it was cancelled. Reads may be retried below; a Complete is sent exactly once.
 */
export type Gateway = {
	/** As it may be shown: `https://host`. */
	readonly endpoint: string;
	readonly readOnly: boolean;
	/** Acts on what is under them are refused here; who asks first can say so before anything is written down. */
	readonly protectedPrefixes: readonly ProtectedPrefix[];
	/** What the connection says that the service is. */
	readonly service?: ServiceId;
	/**
	 * The pace of the endpoint, shared by every connection to it. An operation keeps no more than `width`
	 * at work, asked anew before each: then nothing of it waits below, and its own order of things holds.
	 */
	readonly pace: {readonly width: number; facts(): PaceFacts};
	readonly terms: BucketTerms;
	/** The same connection under other terms, for a single act and the looks that belong to it; closed on its own. */
	withTerms(terms: BucketTerms): Gateway;
	/** The access key id that the last request was signed with; undefined before the first. */
	caller(): string | undefined;
	/** The time by which ages and states are judged, milliseconds since the epoch: see `judgedTime`. */
	now(): number;
	/** What is known of the server's clock, by the answers of every connection to it. */
	clock(): ClockFacts;
	/**
	 * One page of uploads, duplicates within it dropped. Asked again with `next` until there is none;
	 * a marker that does not move ends the listing.
	 */
	listUploadsPage(request: UploadsPageRequest, signal?: AbortSignal): Promise<UploadsPage>;
	/** Every part, all pages. */
	listParts(target: UploadTarget, signal?: AbortSignal): Promise<PartsListing>;
	/** What the parts add up to: all that a list of uploads shows of them. */
	summarizeParts(target: UploadTarget, signal?: AbortSignal): Promise<PartsSummary>;
	/**
	 * Sends one part, once; it waits for its turn as reads do. Beside `S3Failure` it throws FileChanged where the file is not what it
	 * was, and LocalFileError where it cannot be read: then the service has no part of it.
	 *
	 * @param onBytes gets how many bytes left since the last call.
	 */
	uploadPart(
		request: UploadPartRequest,
		signal?: AbortSignal,
		onBytes?: (bytes: number) => void,
	): Promise<UploadPartAnswer>;
	complete(request: CompleteRequest, signal?: AbortSignal): Promise<CompleteAnswer>;
	/** Sent once, or not at all: where it would leave outside of its window it fails as `isLate` says. */
	abort(request: AbortRequest, signal?: AbortSignal): Promise<AbortAnswer>;
	/** What is at the key; undefined when the service says that nothing is (404). */
	headObject(
		target: {bucket: string; key: string},
		signal?: AbortSignal,
	): Promise<ObjectFacts | undefined>;
	/** Sets the canned ACL `public-read`: anybody may read the object. */
	putPublicReadAcl(target: {bucket: string; key: string}, signal?: AbortSignal): Promise<AclAnswer>;
	/**
	 * What the key shows to a request without credentials, sent to this connection's endpoint, by path
	 * or host as the connection is; undefined where it says that nothing is there (404). Not readable is
	 * an S3Failure: `isDenied` or another 4xx, since services word it in their own ways.
	 */
	anonymousHead(
		target: {bucket: string; key: string},
		signal?: AbortSignal,
	): Promise<ObjectFacts | undefined>;
	/** Block Public Access of the bucket; undefined where none is set. */
	publicAccessBlock(bucket: string, signal?: AbortSignal): Promise<PublicAccessBlock | undefined>;
	/** The bucket's own rules that abort uploads, in the service's order; empty where none is set. */
	lifecycle(bucket: string, signal?: AbortSignal): Promise<readonly CleanupRule[]>;
	/** All its rules as the service sends them, a document that `readLifecycle` reads; undefined where none is set. */
	lifecycleDocument(bucket: string, signal?: AbortSignal): Promise<LifecycleText | undefined>;
	/** Replaces every rule of the bucket by a document; sent once. */
	putLifecycle(change: LifecycleChange & LifecycleText): Promise<LifecycleAnswer>;
	/** Removes every rule of the bucket; sent once. */
	deleteLifecycle(change: LifecycleChange): Promise<LifecycleAnswer>;
	listBuckets(signal?: AbortSignal): Promise<readonly Bucket[]>;
	/** The key of some object under the prefix; undefined where there is none. */
	anyKey(
		target: {bucket: string; prefix?: string},
		signal?: AbortSignal,
	): Promise<string | undefined>;
	/** One page of ListBuckets, and whom the service takes for the owner of what it lists. */
	account(signal?: AbortSignal): Promise<Account>;
	/** Closes idle connections. */
	close(): void;
};

export type {PaceFacts, Part, PartsListing, Upload, UploadTarget};
