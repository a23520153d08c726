import type {Hint} from '../failure/hint.js';

/** A proxy did not let a request through, or could not be reached: nothing arrived at the service. */
export class ProxyError extends Error {
	readonly hint: Hint;
	constructor(
		name: 'ProxyUnauthorized' | 'ProxyRefused' | 'ProxyGatewayError' | 'ProxyUnreachable',
		message: string,
		hint: Hint,
	) {
		super(message);
		this.name = name;
		this.hint = hint;
	}
}

/**
 * By what the proxy answered. tinyproxy 1.11 says 401 where RFC 9110 has 407, and 500 where it has 502.
 *
 * @param proxy its origin: `http://host:port`.
 */
export function refusedBy(proxy: string, status: number): ProxyError {
	const message = `The proxy ${proxy} answered ${status}.`;
	if (status === 407 || status === 401)
		return new ProxyError('ProxyUnauthorized', message, {
			code: 'proxy-unauthorized',
			proxy,
			status,
		});
	return status >= 500
		? new ProxyError('ProxyGatewayError', message, {code: 'proxy-gateway-error', proxy, status})
		: new ProxyError('ProxyRefused', message, {code: 'proxy-refused', proxy, status});
}

/** By what happened on the way to the proxy; what is wrong with its certificate stays as it is. */
export function unreachable(proxy: string, error: Error & {code?: unknown}): Error {
	const reason = String(error.code ?? error.message);
	if (/CERT|TLS|SSL|UNABLE/.test(reason)) return error;
	const message = `The proxy ${proxy} cannot be reached (${reason}).`;
	return new ProxyError('ProxyUnreachable', message, {code: 'proxy-unreachable', proxy, reason});
}
