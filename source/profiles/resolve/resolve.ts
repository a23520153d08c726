import {defaultThresholds, type Thresholds} from '../../multipart/liveness.js';
import type {Price} from '../../multipart/price.js';
import {recognise} from '../../multipart/services/known-services.js';
import type {ServiceId} from '../../multipart/services/service-table.js';
import type {ConnectionSettings} from '../../s3/client/connection.js';
import {shownUrl} from '../../terminal/secrets.js';
import type {AwsConfig} from '../aws/aws-config.js';
import {type Foreign, nothingForeign, unusableSentence} from '../foreign/foreign.js';
import type {Profile} from '../store/profile.js';
import {refusedProfile, suggestion} from '../store/unknown-profile.js';
import {parseEndpoint} from './endpoint.js';
import {
	awsCredentials,
	endpointOfOwn,
	environmentOf,
	type Found,
	foundForeign,
	foundOwn,
} from './found.js';
import {awsLayer, environmentLayers, type Layer, resolveLayers} from './layers.js';
import {isTool, type NameSource, splitName} from './names.js';
import type {Refused, Target} from './target.js';

export type ConnectionOptions = {
	/** `NAME`, `own:NAME`, `aws:NAME` or `rclone:NAME`; `environment:` asks for none. */
	readonly profile?: string;
	readonly endpoint?: string;
	readonly region?: string;
	readonly pathStyle?: boolean;
	readonly readOnly?: boolean;
	/** 12 digits. */
	readonly expectedBucketOwner?: string;
	/** True only. */
	readonly requestPayer?: boolean;
	/** A PEM file of authorities to trust beside the usual ones. */
	readonly caBundle?: string;
};

export type ResolvedConnection = {
	readonly source: NameSource | 'options';
	/** The profile's name; for a connection without one, what it was made from. */
	readonly name: string;
	/** The name with its source, as the breadcrumb shows it: `own:oos-prod`, `environment`. */
	readonly label: string;
	readonly settings: ConnectionSettings;
	/** What the profile opens where nothing is named. */
	readonly defaultTarget?: Target;
	/** When an upload counts as active and when as stalled, in milliseconds. */
	readonly thresholds: Thresholds;
	/** By the host of the endpoint, else what the profile says; absent where neither tells. */
	readonly service?: ServiceId;
	/** As the profile says; absent where an option leads to another endpoint. */
	readonly price?: Price;
};

/** One row of the picker. `source:name` is what `-p` takes for it. */
export type ConnectionEntry = {
	readonly source: NameSource;
	readonly name: string;
	/** As it may be shown: one of the AWS files or the environment may hold a password, and cannot be used then. */
	readonly endpoint?: string;
	readonly region?: string;
	/** Of partway's own: what can be edited. */
	readonly profile?: Profile;
};

export type ConnectionSources = {
	readonly store: {
		list(): readonly Profile[];
		/** Profiles in the store that cannot be used, and why. */
		readonly invalid: ReadonlyMap<string, string>;
	};
	readonly awsConfig: AwsConfig;
	/** What other tools hold; absent: nothing. */
	readonly foreign?: Foreign;
	readonly env: Readonly<Record<string, string | undefined>>;
};

/** Variables by which the environment itself provides credentials or a service. */
const telling = [
	...['AWS_PROFILE', 'AWS_ACCESS_KEY_ID', 'AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL'],
	...['AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'],
	'AWS_CONTAINER_CREDENTIALS_FULL_URI',
];

/** Everything that can be connected to by name: partway's own, the AWS profiles, what other tools have, the environment if it says anything. */
export function listConnections({
	store,
	awsConfig,
	foreign,
	env,
}: ConnectionSources): readonly ConnectionEntry[] {
	const byName = (one: {name: string}, other: {name: string}) => (one.name < other.name ? -1 : 1);
	const own = store.list().map(profile => {
		const {name, region} = profile;
		return {source: 'own' as const, name, endpoint: endpointOfOwn(profile), region, profile};
	});
	const aws = [...awsConfig.profiles.values()].map(({name, endpoint, region}) => {
		return {source: 'aws' as const, name, endpoint: endpoint && shownUrl(endpoint), region};
	});
	const others = (foreign?.connections ?? []).map(each => {
		const {source, name, endpoint, region} = each;
		return {source, name, endpoint: endpoint && shownUrl(endpoint), region};
	});
	const rows: ConnectionEntry[] = [...own.sort(byName), ...aws.sort(byName), ...others];
	if (telling.some(name => env[name])) {
		const layers = environmentLayers(env);
		const endpoint = layers.find(({endpoint}) => endpoint)?.endpoint;
		rows.push({
			source: 'environment',
			name: env.AWS_PROFILE || 'default',
			endpoint: endpoint && shownUrl(endpoint),
			region: layers.find(({region}) => region)?.region,
		});
	}
	return rows;
}

