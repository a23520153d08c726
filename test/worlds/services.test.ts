import {expect} from 'vitest';
import {prepareCompletion} from '../../source/operations/complete.js';
import {gatewayTo} from '../s3/raw-server.js';
import type {World} from './serve.js';
import {tapeWorld} from './tape.js';
import {test} from './world-test.js';

const target = {bucket: 'media', key: 'raw/tape.tar'};

/** The plain world, with these headers on each of its answers. */
function saying(headers: Record<string, string>, uploadId = 'UPLOAD1'): World {
	const world = tapeWorld({uploadId});
	return request => {
		const answer = world(request);
		return answer && {...answer, headers: {...answer.headers, ...headers}};
	};
}

const uuid = Buffer.from('2d8664c1-27ab-4ac4-9b7b-4b5d4f5c6f11').toString('base64url');

test.for([
	['2~a', {server: 'Ceph Object Gateway (tentacle)'}, 'ceph', '20', 'enforced', 'enforced'],
	['2~a', {}, 'ceph', '16 and 18', 'ignored', 'ignored'],
	['2~a', {server: 'nginx'}, 'ceph', undefined, 'unknown', 'unknown'],
	[
		'UPLOAD1',
		{server: 'Minio/RELEASE.2019-08-07'},
		...['minio', 'before autumn 2022'],
		'ignored',
		'ignored',
	],
	[
		uuid,
		{'x-amz-request-id': 'tx4b4bd55643874b48b1e87-00624d857d'},
		'swift',
		undefined,
		'enforced',
		'never-met',
	],
] as const)(
	'a plan of %s goes by what the answer to its ListParts tells: %j',
	async ([uploadId, headers, ...expected], {world}) => {
		const {endpoint} = await world(saying(headers, uploadId));
		const gateway = gatewayTo(endpoint);
		const {facts} = await prepareCompletion(gateway, {...target, uploadId, keyCertain: true});
		gateway.close();
		expect([facts.kind, facts.version, facts.ifNoneMatch, facts.ifMatch]).toEqual(expected);
	},
);
