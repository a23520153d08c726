import {readFileSync} from 'node:fs';
import {Agent as HttpAgent} from 'node:http';
import {Agent as HttpsAgent} from 'node:https';
import {rootCertificates} from 'node:tls';
import {NodeHttpHandler} from '@smithy/node-http-handler';
import {HttpProxyAgent, HttpsProxyAgent} from 'hpagent';
import {proxyFor} from './proxy.js';

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