/** Among which a start without a name decides: what other tools have counts where nothing else is there. */
export function offeredAtStart(known: ConnectionSources): readonly ConnectionEntry[] {
	const all = listConnections(known);
	const meant = all.filter(({source}) => !isTool(source));
	return meant.length > 0 ? meant : all;
}

/**
 * The connection for the options. They beat the profile that `-p` names, and that beats the
 * environment; without `-p` the environment is followed by the AWS profile that it names (AWS_PROFILE,
 * or `default`). An AWS profile that a profile of ours takes its credentials from also gives what
 * that leaves open. A custom endpoint is addressed by path, and gets checksums when they are
 * required, unless something says otherwise.
 */
export function resolveConnection({
	options,
	...known
}: ConnectionSources & {readonly options: ConnectionOptions}): ResolvedConnection | Refused {
	if (known.awsConfig.blocked !== undefined) return {refused: known.awsConfig.blocked};
	const optionLayers: readonly Layer[] = [
		{from: '--endpoint', endpoint: options.endpoint},
		{from: '--region', region: options.region},
		{from: '--path-style', pathStyle: options.pathStyle},
		{from: '--ca-bundle', caBundle: options.caBundle},
		{from: '--expected-bucket-owner', expectedBucketOwner: options.expectedBucketOwner},
		{from: '--request-payer', requestPayer: options.requestPayer ? 'requester' : undefined},
	];
	const found =
		options.profile === undefined ? environmentOf(known) : named(options.profile, known);
	if ('refused' in found) return found;
	const settings = resolveLayers([...optionLayers, ...found.layers], {
		readOnly: options.readOnly === true || found.readOnly === true,
		protectedPrefixes: found.protectedPrefixes,
		credentials: found.credentials,
		service: found.service,
	});
	if ('refused' in settings) return settings;
	const sts = found.credentials.kind === 'aws-profile' ? found.credentials.stsEndpoint : undefined;
	const wrongSts = sts?.includes('@') ? parseEndpoint(sts) : undefined;
	if (wrongSts && 'refused' in wrongSts)
		return {refused: `The endpoint of STS: ${wrongSts.refused}`};
	const {name, defaultTarget, thresholds = defaultThresholds} = found;
	const byOptions = found.source === 'environment' && options.endpoint !== undefined;
	const source = byOptions ? 'options' : found.source;
	const label = source === 'environment' || source === 'options' ? source : `${source}:${name}`;
	const price = options.endpoint === undefined ? found.price : undefined;
	const recognised = settings.endpoint === undefined ? 'aws' : recognise(settings.endpoint)?.id;
	const service = recognised ?? found.service;
	return {
		...{source, name, label, defaultTarget, thresholds, service, price},
		settings: {...settings, service},
	};
}

function named(typed: string, known: ConnectionSources): Found | Refused {
	const split = splitName(typed);
	if (split.source === 'environment') return environmentOf(known);
	const {store, awsConfig, foreign = nothingForeign, env} = known;
	const tool = isTool(split.source) ? split.source : undefined;
	if (tool !== undefined) {
		const isMeant = (each: {source: string; name: string}) =>
			each.source === tool && each.name === split.name;
		const found = foreign.connections.find(isMeant);
		if (found !== undefined) return foundForeign(found, known);
		const unusable = foreign.unusable.find(isMeant);
		if (unusable !== undefined) return {refused: unusableSentence(unusable)};
	}
	// A profile of AWS may be called as one of a tool is written.
	const {source, name} = tool === undefined ? split : {source: undefined, name: typed};
	const own = source === 'aws' ? undefined : store.list().find(profile => profile.name === name);
	const invalid = source === 'aws' ? undefined : store.invalid.get(name);
	const aws = source === 'own' ? undefined : awsConfig.profiles.get(name);
	if ((own || invalid !== undefined) && aws) {
		return {
			refused: `"${name}" is a profile of partway and of AWS: write own:${name} or aws:${name}.`,
		};
	}
	if (invalid !== undefined) return {refused: `The profile own:${name} cannot be used: ${invalid}`};
	if (own) return foundOwn(own, known);
	if (aws?.refused !== undefined) return refusedProfile(aws);
	if (aws) {
		return {
			source: 'aws',
			name,
			layers: [...awsLayer(aws, env), ...environmentLayers(env)],
			credentials: awsCredentials(aws),
		};
	}
	const others = [
		...store.list().map(each => `own:${each.name}`),
		...[...awsConfig.profiles.keys()].map(each => `aws:${each}`),
		...foreign.connections.map(each => `${each.source}:${each.name}`),
	];
	const meant = source === 'own' ? undefined : awsConfig.misnamed?.get(name);
	const problems = foreign.problems.filter(each => each.source === tool);
	const why = meant === undefined ? suggestion(split.name, others) : `: ${meant}`;
	return {
		refused: [`There is no profile "${typed}"${why}.`, ...problems.map(each => each.sentence)].join(
			' ',
		),
	};
}
