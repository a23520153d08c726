import type {ServiceId} from '../../multipart/services/service-table.js';
import type {ProtectedPrefix} from '../gateway/protected.js';

/** `aws sso login --profile NAME` or `aws login --profile NAME`. */
export type SignIn = {readonly command: 'sso login' | 'login'; readonly profile: string};

/** Where credentials come from. Keys stay in memory; the other two are read by the SDK when first needed. */
export type CredentialSource =
	| {readonly kind: 'keys'; accessKeyId: string; secretAccessKey: string; sessionToken?: string}
	/** A profile of the AWS shared config: SSO, assumed roles and processes included. */
	| {
			readonly kind: 'aws-profile';
			readonly name: string;
			/** Where its roles are assumed, when the AWS files name a place. */
			readonly stsEndpoint?: string;
			/** How a person renews them, when by signing in. */
			readonly signIn?: SignIn;
	  }
	/** The AWS default chain: environment, shared config, container or instance role. */
	| {readonly kind: 'default-chain'};

/** Under which terms the requests about a bucket are sent: those of a connection, or of a single act. */
export type BucketTerms = {
	/** The account that must own the bucket (12 digits); another owner is refused with 403. R2 has no such thing. */
	readonly expectedBucketOwner?: string;
	/** Agrees to pay for the requests where the bucket's owner does not (Requester Pays). */
	readonly requestPayer?: 'requester';
};

/** All that is needed to talk to one S3 service. */
export type ConnectionSettings = BucketTerms & {
	/** Absent: AWS itself, by region. */
	readonly endpoint?: string;
	readonly region: string;
	readonly pathStyle: boolean;
	readonly readOnly: boolean;
	/** What the service is, where that is known: what it does and can do is judged by it. */
	readonly service?: ServiceId;
	/** Nothing that would change anything under them leaves, whoever asks for it. */
	readonly protectedPrefixes?: readonly ProtectedPrefix[];
	/** A PEM file of authorities to trust beside the usual ones; absent: what AWS_CA_BUNDLE names. */
	readonly caBundle?: string;
	/** `when-required` on custom endpoints: several services reject the SDK's default checksums. */
	readonly checksums: 'when-supported' | 'when-required';
	readonly credentials: CredentialSource;
};

/** As it may be shown: `https://host`. */
export function endpointOf({
	endpoint,
	region,
}: Pick<ConnectionSettings, 'endpoint' | 'region'>): string {
	return endpoint ?? `https://s3.${region}.amazonaws.com`;
}

/** One request as the log shows it: no secrets, no bodies. */
export type RequestLogEntry = {
	/** Milliseconds since the epoch. */
	readonly time: number;
	readonly operation: string;
	readonly status?: number;
	readonly requestId?: string;
	readonly milliseconds: number;
	/** The code of what went wrong below HTTP: `ECONNRESET`, `TimeoutError`. */
	readonly error?: string;
};
