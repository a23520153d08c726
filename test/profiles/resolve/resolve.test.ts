import {describe, expect, test} from 'vitest';
import type {AwsProfile} from '../../../source/profiles/aws/aws-config.js';
import {nearNames} from '../../../source/profiles/resolve/names.js';
import {
	type ConnectionOptions,
	type ConnectionSources,
	listConnections,
	type ResolvedConnection,
	resolveConnection,
} from '../../../source/profiles/resolve/resolve.js';
import type {Profile} from '../../../source/profiles/store/profile.js';

const keys = {kind: 'keys', accessKeyId: 'AKIA1', secretAccessKey: 'SECRET1'} as const;

const own: Profile[] = [
	{
		name: 'oos-prod',
		endpoint: 'https://own.example.com',
		region: 'own-1',
		pathStyle: false,
		credentials: keys,
		defaultTarget: 's3://media/raw/',
		readOnly: true,
	},
	{name: 'bare', credentials: keys},
	{name: 'via-aws', region: 'own-2', credentials: {kind: 'aws-profile', name: 'lab'}},
	{name: 'via-env', credentials: {kind: 'environment'}},
	{name: 'via-lost', credentials: {kind: 'aws-profile', name: 'lost'}},
	{name: 'shared', credentials: keys},
];

const aws: AwsProfile[] = [
	{name: 'default', region: 'default-1', endpoint: 'https://default.example.com'},
	{name: 'lab', region: 'aws-1', endpoint: 'http://127.0.0.1:7480', pathStyle: false},
	{name: 'plain'},
	{name: 'shared', region: 'aws-2'},
];

function known(env: Record<string, string> = {}, profiles = {own, aws}): ConnectionSources {
	return {
		store: {list: () => profiles.own, invalid: new Map([['broken', 'The endpoint must be text.']])},
		awsConfig: {
			profiles: new Map(profiles.aws.map(profile => [profile.name, profile])),
			problems: [],
		},
		env,
	};
}

function resolve(options: ConnectionOptions, env: Record<string, string> = {}) {
	return resolveConnection({options, ...known(env)});
}

function resolved(
	options: ConnectionOptions,
	env: Record<string, string> = {},
): ResolvedConnection {
	const result = resolve(options, env);
	if ('refused' in result) throw new Error(result.refused);
	return result;
}

const everywhere = {AWS_ENDPOINT_URL_S3: 'https://env-s3.example.com', AWS_REGION: 'env-1'};

