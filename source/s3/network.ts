import {readFileSync} from 'node:fs';
import {Agent as HttpAgent} from 'node:http';
import {Agent as HttpsAgent} from 'node:https';
import {rootCertificates} from 'node:tls';
import {NodeHttpHandler} from '@smithy/node-http-handler';
import {HttpProxyAgent, HttpsProxyAgent} from 'hpagent';

type Environment = Readonly<Record<string, string | undefined>>;

/** How requests leave this machine for one endpoint. */
export type Network = {
	/** Whether they go through a proxy: then a connection that fails may be the proxy's. */
	readonly proxied: boolean;
	/** Why nothing can be sent, as a sentence. */
	readonly problem?: string;
	/** Sends them; limits in milliseconds. */
	handler(options: {connect: number; silence: number; keepAlive: boolean}): NodeHttpHandler;
};

/**
 * The network that the environment describes: HTTPS_PROXY, HTTP_PROXY and NO_PROXY, in either case, and
 * the authorities of a CA bundle beside those that are trusted anyway. A proxy is asked for a tunnel
 * (CONNECT) for http too. Never throws.
 *
 * @param caBundle a PEM file; absent: what AWS_CA_BUNDLE names.
 */
export function networkFor(
	endpoint: string,
	caBundle: string | undefined,
	env: Environment,
): Network {
	const file = caBundle ?? (env['AWS_CA_BUNDLE'] || undefined);
	const trusted = file === undefined ? {ca: undefined} : trustedWith(file, env);
	const written = proxyFor(endpoint, env);
	const proxy = written !== undefined && URL.canParse(written) ? new URL(written) : undefined;
	const badProxy =
		written !== undefined && !/^https?:$/.test(proxy?.protocol ?? '')
			? // Not quoted: it may hold a password.
				'The proxy that the environment names cannot be used: write http://host:port.'
			: undefined;
	const problem = badProxy ?? ('problem' in trusted ? trusted.problem : undefined);
	const {ca} = 'problem' in trusted ? {ca: undefined} : trusted;
	return {
		proxied: proxy !== undefined,
		...(problem === undefined ? {} : {problem}),
		handler({connect, silence, keepAlive}) {
			// The pace says how many there are; from the 51st on the SDK's agent would queue acts too.
			const agent = {
				keepAlive,
				maxSockets: Number.POSITIVE_INFINITY,
				...(ca === undefined ? {} : {ca}),
			};
			const through = proxy === undefined || problem !== undefined ? undefined : proxy.href;
			return new NodeHttpHandler({
				connectionTimeout: connect,
				socketTimeout: silence,
				httpAgent:
					through === undefined
						? new HttpAgent(agent)
						: new HttpProxyAgent({...agent, proxy: through}),
				httpsAgent:
					through === undefined
						? new HttpsAgent(agent)
						: new HttpsProxyAgent({
								...agent,
								proxy: through,
								...(ca === undefined ? {} : {proxyRequestOptions: {ca} as object}),
							}),
			});
		},
	};
}

/** A list of one's own takes the place of Node's and of NODE_EXTRA_CA_CERTS: those are put in front of it. */
function trustedWith(file: string, env: Environment): {ca: string[]} | {problem: string} {
	try {
		const own = readFileSync(file, 'utf8');
		if (!own.includes('-----BEGIN CERTIFICATE-----'))
			return {problem: `The CA bundle ${file} holds no certificate.`};
		return {ca: [...rootCertificates, ...extra(env), own]};
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		return {problem: `The CA bundle ${file} cannot be read (${code}).`};
	}
}

function extra(env: Environment): string[] {
	const file = env['NODE_EXTRA_CA_CERTS'];
	if (!file) return [];
	try {
		return [readFileSync(file, 'utf8')];
	} catch {
		// Node has said so when it started.
		return [];
	}
}

/**
 * The proxy for a URL, as the environment writes it; undefined where none is named, or NO_PROXY names the
 * host: `*`, a host or a domain with or without a dot in front (and what is below it), with or without a
 * port.
 */
export function proxyFor(url: string, env: Environment): string | undefined {
	if (!URL.canParse(url)) return undefined;
	const {protocol, hostname, port} = new URL(url);
	const scheme = protocol === 'https:' ? 'https' : 'http';
	const named = (name: string) => env[name.toLowerCase()] || env[name.toUpperCase()] || undefined;
	const proxy = named(`${scheme}_proxy`);
	if (proxy === undefined) return undefined;
	const usual = scheme === 'https' ? '443' : '80';
	for (const entry of (named('no_proxy') ?? '').toLowerCase().split(/[\s,]+/)) {
		const [, host = '', only] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
		const bare = (host.includes(':') ? entry : host).replace(/^\*?\./, '').replace(/^\[|\]$/g, '');
		const here = hostname.replace(/^\[|\]$/g, '');
		if (entry === '*') return undefined;
		if (bare === '' || (only !== undefined && !host.includes(':') && only !== (port || usual)))
			continue;
		if (here === bare || here.endsWith(`.${bare}`)) return undefined;
	}
	return proxy.includes('://') ? proxy : `http://${proxy}`;
}
