import {createHash, createHmac} from 'node:crypto';
import {expect, test} from 'vitest';
import {type Sandbox, startSandbox} from '../../source/sandbox/sandbox.js';
import {inSandbox} from './in-sandbox.js';
import {rawRequest} from './raw-request.js';

type Wish = {
	method?: string;
	path: string;
	/** Further parameters. */
	query?: Record<string, string>;
	headers?: Record<string, string>;
	/** In seconds. */
	expires?: number;
	/** Milliseconds since the epoch. */
	time?: number;
};

/** Presigns by the letter of the document on query-string authentication, sharing no code. */
function presign(sandbox: Sandbox, {method = 'GET', path, query, headers, expires, time}: Wish) {
	const user = sandbox.users[0]!;
	const host = new URL(sandbox.endpoint).host;
	const signed: Record<string, string> = {host, ...headers};
	const date = new Date(time ?? sandbox.now()).toISOString().replaceAll(/[-:]|\.\d+/g, '');
	const scope = `${date.slice(0, 8)}/us-east-1/s3/aws4_request`;
	const names = Object.keys(signed).sort();
	const parameters = Object.entries({
		...query,
		'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
		'X-Amz-Credential': `${user.accessKeyId}/${scope}`,
		'X-Amz-Date': date,
		'X-Amz-Expires': String(expires ?? 60),
		'X-Amz-SignedHeaders': names.join(';'),
	}).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
	const search = parameters.sort().join('&');
	const canonical = [
		...[method, path, search, ...names.map(name => `${name}:${signed[name]}`)],
		...['', names.join(';'), 'UNSIGNED-PAYLOAD'],
	].join('\n');
	const hash = createHash('sha256').update(canonical).digest('hex');
	const key = scope
		.split('/')
		.reduce(
			(secret, piece) => createHmac('sha256', secret).update(piece).digest(),
			Buffer.from(`AWS4${user.secretAccessKey}`),
		);
	const signature = createHmac('sha256', key)
		.update(`AWS4-HMAC-SHA256\n${date}\n${scope}\n${hash}`)
		.digest('hex');
	return {method, path: `${path}?${search}&X-Amz-Signature=${signature}`, headers: signed};
}

const codeOf = (body: string) => /<Code>(.*?)<\/Code>/.exec(body)?.[1];

test('the published example of a presigned URL has the right signature', async () => {
	const sandbox = await startSandbox({
		now: () => Date.parse('2013-05-24T12:00:00Z'),
		users: [
			{
				name: 'example',
				accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
				secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
			},
		],
	});
	// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
	const path = (signature: string) =>
		`/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=${signature}`;
	const headers = {host: 'examplebucket.s3.amazonaws.com'};
	const signature = 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404';
	const right = await rawRequest(sandbox.endpoint, {path: path(signature), headers});
	// The bucket would be in the name of the host, which is none of the sandbox's.
	expect(codeOf(right.body)).toBe('NoSuchBucket');
	const other = signature.replace('aeee', 'aeef');
	const wrong = await rawRequest(sandbox.endpoint, {path: path(other), headers});
	expect([wrong.status, codeOf(wrong.body)]).toEqual([403, 'SignatureDoesNotMatch']);
	await sandbox.close();
});

test('an object is put and got by whoever has the URL, and its parameters count as headers', async () => {
	const {sandbox} = await inSandbox();
	const put = presign(sandbox, {
		method: 'PUT',
		path: '/bucket/k',
		query: {'x-amz-meta-color': 'blue'},
		headers: {'content-type': 'text/plain'},
	});
	expect((await rawRequest(sandbox.endpoint, {...put, body: 'hello'})).status).toBe(200);
	const query = {'response-content-disposition': 'attachment; filename="a b"'};
	const got = await rawRequest(sandbox.endpoint, presign(sandbox, {path: '/bucket/k', query}));
	expect(got).toMatchObject({
		status: 200,
		body: 'hello',
		headers: {
			'content-type': 'text/plain',
			'x-amz-meta-color': 'blue',
			'content-disposition': 'attachment; filename="a b"',
		},
	});
});

test.each([
	['after its end', {time: -61_000}, 403, 'Request has expired'],
	['before its date', {time: 16 * 60_000}, 403, 'Request is not yet valid'],
	['for more than a week', {expires: 604_801}, 400, 'X-Amz-Expires must be less than a week'],
])(
	'a URL is refused %s',
	async (_, {time = 0, expires}: {time?: number; expires?: number}, status, message) => {
		const {sandbox} = await inSandbox();
		sandbox.seed.object({bucket: 'bucket', key: 'k', body: 'x'});
		const wish = presign(sandbox, {path: '/bucket/k', time: sandbox.now() + time, expires});
		const answer = await rawRequest(sandbox.endpoint, wish);
		expect([answer.status, answer.body]).toEqual([status, expect.stringContaining(message)]);
	},
);

test('a URL is refused for another key, with more headers of S3, and when something is missing', async () => {
	const {sandbox} = await inSandbox();
	sandbox.seed.object({bucket: 'bucket', key: 'k', body: 'x'});
	const url = presign(sandbox, {path: '/bucket/k'});
	const codes = [
		{...url, path: url.path.replace('/k?', '/l?')},
		{...url, headers: {...url.headers, 'x-amz-acl': 'public-read'}},
		{...url, path: url.path.replace('X-Amz-Date', 'X-Amz-Day')},
		{...url, headers: {...url.headers, authorization: 'AWS4-HMAC-SHA256 x'}},
	].map(async wish => codeOf((await rawRequest(sandbox.endpoint, wish)).body));
	expect(await Promise.all(codes)).toEqual([
		...['SignatureDoesNotMatch', 'AccessDenied'],
		...['AuthorizationQueryParametersError', 'InvalidArgument'],
	]);
	expect((await rawRequest(sandbox.endpoint, url)).status).toBe(200);
});