describe('who beats whom', () => {
	test.each<
		[string, ConnectionOptions, Record<string, string>, string, string | undefined, string]
	>([
		// what, options, environment: label, endpoint, region
		[
			'options beat a profile',
			{profile: 'oos-prod', endpoint: 'opt.example.com', region: 'opt-1'},
			everywhere,
			'own:oos-prod',
			'https://opt.example.com',
			'opt-1',
		],
		[
			'one option leaves the rest',
			{profile: 'oos-prod', region: 'opt-1'},
			{},
			'own:oos-prod',
			'https://own.example.com',
			'opt-1',
		],
		[
			'a profile beats the environment',
			{profile: 'oos-prod'},
			everywhere,
			'own:oos-prod',
			'https://own.example.com',
			'own-1',
		],
		[
			'an AWS profile beats it too',
			{profile: 'lab'},
			everywhere,
			'aws:lab',
			'http://127.0.0.1:7480',
			'aws-1',
		],
		[
			'the environment fills a gap',
			{profile: 'bare'},
			everywhere,
			'own:bare',
			'https://env-s3.example.com',
			'env-1',
		],
		[
			'so it does for AWS',
			{profile: 'plain'},
			everywhere,
			'aws:plain',
			'https://env-s3.example.com',
			'env-1',
		],
		['the default profile fills none', {profile: 'bare'}, {}, 'own:bare', undefined, 'us-east-1'],
		['nor for AWS', {profile: 'plain'}, {AWS_PROFILE: 'lab'}, 'aws:plain', undefined, 'us-east-1'],
		[
			'an AWS profile behind ours fills it first',
			{profile: 'via-aws'},
			everywhere,
			'own:via-aws',
			'http://127.0.0.1:7480',
			'own-2',
		],
		[
			'the default chain behind ours',
			{profile: 'via-env'},
			{},
			'own:via-env',
			'https://default.example.com',
			'default-1',
		],
		[
			'the environment before the default chain',
			{profile: 'via-env'},
			everywhere,
			'own:via-env',
			'https://env-s3.example.com',
			'env-1',
		],
		[
			'no profile: options beat the environment',
			{endpoint: 'localhost:9000'},
			everywhere,
			'options',
			'http://localhost:9000',
			'env-1',
		],
		[
			'no profile: the environment beats the AWS default',
			{},
			everywhere,
			'environment',
			'https://env-s3.example.com',
			'env-1',
		],
		[
			'AWS_ENDPOINT_URL_S3 beats AWS_ENDPOINT_URL',
			{},
			{...everywhere, AWS_ENDPOINT_URL: 'https://all.example.com'},
			'environment',
			'https://env-s3.example.com',
			'env-1',
		],
		[
			'AWS_ENDPOINT_URL alone',
			{},
			{AWS_ENDPOINT_URL: 'https://all.example.com'},
			'environment',
			'https://all.example.com',
			'default-1',
		],
		[
			'AWS_REGION beats AWS_DEFAULT_REGION',
			{},
			{AWS_REGION: 'a', AWS_DEFAULT_REGION: 'b'},
			'environment',
			'https://default.example.com',
			'a',
		],
		[
			'AWS_DEFAULT_REGION alone',
			{},
			{AWS_DEFAULT_REGION: 'b'},
			'environment',
			'https://default.example.com',
			'b',
		],
		[
			'an empty variable says nothing',
			{},
			{AWS_REGION: '', AWS_DEFAULT_REGION: 'b', AWS_ENDPOINT_URL_S3: ''},
			'environment',
			'https://default.example.com',
			'b',
		],
		[
			'AWS_PROFILE is part of the environment',
			{},
			{AWS_PROFILE: 'lab'},
			'environment',
			'http://127.0.0.1:7480',
			'aws-1',
		],
		[
			'and weaker than its variables',
			{},
			{AWS_PROFILE: 'lab', ...everywhere},
			'environment',
			'https://env-s3.example.com',
			'env-1',
		],
		[
			'at the end, the AWS default profile',
			{},
			{},
			'environment',
			'https://default.example.com',
			'default-1',
		],
		[
			'endpoints ignored',
			{},
			{...everywhere, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true'},
			'environment',
			undefined,
			'env-1',
		],
		[
			'but not those of a profile of ours',
			{profile: 'oos-prod'},
			{AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true'},
			'own:oos-prod',
			'https://own.example.com',
			'own-1',
		],
		[
			'the environment by its name',
			{profile: 'environment:default'},
			{AWS_REGION: 'a'},
			'environment',
			'https://default.example.com',
			'a',
		],
	])('%s', (_, options, env, label, endpoint, region) => {
		const connection = resolved(options, env);
		expect([connection.label, connection.settings.endpoint, connection.settings.region]).toEqual([
			label,
			endpoint,
			region,
		]);
	});
});

describe('the rest of the settings', () => {
	test('a custom endpoint is addressed by path, with checksums when required', () => {
		expect(resolved({profile: 'plain', endpoint: 's3.example.com'}).settings).toEqual({
			endpoint: 'https://s3.example.com',
			region: 'us-east-1',
			pathStyle: true,
			readOnly: false,
			checksums: 'when-required',
			credentials: {kind: 'aws-profile', name: 'plain'},
		});
	});

	test('AWS itself is addressed by host, with checksums when supported', () => {
		expect(resolved({profile: 'plain', region: 'eu-west-1'}).settings).toMatchObject({
			endpoint: undefined,
			region: 'eu-west-1',
			pathStyle: false,
			checksums: 'when-supported',
		});
	});

	test('addressing follows the option, then the profile', () => {
		expect(resolved({profile: 'oos-prod'}).settings.pathStyle).toBe(false);
		expect(resolved({profile: 'lab'}).settings.pathStyle).toBe(false);
		expect(resolved({profile: 'lab', pathStyle: true}).settings.pathStyle).toBe(true);
		expect(resolved({profile: 'plain', pathStyle: true}).settings.pathStyle).toBe(true);
		expect(resolved({profile: 'bare', endpoint: 'x', pathStyle: false}).settings.pathStyle).toBe(
			false,
		);
		expect(resolved({profile: 'bare', endpoint: 'x'}).settings.pathStyle).toBe(true);
	});

	describe('the terms of a bucket', () => {
		const terms = {expectedBucketOwner: '111122223333', requestPayer: 'requester'} as const;
		const own = [
			{name: 'owned', ...terms, credentials: keys},
			{name: 'bare', credentials: keys},
		];
		const settle = (options: ConnectionOptions) => {
			const result = resolveConnection({...known({}, {own, aws}), options});
			if ('refused' in result) return result.refused;
			const {expectedBucketOwner, requestPayer} = result.settings;
			return [expectedBucketOwner, requestPayer];
		};

		test('the owner follows the option, then the profile; the payer is added by either', () => {
			expect(settle({profile: 'owned'})).toEqual(['111122223333', 'requester']);
			const other = '444455556666';
			expect(settle({profile: 'owned', expectedBucketOwner: other})).toEqual([other, 'requester']);
			expect(settle({profile: 'bare', requestPayer: true})).toEqual([undefined, 'requester']);
			expect(settle({profile: 'bare', requestPayer: false})).toEqual([undefined, undefined]);
		});

		test('an owner that is no account, or at Cloudflare R2, is refused with who said it', () => {
			expect(settle({profile: 'bare', expectedBucketOwner: '12'})).toBe(
				'--expected-bucket-owner: "12" is not the id of an account: it has 12 digits.',
			);
			expect(settle({profile: 'owned', endpoint: 'https://a.r2.cloudflarestorage.com'})).toBe(
				'own:owned: Cloudflare R2 has no ExpectedBucketOwner: it would refuse every request.',
			);
		});
	});

	test('read-only is added by either side and taken away by none', () => {
		expect(resolved({profile: 'oos-prod', readOnly: false}).settings.readOnly).toBe(true);
		expect(resolved({profile: 'bare', readOnly: true}).settings.readOnly).toBe(true);
		expect(resolved({profile: 'bare'}).settings.readOnly).toBe(false);
	});

	test('credentials are those of the profile, or the default chain', () => {
		expect(resolved({profile: 'bare'}).settings.credentials).toEqual(keys);
		expect(resolved({profile: 'via-aws'}).settings.credentials).toEqual({
			kind: 'aws-profile',
			name: 'lab',
		});
		expect(resolved({profile: 'via-env'}).settings.credentials).toEqual({kind: 'default-chain'});
		expect(resolved({profile: 'lab'}).settings.credentials).toEqual({
			kind: 'aws-profile',
			name: 'lab',
		});
		expect(resolved({}).settings.credentials).toEqual({kind: 'default-chain'});
		expect(resolved({endpoint: 'x'}).settings.credentials).toEqual({kind: 'default-chain'});
	});

	test('only a profile of ours has a default target', () => {
		expect(resolved({profile: 'oos-prod'})).toMatchObject({
			source: 'own',
			name: 'oos-prod',
			defaultTarget: {bucket: 'media', prefix: 'raw/'},
		});
		expect(resolved({profile: 'lab'}).defaultTarget).toBeUndefined();
	});
});

describe('names', () => {
	test('that both have are refused until the source is written', () => {
		expect(resolve({profile: 'shared'})).toEqual({
			refused: '"shared" is a profile of partway and of AWS: write own:shared or aws:shared.',
		});
		expect(resolved({profile: 'own:shared'}).settings.credentials).toEqual(keys);
		expect(resolved({profile: 'aws:shared'}).settings).toMatchObject({
			region: 'aws-2',
			credentials: {kind: 'aws-profile', name: 'shared'},
		});
	});

	test.each([
		['oos-prdo', /no profile "oos-prdo"; near it: own:oos-prod\./],
		['LAB', /near it: aws:lab\./],
		['share', /near it: own:shared, aws:shared\./],
		['aws:oos-prod', /no profile "aws:oos-prod"; near it: own:oos-prod\./],
		['own:lab', /near it: aws:lab\./],
		['zzzzzzzz', /no profile "zzzzzzzz"; there are 10 others\./],
		['', /no profile ""; there are 10 others/],
		['broken', /own:broken cannot be used: The endpoint must be text\./],
		['own:broken', /cannot be used/],
		['via-lost', /AWS profile "lost", which the AWS config does not hold/],
	])('%j is refused with its words', (profile, sentence) => {
		expect(resolve({profile})).toEqual({refused: expect.stringMatching(sentence)});
	});

	test('one other is one', () => {
		const one = known({}, {own: [own[0]!], aws: []});
		expect(resolveConnection({options: {profile: 'zzzzzzzz'}, ...one})).toEqual({
			refused: 'There is no profile "zzzzzzzz"; there is one other.',
		});
	});

	test('where nothing is set up, that is said', () => {
		const nothing = {...known({}, {own: [], aws: []})};
		expect(resolveConnection({options: {profile: 'prod'}, ...nothing})).toEqual({
			refused: 'There is no profile "prod", and none is set up.',
		});
	});

	test('an AWS_PROFILE that is not there is refused, unless there are keys beside it', () => {
		expect(resolve({}, {AWS_PROFILE: 'gone'})).toEqual({
			refused: 'AWS_PROFILE names "gone", which the AWS config does not hold.',
		});
		expect(resolved({}, {AWS_PROFILE: 'gone', AWS_ACCESS_KEY_ID: 'A'}).source).toBe('environment');
		expect(resolved({profile: 'bare'}, {AWS_PROFILE: 'gone'}).label).toBe('own:bare');
	});

	test('near ones come first', () => {
		expect(nearNames('prod', ['dev', 'prod-eu', 'prd', 'qa'])).toEqual(['prd', 'prod-eu']);
		expect(nearNames('', ['dev'])).toEqual([]);
	});
});

describe('what cannot be used is named with its place', () => {
	test.each<[ConnectionOptions, Record<string, string>, RegExp]>([
		[{endpoint: 'ftp://x'}, {}, /^--endpoint: An endpoint begins/],
		[{endpoint: ''}, {}, /^--endpoint: The endpoint is empty/],
		[{region: 'eu west'}, {}, /^--region: "eu west" is not a region/],
		[{}, {AWS_ENDPOINT_URL: 'a b'}, /^AWS_ENDPOINT_URL: /],
		[{}, {AWS_DEFAULT_REGION: 'x/y'}, /^AWS_DEFAULT_REGION: /],
	])('%j %j', (options, env, sentence) => {
		expect(resolve(options, env)).toEqual({refused: expect.stringMatching(sentence)});
	});

	test('in an AWS profile', () => {
		const wrong = known({}, {own: [], aws: [{name: 'odd', endpoint: 'ftp://x'}]});
		expect(resolveConnection({options: {profile: 'odd'}, ...wrong})).toEqual({
			refused: expect.stringMatching(/^AWS profile "odd": An endpoint begins/),
		});
	});
});

describe('an endpoint that holds a password', () => {
	const leaky = 'http://user:PASS@127.0.0.1:9';
	const leaking = {own: [], aws: [{name: 'leaky', endpoint: leaky}]};
	const role = {own: [], aws: [{name: 'role', region: 'eu-west-1', stsEndpoint: leaky}]};

	test.each([
		['an AWS profile', known({}, leaking), {profile: 'leaky'}, 'AWS profile "leaky": '],
		['the environment', known({AWS_ENDPOINT_URL: leaky}), {}, 'AWS_ENDPOINT_URL: '],
		['an option', known(), {endpoint: leaky}, '--endpoint: '],
		['the STS of an AWS profile', known({}, role), {profile: 'role'}, 'The endpoint of STS: '],
	])('of %s is refused, and not repeated', (_, from, options, place) => {
		expect(resolveConnection({...from, options})).toEqual({
			refused: `${place}An endpoint holds no user and password: keys belong in a profile.`,
		});
	});

	test('is shown without it', () => {
		const rows = listConnections({...known({}, leaking), env: {AWS_ENDPOINT_URL_S3: leaky}});
		expect(rows.map(({endpoint}) => endpoint)).toEqual(
			Array(2).fill('http://[hidden]@127.0.0.1:9'),
		);
	});
});

describe('listConnections', () => {
	test('shows ours, then the AWS profiles, each by name; the environment when it says something', () => {
		const names = (env: Record<string, string>) =>
			listConnections(known(env)).map(({source, name}) => `${source}:${name}`);
		const profiles = [
			...['own:bare', 'own:oos-prod', 'own:shared', 'own:via-aws', 'own:via-env', 'own:via-lost'],
			...['aws:default', 'aws:lab', 'aws:plain', 'aws:shared'],
		];
		expect(names({AWS_REGION: 'x'})).toEqual(profiles);
		expect(names({AWS_ACCESS_KEY_ID: 'A'})).toEqual([...profiles, 'environment:default']);
		expect(names({AWS_PROFILE: 'lab'})).toEqual([...profiles, 'environment:lab']);
	});

	test('gives what a row shows, and of ours what can be edited', () => {
		const rows = listConnections(known(everywhere));
		expect(rows.find(({name}) => name === 'oos-prod')).toEqual({
			source: 'own',
			name: 'oos-prod',
			endpoint: 'https://own.example.com',
			region: 'own-1',
			profile: own[0],
		});
		expect(rows.at(-1)).toEqual({
			source: 'environment',
			name: 'default',
			endpoint: 'https://env-s3.example.com',
			region: 'env-1',
		});
	});

	test('every row can be resolved by its source and name', () => {
		const env = {...everywhere, AWS_PROFILE: 'lab'};
		const rows = listConnections(known(env)).filter(({name}) => name !== 'via-lost');
		for (const {source, name} of rows)
			expect(resolved({profile: `${source}:${name}`}, env)).toMatchObject({source, name});
	});
});

describe('what only a profile of our own says', () => {
	const careful: Profile = {
		name: 'careful',
		credentials: keys,
		stalledAfter: '7d',
		price: {perGiBMonth: 0.023, currency: 'USD'},
		protectedPrefixes: ['s3://media/archive/', 's3://vault', 'logs/'],
	};
	const of = (profile: string, more: ConnectionOptions = {}) => {
		const options = {profile, ...more};
		const found = resolveConnection({options, ...known({}, {own: [careful], aws})});
		if ('refused' in found) throw new Error(found.refused);
		return found;
	};

	test('are thresholds, the usual ones where it says nothing', () => {
		const hour = 3_600_000;
		expect(of('careful').thresholds).toEqual({activeWithin: hour, stalledAfter: 7 * 24 * hour});
		expect(of('lab').thresholds).toEqual({activeWithin: hour, stalledAfter: 24 * hour});
	});

	test('is a price, which is that of its endpoint alone', () => {
		expect(of('careful').price).toEqual(careful.price);
		expect(of('careful', {region: 'eu-west-2'}).price).toEqual(careful.price);
		expect(of('careful', {endpoint: 'https://other.example.com'}).price).toBeUndefined();
		expect(of('lab').price).toBeUndefined();
	});

	test('are protected prefixes, which reach the gateway as they are', () => {
		expect(of('careful').settings.protectedPrefixes).toEqual([
			{bucket: 'media', prefix: 'archive/'},
			{bucket: 'vault', prefix: ''},
			{prefix: 'logs/'},
		]);
		expect(of('lab').settings.protectedPrefixes).toBeUndefined();
		// The gateway works in a thread: what it is opened with must be able to cross.
		expect(structuredClone(of('careful').settings)).toEqual(of('careful').settings);
	});
});

describe('what is known of a service', () => {
	const settingsOf = (profile: Omit<Profile, 'name' | 'credentials'>) => {
		const one = {name: 'one', credentials: keys, ...profile};
		const found = resolveConnection({options: {profile: 'one'}, ...known({}, {own: [one], aws})});
		if ('refused' in found) throw new Error(found.refused);
		return {...found.settings, service: found.service};
	};

	test('gives the region that its host names, unless one is written', () => {
		const endpoint = 'https://oos.eu-west-2.outscale.com';
		expect(settingsOf({endpoint})).toMatchObject({region: 'eu-west-2', service: 'outscale'});
		expect(settingsOf({endpoint, region: 'x'})).toMatchObject({region: 'x'});
		expect(settingsOf({endpoint: 'https://1.r2.cloudflarestorage.com'})).toMatchObject({
			...{region: 'auto', pathStyle: true, checksums: 'when-required', service: 'r2'},
		});
	});

	test('AWS that was picked is AWS, whatever the environment names; an endpoint that is written counts', () => {
		const env = {AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_REGION: 'eu-north-1'};
		const credentials = [keys, {kind: 'environment'}, {kind: 'aws-profile', name: 'lab'}] as const;
		for (const each of credentials) {
			const one = {name: 'one', credentials: each, service: 'aws'} as const;
			const of = (profile: Profile) => {
				const at = known(env, {own: [profile], aws: [{name: 'lab', endpoint: 'http://lab'}]});
				const found = resolveConnection({options: {profile: 'own:one'}, ...at});
				if ('refused' in found) throw new Error(found.refused);
				return found;
			};
			expect(of(one)).toMatchObject({
				settings: {endpoint: undefined, region: 'eu-north-1', pathStyle: false},
				service: 'aws',
			});
			expect(of({...one, endpoint: 'https://s3.corp'}).settings.endpoint).toBe('https://s3.corp');
			expect(of({name: 'one', credentials: each}).settings.endpoint).toMatch(/127.0.0.1|lab/);
		}
	});

	test('makes the endpoint of a service that was picked, with its region', () => {
		expect(settingsOf({service: 'outscale', region: 'us-east-2'})).toMatchObject({
			...{endpoint: 'https://oos.us-east-2.outscale.com', region: 'us-east-2', pathStyle: true},
		});
		const elsewhere = {endpoint: 'https://s3.corp', service: 'ceph'} as const;
		expect(settingsOf(elsewhere)).toMatchObject({...elsewhere, region: 'us-east-1'});
		expect(settingsOf({})).toMatchObject({service: 'aws', endpoint: undefined});
		expect(settingsOf({endpoint: 'https://s3.corp'}).service).toBeUndefined();
	});
});

test('a CA bundle comes from the option, the AWS profile that was named, or the environment', () => {
	const withBundle = [{name: 'lab', caBundle: '/profile.pem'}];
	const bundle = (options: ConnectionOptions, env: Record<string, string>) => {
		const found = resolveConnection({options, ...known(env, {own, aws: withBundle})});
		return 'refused' in found ? found.refused : found.settings.caBundle;
	};
	const env = {AWS_CA_BUNDLE: '/env.pem'};
	expect(bundle({profile: 'lab', caBundle: '/option.pem'}, env)).toBe('/option.pem');
	expect(bundle({profile: 'lab'}, env)).toBe('/profile.pem');
	expect(bundle({profile: 'bare'}, env)).toBe('/env.pem');
	expect(bundle({profile: 'bare'}, {})).toBeUndefined();
});
