import {S3Client} from '@aws-sdk/client-s3';
import {HttpRequest} from '@smithy/core/protocols';
import type {AwsCredentialIdentity} from '@smithy/types';
import {expect, test} from 'vitest';
import {Signer} from '../../../source/s3/lean/signature.js';

const region = 'eu-west-2';
const [path, uploadId] = ['/bucket/a%20b', '2~x/y'];
const first = {accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret'};
const renewed = {...first, secretAccessKey: 'another'};
const session = {...renewed, sessionToken: 'to/ken+=='};
const midnight = Date.parse('2026-12-01T00:00:00Z');

/** The headers of an Abort as the signer of the SDK signs it. */
async function bySdk(by: AwsCredentialIdentity, time: number): Promise<Record<string, string>> {
	const client = new S3Client({region, credentials: by});
	const signer = await client.config.signer({
		...{name: 'sigv4', signingName: 's3', signingRegion: region, properties: {}},
	});
	const query = {uploadId, 'x-id': 'AbortMultipartUpload'};
	const headers = {host: 'localhost'};
	const request = new HttpRequest({method: 'DELETE', path, query, headers});
	return (await signer.sign(request, {signingDate: new Date(time)})).headers;
}

test('one signer signs as the SDK does, whose turn and whichever day it is', async () => {
	const signer = new Signer(region);
	for (const [by, time] of [
		[first, midnight - 1000],
		[first, midnight - 1],
		[first, midnight],
		[renewed, midnight],
		[session, midnight + 1],
		[first, midnight + 1000],
		[renewed, midnight - 1],
		[renewed, midnight + 86_400_000],
	] as const) {
		const headers: Record<string, string> = {host: 'localhost'};
		const query = `uploadId=${encodeURIComponent(uploadId)}&x-id=AbortMultipartUpload`;
		signer.sign({method: 'DELETE', path, query, headers}, by, time);
		expect(headers).toEqual(await bySdk(by, time));
	}
});
