import {Agent as HttpAgent} from 'node:http';
import {Agent as HttpsAgent} from 'node:https';
import {Readable} from 'node:stream';
import {NodeHttpHandler} from '@smithy/node-http-handler';
import {leavingIn, windowOf} from '../answer/leave-window.js';
import {isDirect, type Limits, sendDirectly} from './direct-request.js';
import {limitingInterim} from './interim.js';
import {refusingLate} from './late-connection.js';
import {type Environment, proxyFor} from './proxy.js';
import {refusedBy, unreachable} from './proxy-error.js';
import {cutsReused, Reuse} from './reused.js';
import {bracketed, type ProxyAddress, proxyAddress, TunnelAgent} from './tunnel.js';

type Request = Parameters<NodeHttpHandler['handle']>[0];
type Options = Parameters<NodeHttpHandler['handle']>[1];
type Answer = Awaited<ReturnType<NodeHttpHandler['handle']>>;

/**
 * Sends each request as the environment says for its own URL: straight, or through a proxy. What is for
 * https goes through a tunnel. What is for http is handed to the proxy whole, with its URL in the request
 * line (RFC 9112, section 3.2.2), as curl and the AWS CLI do: squid, as it is delivered, makes tunnels to
 * port 443 only. Errors of the proxy's are `ProxyError`s.
 *
 * A read on a connection that is cut as it is used again goes to a fresh one, which whoever sent it does not notice.
 * An act is never sent again from here, unless nothing of its body has left.
 */
export class ProxiedHandler extends NodeHttpHandler {
	readonly #env: Environment;
	readonly #limits: Limits;
	readonly #agents: {readonly httpAgent: HttpAgent; readonly httpsAgent: HttpsAgent};
	readonly #reuse: Reuse;
	readonly #another: () => ProxiedHandler;
	#fresh: ProxiedHandler | undefined;
	readonly #tunnelled: (proxy: ProxyAddress) => NodeHttpHandler;
	readonly #tunnels = new Map<string, NodeHttpHandler>();

	constructor(
		limits: Limits,
		agent: {keepAlive: boolean; maxSockets: number; ca?: string[]},
		env: Environment,
		reuse = new Reuse(),
	) {
		const watched = <A extends HttpAgent>(made: A) =>
			limitingInterim(refusingLate(reuse.watch(made)));
		const timeouts = {connectionTimeout: limits.connect, socketTimeout: limits.silence};
		const timed = {...agent, timeout: limits.silence};
		const agents = {
			httpAgent: watched(new HttpAgent(timed)),
			httpsAgent: watched(new HttpsAgent(timed)),
		};
		super({...timeouts, ...agents});
		this.#env = env;
		this.#limits = limits;
		this.#agents = agents;
		this.#reuse = reuse;
		this.#another = () => new ProxiedHandler(limits, {...agent, keepAlive: false}, env);
		this.#tunnelled = proxy =>
			new NodeHttpHandler({
				...timeouts,
				httpsAgent: watched(new TunnelAgent(proxy, limits.connect, agent)),
			});
	}

	override async handle(request: Request, options?: Options): Promise<Answer> {
		const isRead = request.method === 'GET' || request.method === 'HEAD';
		const onFresh = () => {
			this.#fresh ??= this.#another();
			return this.#fresh.handle(request, options);
		};
		if (!isRead && this.#reuse.isUnreliable) return onFresh();
		try {
			return await this.#send(request, options);
		} catch (error) {
			if (!cutsReused(error) || options?.abortSignal?.aborted) throw error;
			this.#reuse.cut();
			if (!isRead && !isUnread(request.body)) throw error;
			return onFresh();
		}
	}

	async #send(request: Request, options?: Options): Promise<Answer> {
		const written = proxyFor(urlOf(request), this.#env);
		const proxy = written === undefined ? undefined : proxyAddress(written);
		if (proxy === undefined && isDirect(request)) {
			const {httpAgent, httpsAgent} = this.#agents;
			const agent = request.protocol === 'https:' ? httpsAgent : httpAgent;
			return sendDirectly(request, agent, this.#limits, options?.abortSignal as AbortSignal);
		}
		if (proxy === undefined) return super.handle(request, options);
		try {
			if (request.protocol === 'https:') return await this.#tunnel(proxy).handle(request, options);
			return passed(proxy, await super.handle(handedTo(proxy, request), options));
		} catch (error) {
			throw ofProxy(proxy, error);
		}
	}

	override destroy(): void {
		super.destroy();
		this.#fresh?.destroy();
		for (const handler of this.#tunnels.values()) handler.destroy();
	}

	#tunnel(proxy: ProxyAddress): NodeHttpHandler {
		const known = this.#tunnels.get(proxy.origin);
		if (known !== undefined) return known;
		const made = this.#tunnelled(proxy);
		this.#tunnels.set(proxy.origin, made);
		return made;
	}
}

/** Whether a body is a stream that nobody began to send. */
function isUnread(body: unknown): boolean {
	return body instanceof Readable && !body.readableDidRead;
}

function urlOf({protocol, hostname, port}: Request): string {
	const host = bracketed(hostname);
	return `${protocol}//${host}${port === undefined ? '' : `:${port}`}`;
}

function handedTo(proxy: ProxyAddress, request: Request): Request {
	const {authorization} = proxy;
	const handed = request.clone();
	handed.protocol = proxy.secure ? 'https:' : 'http:';
	handed.hostname = proxy.host;
	handed.port = proxy.port;
	handed.path = `${urlOf(request)}${request.path}`;
	leavingIn(windowOf(request.headers), handed.headers);
	if (authorization !== undefined) handed.headers['proxy-authorization'] = authorization;
	return handed;
}

/** The answer, unless it is certain that the proxy gave it and asked nobody. */
function passed(proxy: ProxyAddress, answer: Answer): Answer {
	const {statusCode, headers, body} = answer.response;
	const isPage = /^text\/html/i.test(headers['content-type'] ?? '');
	const isOfService = Object.keys(headers).some(name => name.startsWith('x-amz'));
	const isRefusal = (statusCode === 401 || statusCode === 403) && isPage && !isOfService;
	if (statusCode !== 407 && !isRefusal) return answer;
	(body as Readable | undefined)?.destroy();
	throw refusedBy(proxy.origin, statusCode);
}

/** Nobody took the connection, and that is the proxy's. */
const unreachableCodes = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
]);

function ofProxy(proxy: ProxyAddress, error: unknown): unknown {
	const {code} = error as {code?: unknown};
	return unreachableCodes.has(String(code)) ? unreachable(proxy.origin, error as Error) : error;
}
