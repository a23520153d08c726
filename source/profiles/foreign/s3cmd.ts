import path from 'node:path';
import type {ForeignConnection, ForeignFile, Unusable} from './foreign.js';
import {type Environment, foreignText, homeOf} from './foreign-text.js';
import {keysOf} from './keys.js';

const ofAws = 's3.amazonaws.com';

/**
 * The connection of s3cmd's config file, `~/.s3cfg` or what S3CMD_CONFIG names: it holds one. s3cmd takes the settings
 * of all sections together, skips lines that it does not understand, and looks up `$NAME` in the environment; checked
 * against s3cmd 2.3.
 */
export function readS3cmd(env: Environment): ForeignFile {
	const named = env['S3CMD_CONFIG'] || undefined;
	const found = foreignText(env, {
		tool: 's3cmd',
		files: [named ?? path.join(homeOf(env), '.s3cfg')],
		named: named === undefined ? undefined : 'S3CMD_CONFIG',
	});
	if (found === undefined) return {connections: [], problems: []};
	if ('problem' in found) return {connections: [], problems: [found.problem]};
	const {file, text} = found;
	if (/^(?:-----BEGIN PGP|\ufffd)/.test(text))
		return {
			connections: [],
			problems: [`The s3cmd file ${file} is encrypted: it is not opened.`],
		};
	const settings = settingsIn(text, env);
	const isS3cmd = ['access_key', 'secret_key', 'host_base'].some(name => settings.has(name));
	if (isS3cmd) return {connections: [connectionOf(settings)], problems: []};
	return {
		connections: [],
		problems: text.trim() === '' ? [] : [`The s3cmd file ${file} names no key and no host.`],
	};
}

function settingsIn(text: string, env: Environment): ReadonlyMap<string, string> {
	const settings = new Map<string, string>();
	for (const line of text.split(/\r?\n/)) {
		const [, name, written] = /^\s*(\w+)\s*=\s*(.*)$/su.exec(line) ?? [];
		if (name === undefined || written === undefined) continue;
		const value = (/^"(.*)"\s*$/su.exec(written)?.[1] ?? written).trim();
		const meant = value.startsWith('$') ? env[value.slice(1)] : value;
		if (meant !== undefined) settings.set(name, meant);
	}
	return settings;
}

function connectionOf(settings: ReadonlyMap<string, string>): ForeignConnection | Unusable {
	const which = {source: 's3cmd', name: 'default'} as const;
	const get = (name: string) => settings.get(name) || undefined;
	const isOn = (name: string) => /^(?:true|yes|on|1)$/i.test(get(name) ?? '');
	if (isOn('signature_v2'))
		return {...which, refused: 'it signs by version 2, and partway by version 4 only'};
	const keys = keysOf(get('access_key'), get('secret_key'), get('access_token'));
	if (keys !== undefined && 'refused' in keys) return {...which, refused: keys.refused};
	const host = withoutScheme(get('host_base') ?? ofAws);
	const isPlain = get('use_https') !== undefined && !isOn('use_https');
	const isAws = host === ofAws && !isPlain;
	const location = get('bucket_location');
	return {
		...which,
		endpoint: isAws ? undefined : `${isPlain ? 'http' : 'https'}://${host}`,
		// Where it is US, which it is by default, s3cmd finds the region by what the service says.
		region: location === 'US' ? undefined : location === 'EU' ? 'eu-west-1' : location,
		pathStyle: pathStyleOf(host, get('host_bucket')),
		caBundle: get('ca_certs_file'),
		requestPayer: isOn('requester_pays') ? 'requester' : undefined,
		credentials: keys ?? {kind: 'default-chain'},
	};
}

/** Undefined where the name of a bucket goes to another host than the rest, as it does where only one of the two was changed. */
function pathStyleOf(host: string, hostBucket: string | undefined): boolean | undefined {
	if (hostBucket === undefined) return undefined;
	const written = withoutScheme(hostBucket);
	if (!/%\(bucket\)s?/.test(written)) return true;
	return written === `%(bucket)s.${host}` && host !== ofAws ? false : undefined;
}

function withoutScheme(host: string): string {
	return host.replace(/^https?:\/\//, '').replace(/\/+$/, '');
}
