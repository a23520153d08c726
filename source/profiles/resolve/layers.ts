import {knownService, recognise} from '../../multipart/services/known-services.js';
import type {ServiceId} from '../../multipart/services/service-table.js';
import type {BucketTerms, ConnectionSettings} from '../../s3/client/connection.js';
import type {AwsProfile} from '../aws/aws-config.js';
import {checkBucketOwner, noOwnerAt} from '../store/bucket-terms.js';
import {checkRegion} from '../store/profile.js';
import {parseEndpoint} from './endpoint.js';
import type {Refused} from './target.js';

/** What one place says of a connection. The first place that says something counts, field by field. */
export type Layer = BucketTerms & {
	/** The place, as a person knows it: `--endpoint`, `AWS_REGION`. */
	readonly from: string;
	readonly endpoint?: string;
	/** Why its endpoint cannot be used. */
	readonly noEndpoint?: string;
	readonly region?: string;
	readonly pathStyle?: boolean;
	/** A PEM file of authorities to trust. */
	readonly caBundle?: string;
};

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The settings for what the layers say, the strongest layer first. What they leave open is what is known of
 * the service behind the endpoint, by its host name or by what the profile says it is.
 */
export function resolveLayers(
	layers: readonly Layer[],
	{
		service,
		...rest
	}: Pick<ConnectionSettings, 'readOnly' | 'protectedPrefixes' | 'credentials'> & {
		readonly service?: ServiceId;
	},
): ConnectionSettings | Refused {
	const endpointLayer = layers.find(
		({endpoint, noEndpoint}) => endpoint !== undefined || noEndpoint !== undefined,
	);
	if (endpointLayer?.noEndpoint !== undefined)
		return {refused: `${endpointLayer.from}: ${endpointLayer.noEndpoint}.`};
	const parsed =
		endpointLayer?.endpoint === undefined ? undefined : parseEndpoint(endpointLayer.endpoint);
	if (parsed && 'refused' in parsed) return {refused: `${endpointLayer?.from}: ${parsed.refused}`};
	const regionLayer = layers.find(({region}) => region !== undefined);
	const wrongRegion = regionLayer && checkRegion(regionLayer.region);
	if (wrongRegion) return {refused: `${regionLayer.from}: ${wrongRegion}`};
	const ownerLayer = layers.find(({expectedBucketOwner}) => expectedBucketOwner !== undefined);
	const {expectedBucketOwner} = ownerLayer ?? {};
	if (expectedBucketOwner !== undefined) {
		const wrong = noOwnerAt(parsed?.endpoint) ?? checkBucketOwner(expectedBucketOwner);
		if (wrong) return {refused: `${ownerLayer?.from}: ${wrong}`};
	}
	const custom = parsed !== undefined;
	const recognised = recognise(parsed?.endpoint);
	const known = custom ? knownService(recognised?.id ?? service ?? 'other') : undefined;
	return {
		endpoint: parsed?.endpoint,
		// Most S3-compatible services take any region, and this one by default; AWS answers for every bucket there.
		region: regionLayer?.region ?? recognised?.region ?? known?.region?.is ?? 'us-east-1',
		pathStyle:
			layers.find(({pathStyle}) => pathStyle !== undefined)?.pathStyle ??
			known?.pathStyle?.is ??
			custom,
		caBundle: layers.find(({caBundle}) => caBundle !== undefined)?.caBundle,
		expectedBucketOwner,
		requestPayer: layers.find(({requestPayer}) => requestPayer !== undefined)?.requestPayer,
		checksums: known?.checksums?.is ?? (custom ? 'when-required' : 'when-supported'),
		...rest,
	};
}

/** Whether the endpoints of the environment and of the AWS files are to be ignored. */
function ignoresEndpoints(env: Environment): boolean {
	return env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS?.toLowerCase() === 'true';
}

/**
 * What the environment says, by the variables of the AWS SDKs; an empty one says nothing.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function environmentLayers(env: Environment): readonly Layer[] {
	const endpoints = ignoresEndpoints(env) ? [] : ['AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL'];
	return [
		...endpoints.map(from => ({from, endpoint: env[from] || undefined})),
		{from: 'AWS_CA_BUNDLE', caBundle: env['AWS_CA_BUNDLE'] || undefined},
		...['AWS_REGION', 'AWS_DEFAULT_REGION'].map(from => ({from, region: env[from] || undefined})),
	];
}

/** What the AWS files say of a profile. */
export function awsLayer(profile: AwsProfile | undefined, env: Environment): readonly Layer[] {
	if (!profile) return [];
	const {name, region, pathStyle, caBundle, noEndpoint} = profile;
	const ofFiles = ignoresEndpoints(env) ? {} : {endpoint: profile.endpoint, noEndpoint};
	return [{from: `AWS profile "${name}"`, ...ofFiles, region, pathStyle, caBundle}];
}
