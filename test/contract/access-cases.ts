import {ListMultipartUploadsCommand} from '@aws-sdk/client-s3';
import type {Gateway} from '../../source/s3/gateway/gateway.js';
import type {Case} from './cases.js';
import {type BucketFixture, outcome} from './service.js';

/** Every call of the gateway on an upload of Alice's, by someone else's gateway. */
async function everyCall(fixture: BucketFixture, gateway: Gateway, bucket = fixture.bucket) {
	const {target, parts} = await fixture.uploadOf('k', [1]);
	const elsewhere = {...target, bucket};
	return {
		list: await outcome(gateway.listUploadsPage({bucket})),
		parts: await outcome(gateway.listParts(elsewhere)),
		head: await outcome(gateway.headObject({bucket, key: 'k'})),
		complete: await outcome(fixture.complete(elsewhere, parts, {gateway})),
		abort: await outcome(gateway.abort(elsewhere)),
		stillThere: await fixture.isListed(target),
	};
}

const all = (code: string, head = code) => ({
	list: code,
	parts: code,
	head,
	complete: code,
	abort: code,
	stillThere: true,
});

export const accessCases: readonly Case[] = [
	{
		name: 'access: a wrong secret',
		observe: fixture =>
			everyCall(
				fixture,
				fixture.gatewayOf({...fixture.server.alice, secretAccessKey: 'not-the-secret-of-alice'}),
			),
		// A HEAD has no body, so no code.
		aws: all('403 SignatureDoesNotMatch', '403 AccessDenied'),
	},
	{
		name: 'access: an unknown key',
		observe: fixture =>
			everyCall(
				fixture,
				fixture.gatewayOf({accessKeyId: 'NOBODYKNOWSME', secretAccessKey: 'nothing'}),
			),
		aws: all('403 InvalidAccessKeyId', '403 AccessDenied'),
	},
	{
		name: 'access: the bucket of another',
		observe: fixture => everyCall(fixture, fixture.gatewayOf(fixture.server.bob)),
		aws: all('403 AccessDenied'),
	},
	{
		name: 'access: no such bucket',
		observe: fixture => everyCall(fixture, fixture.gateway, 'no-such-bucket-anywhere'),
		aws: {...all('404 NoSuchBucket'), head: 'ok'},
	},
	{
		name: 'access: a clock that is off by 16 minutes',
		observe: fixture =>
			outcome(
				fixture
					.clientOf(fixture.server.alice, {systemClockOffset: 16 * 60_000})
					.send(new ListMultipartUploadsCommand({Bucket: fixture.bucket})),
			),
		aws: '403 RequestTimeTooSkewed',
	},
	{
		name: 'access: a clock that is off by 14 minutes',
		observe: fixture =>
			outcome(
				fixture
					.clientOf(fixture.server.alice, {systemClockOffset: -14 * 60_000})
					.send(new ListMultipartUploadsCommand({Bucket: fixture.bucket})),
			),
		aws: 'ok',
	},
	{
		name: 'access: buckets are those of the caller',
		async observe(fixture) {
			const [alices, bobs] = await Promise.all(
				[fixture.gateway, fixture.gatewayOf(fixture.server.bob)].map(gateway =>
					gateway.listBuckets(),
				),
			);
			const has = (buckets: typeof alices) => buckets?.some(({name}) => name === fixture.bucket);
			return {alice: has(alices), bob: has(bobs), dated: alices?.every(({created}) => created)};
		},
		aws: {alice: true, bob: false, dated: true},
	},
	{
		name: 'access: an object that is not there',
		observe: fixture => fixture.gateway.headObject({bucket: fixture.bucket, key: 'nothing'}),
		aws: undefined,
	},
	{
		name: "access: the server's clock is near",
		async observe(fixture) {
			await fixture.uploads();
			return Math.abs(fixture.gateway.now() - Date.now()) < 5000;
		},
		aws: true,
	},
];
