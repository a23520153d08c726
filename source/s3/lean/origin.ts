import type {S3Client, ServiceInputTypes, ServiceOutputTypes} from '@aws-sdk/client-s3';
import {buildQueryString, extendedEncodeURIComponent, HttpRequest} from '@smithy/core/protocols';
import {
	type AwsCredentialIdentity,
	type FinalizeRequestMiddleware,
	type Pluggable,
	SMITHY_CONTEXT_KEY,
} from '@smithy/types';
import type {LeanInput, LeanOperation} from './operations.js';
import {Signer, unsigned} from './signature.js';

/** Where the requests about a bucket go, and what is the same in all of them: as the SDK has it. */
export type Origin = {
	/**
	 * A request of an operation, signed.
	 *
	 * @param headers those that are of this attempt alone.
	 * @param time milliseconds since the epoch.
	 */
	signed(
		operation: LeanOperation,
		input: LeanInput,
		headers: Readonly<Record<string, string>>,
		by: AwsCredentialIdentity,
		time: number,
	): HttpRequest;
};

/** Headers of the attempt. */
const ofAttempt: ReadonlySet<string> = new Set(['amz-sdk-invocation-id', 'amz-sdk-request']);

/** Those that are known to be the same in all requests about a bucket. */
const ofBucket: ReadonlySet<string> = new Set([
	'host',
	'x-amz-user-agent',
	'x-amz-expected-bucket-owner',
	'x-amz-request-payer',
	...unsigned,
]);

type Built = {readonly request: HttpRequest; readonly context: object};

/** By the command: what is called with the request that the SDK made of it, which is then not sent. */
const waiting = new WeakMap<object, (built: Built) => void>();

/** Lets a client build requests that nobody sends: see `originOf`. To be used after the pace's plugin. */
export const building: Pluggable<ServiceInputTypes, ServiceOutputTypes> = {
	applyToStack(stack) {
		const build: FinalizeRequestMiddleware<ServiceInputTypes, ServiceOutputTypes> =
			(next, context) => async args => {
				const {commandInstance} = context[SMITHY_CONTEXT_KEY] as {commandInstance: object};
				const take = waiting.get(commandInstance);
				if (take === undefined) return next(args);
				take({request: args.request as HttpRequest, context});
				return {response: {}, output: {$metadata: {}}};
			};
		stack.addRelativeTo(build, {
			relation: 'before',
			toMiddleware: 'partwayPace',
			name: 'partwayBuilding',
		});
	},
};

export type Command = Parameters<S3Client['send']>[0];

/**
 * Has the SDK build one request, endpoint rules, terms and all, and takes from it what is the same in all that are about
 * the bucket. Undefined where another request than that one would not be as the SDK makes it: such a bucket stays with the SDK.
 *
 * @throws what the SDK throws where it cannot build one.
 */
export async function originOf(
	send: (command: Command) => Promise<unknown>,
	command: Command,
	operation: LeanOperation,
	input: LeanInput,
): Promise<Origin | undefined> {
	let built: Built | undefined;
	waiting.set(command, made => {
		built = made;
	});
	await send(command);
	const region = built && regionOf(built.context);
	if (built === undefined || region === undefined) return undefined;
	const {request} = built;
	const own = pathOf(input);
	const {protocol, hostname, port, username, password, path} = request;
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(request.headers)) {
		if (ofAttempt.has(name)) continue;
		if (!ofBucket.has(name)) return undefined;
		headers[name] = value;
	}
	const isAsExpected =
		request.method === operation.method &&
		path.endsWith(`/${own}`) &&
		buildQueryString(request.query) === operation.query(input) &&
		request.body === undefined &&
		request.fragment === undefined;
	if (!isAsExpected) return undefined;
	const base = path.slice(0, path.length - own.length);
	const signer = new Signer(region);
	return {
		signed({method, query: queryOf}, asked, more, by, time) {
			const [path, query] = [`${base}${pathOf(asked)}`, queryOf(asked)];
			const all = {...headers, ...more};
			signer.sign({method, path, query, headers: all}, by, time);
			return new HttpRequest({
				...{method, protocol, hostname, port, username, password},
				path: query === '' ? path : `${path}?${query}`,
				headers: all,
			});
		},
	};
}

function pathOf({Key: key = ''}: LeanInput): string {
	return key.includes('/')
		? key.split('/').map(extendedEncodeURIComponent).join('/')
		: extendedEncodeURIComponent(key);
}

/** For which region a request is signed; undefined where it is not by Signature Version 4 for S3. */
function regionOf(context: object): string | undefined {
	const {authSchemes, ...rest} = context as {
		authSchemes?: ReadonlyArray<{readonly name: string}>;
		[SMITHY_CONTEXT_KEY]?: {
			selectedHttpAuthScheme?: {
				httpAuthOption: {
					schemeId: string;
					signingProperties?: {signingName?: string; signingRegion?: string};
				};
			};
		};
	};
	const {httpAuthOption} = rest[SMITHY_CONTEXT_KEY]?.selectedHttpAuthScheme ?? {};
	const {signingName, signingRegion} = httpAuthOption?.signingProperties ?? {};
	const isPlain =
		httpAuthOption?.schemeId === 'aws.auth#sigv4' &&
		signingName === 's3' &&
		authSchemes?.[0]?.name === 'sigv4';
	return isPlain ? signingRegion : undefined;
}
