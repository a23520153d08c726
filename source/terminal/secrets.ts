type Environment = Readonly<Record<string, string | undefined>>;

/** What stands for a secret. */
const hidden = '[hidden]';

/** Characters; what is shorter is no secret, and may be a part of any word. */
const shortest = 4;

const known = new Set<string>();

/** From now on it is hidden wherever `withoutSecrets` looks. */
export function rememberSecret(secret: string | undefined): void {
	if (secret !== undefined && secret.length >= shortest) known.add(secret);
}

/** The user and the password that a URL holds are hidden from now on, wherever `withoutSecrets` looks. */
export function rememberLogin(url: string | undefined): void {
	if (url === undefined) return;
	for (const secret of loginsIn(url)) rememberSecret(secret);
}

/**
 * A URL as it may be shown: without a user and a password, and without what stands behind a `?` or a `#`,
 * as the signature of a presigned one does. What is no URL may hold them too.
 */
export function shownUrl(written: string): string {
	const scheme = /^[a-z][a-z0-9+.-]*:[\\/]+/i.exec(written)?.[0] ?? '';
	const rest = written.slice(scheme.length);
	const login = rest.lastIndexOf('@');
	const address = login < 0 ? rest : `${hidden}@${rest.slice(login + 1)}`;
	return scheme + address.replace(/([?#]).+$/s, `$1${hidden}`);
}

/**
 * A text that was made for a developer, such as the stack of an error or what a library prints, without
 * the secrets that were remembered or are in the environment, the values of headers that prove who asks,
 * and the user and the password of a URL. What is made for the user holds none to begin with.
 */
export function withoutSecrets(text: string, env: Environment = process.env): string {
	const secrets = [...known, ...secretsOf(env)].flatMap(spellings);
	// The longest first: one may be a part of another.
	secrets.sort((a, b) => b.length - a.length);
	let clean = text;
	for (const secret of secrets) clean = clean.replaceAll(secret, hidden);
	return clean
		.replace(/\/\/[^\s/"']+@/g, `//${hidden}@`)
		.replace(/\b(Signature=)[0-9a-f]{16,}/gi, `$1${hidden}`)
		.replace(
			/\b((?:proxy-)?authorization|x-amz-security-token)(["']?\s*[:=]\s*["']?)[^\r\n"']+/gi,
			`$1$2${hidden}`,
		);
}

function secretsOf(env: Environment): string[] {
	return Object.entries(env).flatMap(([name, value]) => {
		if (value === undefined) return [];
		if (/_proxy$|ENDPOINT_URL/i.test(name)) return loginsIn(value);
		return /SECRET|TOKEN|PASSWORD/i.test(name) && !/_FILE$/i.test(name) && value.length >= shortest
			? [value]
			: [];
	});
}

/** Of `http://user:password@host`; what is no URL may hold one too. */
function loginsIn(url: string): string[] {
	const [, login] = /^(?:\w+:\/\/)?(.+)@/.exec(url.trim()) ?? [];
	if (login === undefined) return [];
	const password = login.slice(login.indexOf(':') + 1);
	return [login, password, decoded(password)].filter(({length}) => length >= shortest);
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** As it is, as a URL and a JSON text have it, and as Basic authorization has it. */
function spellings(secret: string): string[] {
	return [
		secret,
		encodeURIComponent(secret),
		JSON.stringify(secret).slice(1, -1),
		Buffer.from(secret).toString('base64'),
	];
}
