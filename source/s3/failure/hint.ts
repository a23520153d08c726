import type {Operation} from './operation.js';

/** Where credentials come from; the environment where no profile is named. */
export type SourceName = {readonly profile?: string};

/** What an answer names other than what was asked for. */
export type Mismatch = {
	readonly what: 'bucket' | 'key' | 'upload id' | 'prefix';
	/** As the service named it. */
	readonly named: string;
};

/** A page that answers in the place of the service, by its title. */
type Page = {readonly title?: string};

type Proxy = {
	/** `http://host:port`, without its user and password. */
	readonly proxy: string;
	readonly status: number;
};

/**
 * What a failure says of its cause and of what to do, as a code with its facts. The sentence is made in
 * `text/failure`. Facts may hold text of the service: escape it before it is shown.
 */
export type Hint =
	// The request and what it names.
	| {readonly code: 'check-bucket'}
	| {readonly code: 'no-such-upload'}
	| {readonly code: 'no-such-key'}
	| {readonly code: 'empty-name'}
	| {readonly code: 'broken-name'}
	| {readonly code: 'read-only'}
	| {readonly code: 'protected'}
	| ({readonly code: 'another-upload'} & Mismatch)
	// The caller.
	| {readonly code: 'unknown-access-key'}
	| {readonly code: 'wrong-secret-or-region'}
	/** The server's clock less this machine's, milliseconds; absent where it is not known. */
	| {readonly code: 'clock-off'; readonly offset?: number}
	| {readonly code: 'account-refused'}
	| {readonly code: 'quota'}
	| {
			readonly code: 'not-permitted';
			/** The IAM action. */
			readonly action: string;
			/** On what it has to be allowed, as a policy names it. */
			readonly resource?: string;
			/** A directory bucket, where a session is what has to be allowed. */
			readonly directoryBucket?: string;
			/** The account that was expected to own the bucket. */
			readonly expectedOwner?: string;
	  }
	// Credentials.
	| {readonly code: 'no-credentials'}
	| {readonly code: 'credentials-expired'; readonly from?: SourceName}
	| {readonly code: 'stored-keys-expired'}
	| {
			readonly code: 'sign-in-expired';
			/** Of the AWS CLI. */
			readonly command: 'sso login' | 'login';
			readonly profile?: string;
	  }
	| {readonly code: 'sign-in-without-access'; readonly from: SourceName}
	| {readonly code: 'credential-process-failed'; readonly from: SourceName; readonly said?: string}
	| {
			readonly code: 'credential-process-output';
			readonly from: SourceName;
			/** What the SDK calls its output. */
			readonly returned: string;
	  }
	/** A variable of the environment that cannot be a key. */
	| {
			readonly code: 'broken-variable';
			readonly variable: string;
			readonly holds: 'line-end' | 'blank' | 'odd-character';
	  }
	| {readonly code: 'half-a-key-pair'; readonly set: string; readonly missing: string}
	/** A sentence on what the AWS files lack. */
	| {readonly code: 'aws-files'; readonly problem: string}
	/** The SDK's own words. */
	| {readonly code: 'no-credentials-from'; readonly from: SourceName; readonly message: string}
	| {readonly code: 'source-failed'; readonly from: SourceName; readonly reason: string}
	// The endpoint.
	| {readonly code: 'wrong-region'}
	| {readonly code: 'bucket-in-other-region'}
	| {readonly code: 'endpoint-with-path'; readonly origin: string; readonly pathname: string}
	| {readonly code: 'endpoint-names-bucket'}
	| {readonly code: 'bucket-in-host'; readonly redirect?: string}
	| {readonly code: 'bucket-in-host-of-name'}
	| {readonly code: 'bucket-in-path'}
	| {readonly code: 'port-speaks-tls'}
	| {readonly code: 'port-speaks-no-tls'}
	| {readonly code: 'port-speaks-no-http'}
	| {readonly code: 'tls-disagrees'; readonly alert?: string}
	| {readonly code: 'certificate-of-other-host'; readonly hasBucketInHost: boolean}
	| {readonly code: 'certificate-untrusted'}
	| {readonly code: 'redirect'; readonly to: string; readonly endpoint: string}
	| {readonly code: 'redirect-of-no-service'; readonly to: string}
	| {readonly code: 'not-s3'}
	| {readonly code: 'json-answer'}
	| ({readonly code: 'web-console'} & Page)
	| ({readonly code: 'web-page'} & Page)
	| ({readonly code: 'proxy-page'} & Page)
	// The network.
	| {readonly code: 'connection-refused'}
	| {readonly code: 'no-such-host'; readonly hasBucketInHost: boolean}
	| {readonly code: 'lookup-failed'}
	| {readonly code: 'no-answer'}
	| {readonly code: 'silent'}
	| {readonly code: 'connection-cut'; readonly maySpeakTls: boolean}
	| {readonly code: 'host-unreachable'}
	| {readonly code: 'network-unreachable'}
	/** A sentence on what is wrong with the proxy or the CA bundle that are set. */
	| {readonly code: 'network-settings'; readonly problem: string}
	| ({readonly code: 'proxy-unauthorized'} & Proxy)
	| ({readonly code: 'proxy-refused'} & Proxy)
	| ({readonly code: 'proxy-gateway-error'} & Proxy)
	| {readonly code: 'proxy-unreachable'; readonly proxy: string; readonly reason: string}
	// The service.
	| {readonly code: 'slow-down'}
	| {readonly code: 'service-trouble'}
	| {readonly code: 'broken-answer'}
	| {
			readonly code: 'overlong-answer';
			readonly what:
				| 'bytes'
				/** It is in UTF-16 or UTF-32. */
				| 'bytes in a character'
				| 'elements'
				| 'nested elements'
				| 'characters in a field'
				| 'headers'
				| 'interim answers';
	  }
	| {readonly code: 'stuck-listing'}
	/** A sentence on how the list contradicts itself. */
	| {readonly code: 'unreadable-listing'; readonly problem: string}
	| {readonly code: 'not-offered'; readonly operation: Operation}
	| {readonly code: 'lists-objects-instead'; readonly operation: Operation}
	| {readonly code: 'acls-off'}
	| {readonly code: 'part-too-small'}
	| {readonly code: 'invalid-part'}
	| {readonly code: 'part-order'}
	| {readonly code: 'condition-not-met'}
	| {readonly code: 'without-condition'}
	| {readonly code: 'checksum-differs'}
	/** SSE-C. */
	| {readonly code: 'customer-key'}
	| {readonly code: 'head-refused'}
	| {readonly code: 'conflict'}
	| {readonly code: 'act-unclear'}
	| {readonly code: 'ask-operator'};

export type HintCode = Hint['code'];

/** The hints that need no facts. */
export type PlainHintCode = {
	[Code in HintCode]: {readonly code: Code} extends Extract<Hint, {code: Code}> ? Code : never;
}[HintCode];
