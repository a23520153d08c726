import {quoteForShell} from '../../multipart/command-line/shell-quote.js';
import type {Hint, HintCode, SourceName} from '../../s3/failure/hint.js';
import type {Operation} from '../../s3/failure/operation.js';
import {clockWords} from '../clock-words.js';
import {anotherUploadWords} from '../reason/refusal-words.js';
import type {Surface} from '../surface.js';

/** The cause of a failure and what to do, as sentences. They may hold text of the service: escape them. */
export function hintWords(hint: Hint, surface: Surface): string {
	const word = words[hint.code] as (hint: Hint, surface: Surface) => string;
	return word(hint, surface);
}

type Words = {
	readonly [Code in HintCode]: (hint: Extract<Hint, {code: Code}>, surface: Surface) => string;
};

const words: Words = {
	'check-bucket': () =>
		'This endpoint has no such bucket: check its name, the endpoint and the profile.',
	'no-such-upload': (_, surface) =>
		`It was completed or aborted, or the id is wrong: ${listAgain(surface)}.`,
	'no-such-key': (_, surface) =>
		`The service does not know the upload or the key: ${listAgain(surface)}.`,
	'empty-name': () => 'A bucket, a key and an upload id are needed: nothing was sent.',
	'broken-name': () => 'The key cannot be written as UTF-8: nothing was sent.',
	'read-only': () => 'This connection is read-only: nothing was sent.',
	protected: () => 'The profile protects this prefix: nothing was sent.',
	'another-upload': hint => anotherUploadWords(hint),
	'unknown-access-key': () =>
		'The service does not know this access key: check the profile and the endpoint.',
	'wrong-secret-or-region': () =>
		'The secret key does not match the access key, or the region is wrong.',
	'clock-off': ({offset}) =>
		offset === undefined
			? 'The clock of this machine is off by more than 15 minutes: set it.'
			: `${clockWords(offset)}: set it.`,
	'account-refused': () => 'The service refuses this account or bucket: ask its operator.',
	quota: () => 'A quota of the account, the bucket or the service is used up: check it there.',
	'not-permitted': hint => `The caller ${lacksWords(hint)}`,
	'no-credentials': (_, surface) =>
		`No credentials were found: ${surface === 'app' ? 'pick or add a connection with p, ' : ''}name a profile with -p, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`,
	'credentials-expired': ({from}, surface) =>
		`The credentials${from === undefined ? '' : ` of ${sourceName(from)}`} have expired: renew them, ${thenAgain(surface)}.`,
	'stored-keys-expired': () =>
		'The credentials have expired: renew them, and put the new ones into the profile.',
	'sign-in-expired': ({command, profile}, surface) => {
		const option = profile === undefined ? '' : ` --profile ${quoteForShell(profile) ?? profile}`;
		return `The sign-in has expired: run aws ${command}${option}, ${thenAgain(surface)}.`;
	},
	'sign-in-without-access': ({from}) =>
		`The sign-in is valid but gives no access to the account and role of ${sourceName(from)}: check sso_account_id and sso_role_name.`,
	'credential-process-failed': ({from, said}, surface) =>
		`The credential_process of ${sourceName(from)} failed${said === undefined ? '' : ` ("${said}")`}: run it by hand, ${thenAgain(surface)}.`,
	'credential-process-output': ({from, returned}, surface) =>
		`The credential_process of ${sourceName(from)} ${ofProcesses[returned] ?? `returned ${returned}`}: run it by hand, ${thenAgain(surface)}.`,
	'broken-variable': ({variable, holds}) =>
		`${variable} contains ${oddInKeys[holds]}: set it again without it.`,
	'half-a-key-pair': ({set, missing}) => `${set} is set and ${missing} is not: set both.`,
	'aws-files': ({problem}) => problem,
	'no-credentials-from': ({from, message}) =>
		`No credentials came from ${sourceName(from)}: ${message.trimEnd()}${/\.\s*$/.test(message) ? '' : '.'}`,
	'source-failed': ({from, reason}, surface) =>
		`No credentials came from ${sourceName(from)} (${reason}): check its role, its source and the network, ${thenAgain(surface)}.`,
	'wrong-region': () => 'The region is wrong for this endpoint: set it with --region.',
	'bucket-in-other-region': () => 'The bucket is in another region: set it with --region.',
	'endpoint-with-path': ({origin, pathname}) =>
		`The endpoint has a path: write ${origin}, without ${pathname}.`,
	'endpoint-names-bucket': () =>
		'The endpoint begins with the name of the bucket: write only the host of the service.',
	'bucket-in-host': ({redirect}) =>
		`${redirect === undefined ? 'The service' : `The answer is a redirect to ${redirect}: the service`} wants the bucket in the host name. Use --no-path-style, or set path style to no in the connection.`,
	'bucket-in-host-of-name': () =>
		'The service wants the bucket in the host name, but an IP address or this bucket name cannot carry it: give the endpoint by its host name.',
	'bucket-in-path': () =>
		'The service wants the bucket in the path. Use --path-style, or set path style to yes in the connection.',
	'port-speaks-tls': () => 'This port speaks TLS: the endpoint must begin with https://.',
	'port-speaks-no-tls': () =>
		'The server does not speak TLS here: should the endpoint begin with http://?',
	'port-speaks-no-http': () =>
		'This port does not speak HTTP, so it is not an S3 service: check the endpoint and its port.',
	'tls-disagrees': ({alert}) =>
		`The server and this machine do not agree on TLS${alert === undefined ? '' : ` (${alert})`}: check the endpoint and what TLS the service requires.`,
	'certificate-of-other-host': ({hasBucketInHost}) =>
		`The certificate of the server is for another host: check the endpoint${hasBucketInHost ? ', or keep the bucket out of the host name with --path-style' : ''}.`,
	'certificate-untrusted': () =>
		'The certificate of the server is not trusted: check the endpoint, or trust its authority with --ca-bundle, AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS.',
	redirect: ({to, endpoint}) =>
		`The answer is a redirect to ${to}, which is not followed: if that is the service, the endpoint is ${endpoint}.`,
	'redirect-of-no-service': ({to}) =>
		`The answer is a redirect to ${to}, which S3 does not send: a console or a web server answers here. Check the endpoint and its port.`,
	'not-s3': () => 'The answer does not come from an S3 service: check the endpoint and proxies.',
	'json-answer': () =>
		'The answer is JSON, which S3 does not send: check the endpoint, its port and proxies.',
	'web-console': ({title}) =>
		`A web console answers here${quoted(title)}, not the S3 service: use the port or host of the S3 API.`,
	'web-page': ({title}) =>
		`A web page answers here${quoted(title)}, not an S3 service: check the endpoint, its port and proxies.`,
	'proxy-page': ({title}, surface) =>
		`A proxy before the service answers with a web page${quoted(title)}: wait a little, ${thenAgain(surface)}.`,
	'connection-refused': () => 'Nothing listens at this endpoint: check the address and the port.',
	'no-such-host': ({hasBucketInHost}) =>
		`No such host: check the endpoint and the DNS${hasBucketInHost ? ', or keep the bucket out of the host name with --path-style' : ''}.`,
	'lookup-failed': (_, surface) =>
		`The name of the host could not be looked up: check the network, ${thenAgain(surface)}.`,
	'no-answer': () => 'The host does not answer: check the endpoint, the port and the network.',
	silent: () => 'The server accepted the connection but sent no answer: is this an S3 endpoint?',
	'connection-cut': ({maySpeakTls}, surface) =>
		maySpeakTls
			? `The connection was cut. A TLS port does that: should the endpoint begin with https://? If not, check the network, ${thenAgain(surface)}.`
			: `The connection was cut: check the network, ${thenAgain(surface)}.`,
	'host-unreachable': () => 'The host cannot be reached: check the network.',
	'network-unreachable': () => 'The network cannot be reached.',
	'network-settings': ({problem}) => `${problem} Nothing was sent.`,
	'proxy-unauthorized': ({proxy, status}) =>
		`The proxy ${proxy} answered ${status}: check the user and the password in HTTPS_PROXY or HTTP_PROXY.`,
	'proxy-refused': ({proxy, status}) =>
		`The proxy ${proxy} answered ${status}: it does not allow this request; ask its operator, or put the host in NO_PROXY.`,
	'proxy-gateway-error': ({proxy, status}) =>
		`The proxy ${proxy} answered ${status}: it cannot reach the endpoint; check its address, or put its host in NO_PROXY.`,
	'proxy-unreachable': ({proxy, reason}, surface) =>
		`The proxy ${proxy} cannot be reached (${reason}): check HTTPS_PROXY and HTTP_PROXY, ${thenAgain(surface)}.`,
	'slow-down': (_, surface) =>
		`The service asks for fewer requests: wait a little, ${thenAgain(surface)}.`,
	'service-trouble': (_, surface) =>
		`The service has a problem: wait a little, ${thenAgain(surface)}.`,
	'broken-answer': (_, surface) => `The answer broke off: ${again(surface)}.`,
	'overlong-answer': ({what}) =>
		`The answer is not read: it has more ${what} than S3 sends. Check the endpoint and proxies.`,
	'stuck-listing': (_, surface) => `The list of the service does not end: ${again(surface)}.`,
	'unreadable-listing': ({problem}, surface) =>
		`${problem} Such a list is not used to complete an upload: ${again(surface)}.`,
	'not-offered': ({operation}, surface) => {
		if (operation === 'ListMultipartUploads')
			return `This service does not list multipart uploads: ${openById(surface)}.`;
		return operation === 'ListParts'
			? 'This service does not list the parts of uploads.'
			: 'This service does not offer this operation.';
	},
	'lists-objects-instead': ({operation}, surface) => insteadWords(operation, surface),
	'acls-off': () =>
		'The bucket takes no ACLs (its owner owns every object): a bucket policy decides who may read.',
	'part-too-small': () => 'A part that is not the last is smaller than 5 MiB.',
	'invalid-part': () =>
		'A part that was named is not there, has another ETag, or (on Ceph) one was left out.',
	'part-order': () => 'The parts were not named in ascending order.',
	'condition-not-met': () =>
		'The service says that the condition is not met: nothing was overwritten.',
	'without-condition': () => 'Without the condition it may work.',
	'customer-key': () =>
		'It is encrypted with a customer-provided key (SSE-C), which partway does not take: finish it with a client that has the key, such as aws s3api with --sse-customer-key.',
	'head-refused': () =>
		'No reason is given: the credentials may have expired, or the object is encrypted with a customer-provided key (SSE-C), which partway does not take.',
	'checksum-differs': () => 'A checksum that was sent is not the one that the service computed.',
	conflict: () => 'Another request changed this key at the same time: look again.',
	'act-unclear': () => 'This answer does not say whether it happened: check before you try again.',
	'ask-operator': () => 'Give the code and the request id to the operator of the service.',
};

