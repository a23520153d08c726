import path from 'node:path';
import type {ServiceId} from '../../multipart/services/service-table.js';
import type {CredentialSource} from '../../s3/client/connection.js';
import type {ForeignConnection, ForeignFile, Unusable} from './foreign.js';
import {type Environment, foreignText, homeOf} from './foreign-text.js';
import {keysOf} from './keys.js';
import {readRcloneIni} from './rclone-ini.js';

/** What rclone calls the services that partway knows. */
const services: Readonly<Record<string, ServiceId>> = {
	AWS: 'aws',
	Ceph: 'ceph',
	Cloudflare: 'r2',
	GCS: 'gcs',
	Minio: 'minio',
	Outscale: 'outscale',
	OVHcloud: 'ovh',
	Scaleway: 'scaleway',
	SeaweedFS: 'seaweedfs',
	Wasabi: 'wasabi',
};

/**
 * The S3 remotes of rclone's config file; remotes of another type are left out. rclone obscures passwords only, and
 * no option of an S3 remote is one: its keys stand as they are. Format: https://rclone.org/docs/#config-file, checked
 * against rclone 1.60.
 */
export function readRclone(env: Environment): ForeignFile {
	const found = foreignText(env, {
		tool: 'rclone',
		files: filesOf(env),
		named: env['RCLONE_CONFIG'] === undefined ? undefined : 'RCLONE_CONFIG',
	});
	if (found === undefined) return {connections: [], problems: []};
	if ('problem' in found) return {connections: [], problems: [found.problem]};
	const {file, text} = found;
	if (isEncrypted(text))
		return {
			connections: [],
			problems: [`The rclone file ${file} is encrypted: it is not opened.`],
		};
	const {sections, noSettings} = readRcloneIni(text);
	return {
		connections: [...sections].flatMap(([name, options]) =>
			options.get('type') === 's3' ? [remote(name, options)] : [],
		),
		problems:
			noSettings.length === 0
				? []
				: [`rclone reads nothing of ${file}: line ${noSettings[0]} is no setting.`],
	};
}

function isEncrypted(text: string): boolean {
	const first = text.split('\n').find(line => !/^\s*(?:[#;]|$)/.test(line));
	return first?.trim().startsWith('RCLONE_ENCRYPT_V') ?? false;
}

/** Where rclone looks, in its order; an empty name is none at all. */
function filesOf(env: Environment): readonly string[] {
	const named = env['RCLONE_CONFIG'];
	if (named !== undefined) return named === '' ? [] : [named];
	const home = homeOf(env);
	const xdg = env['XDG_CONFIG_HOME'];
	return [
		...(xdg ? [path.join(xdg, 'rclone', 'rclone.conf')] : []),
		path.join(home, '.config', 'rclone', 'rclone.conf'),
		path.join(home, '.rclone.conf'),
	];
}

function remote(name: string, options: ReadonlyMap<string, string>): ForeignConnection | Unusable {
	const source = 'rclone';
	const get = (option: string) => options.get(option) || undefined;
	const isOn = (option: string) => isTrue(get(option));
	const [endpoint, region, provider] = [get('endpoint'), get('region'), get('provider')];
	const refused = (why: string): Unusable => ({source, name, refused: why});
	if (isOn('v2_auth') || region === 'other-v2-signature')
		return refused('it signs by version 2, and partway by version 4 only');
	if (get('role_arn') !== undefined)
		return refused('it assumes a role (role_arn): name that role in an AWS profile');
	const credentials = credentialsOf(get, isOn('env_auth'));
	if ('refused' in credentials) return refused(credentials.refused);
	if (endpoint === undefined && ![undefined, 'AWS', 'Other'].includes(provider))
		return refused(`its provider is ${provider}, and it names no endpoint`);
	const style = get('force_path_style');
	return {
		source,
		name,
		service: provider === undefined ? undefined : services[provider],
		// rclone's own way with one that has no scheme.
		endpoint: endpoint && (/^https?:/i.test(endpoint) ? endpoint : `https://${endpoint}`),
		region,
		pathStyle: style === undefined ? undefined : isTrue(style),
		requestPayer: isOn('requester_pays') ? 'requester' : undefined,
		credentials,
	};
}

function credentialsOf(
	get: (option: string) => string | undefined,
	asksAround: boolean,
): CredentialSource | {readonly refused: string} {
	const keys = keysOf(get('access_key_id'), get('secret_access_key'), get('session_token'));
	if (keys !== undefined) return keys;
	if (!asksAround) return {refused: 'it has no keys, and partway does not ask without any'};
	if (get('shared_credentials_file') !== undefined)
		return {refused: 'its keys are in a file of its own (shared_credentials_file)'};
	const profile = get('profile');
	return profile === undefined ? {kind: 'default-chain'} : {kind: 'aws-profile', name: profile};
}

/** As Go reads it. */
function isTrue(value: string | undefined): boolean {
	return value !== undefined && /^(?:1|t|true)$/i.test(value);
}
