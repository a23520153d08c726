import {type ClientRequest, request as httpRequest, type IncomingMessage} from 'node:http';
import {Agent, type AgentOptions, request as httpsRequest} from 'node:https';
import {isIP} from 'node:net';
import type {Duplex} from 'node:stream';
import {refusedBy, unreachable} from './proxy-error.js';

/** Where a proxy listens, and how it knows who asks. */
export type ProxyAddress = {
	/** As a person may see it: `http://host:port`. */
	readonly origin: string;
	readonly secure: boolean;
	/** An IPv6 address without brackets. */
	readonly host: string;
	readonly port: number;
	/** What Proxy-Authorization takes; absent without a user. */
	readonly authorization?: string;
};

/** Reads a URL of http or https; undefined for anything else. */
export function proxyAddress(written: string): ProxyAddress | undefined {
	if (!URL.canParse(written)) return undefined;
	const {protocol, hostname, port, username, password, origin} = new URL(written);
	if (protocol !== 'http:' && protocol !== 'https:') return undefined;
	const secure = protocol === 'https:';
	const credentials = `${decoded(username)}:${decoded(password)}`;
	return {
		origin,
		secure,
		host: hostname.replace(/^\[|\]$/g, ''),
		port: Number(port) || (secure ? 443 : 80),
		...(credentials === ':'
			? {}
			: {authorization: `Basic ${Buffer.from(credentials).toString('base64')}`}),
	};
}

/** A password may hold a percent sign that nobody encoded: it stays, as curl has it. */
function decoded(text: string): string {
	return text.replace(/(?:%[\da-f]{2})+/gi, run => {
		try {
			return decodeURIComponent(run);
		} catch {
			return run;
		}
	});
}

type Made = (error: Error | null, socket: Duplex) => void;

/** What Node's agent hands to `createConnection`. */
type Target = {readonly host?: string | null; readonly port?: number | string | null};

/** TLS to a service through a tunnel that a proxy makes (CONNECT, RFC 9110 section 9.3.6). */
export class TunnelAgent extends Agent {
	readonly #proxy: ProxyAddress;
	readonly #timeout: number;

	/** @param timeout milliseconds that the proxy may take to make the tunnel. */
	constructor(proxy: ProxyAddress, timeout: number, options: AgentOptions) {
		super(options);
		this.#proxy = proxy;
		this.#timeout = timeout;
	}

	override createConnection(options: Target, made?: Made): undefined {
		const request = this.#ask(`${bracketed(options.host ?? '')}:${options.port}`);
		request.once('connect', (answer: IncomingMessage, socket: Duplex) => {
			const status = answer.statusCode ?? 0;
			const stands = status >= 200 && status < 300;
			if (!stands) socket.destroy();
			made?.(
				stands ? null : refusedBy(this.#proxy.origin, status),
				stands ? (super.createConnection({...options, socket} as never) as Duplex) : socket,
			);
		});
		request.once('timeout', () => request.destroy(new Error('it took too long')));
		// Whatever it is, the tunnel does not stand.
		request.once('error', error =>
			made?.(unreachable(this.#proxy.origin, error), request.socket as Duplex),
		);
		request.end();
		return undefined;
	}

	#ask(authority: string): ClientRequest {
		const {secure, host, port, authorization} = this.#proxy;
		return (secure ? httpsRequest : httpRequest)({
			host,
			port,
			method: 'CONNECT',
			path: authority,
			setHost: false,
			headers: {
				host: authority,
				...(authorization === undefined ? {} : {'proxy-authorization': authorization}),
			},
			agent: false,
			timeout: this.#timeout,
			...(secure ? {ca: this.options.ca} : {}),
		} as object);
	}
}

/** A host as a URL has it: an IPv6 address in brackets. */
export function bracketed(host: string): string {
	return isIP(host) === 6 ? `[${host}]` : host;
}