/** The same in fewer words where the caller stands before it. */
export function shortHintWords(hint: Hint, surface: Surface): string {
	return hint.code === 'not-permitted' ? lacksWords(hint) : hintWords(hint, surface);
}

type NotPermitted = Extract<Hint, {code: 'not-permitted'}>;

function lacksWords({action, resource, directoryBucket, expectedOwner}: NotPermitted): string {
	const right =
		directoryBucket === undefined
			? `${action}${resource === undefined ? '' : ` on ${resource}`}`
			: `s3express:CreateSession on the directory bucket ${directoryBucket}`;
	const owner =
		expectedOwner === undefined
			? ''
			: `, or the bucket does not belong to the expected account ${expectedOwner}`;
	return `lacks ${right}${owner}.`;
}

function thenAgain(surface: Surface): string {
	return surface === 'app' ? 'then press r' : 'then try again';
}

function again(surface: Surface): string {
	return surface === 'app' ? 'press r to try again' : 'try again';
}

function listAgain(surface: Surface): string {
	return surface === 'app' ? 'press r to list again' : 'list again';
}

function openById(surface: Surface): string {
	return surface === 'app'
		? 'open one by key and upload id with o'
		: 'use partway parts s3://bucket/key --upload-id ID';
}

function insteadWords(operation: Operation, surface: Surface): string {
	if (operation === 'ListMultipartUploads')
		return `This service does not list uploads; it listed the objects instead: ${openById(surface)}.`;
	return operation === 'ListParts'
		? 'This service does not list parts; it answered as if no upload id was given: an Abort with this id may delete the object at the key.'
		: 'This service does not offer this operation: it listed the objects instead.';
}

function sourceName({profile}: SourceName): string {
	return profile === undefined ? 'the environment' : `the AWS profile "${profile}"`;
}

function quoted(title: string | undefined): string {
	return title === undefined ? '' : ` ("${title}")`;
}

/** What a credential_process did, by what the SDK says that it returned. */
const ofProcesses: Readonly<Record<string, string>> = {
	nothing: 'printed nothing',
	'invalid JSON': 'did not print JSON',
	'expired credentials': 'printed expired credentials',
	'Version 1': 'printed no "Version": 1',
	'invalid credentials': 'printed no AccessKeyId or no SecretAccessKey',
};

const oddInKeys = {
	'line-end': 'a line break',
	blank: 'a space',
	'odd-character': 'a character that no key has',
} as const;
