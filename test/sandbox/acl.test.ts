import {
	type BucketCannedACL,
	CompleteMultipartUploadCommand,
	CopyObjectCommand,
	CreateBucketCommand,
	CreateMultipartUploadCommand,
	DeleteObjectCommand,
	GetBucketAclCommand,
	GetObjectAclCommand,
	GetObjectCommand,
	GetPublicAccessBlockCommand,
	ListMultipartUploadsCommand,
	ListObjectsV2Command,
	type ObjectCannedACL,
	PutBucketAclCommand,
	PutObjectAclCommand,
	PutObjectCommand,
	UploadPartCommand,
} from '@aws-sdk/client-s3';
import {describe, expect, test} from 'vitest';
import type {Sandbox, SandboxOptions} from '../../source/sandbox/sandbox.js';
import type {PublicAccessBlock} from '../../source/sandbox/store/settings.js';
import {canonicalId, sampleUsers} from '../../source/sandbox/users.js';
import {sandboxClient} from '../support/sandbox-client.js';
import {inSandbox, refusal} from './in-sandbox.js';
import {rawRequest} from './raw-request.js';

const Bucket = 'bucket';
const target = {Bucket, Key: 'k'};
const [aliceId, bobId] = sampleUsers.map(canonicalId);
const everyone = 'http://acs.amazonaws.com/groups/global/AllUsers';

async function twoUsers(options: SandboxOptions = {}) {
	const {sandbox, client: alice} = await inSandbox(options);
	const bob = sandboxClient(sandbox, {user: sandbox.users[1]});
	const nobody = async (method: string, path: string, body?: string) => {
		const headers = {'content-length': String(body?.length ?? 0)};
		const answer = await rawRequest(sandbox.endpoint, {method, path, body, headers});
		return answer.status;
	};
	return {sandbox, alice, bob, nobody};
}

/** What becomes of a promise: `ok`, or the name of the error. */
const outcome = (answer: Promise<unknown>) =>
	answer.then(
		() => 'ok',
		(error: Error) => error.name,
	);

describe('a canned ACL', () => {
	test.each<[ObjectCannedACL, number, string]>([
		['private', 403, 'AccessDenied'],
		['public-read', 200, 'ok'],
		['public-read-write', 200, 'ok'],
		['authenticated-read', 403, 'ok'],
		['bucket-owner-full-control', 403, 'AccessDenied'],
	])('%s of an object: anyone gets %i, another user %s', async (ACL, anyone, other) => {
		const {alice, bob, nobody} = await twoUsers();
		await alice.send(new PutObjectCommand({...target, Body: 'x', ACL}));
		expect(await nobody('GET', '/bucket/k')).toBe(anyone);
		expect(await outcome(bob.send(new GetObjectCommand(target)))).toBe(other);
		await alice.send(new PutObjectAclCommand({...target, ACL: 'private'}));
		expect(await nobody('GET', '/bucket/k')).toBe(403);
	});

	test.each<[BucketCannedACL, Array<string | number>]>([
		['private', [403, 403, 'AccessDenied', 'AccessDenied']],
		['public-read', [200, 403, 'ok', 'AccessDenied']],
		['public-read-write', [200, 200, 'ok', 'ok']],
		['authenticated-read', [403, 403, 'ok', 'AccessDenied']],
	])(
		'%s of a bucket: listing and writing by anyone and another user: %j',
		async (ACL, expected) => {
			const {alice, bob, nobody} = await twoUsers();
			await alice.send(new PutBucketAclCommand({Bucket, ACL}));
			expect([
				await nobody('GET', '/bucket?uploads'),
				await nobody('PUT', '/bucket/n', 'x'),
				await outcome(bob.send(new ListMultipartUploadsCommand({Bucket}))),
				await outcome(bob.send(new PutObjectCommand({...target, Body: 'x'}))),
			]).toEqual(expected);
		},
	);

	test('counts for an object that is completed from parts, and not for its copy', async () => {
		const {alice, nobody} = await twoUsers();
		const create = new CreateMultipartUploadCommand({...target, ACL: 'public-read'});
		const {UploadId} = await alice.send(create);
		const part = {...target, UploadId, PartNumber: 1, Body: 'x'};
		const {ETag, ChecksumCRC32} = await alice.send(new UploadPartCommand(part));
		const MultipartUpload = {Parts: [{PartNumber: 1, ETag, ChecksumCRC32}]};
		await alice.send(new CompleteMultipartUploadCommand({...target, UploadId, MultipartUpload}));
		expect(await nobody('GET', '/bucket/k')).toBe(200);
		const copy = {Bucket, Key: 'copy', CopySource: 'bucket/k'};
		await alice.send(new CopyObjectCommand(copy));
		expect(await nobody('GET', '/bucket/copy')).toBe(403);
	});

	test('with another name, or beside grants, is refused', async () => {
		const {alice} = await twoUsers();
		const put = (more: object) => alice.send(new PutObjectCommand({...target, Body: 'x', ...more}));
		expect(await outcome(put({ACL: 'public'}))).toBe('InvalidArgument');
		const both = {ACL: 'private', GrantRead: `id="${bobId}"`};
		expect(await outcome(put(both))).toBe('InvalidRequest');
		expect(await outcome(put({GrantRead: 'id="_nobody"'}))).toBe('InvalidArgument');
		const email = {GrantRead: 'emailAddress="a@b.example"'};
		expect(await outcome(put(email))).toBe('UnresolvableGrantByEmailAddress');
		expect(await outcome(alice.send(new PutBucketAclCommand({Bucket})))).toBe(
			'MissingSecurityHeader',
		);
	});
});

