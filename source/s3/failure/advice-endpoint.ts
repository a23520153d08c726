import {hostNameWords} from '../answer/foreign-answer.js';
import type {Circumstances} from './advice.js';

/** What to do where the endpoint or the way to it is not what the service wants; undefined where nothing speaks for that. */
export function adviceOnEndpoint(circumstances: Circumstances): string | undefined {
	const {code, foreign} = circumstances;
	return (
		addressingWords(circumstances) ??
		(code.startsWith('HTTP ') || /^(UnexpectedAnswer|\w+Redirect|Error)$/.test(code)
			? foreign
			: undefined) ??
		socketWords(circumstances) ??
		pathWords(circumstances)
	);
}

/** Codes of Alibaba, CoreWeave, Tencent, Huawei, Volcengine and others whose hosts name the bucket, or never do. */
const wantsHostName =
	/^(SecondLevelDomainForbidden|VirtualHostDomainRequired|InvalidPathAccess)$|Path.?Style\w*(NotAllowed|Forbidden|Denied|Disabled|NotSupported|Unsupported)/i;
const wantsPath =
	/(VirtualHost\w*|ThirdLevelDomain)(NotAllowed|Forbidden|Denied|Disabled|NotSupported|Unsupported)/i;

function addressingWords({code, said = '', status = 0, pathStyle}: Circumstances) {
	if (status < 300 || status >= 500 || code === 'AccessDenied') return undefined;
	const isForHostName =
		wantsHostName.test(code) ||
		/virtual[- ]?(host|style)|path[- ]style (access|request|addressing|url)s? (is|are) (not|no longer)/i.test(
			said,
		);
	if (isForHostName && pathStyle === true) return `The service ${hostNameWords}`;
	if (isForHostName && wantsHostName.test(code))
		return 'The service wants the bucket in the host name, where an address or this name of a bucket cannot stand: name the endpoint by its host name.';
	if (pathStyle === false && (wantsPath.test(code) || /use path[- ]style/i.test(said)))
		return 'The service wants the bucket in the path. Use --path-style, or set path style to yes in the connection.';
	return undefined;
}

/** What Node says where what it hears is no HTTP or no TLS, or the certificate is not what it should be. */
function socketWords({code, status, endpoint = '', pathStyle, clockOffset, socket}: Circumstances) {
	if (code.startsWith('HPE_'))
		return speaksTls(socket)
			? 'This port speaks TLS: the endpoint must begin with https://.'
			: 'This port does not speak HTTP, so that the answer does not come from an S3 service: check the endpoint and its port.';
	if (status !== undefined) return undefined;
	const isPlain = /^http:/i.test(endpoint);
	if (code === 'ECONNRESET' && isPlain && clockOffset === undefined)
		return 'The connection was cut, as a port for TLS does: should the endpoint begin with https://? Else check the network, then press r.';
	if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
		return `The certificate of the server is for another host: check the endpoint${pathStyle === false ? ', or keep the bucket out of the host name with --path-style' : ''}.`;
	if (code === 'ENOTFOUND' && pathStyle === false && endpoint !== '')
		return 'No such host: check the endpoint and the DNS, or keep the bucket out of the host name with --path-style.';
	if (code !== 'EPROTO' && !/^ERR_SSL_/.test(code))
		return /CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|TLS|SSL/.test(code)
			? 'The certificate of the server is not trusted: check the endpoint, or trust its authority with --ca-bundle, AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS.'
			: undefined;
	const {message = ''} = (socket ?? {}) as {message?: string};
	const alert = /alert ([a-z ]+?)(?::|$)/m.exec(message)?.[1];
	if (
		/wrong.version.number|packet.length.too.long|unknown.protocol|http.request/i.test(
			code + message,
		)
	)
		return 'The server does not speak TLS here: should the endpoint begin with http://?';
	return `The server and this machine do not agree on TLS${alert === undefined ? '' : ` (${alert})`}: check the endpoint and what the service asks of its clients.`;
}

/** An alert of TLS: its type, 21, and the version of the protocol. */
function speaksTls(socket: unknown): boolean {
	const {rawPacket} = (socket ?? {}) as {rawPacket?: Uint8Array};
	return rawPacket?.[0] === 0x15 && rawPacket[1] === 3;
}

/** The endpoint names a bucket or more: what is asked for is looked for below that. */
function pathWords({operation, code, target: {bucket}, endpoint}: Circumstances) {
	if (!/^List(Buckets|ObjectsV2|MultipartUploads)$/.test(operation)) return undefined;
	if (!/^(NoSuchKey|NoSuchBucket|HTTP 404)$/.test(code)) return undefined;
	if (endpoint === undefined || !URL.canParse(endpoint)) return undefined;
	const {pathname, hostname, origin} = new URL(endpoint);
	if (pathname !== '/')
		return `The endpoint names more than the service: write ${origin}, without ${pathname}.`;
	if (bucket !== undefined && hostname.startsWith(`${bucket.toLowerCase()}.`))
		return 'The endpoint begins with the name of the bucket: write the host of the service alone.';
	return undefined;
}
