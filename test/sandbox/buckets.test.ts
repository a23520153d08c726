import {
	CreateBucketCommand,
	DeleteBucketCommand,
	GetBucketLocationCommand,
	HeadBucketCommand,
	ListBucketsCommand,
	ListMultipartUploadsCommand,
	PutBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import {expect, test} from 'vitest';
import {sandboxClient} from '../support/sandbox-client.js';
import {inSandbox, refusal} from './in-sandbox.js';
import {rawRequest} from './raw-request.js';

test('buckets are created, listed by name and deleted', async () => {
	const {client} = await inSandbox(
		{now: () => Date.parse('2026-02-03T04:05:06.789Z')},
		{
			systemClockOffset: Date.parse('2026-02-03T04:05:06Z') - Date.now(),
		},
	);
	const created = await client.send(new CreateBucketCommand({Bucket: 'another'}));
	expect(created.Location).toBe('/another');
	const {Buckets, Owner} = await client.send(new ListBucketsCommand({}));
	expect(Owner?.ID).toMatch(/^[\da-f]{64}$/);
	expect(Buckets).toEqual([
		{Name: 'another', CreationDate: new Date('2026-02-03T04:05:06Z')},
		{Name: 'bucket', CreationDate: new Date('2026-02-03T04:05:06Z')},
	]);
	await client.send(new DeleteBucketCommand({Bucket: 'another'}));
	await expect(client.send(new HeadBucketCommand({Bucket: 'another'}))).rejects.toMatchObject(
		refusal('NotFound', 404),
	);
});

test('buckets are listed in pages', async () => {
	const {sandbox, client} = await inSandbox();
	for (const name of ['pages-c', 'pages-a', 'pages-b']) sandbox.seed.bucket(name);
	const first = await client.send(new ListBucketsCommand({MaxBuckets: 2, Prefix: 'pages'}));
	expect(first.Buckets?.map(bucket => bucket.Name)).toEqual(['pages-a', 'pages-b']);
	expect(first.Buckets?.[0]?.BucketRegion).toBe('us-east-1');
	const rest = await client.send(
		new ListBucketsCommand({
			MaxBuckets: 2,
			Prefix: 'pages',
			ContinuationToken: first.ContinuationToken,
		}),
	);
	expect(rest.Buckets?.map(bucket => bucket.Name)).toEqual(['pages-c']);
	expect(rest.ContinuationToken).toBeUndefined();
});

test('a name can be taken: by oneself without harm, by another not', async () => {
	const {sandbox, client} = await inSandbox();
	await client.send(new CreateBucketCommand({Bucket: 'bucket'}));
	const bob = sandboxClient(sandbox, {user: sandbox.users[1]});
	await expect(bob.send(new CreateBucketCommand({Bucket: 'bucket'}))).rejects.toMatchObject(
		refusal('BucketAlreadyExists', 409, {BucketName: 'bucket'}),
	);
	await expect(client.send(new CreateBucketCommand({Bucket: 'No_Name'}))).rejects.toMatchObject(
		refusal('InvalidBucketName', 400),
	);
});

test('a location other than here is illegal', async () => {
	const {client} = await inSandbox();
	const CreateBucketConfiguration = {LocationConstraint: 'eu-west-3' as const};
	await expect(
		client.send(new CreateBucketCommand({Bucket: 'elsewhere', CreateBucketConfiguration})),
	).rejects.toMatchObject(refusal('IllegalLocationConstraintException', 400));
});

test('the location of us-east-1 is empty, and HeadBucket tells the region', async () => {
	const {client} = await inSandbox();
	const location = await client.send(new GetBucketLocationCommand({Bucket: 'bucket'}));
	expect(location.LocationConstraint || undefined).toBeUndefined();
	const head = await client.send(new HeadBucketCommand({Bucket: 'bucket'}));
	expect(head.BucketRegion).toBe('us-east-1');
});

test('a bucket with an object stays, one with uploads in progress goes', async () => {
	const {sandbox, client} = await inSandbox();
	sandbox.seed.object({bucket: 'bucket', key: 'k', body: 'x'});
	await expect(client.send(new DeleteBucketCommand({Bucket: 'bucket'}))).rejects.toMatchObject(
		refusal('BucketNotEmpty', 409, {BucketName: 'bucket'}),
	);
	sandbox.seed.bucket('busy');
	sandbox.seed.upload({bucket: 'busy', key: 'k', parts: [{number: 1, size: 9}]});
	await client.send(new DeleteBucketCommand({Bucket: 'busy'}));
	await expect(
		client.send(new ListMultipartUploadsCommand({Bucket: 'busy'})),
	).rejects.toMatchObject(refusal('NoSuchBucket', 404, {BucketName: 'busy'}));
});

test('what S3 has and the sandbox has not is not implemented; what nobody has is not allowed', async () => {
	const {sandbox, client} = await inSandbox();
	const policy = new PutBucketPolicyCommand({Bucket: 'bucket', Policy: '{}'});
	await expect(client.send(policy)).rejects.toMatchObject(refusal('NotImplemented', 501));
	expect(sandbox.requests.log.at(-1)?.operation).toBe('Unknown');
	const {status, body} = await rawRequest(sandbox.endpoint, {method: 'POST', path: '/bucket/k'});
	expect([status, body]).toEqual([405, expect.stringContaining('<Code>MethodNotAllowed</Code>')]);
});

test('an abort whose key was empty names the bucket and is refused', async () => {
	const {sandbox} = await inSandbox();
	const answer = await rawRequest(sandbox.endpoint, {
		method: 'DELETE',
		path: '/bucket/?uploadId=abc',
	});
	expect(answer.status).toBe(400);
	expect(sandbox.store.bucket('bucket')).toBeDefined();
});