describe('a list of grants', () => {
	test('is told as it was given, in headers or as a document', async () => {
		const {alice, bob} = await twoUsers();
		const put = {...target, Body: 'x', GrantRead: `id="${bobId}", uri="${everyone}"`};
		await alice.send(new PutObjectCommand(put));
		const acl = await alice.send(new GetObjectAclCommand(target));
		expect(acl.Owner).toEqual({ID: aliceId});
		expect(acl.Grants).toEqual([
			{Grantee: {ID: bobId, Type: 'CanonicalUser'}, Permission: 'READ'},
			{Grantee: {URI: everyone, Type: 'Group'}, Permission: 'READ'},
		]);
		const grant = {Grantee: {ID: bobId, Type: 'CanonicalUser' as const}};
		const Grants = [
			{...grant, Permission: 'READ_ACP' as const},
			{...grant, Permission: 'WRITE_ACP' as const},
		];
		const AccessControlPolicy = {Owner: {ID: aliceId}, Grants};
		await alice.send(new PutObjectAclCommand({...target, AccessControlPolicy}));
		expect(await outcome(bob.send(new GetObjectCommand(target)))).toBe('AccessDenied');
		expect((await bob.send(new GetObjectAclCommand(target))).Grants).toEqual(Grants);
		await bob.send(new PutObjectAclCommand({...target, ACL: 'public-read'}));
		const stolen = {Owner: {ID: bobId}, Grants};
		expect(
			await outcome(alice.send(new PutObjectAclCommand({...target, AccessControlPolicy: stolen}))),
		).toBe('AccessDenied');
	});

	test('begins with the owner alone, who stays allowed whatever it says', async () => {
		const {alice} = await twoUsers();
		const acl = await alice.send(new GetBucketAclCommand({Bucket}));
		expect(acl).toMatchObject({
			Owner: {ID: aliceId},
			Grants: [{Grantee: {ID: aliceId}, Permission: 'FULL_CONTROL'}],
		});
		const AccessControlPolicy = {Owner: {ID: aliceId}, Grants: []};
		await alice.send(new PutBucketAclCommand({Bucket, AccessControlPolicy}));
		await alice.send(new ListObjectsV2Command({Bucket}));
	});
});

test('what another user writes belongs to them: the owner of the bucket may delete it, not read it', async () => {
	const {alice, bob, nobody} = await twoUsers();
	await alice.send(new PutBucketAclCommand({Bucket, ACL: 'public-read-write'}));
	await bob.send(new PutObjectCommand({...target, Body: 'x'}));
	expect(await outcome(alice.send(new GetObjectCommand(target)))).toBe('AccessDenied');
	const listed = await alice.send(new ListObjectsV2Command({Bucket, FetchOwner: true}));
	expect(listed.Contents?.[0]?.Owner?.ID).toBe(bobId);
	await alice.send(new DeleteObjectCommand(target));
	expect(await nobody('PUT', '/bucket/anonymous', 'x')).toBe(200);
	expect(await nobody('GET', '/bucket/anonymous')).toBe(200);
	expect(await nobody('DELETE', '/bucket/anonymous')).toBe(204);
});

