import type {Circumstances} from './circumstances.js';
import type {Hint} from './hint.js';

/** What is wrong with the endpoint or the way to it; undefined where nothing speaks for that. */
export function endpointHint(circumstances: Circumstances): Hint | undefined {
	const {code, foreign} = circumstances;
	return (
		addressingHint(circumstances) ??
		(code.startsWith('HTTP ') || /^(UnexpectedAnswer|\w+Redirect|Error)$/.test(code)
			? foreign
			: undefined) ??
		socketHint(circumstances) ??
		pathHint(circumstances)
	);
}

/** Codes of Alibaba, CoreWeave, Tencent, Huawei, Volcengine and others whose hosts name the bucket, or never do. */
const wantsHostName =
	/^(SecondLevelDomainForbidden|VirtualHostDomainRequired|InvalidPathAccess)$|Path.?Style\w*(NotAllowed|Forbidden|Denied|Disabled|NotSupported|Unsupported)/i;
const wantsPath =
	/(VirtualHost\w*|ThirdLevelDomain)(NotAllowed|Forbidden|Denied|Disabled|NotSupported|Unsupported)/i;

function addressingHint({code, said = '', status = 0, pathStyle}: Circumstances): Hint | undefined {
	if (status < 300 || status >= 500 || code === 'AccessDenied') return undefined;
	const isForHostName =
		wantsHostName.test(code) ||
		/virtual[- ]?(host|style)|path[- ]style (access|request|addressing|url)s? (is|are) (not|no longer)/i.test(
			said,
		);
	if (isForHostName && pathStyle === true) return {code: 'bucket-in-host'};
	if (isForHostName && wantsHostName.test(code)) return {code: 'bucket-in-host-of-name'};
	if (pathStyle === false && (wantsPath.test(code) || /use path[- ]style/i.test(said)))
		return {code: 'bucket-in-path'};
	return undefined;
}

/** By what Node says where an answer is no HTTP or no TLS, or the certificate is not what it should be. */
function socketHint({
	code,
	status,
	endpoint = '',
	pathStyle,
	clockOffset,
	socket,
}: Circumstances): Hint | undefined {
	if (code === 'HPE_HEADER_OVERFLOW') return {code: 'overlong-answer', what: 'headers'};
	if (code.startsWith('HPE_'))
		return {code: speaksTls(socket) ? 'port-speaks-tls' : 'port-speaks-no-http'};
	if (status !== undefined) return undefined;
	const isPlain = /^http:/i.test(endpoint);
	if (code === 'ECONNRESET' && isPlain && clockOffset === undefined)
		return {code: 'connection-cut', maySpeakTls: true};
	if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
		return {code: 'certificate-of-other-host', hasBucketInHost: pathStyle === false};
	if (code === 'ENOTFOUND' && pathStyle === false && endpoint !== '')
		return {code: 'no-such-host', hasBucketInHost: true};
	if (code !== 'EPROTO' && !/^ERR_SSL_/.test(code))
		return /CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|TLS|SSL/.test(code)
			? {code: 'certificate-untrusted'}
			: undefined;
	const {message = ''} = (socket ?? {}) as {message?: string};
	const alert = /alert ([a-z ]+?)(?::|$)/m.exec(message)?.[1];
	if (
		/wrong.version.number|packet.length.too.long|unknown.protocol|http.request/i.test(
			code + message,
		)
	)
		return {code: 'port-speaks-no-tls'};
	return {code: 'tls-disagrees', ...(alert === undefined ? {} : {alert})};
}

/** An alert of TLS: its type, 21, and the version of the protocol. */
function speaksTls(socket: unknown): boolean {
	const {rawPacket} = (socket ?? {}) as {rawPacket?: Uint8Array};
	return rawPacket?.[0] === 0x15 && rawPacket[1] === 3;
}

/** The endpoint names a bucket or more: what is asked for is looked for below that. */
function pathHint({operation, code, target: {bucket}, endpoint}: Circumstances): Hint | undefined {
	if (!/^List(Buckets|ObjectsV2|MultipartUploads)$/.test(operation)) return undefined;
	if (!/^(NoSuchKey|NoSuchBucket|HTTP 404)$/.test(code)) return undefined;
	if (endpoint === undefined || !URL.canParse(endpoint)) return undefined;
	const {pathname, hostname, origin} = new URL(endpoint);
	if (pathname !== '/') return {code: 'endpoint-with-path', origin, pathname};
	return bucket !== undefined && hostname.startsWith(`${bucket.toLowerCase()}.`)
		? {code: 'endpoint-names-bucket'}
		: undefined;
}
