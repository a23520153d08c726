import type {ListingFacts} from '../listing/listing-order.js';
import type {Price} from '../price.js';

/** Something known of a service, where that is said or how it was measured, and the day it was looked at. */
export type Fact<T> = {readonly is: T; readonly source: string; readonly on: string};

/**
 * What a service does with a condition on CompleteMultipartUpload. `never-met`: it answers 412 whatever is
 * there. `refused`: it takes no such header, and answers with an error.
 */
export type ConditionKept = 'enforced' | 'ignored' | 'never-met' | 'refused';

/** Sizes in bytes. The smallest part size does not hold for the last part. */
export type ServiceLimits = {
	readonly minPartSize: number;
	readonly maxPartSize: number;
	readonly maxPartCount: number;
	readonly maxObjectSize: number;
	/** Whether they are documented as fixed; elsewhere an operator may have set others, so that they only warn. */
	readonly certain: boolean;
};

/** When the service aborts an upload by itself, in days since it was initiated. */
export type OwnExpiry = {
	readonly days: number;
	/** Who runs it, or a rule of the bucket, may have said otherwise. */
	readonly changeable: boolean;
};

/** What a service asks for storage, as it publishes it. */
export type ListPrice = {
	/** What has that price: `S3 Standard in us-east-1, the first 50 TB`. */
	readonly of: string;
	/** As it is published. */
	readonly amount: number;
	readonly currency: Price['currency'];
	/** 1024³ bytes, or 1000³. */
	readonly per: 'GiB' | 'GB';
};

/** What can be known of a service. What is absent in the table is not known. */
export type ServiceValues = {
	/** With `{region}` or `{account}` where those stand. */
	readonly endpoint: string;
	/** Host names of its endpoints; a group named `region` holds the region. */
	readonly hosts: readonly RegExp[];
	readonly regions: readonly string[];
	/** What requests are signed for where the endpoint names no region. */
	readonly region: string;
	readonly pathStyle: boolean;
	/** As `ConnectionSettings.checksums`. */
	readonly checksums: 'when-supported' | 'when-required';
	/** Whether a multipart ETag follows from the part ETags; where unknown, only a match says anything. */
	readonly etagPredictable: 'yes' | 'no';
	/** What the service does with If-None-Match `*` on CompleteMultipartUpload. */
	readonly ifNoneMatch: ConditionKept;
	/** What it does there with If-Match and the ETag of the object that is there. */
	readonly ifMatch: ConditionKept;
	/** What happens when a part that was uploaded is not named: it is dropped, or the Complete is refused. */
	readonly leftOutParts: 'dropped' | 'refused';
	/** Whether all parts but the last must be of one size, and the last no larger. */
	readonly equalParts: boolean;
	/** Whether it compares MpuObjectSize with what the parts add up to. */
	readonly understandsObjectSize: boolean;
	/** Those that differ from the limits of S3. */
	readonly limits: Partial<ServiceLimits>;
	/** When it aborts uploads by itself. */
	readonly ownExpiry: OwnExpiry;
	/** By what it lists uploads: the bytes of the key, or those of the key, a dot and the upload id. */
	readonly uploadsOrder: ListingFacts['order'];
	/** Whether a key-marker alone starts behind all uploads of that key, or at them. */
	readonly keyMarker: ListingFacts['keyMarker'];
	/** Whether a listing may start at any key, also one of which there is no upload, and misses nothing behind it. */
	readonly startsAnywhere: boolean;
	/** Who a list names as the initiator, where that is another than whoever initiated the upload. */
	readonly initiators: 'caller';
	/** Whether a list of its uploads may lack some, so that an empty one proves nothing. */
	readonly mayListTooFew: boolean;
	/** Whether a list that is begun after a 204 to an Abort proves by itself that the upload is gone: it shows what is there, and nothing else. */
	readonly listProvesGone: boolean;
	/** A sentence on what a list of its uploads does not show right. */
	readonly listing: string;
	/** The same of a list under a prefix. */
	readonly prefixListing: string;
	/** Whether a prefix finds uploads only where it is their whole key. */
	readonly wholeKeyPrefixes: boolean;
	/** Whether ListParts looks at the caller's rights before it looks for the upload. */
	readonly rightsFirst: boolean;
	/** Whether the header x-amz-expected-bucket-owner is understood. */
	readonly expectedBucketOwner: boolean;
	/** Whether a single object can have an ACL. */
	readonly objectAcls: boolean;
	/** Offered to a connection, and never taken for its price by itself. */
	readonly listPrice: ListPrice;
};

export type Facts = {readonly [Field in keyof ServiceValues]?: Fact<ServiceValues[Field]>};

/** What the table knows of a service. */
export type KnownService = Facts & {
	/** For sentences: `AWS S3`. */
	readonly name: string;
	/** What is known of some versions, by their names: beside or in the place of what is known of all. */
	readonly versions?: Readonly<Record<string, KnownVersion>>;
};

/** `recognisedBy`: how the version is recognised, in words; `versionSeen` of service.ts does it. */
type KnownVersion = Facts & {readonly recognisedBy: string};
