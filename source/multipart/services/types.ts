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

/** What the table knows of a service. What is absent is not known. */
export type KnownService = {
	/** For sentences: `AWS S3`. */
	readonly name: string;
	/** With `{region}` or `{account}` where those stand. */
	readonly endpoint?: Fact<string>;
	/** Host names of its endpoints; a group named `region` holds the region. */
	readonly hosts?: Fact<readonly RegExp[]>;
	readonly regions?: Fact<readonly string[]>;
	/** What requests are signed for where the endpoint names no region. */
	readonly region?: Fact<string>;
	readonly pathStyle?: Fact<boolean>;
	/** As `ConnectionSettings.checksums`. */
	readonly checksums?: Fact<'when-supported' | 'when-required'>;
	/** Whether a multipart ETag follows from the part ETags. */
	readonly etagPredictable?: Fact<'yes' | 'no'>;
	/** What it does with If-None-Match `*`. */
	readonly ifNoneMatch?: Fact<ConditionKept>;
	/** What it does with the ETag of the object that is there. */
	readonly ifMatch?: Fact<ConditionKept>;
	/** What happens when a part that was uploaded is not named. */
	readonly leftOutParts?: Fact<'dropped' | 'refused'>;
	/** Whether all parts but the last must be of one size, and the last no larger. */
	readonly equalParts?: Fact<boolean>;
	/** Whether it compares MpuObjectSize with what the parts add up to. */
	readonly understandsObjectSize?: Fact<boolean>;
	/** Those that differ from the limits of S3. */
	readonly limits?: Fact<Partial<ServiceLimits>>;
	readonly ownExpiry?: Fact<OwnExpiry>;
	/** Who a list names as the initiator, where that is another than whoever initiated the upload. */
	readonly initiators?: Fact<'caller'>;
	/** Whether a list of its uploads may lack some, so that an empty one proves nothing. */
	readonly mayListTooFew?: Fact<true>;
	/** Sentences for whoever looks at a list of its uploads. */
	readonly listing?: ReadonlyArray<Fact<string>>;
	/** The same, for a list under a prefix. */
	readonly prefixListing?: Fact<string>;
	/** Whether a prefix finds uploads only where it is their whole key. */
	readonly wholeKeyPrefixes?: Fact<true>;
	/** Whether ListParts looks at the caller's rights before it looks for the upload. */
	readonly rightsFirst?: Fact<true>;
	/** Whether the header x-amz-expected-bucket-owner is understood. */
	readonly expectedBucketOwner?: Fact<boolean>;
	/** Whether a single object can have an ACL. */
	readonly objectAcls?: Fact<boolean>;
	/** What differs between its versions, by their names. */
	readonly versions?: Readonly<Record<string, KnownVersion>>;
};

/** What is known of some versions of a service, beside or in the place of what is known of all. */
export type KnownVersion = Omit<Partial<KnownService>, 'name' | 'versions'> & {
	/** How each version is recognised, in words; `toldVersion` of service.ts does it. */
	readonly told: string;
};
