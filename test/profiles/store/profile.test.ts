import {describe, expect, test} from 'vitest';
import {validateProfile} from '../../../source/profiles/store/profile.js';

const credentials = {kind: 'environment'};
const keys = {kind: 'keys', accessKeyId: 'AKIA1', secretAccessKey: 's3cr3t/+'};

const priced = (perGiBMonth: number, currency = 'EUR') => ({perGiBMonth, currency});

describe('validateProfile', () => {
	test.each([
		[{name: 'oos-prod', credentials}],
		[{name: 'Équipe_2@x.y+z', credentials: keys}],
		[{name: 'a', credentials: {...keys, sessionToken: 'tok'}}],
		[
			{
				name: 'full',
				endpoint: 'https://s3.example.com',
				region: 'eu-west-2',
				pathStyle: false,
				defaultTarget: 's3://b/p/',
				readOnly: true,
				expectedBucketOwner: '111122223333',
				requestPayer: 'requester',
				service: 'ceph',
				activeWithin: '90m',
				stalledAfter: '7d',
				price: {perGiBMonth: 0.023, currency: 'USD'},
				protectedPrefixes: ['s3://b', 's3://b/archive/', 'logs/'],
				credentials: {kind: 'aws-profile', name: 'my profile'},
			},
		],
	])('takes %j', profile => {
		expect(validateProfile(profile)).toEqual(profile);
	});

	test('gives the endpoint its scheme, and leaves out what it does not know', () => {
		const value = {name: 'a', endpoint: 'localhost:9000/', colour: 'red', credentials};
		expect(validateProfile(value)).toEqual({
			name: 'a',
			endpoint: 'http://localhost:9000',
			credentials,
		});
	});

	test.each([
		['profile', null, /must be an object/],
		['profile', [], /must be an object/],
		['name', {credentials}, /must be text/],
		['name', {name: '', credentials}, /letters, digits/],
		['name', {name: 'own:a', credentials}, /letters, digits/],
		['name', {name: '__proto__', credentials}, /begins with a letter/],
		['name', {name: 'a b', credentials}, /letters, digits/],
		['name', {name: 'x'.repeat(65), credentials}, /64 at most/],
		['name', {name: 'e\u0301', credentials}, /letters, digits/],
		['endpoint', {name: 'a', endpoint: 'ftp://x', credentials}, /begins with https/],
		['endpoint', {name: 'a', endpoint: 7, credentials}, /must be text/],
		['region', {name: 'a', region: 'eu west', credentials}, /is not a region/],
		['region', {name: 'a', region: 'eu.evil.com/', credentials}, /is not a region/],
		['region', {name: 'a', region: null, credentials}, /must be text/],
		['price', {name: 'a', price: 0.023, credentials}, /an amount and a currency/],
		['price.perGiBMonth', {name: 'a', price: {currency: 'EUR'}, credentials}, /needs its amount/],
		['price.perGiBMonth', {name: 'a', price: priced(-1), credentials}, /is not a price/],
		['price.perGiBMonth', {name: 'a', price: priced(23), credentials}, /more than any/],
		['price.currency', {name: 'a', price: priced(1, 'BTC'), credentials}, /no currency/],
		['price.currency', {name: 'a', price: {perGiBMonth: 1}, credentials}, /needs its currency/],
		['pathStyle', {name: 'a', pathStyle: 'yes', credentials}, /true or false/],
		['readOnly', {name: 'a', readOnly: 1, credentials}, /true or false/],
		['expectedBucketOwner', {name: 'a', expectedBucketOwner: 111122223333, credentials}, /text/],
		['expectedBucketOwner', {name: 'a', expectedBucketOwner: '1111', credentials}, /12 digits/],
		[
			'expectedBucketOwner',
			{
				name: 'a',
				endpoint: 'https://acc.r2.cloudflarestorage.com',
				expectedBucketOwner: '111122223333',
				credentials,
			},
			/R2 has no ExpectedBucketOwner/,
		],
		['service', {name: 'a', service: 'nirvana', credentials}, /no service that partway knows/],
		['activeWithin', {name: 'a', activeWithin: 'soon', credentials}, /number and s, m, h/],
		['stalledAfter', {name: 'a', stalledAfter: '0d', credentials}, /number and s, m, h/],
		['stalledAfter', {name: 'a', stalledAfter: 7, credentials}, /must be text/],
		['stalledAfter', {name: 'a', stalledAfter: '30m', credentials}, /active and stalled at once/],
		['stalledAfter', {name: 'a', activeWithin: '3d', credentials}, /active and stalled at once/],
		['protectedPrefixes', {name: 'a', protectedPrefixes: 'x', credentials}, /list of texts/],
		['protectedPrefixes', {name: 'a', protectedPrefixes: [1], credentials}, /list of texts/],
		['protectedPrefixes', {name: 'a', protectedPrefixes: ['x/', ''], credentials}, /is empty/],
		['protectedPrefixes', {name: 'a', protectedPrefixes: ['s3://'], credentials}, /No bucket/],
		['protectedPrefixes', {name: 'a', protectedPrefixes: ['\ud800'], credentials}, /half of a/],
		['requestPayer', {name: 'a', requestPayer: true, credentials}, /"requester"/],
		['defaultTarget', {name: 'a', defaultTarget: 'b/p', credentials}, /has no slash/],
		['credentials', {name: 'a'}, /come from/],
		['credentials', {name: 'a', credentials: {kind: 'constructor'}}, /come from/],
		['credentials.name', {name: 'a', credentials: {kind: 'aws-profile', name: ' '}}, /not named/],
		['credentials.name', {name: 'a', credentials: {kind: 'aws-profile'}}, /must be text/],
		['credentials.accessKeyId', {name: 'a', credentials: {...keys, accessKeyId: ''}}, /is empty/],
		[
			'credentials.secretAccessKey',
			{name: 'a', credentials: {...keys, secretAccessKey: 5}},
			/text/,
		],
		[
			'credentials.sessionToken',
			{name: 'a', credentials: {...keys, sessionToken: 'a\n'}},
			/control/,
		],
	])('says what is wrong with %s: %j', (field, value, sentence) => {
		expect(validateProfile(value)).toEqual({
			problems: [{field, sentence: expect.stringMatching(sentence)}],
		});
	});

	test('says all that is wrong at once, and never repeats a secret', () => {
		const wrong = {
			name: '',
			region: '!',
			credentials: {kind: 'keys', accessKeyId: 'AKIA 1', secretAccessKey: 'SECRET 123'},
		};
		const result = validateProfile(wrong);
		expect('problems' in result && result.problems.map(({field}) => field)).toEqual([
			'name',
			'region',
			'credentials.accessKeyId',
			'credentials.secretAccessKey',
		]);
		expect(JSON.stringify(result)).not.toMatch(/AKIA|SECRET/);
	});
});
