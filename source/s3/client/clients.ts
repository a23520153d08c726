import {
	S3Client,
	type S3ClientConfig,
	type ServiceInputTypes,
	type ServiceOutputTypes,
} from '@aws-sdk/client-s3';
import type {Pluggable} from '@smithy/types';
import {exchanging, type WireHooks} from '../answer/exchange.js';
import {readLeniently} from '../answer/lenient-reading.js';
import {wirePlugin} from '../answer/wire.js';
import {sendLeanly} from '../lean/lean-way.js';
import {networkFor} from '../network/network.js';
import type {Pace} from '../pace/pace.js';
import {type BucketRegions, followingRegions} from './bucket-regions.js';
import {type ConnectionSettings, endpointOf} from './connection.js';
import {credentialsOf} from './credentials.js';
import {repeating} from './retrying.js';
import type {SigningClock} from './signing-clock.js';

/** How long to wait, in milliseconds. */
export type Limits = {
	readonly connect: number;
	/** Without a byte from the server, for a read. */
	readonly readSilence: number;
	/** The same for a Complete or an Abort: Ceph needs half a minute to abort 10,000 parts (measured). */
	readonly actSilence: number;
	/** The same for a part that is sent, from its last byte on. */
	readonly partSilence: number;
};

const defaultLimits: Limits = {
	connect: 5_000,
	readSilence: 30_000,
	actSilence: 15 * 60_000,
	partSilence: 2 * 60_000,
};

const silent = {trace() {}, debug() {}, info() {}, warn() {}, error() {}};

const unsigned = {
	credentials: {accessKeyId: '', secretAccessKey: ''},
	signer: {sign: async request => request},
} satisfies S3ClientConfig;

/**
 * The clients of one connection: reads may be repeated by the SDK, an act leaves exactly once.
 *
 * @param way by which what is sent by the thousand goes; they differ in nothing that anyone sees, which a test shows.
 */
export function createClients(
	settings: ConnectionSettings,
	hooks: WireHooks,
	pace: Pace,
	limits: Limits = defaultLimits,
	signing: Pick<SigningClock, 'offset'> = {offset: 0},
	way: 'lean' | 'sdk' = 'lean',
): {
	reader: S3Client;
	actor: S3Client;
	sender: S3Client;
	completer: S3Client;
	anonymous: S3Client;
	/** What was found so far. */
	bucketRegions: BucketRegions;
} {
	const network = networkFor(endpointOf(settings), settings.caBundle, process.env);
	const credentials = credentialsOf(settings, of =>
		networkFor(of, settings.caBundle, process.env).handler({
			connect: limits.connect,
			silence: limits.readSilence,
			keepAlive: false,
		}),
	);
	const exchange = exchanging({...settings, ...network}, hooks);
	const shared: S3ClientConfig = {
		region: settings.region,
		forcePathStyle: settings.pathStyle,
		requestChecksumCalculation:
			settings.checksums === 'when-required' ? 'WHEN_REQUIRED' : 'WHEN_SUPPORTED',
		responseChecksumValidation:
			settings.checksums === 'when-required' ? 'WHEN_REQUIRED' : 'WHEN_SUPPORTED',
		logger: silent,
		credentials: credentials.provider,
		// Else the SDK takes the endpoint_url of the AWS default profile, whoever's keys these are: what the
		// files and the environment say was resolved before.
		ignoreConfiguredEndpointUrls: true,
		...(settings.endpoint === undefined ? {} : {endpoint: settings.endpoint}),
	};
	const client = (maxAttempts: number, more: S3ClientConfig, offset: () => number) => {
		const made = new S3Client({
			...shared,
			...more,
			maxAttempts,
			retryStrategy: repeating(maxAttempts),
		});
		// The SDK sets it by each answer; here all clients of an endpoint sign by one clock.
		Object.defineProperty(made.config, 'systemClockOffset', {get: offset, set() {}});
		readLeniently(made);
		return made;
	};
	const sending = (
		maxAttempts: number,
		silence: number,
		{keepAlive = true, ...more}: {keepAlive?: boolean} & S3ClientConfig = {},
	) => {
		const requestHandler = network.handler({connect: limits.connect, silence, keepAlive});
		const made = client(maxAttempts, {...more, requestHandler}, () => signing.offset);
		made.middlewareStack.use(wirePlugin(exchange, pace));
		return made;
	};
	const found: BucketRegions = new Map();
	const own = (
		attempts: number,
		silence: number,
		more: Parameters<typeof sending>[2] = {},
	): S3Client =>
		followingRegions(
			region => {
				const made = sending(attempts, silence, {...more, region});
				made.middlewareStack.use(bucketTerms(settings));
				made.middlewareStack.use(credentials.plugin);
				if (way === 'sdk') return made;
				return sendLeanly(made, {
					...{exchange, pace, attempts, onError: credentials.onError},
					// An offset that is none is another than any that a refusal names: a read that was refused for its time is repeated.
					reading: () => client(attempts, {...unsigned, region}, () => Number.NaN),
				});
			},
			settings.region,
			found,
		);
	return {
		reader: own(3, limits.readSilence),
		actor: own(1, limits.actSilence),
		// A part brings its own checksums, or none.
		sender: own(1, limits.partSilence, {requestChecksumCalculation: 'WHEN_REQUIRED'}),
		// A server may close an idle connection in the moment it is used again: the outcome of a Complete
		// would be unknown for no reason. It takes a fresh one.
		completer: own(1, limits.actSilence, {keepAlive: false}),
		// Sees what anybody sees: without credentials, a signature or the owner's terms.
		anonymous: sending(2, limits.readSilence, unsigned),
		bucketRegions: found,
	};
}

/** ExpectedBucketOwner and RequestPayer belong to every request about a bucket; ListBuckets knows neither. */
function bucketTerms({
	expectedBucketOwner,
	requestPayer,
}: ConnectionSettings): Pluggable<ServiceInputTypes, ServiceOutputTypes> {
	const terms = {
		...(expectedBucketOwner === undefined ? {} : {ExpectedBucketOwner: expectedBucketOwner}),
		...(requestPayer === undefined ? {} : {RequestPayer: requestPayer}),
	};
	return {
		applyToStack(stack) {
			stack.add(next => args => next({...args, input: {...args.input, ...terms}}), {
				step: 'initialize',
				name: 'partwayBucketTerms',
			});
		},
	};
}
