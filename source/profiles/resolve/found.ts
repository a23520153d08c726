import type {Thresholds} from '../../multipart/liveness.js';
import type {Price} from '../../multipart/price.js';
import {endpointOfService} from '../../multipart/services/known-services.js';
import type {ServiceId} from '../../multipart/services/service-table.js';
import type {ConnectionSettings, CredentialSource} from '../../s3/client/connection.js';
import type {ProtectedPrefix} from '../../s3/gateway/protected.js';
import type {AwsConfig, AwsProfile} from '../aws/aws-config.js';
import type {ForeignConnection} from '../foreign/foreign.js';
import type {Profile} from '../store/profile.js';
import {parseProtected} from '../store/protected.js';
import {thresholdsOf} from '../store/thresholds.js';
import {refusedProfile} from '../store/unknown-profile.js';
import {awsLayer, environmentLayers, type Layer} from './layers.js';
import type {NameSource} from './names.js';
import {parseTarget, type Refused, type Target} from './target.js';

/** What is around a connection: it may take from it what it leaves open. */
type Around = {
	readonly awsConfig: AwsConfig;
	readonly env: Readonly<Record<string, string | undefined>>;
};

/** What was found under a name, before options are put over it. */
export type Found = {
	readonly source: NameSource;
	readonly name: string;
	readonly layers: readonly Layer[];
	readonly credentials: ConnectionSettings['credentials'];
	readonly readOnly?: boolean;
	readonly protectedPrefixes?: readonly ProtectedPrefix[];
	readonly defaultTarget?: Target;
	readonly thresholds?: Thresholds;
	readonly service?: ServiceId;
	readonly price?: Price;
};

/** What comes without a name: the environment, then the AWS profile that it names. */
export function environmentOf({awsConfig, env}: Around): Found | Refused {
	const name = env.AWS_PROFILE || 'default';
	const profile = awsConfig.profiles.get(name);
	if (env.AWS_PROFILE && !profile && !env.AWS_ACCESS_KEY_ID) {
		const meant = awsConfig.misnamed?.get(name);
		return {
			refused: `AWS_PROFILE names "${name}", which the AWS config does not hold${meant === undefined ? '' : `: ${meant}`}.`,
		};
	}
	if (profile?.refused !== undefined) return refusedProfile(profile);
	return {
		source: 'environment',
		name,
		layers: [...environmentLayers(env), ...awsLayer(profile, env)],
		credentials: {kind: 'default-chain'},
	};
}

export function awsCredentials({name, stsEndpoint, signIn}: AwsProfile): CredentialSource {
	return {kind: 'aws-profile', name, stsEndpoint, signIn};
}

/** What is written, else that of the service; none for AWS, where each bucket is found in its own region then. */
export function endpointOfOwn({endpoint, service, region}: Profile): string | undefined {
	if (endpoint !== undefined || service === undefined || service === 'aws') return endpoint;
	return endpointOfService(service, region);
}

/** What a profile of partway's own makes of what is around it. */
export function foundOwn(profile: Profile, {awsConfig, env}: Around): Found | Refused {
	const {name, credentials, service, region, pathStyle, readOnly} = profile;
	const endpoint = endpointOfOwn(profile);
	const isAws = service === 'aws' && endpoint === undefined;
	/** What the layers around it say; of AWS the endpoint is known. */
	const around = (layers: readonly Layer[]) =>
		isAws ? layers.map(layer => ({...layer, endpoint: undefined, noEndpoint: undefined})) : layers;
	const {expectedBucketOwner, requestPayer} = profile;
	const target =
		profile.defaultTarget === undefined ? undefined : parseTarget(profile.defaultTarget);
	if (target && 'refused' in target) return target;
	const protectedPrefixes: ProtectedPrefix[] = [];
	for (const written of profile.protectedPrefixes ?? []) {
		const parsed = parseProtected(written);
		if ('refused' in parsed) return parsed;
		protectedPrefixes.push(parsed);
	}
	const base = {
		source: 'own' as const,
		name,
		readOnly,
		protectedPrefixes,
		defaultTarget: target,
		thresholds: thresholdsOf(profile),
		service,
		price: profile.price,
	};
	const terms = {expectedBucketOwner, requestPayer};
	const layer: Layer = {from: `own:${name}`, endpoint, region, pathStyle, ...terms};
	switch (credentials.kind) {
		case 'keys':
			return {...base, credentials, layers: [layer, ...around(environmentLayers(env))]};
		case 'environment': {
			const found = environmentOf({awsConfig, env});
			if ('refused' in found) return found;
			return {...base, credentials: found.credentials, layers: [layer, ...around(found.layers)]};
		}
		case 'aws-profile': {
			const aws = awsProfileOf(`own:${name}`, credentials.name, awsConfig);
			if ('refusal' in aws) return {refused: aws.refusal};
			return {
				...base,
				credentials: awsCredentials(aws),
				layers: [layer, ...around([...awsLayer(aws, env), ...environmentLayers(env)])],
			};
		}
	}
}

/** The AWS profile that the credentials of a connection are of, or why it cannot be used. */
function awsProfileOf(
	label: string,
	name: string,
	{profiles}: AwsConfig,
): AwsProfile | {readonly refusal: string} {
	const profile = profiles.get(name);
	if (profile === undefined)
		return {
			refusal: `${label} takes its credentials from the AWS profile "${name}", which the AWS config does not hold.`,
		};
	return profile.refused === undefined ? profile : {refusal: refusedProfile(profile).refused};
}

/**
 * What the file of another tool says, and nothing around it: a tool that names no endpoint means AWS, whatever the
 * environment says of others.
 */
export function foundForeign(
	{source, name, service, credentials, ...layer}: ForeignConnection,
	{awsConfig, env}: Around,
): Found | Refused {
	const label = `${source}:${name}`;
	const authorities = environmentLayers(env).map(({from, caBundle}) => ({from, caBundle}));
	const found = {source, name, service, layers: [{from: label, ...layer}, ...authorities]};
	if (credentials.kind !== 'aws-profile') return {...found, credentials};
	const aws = awsProfileOf(label, credentials.name, awsConfig);
	return 'refusal' in aws ? {refused: aws.refusal} : {...found, credentials: awsCredentials(aws)};
}