test('that an object is missing is told only to who may list', async () => {
	const {alice, bob, nobody} = await twoUsers();
	expect(await outcome(bob.send(new GetObjectCommand(target)))).toBe('AccessDenied');
	expect(await nobody('HEAD', '/bucket/k')).toBe(403);
	await alice.send(new PutBucketAclCommand({Bucket, ACL: 'public-read'}));
	expect(await outcome(bob.send(new GetObjectCommand(target)))).toBe('NoSuchKey');
	expect(await nobody('HEAD', '/bucket/k')).toBe(404);
});

describe('public access', () => {
	const blocked = (sandbox: Sandbox, more: Partial<PublicAccessBlock>) => {
		sandbox.store.bucket(Bucket)!.settings.publicAccessBlock = {
			BlockPublicAcls: false,
			IgnorePublicAcls: false,
			BlockPublicPolicy: false,
			RestrictPublicBuckets: false,
			...more,
		};
	};

	test('is not configured at first, and what was configured is told', async () => {
		const {sandbox, alice} = await twoUsers();
		const get = () => alice.send(new GetPublicAccessBlockCommand({Bucket}));
		expect(await outcome(get())).toBe('NoSuchPublicAccessBlockConfiguration');
		blocked(sandbox, {BlockPublicPolicy: true});
		expect((await get()).PublicAccessBlockConfiguration).toEqual({
			BlockPublicAcls: false,
			IgnorePublicAcls: false,
			BlockPublicPolicy: true,
			RestrictPublicBuckets: false,
		});
	});

	test('blocked: no public ACL is taken', async () => {
		const {sandbox, alice} = await twoUsers();
		await alice.send(new PutObjectCommand({...target, Body: 'x'}));
		blocked(sandbox, {BlockPublicAcls: true});
		const put = (ACL: ObjectCannedACL) =>
			outcome(alice.send(new PutObjectCommand({...target, Body: 'y', ACL})));
		const putAcl = new PutObjectAclCommand({...target, ACL: 'public-read'});
		expect([
			await put('public-read'),
			await outcome(alice.send(putAcl)),
			await put('private'),
		]).toEqual([...['AccessDenied', 'AccessDenied', 'ok']]);
	});

	test('ignored: public ACLs are there and count for nothing', async () => {
		const {sandbox, alice, nobody} = await twoUsers();
		await alice.send(new PutObjectCommand({...target, Body: 'x', ACL: 'public-read'}));
		blocked(sandbox, {IgnorePublicAcls: true});
		expect(await nobody('GET', '/bucket/k')).toBe(403);
		expect((await alice.send(new GetObjectAclCommand(target))).Grants).toHaveLength(2);
	});
});

test('a bucket whose owner owns everything knows no ACLs', async () => {
	const {sandbox, alice, bob, nobody} = await twoUsers();
	await alice.send(new PutObjectCommand({...target, Body: 'x', ACL: 'public-read'}));
	sandbox.store.bucket(Bucket)!.settings.ownership = 'BucketOwnerEnforced';
	expect(await nobody('GET', '/bucket/k')).toBe(403);
	const unsupported = refusal('AccessControlListNotSupported', 400);
	await expect(
		alice.send(new PutObjectAclCommand({...target, ACL: 'public-read'})),
	).rejects.toMatchObject(unsupported);
	await expect(
		alice.send(new PutObjectCommand({...target, Body: 'x', ACL: 'public-read'})),
	).rejects.toMatchObject(unsupported);
	await alice.send(new PutObjectCommand({...target, Body: 'x', ACL: 'bucket-owner-full-control'}));
	await bob.send(new CreateBucketCommand({Bucket: 'his', ObjectOwnership: 'BucketOwnerEnforced'}));
	await expect(
		bob.send(new PutBucketAclCommand({Bucket: 'his', ACL: 'public-read'})),
	).rejects.toMatchObject(unsupported);
});
