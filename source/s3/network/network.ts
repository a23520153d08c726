import {rootCertificates} from 'node:tls';
import type {NodeHttpHandler} from '@smithy/node-http-handler';
import {readPlainSync, whyUnusable} from '../../terminal/plain-file.js';
import {ProxiedHandler} from './proxied.js';
import {type Environment, proxyFor} from './proxy.js';
import {Reuse} from './reused.js';
import {proxyAddress} from './tunnel.js';

/** How requests leave this machine for one endpoint. */
export type Network = {
	/** Why nothing can be sent, as a sentence. */
	readonly problem?: string;
	/** Sends them; limits in milliseconds. */
	handler(options: {connect: number; silence: number; keepAlive: boolean}): NodeHttpHandler;
};

/**
 * The network that the environment describes: HTTPS_PROXY, HTTP_PROXY and NO_PROXY, in either case, and
 * the authorities of a CA bundle beside those that are trusted anyway. Never throws.
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
	const badProxy =
		written !== undefined && proxyAddress(written) === undefined
			? // Not quoted: it may hold a password.
				'The proxy that the environment names cannot be used: write http://host:port.'
			: undefined;
	const problem = badProxy ?? ('problem' in trusted ? trusted.problem : undefined);
	const reuse = new Reuse();
	const {ca} = 'problem' in trusted ? {ca: undefined} : trusted;
	return {
		...(problem === undefined ? {} : {problem}),
		handler({keepAlive, ...limits}) {
			// The pace says how many there are; from the 51st on the SDK's agent would queue acts too.
			const agent = {keepAlive, maxSockets: Number.POSITIVE_INFINITY, ...(ca && {ca})};
			return new ProxiedHandler(limits, agent, env, reuse);
		},
	};
}

/** A list of one's own takes the place of Node's and of NODE_EXTRA_CA_CERTS: those are put in front of it. */
function trustedWith(file: string, env: Environment): {ca: string[]} | {problem: string} {
	try {
		const own = readText(file);
		if (!own.includes('-----BEGIN CERTIFICATE-----'))
			return {problem: `The CA bundle ${file} holds no certificate.`};
		return {ca: [...rootCertificates, ...extra(env), own]};
	} catch (error) {
		return {problem: `The CA bundle ${file} cannot be read (${whyUnusable(error)}).`};
	}
}

function extra(env: Environment): string[] {
	const file = env['NODE_EXTRA_CA_CERTS'];
	if (!file) return [];
	try {
		return [readText(file)];
	} catch {
		// Node has said so when it started.
		return [];
	}
}

/** Bytes: the authorities of all browsers together have less than one MiB. */
const longest = 16 * 1024 * 1024;

function readText(file: string): string {
	return readPlainSync(file, longest, {orNull: true}).toString('utf8');
}
