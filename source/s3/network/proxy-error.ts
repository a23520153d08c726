/** A proxy did not let a request through, or could not be reached: nothing arrived at the service. */
export class ProxyError extends Error {
	/** One sentence on what to do. It names the proxy without its user and password. */
	readonly advice: string;
	constructor(
		name: 'ProxyUnauthorized' | 'ProxyRefused' | 'ProxyGatewayError' | 'ProxyUnreachable',
		message: string,
		whatToDo: string,
	) {
		super(`${message}.`);
		this.name = name;
		this.advice = `${message}: ${whatToDo}.`;
	}
}

/**
 * By what the proxy answered. tinyproxy 1.11 says 401 where RFC 9110 has 407, and 500 where it has 502.
 *
 * @param origin of the proxy: `http://host:port`.
 */
export function refusedBy(origin: string, status: number): ProxyError {
	const message = `The proxy ${origin} answered ${status}`;
	if (status === 407 || status === 401)
		return new ProxyError(
			'ProxyUnauthorized',
			message,
			'check the user and the password in HTTPS_PROXY or HTTP_PROXY',
		);
	return status >= 500
		? new ProxyError(
				'ProxyGatewayError',
				message,
				'it cannot reach the endpoint; check its address, or name its host in NO_PROXY',
			)
		: new ProxyError(
				'ProxyRefused',
				message,
				'it does not let this through; ask those who run it, or name the host in NO_PROXY',
			);
}

/** By what happened on the way to the proxy; what is wrong with its certificate stays as it is. */
export function unreachable(origin: string, error: Error & {code?: unknown}): Error {
	const {code = error.message} = error;
	return /CERT|TLS|SSL|UNABLE/.test(String(code))
		? error
		: new ProxyError(
				'ProxyUnreachable',
				`The proxy ${origin} cannot be reached (${code})`,
				'check HTTPS_PROXY and HTTP_PROXY, then press r',
			);
}
