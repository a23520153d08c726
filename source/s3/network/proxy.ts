import {BlockList, isIP} from 'node:net';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for a URL, as the environment writes it; undefined where none is named, or NO_PROXY names the
 * host. The names are taken in either case, the small letters first, as curl and the AWS CLI do.
 */
export function proxyFor(url: string, env: Environment): string | undefined {
	const scheme = /^https:/i.test(url) ? 'https' : 'http';
	const named = (name: string) => env[name.toLowerCase()] || env[name.toUpperCase()] || undefined;
	const proxy = named(`${scheme}_proxy`);
	if (proxy === undefined || !URL.canParse(url)) return undefined;
	const {hostname, port} = new URL(url);
	const host = hostname.replace(/^\[|\]$|\.$/g, '');
	const there = port || (scheme === 'https' ? '443' : '80');
	const spared = (named('no_proxy') ?? '').toLowerCase().split(/[\s,]+/);
	if (spared.some(entry => entry === '*' || spares(entry, host, there))) return undefined;
	return proxy.includes('://') ? proxy : `http://${proxy}`;
}

/** The proxy for a URL as a person may see it: without its user and password; undefined where none is used. */
export function shownProxy(url: string, env: Environment): string | undefined {
	const written = proxyFor(url, env);
	if (written === undefined) return undefined;
	// What is no URL may hold a password anywhere.
	return URL.canParse(written) ? new URL(written).origin : 'one that cannot be read';
}

/**
 * Whether an entry of NO_PROXY names a host: by its name or a domain above it, with or without a dot or
 * `*.` in front; by its address, or a network of addresses (`10.0.0.0/8`, as curl has it since 7.86); any
 * of them alone or with a port. A name is not looked up for its address, as nobody does.
 */
function spares(entry: string, host: string, port: string): boolean {
	const isBareIpv6 = /:.*:/.test(entry) && !entry.startsWith('[');
	const [, name = '', only] = isBareIpv6
		? [entry, entry]
		: (/^(\[.*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? []);
	if (only !== undefined && only !== port) return false;
	const bare = name.replace(/^\*?\.|^\[|\]$|\.$/g, '');
	if (isIP(host) !== 0) return coversAddress(bare, host);
	return bare !== '' && (host === bare || host.endsWith(`.${bare}`));
}

/** Whether an address, or a network with the length of its prefix, holds an address. */
function coversAddress(network: string, address: string): boolean {
	const [base = '', length, ...more] = network.split('/');
	const family = isIP(base);
	const bits = family === 4 ? 32 : 128;
	if (family === 0 || more.length > 0 || !/^\d{1,3}$/.test(length ?? '0')) return false;
	const prefix = Number(length ?? bits);
	if (prefix > bits) return false;
	const list = new BlockList();
	list.addSubnet(base, prefix, typeOf(base));
	return list.check(address, typeOf(address));
}

function typeOf(address: string): 'ipv4' | 'ipv6' {
	return isIP(address) === 4 ? 'ipv4' : 'ipv6';
}
