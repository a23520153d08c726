import path from 'node:path';
import {isRecord} from '../store/profile.js';
import type {ForeignConnection, ForeignFile, Unusable} from './foreign.js';
import {type Environment, foreignText, homeOf} from './foreign-text.js';
import {keysOf} from './keys.js';

const source = 'mc';
const prefix = 'MC_HOST_';

/** What mc itself puts in the place of a key where it offers a service. */
const placeholder = 'YOUR-ACCESS-KEY-HERE';

/**
 * The aliases of MinIO's mc: those of `config.json` in `~/.mc`, `~/.mcli` or MC_CONFIG_DIR, and those that variables `MC_HOST_alias`
 * make, which come first. Format: https://min.io/docs/minio/linux/reference/minio-mc.html, cmd/config-v10.go and cmd/config.go
 * of minio/mc; of older files `hosts` are read too.
 */
export function readMc(env: Environment): ForeignFile {
	const inEnvironment = Object.entries(env).flatMap(([variable, url]) =>
		variable.startsWith(prefix) && variable !== prefix && url
			? [aliasOf(variable.slice(prefix.length), fromUrl(url))]
			: [],
	);
	const taken = new Set(inEnvironment.map(({name}) => name));
	const {connections, problems} = readFile(env);
	return {
		connections: [...inEnvironment, ...connections.filter(({name}) => !taken.has(name))],
		problems,
	};
}

/** mc's folder is called as the command is, which some packages call mcli: `"." + basename(argv0)`, cmd/config.go. */
function readFile(env: Environment): ForeignFile {
	const named = env['MC_CONFIG_DIR'] || undefined;
	const home = homeOf(env);
	const folders =
		named === undefined ? [path.join(home, '.mc'), path.join(home, '.mcli')] : [named];
	const found = foreignText(env, {
		tool: source,
		files: folders.map(folder => path.join(folder, 'config.json')),
		named: named === undefined ? undefined : 'MC_CONFIG_DIR',
	});
	if (found === undefined) return {connections: [], problems: []};
	if ('problem' in found) return {connections: [], problems: [found.problem]};
	const broken = (why: string): ForeignFile => {
		return {connections: [], problems: [`The mc file ${found.file} cannot be read (${why}).`]};
	};
	let content: unknown;
	try {
		content = JSON.parse(found.text);
	} catch {
		// JSON.parse quotes what it could not read, which may be a secret.
		return broken('it is not JSON');
	}
	const aliases = isRecord(content) ? (content['aliases'] ?? content['hosts'] ?? {}) : undefined;
	if (!isRecord(aliases)) return broken('it holds no aliases');
	return {
		connections: Object.entries(aliases).flatMap(([name, alias]) => {
			const settings = isRecord(alias) ? alias : {};
			return isOfMc(name, settings) ? [] : [aliasOf(name, settings)];
		}),
		problems: [],
	};
}

/** Whether mc put it there by itself, and nobody gave it a key. */
function isOfMc(name: string, {accessKey, url}: Readonly<Record<string, unknown>>): boolean {
	if (accessKey === placeholder) return true;
	return name === 'local' && accessKey === '' && url === 'http://localhost:9000';
}

/** Of `https://KEY:SECRET@host` or `https://KEY:SECRET:TOKEN@host`, where nothing is encoded. */
function fromUrl(written: string): Readonly<Record<string, unknown>> {
	const [, scheme, login, host] = /^(https?:\/\/)(.*?:.*)@(.*?)$/su.exec(written) ?? [];
	if (login === undefined) return {url: written};
	const [accessKey, secretKey, ...token] = login.split(':');
	return {url: `${scheme}${host}`, accessKey, secretKey, sessionToken: token.join(':')};
}

function aliasOf(
	name: string,
	settings: Readonly<Record<string, unknown>>,
): ForeignConnection | Unusable {
	const text = (field: string) => {
		const value = settings[field];
		return typeof value === 'string' ? value : '';
	};
	const refused = (why: string): Unusable => ({source, name, refused: why});
	const url = text('url').replace(/\/+$/, '');
	if (!/^https?:\/\/[^/?#]+$/i.test(url))
		return refused('its url is not that of a host, such as https://s3.example.com');
	if (!/^(?:s3v4)?$/i.test(text('api')))
		return refused(`its api is ${text('api')}, and partway knows S3v4 only`);
	const keys = keysOf(text('accessKey'), text('secretKey'), text('sessionToken'));
	if (keys === undefined) return refused('it has no keys, and partway does not ask without any');
	if ('refused' in keys) return refused(keys.refused);
	const style = (text('path') || text('lookup')).toLowerCase();
	return {
		source,
		name,
		endpoint: url === 'https://s3.amazonaws.com' ? undefined : url,
		pathStyle: /^(?:on|path)$/.test(style) ? true : /^(?:off|dns)$/.test(style) ? false : undefined,
		credentials: keys,
	};
}
