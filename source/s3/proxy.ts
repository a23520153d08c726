type Environment = Readonly<Record<string, string | undefined>>;

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

/** The proxy for a URL as a person may see it: without its user and password; undefined where none is used. */
export function shownProxy(url: string, env: Environment): string | undefined {
	const written = proxyFor(url, env);
	if (written === undefined) return undefined;
	// What is no URL may hold a password anywhere.
	return URL.canParse(written) ? new URL(written).origin : 'one that cannot be read';
}
