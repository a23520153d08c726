import {describe, expect, test} from 'vitest';
import {
	endpointOfService,
	isServiceId,
	knownService,
	recognise,
} from '../../../source/multipart/services/known-services.js';
import {serviceFacts} from '../../../source/multipart/services/service.js';
import {serviceIds} from '../../../source/multipart/services/service-table.js';
import type {KnownService} from '../../../source/multipart/services/types.js';

/** Everything but the name, lists of facts laid flat, by where it stands. */
const facts = serviceIds.flatMap(id =>
	Object.entries(knownService(id))
		.flatMap(([field, value]) =>
			field === 'versions'
				? Object.entries(value as NonNullable<KnownService['versions']>).flatMap(
						([name, version]) =>
							Object.entries(version).flatMap(([of, value]) =>
								[value].flat().map(fact => [`${name}.${of}`, fact as unknown] as const),
							),
					)
				: [value].flat().map((fact, at) => [`${field}.${at}`, fact as unknown] as const),
		)
		.filter(([field]) => !/(^name\.|\.recognisedBy$)/.test(field))
		.map(([field, fact]) => [`${id}.${field}`, fact] as const),
);

describe('the table', () => {
	test.each(facts)('%s has a source, and the day it was looked at', (_where, fact) => {
		expect(fact).toMatchObject({
			is: expect.anything(),
			source: expect.stringMatching(/^(https:\/\/[a-z.]+\/\S{4,}|measured on \S+ \d)/),
			on: expect.stringMatching(/^20\d\d-\d\d-\d\d$/),
		});
	});

	test('holds something of every service but of one that nobody knows', () => {
		const silent = serviceIds.filter(id => !facts.some(([where]) => where.startsWith(`${id}.`)));
		expect(silent).toEqual(['other']);
		expect(isServiceId('ceph')).toBe(true);
		expect(isServiceId('constructor')).toBe(false);
	});

	test('names regions where an endpoint needs one, and recognises each that it makes', () => {
		for (const id of serviceIds) {
			const {endpoint, regions} = knownService(id);
			for (const region of regions?.is ?? []) {
				const made = endpointOfService(id, region);
				expect(made).toBe(endpoint?.is.replace('{region}', region));
				expect(recognise(made)).toEqual({id, region});
			}
		}
	});
});

describe('an endpoint', () => {
	test.each([
		['https://s3.eu-west-3.amazonaws.com', {id: 'aws', region: 'eu-west-3'}],
		['https://s3.dualstack.us-east-2.amazonaws.com', {id: 'aws', region: 'us-east-2'}],
		['https://s3-fips.us-gov-west-1.amazonaws.com', {id: 'aws', region: 'us-gov-west-1'}],
		['https://media.s3.eu-west-1.amazonaws.com', {id: 'aws', region: 'eu-west-1'}],
		['https://s3.amazonaws.com', {id: 'aws'}],
		[
			'https://oos.cloudgouv-eu-west-1.outscale.com',
			{id: 'outscale', region: 'cloudgouv-eu-west-1'},
		],
		['https://0a1b.eu.r2.cloudflarestorage.com', {id: 'r2', region: 'auto'}],
		['https://s3.us-west-004.backblazeb2.com:443/', {id: 'b2', region: 'us-west-004'}],
		// An alias, whose name is not that of the region.
		['https://s3.uk-1.wasabisys.com', {id: 'wasabi'}],
		['https://rgw.corp.example:7480', undefined],
		['nonsense', undefined],
		[undefined, undefined],
	])('%s is recognised as %j', (endpoint, expected) => {
		expect(recognise(endpoint)).toEqual(expected);
	});

	test('is made of service and region, where that is all it takes', () => {
		expect(endpointOfService('outscale', 'eu-west-2')).toBe('https://oos.eu-west-2.outscale.com');
		expect(endpointOfService('gcs', undefined)).toBe('https://storage.googleapis.com');
		for (const id of ['outscale', 'r2', 'ceph'] as const)
			expect(endpointOfService(id, undefined)).toBeUndefined();
		expect(endpointOfService('r2', 'auto')).toBeUndefined();
	});
});

test('the facts of a service come from the table', () => {
	const minio = serviceFacts({service: 'minio'});
	expect(minio.ownExpiry).toEqual({days: 1, changeable: true});
	expect(minio.listing).toBe(
		'MinIO lists uploads from memory, and before September 2024 only under a prefix that is a whole key: this list may be incomplete.',
	);
	const scaleway = serviceFacts({endpoint: 'https://s3.fr-par.scw.cloud'});
	expect(scaleway.limits).toMatchObject({maxPartCount: 1000, certain: false});
	expect(serviceFacts({})).toMatchObject({ownExpiry: undefined, listing: undefined});
});
