import {describe, expect, test} from 'vitest';
import type {Profile} from '../../../source/profiles/store/profile.js';
import type {Effect} from '../../../source/session/core/effect.js';
import type {FormDialog, FormField} from '../../../source/session/dialogs/form.js';
import {drawn} from '../../ui/drawn.js';
import {kinds, type Stage, stage} from '../stage.js';

const keys = {kind: 'keys', accessKeyId: 'SAMPLE', secretAccessKey: 'opens/nothing'} as const;

/** The form of a new connection, or of one that is there; the AWS config holds `ops`. */
function opened(profile?: Profile): Stage {
	const on = stage();
	on.press('connections');
	const own = profile && {source: 'own' as const, name: profile.name, profile};
	on.tell({
		type: 'connections-listed',
		screen: on.screen.id,
		entries: [...(own ? [own] : []), {source: 'aws', name: 'ops'}],
	});
	on.press(profile === undefined ? 'new-connection' : 'edit-connection');
	return on;
}

function form({state}: Stage): FormDialog {
	if (state.dialog?.kind !== 'form') throw new Error('no form is open');
	return state.dialog;
}

function fieldOf(on: Stage, name: string): FormField {
	const found = form(on).fields.find(each => each.name === name);
	if (found === undefined) throw new Error(`no field ${name}`);
	return found;
}

const textOf = (on: Stage, name: string) => fieldOf(on, name).line.text;

function go(on: Stage, name: string): void {
	for (let step = 0; step < 30 && form(on).fields[form(on).focus]?.name !== name; step++)
		on.press('next-field');
}

/** Puts text in the place of what stands in a field. */
function fill(on: Stage, name: string, text: string): void {
	go(on, name);
	on.hit('end', 'ctrl-u');
	if (text !== '') on.tell({type: 'paste', text});
}

/** Goes to the field of the service and types the beginning of its name. */
function pick(on: Stage, typed: string): void {
	go(on, 'service');
	on.hit('home');
	for (const letter of typed) on.type(letter);
}

function saved(effects: readonly Effect[]): Profile {
	const [effect] = effects;
	if (effect?.type !== 'save-connection') throw new Error(`not saved: ${kinds(effects)}`);
	return effect.profile;
}

describe('a service that is picked', () => {
	test('fills in its endpoint and region, and takes them back when another one is picked', () => {
		const on = opened();
		pick(on, 'outscale oos eu');
		expect(textOf(on, 'endpoint')).toBe('https://oos.eu-west-2.outscale.com');
		expect(textOf(on, 'region')).toBe('eu-west-2');
		on.hit('right');
		expect(textOf(on, 'endpoint')).toBe('https://oos.us-east-2.outscale.com');
		pick(on, 'ceph');
		expect([textOf(on, 'endpoint'), textOf(on, 'region')]).toEqual(['', '']);
	});

	test('overwrites nothing that was typed', () => {
		const on = opened();
		fill(on, 'endpoint', 'https://s3.corp');
		fill(on, 'region', 'here');
		pick(on, 'outscale oos eu');
		expect([textOf(on, 'endpoint'), textOf(on, 'region')]).toEqual(['https://s3.corp', 'here']);
		pick(on, 'wasabi');
		expect([textOf(on, 'endpoint'), textOf(on, 'region')]).toEqual(['https://s3.corp', 'here']);
	});

	test('with many regions gets its endpoint by the region that is typed', () => {
		const on = opened();
		pick(on, 'wasabi');
		expect(fieldOf(on, 'region').hint).toContain('eu-central-2');
		expect(fieldOf(on, 'endpoint').hint).toBe('https://s3.REGION.wasabisys.com');
		fill(on, 'region', 'eu-west-1');
		expect(textOf(on, 'endpoint')).toBe('https://s3.eu-west-1.wasabisys.com');
		fill(on, 'endpoint', 'https://s3.corp');
		fill(on, 'region', 'eu-west-2');
		expect(textOf(on, 'endpoint')).toBe('https://s3.corp');
	});

	test('is stored; AWS without an endpoint', () => {
		const on = opened();
		fill(on, 'name', 'one');
		pick(on, 'scaleway object storage fr');
		expect(saved(on.press('save-form'))).toMatchObject({
			service: 'scaleway',
			endpoint: 'https://s3.fr-par.scw.cloud',
			region: 'fr-par',
		});
		pick(on, 'aws s');
		const aws = saved(on.press('save-form'));
		expect(aws.service).toBe('aws');
		expect(aws.endpoint).toBeUndefined();
	});

	test('that needs an endpoint is not stored without', () => {
		const on = opened();
		fill(on, 'name', 'one');
		pick(on, 'minio');
		expect(kinds(on.press('save-form'))).toEqual([]);
		expect(fieldOf(on, 'endpoint').problem).toContain('The endpoint is missing');
		expect(form(on).fields[form(on).focus]?.name).toBe('endpoint');
	});

	test('is moved through by keys, and found by its letters', () => {
		const on = opened();
		go(on, 'service');
		const {options} = fieldOf(on, 'service').choice!;
		on.hit('left');
		expect(textOf(on, 'service')).toBe('other');
		on.hit('right', 'right');
		expect(textOf(on, 'service')).toBe('aws');
		on.type('s');
		expect(textOf(on, 'service')).toBe('scaleway');
		on.type('e');
		expect(textOf(on, 'service')).toBe('seaweedfs');
		on.type('?');
		expect(textOf(on, 'service')).toBe('seaweedfs');
		on.hit('backspace');
		expect(textOf(on, 'service')).toBe('');
		expect(new Set(options.map(({title}) => title)).size).toBe(options.length);
	});
});

describe('an endpoint that is typed', () => {
	test('is recognised, and what the table knows is told', () => {
		const on = opened();
		fill(on, 'endpoint', '1.r2.cloudflarestorage.com');
		expect(fieldOf(on, 'endpoint').notes).toEqual([
			'This is Cloudflare R2 auto, by its host.',
			'Cloudflare R2 aborts uploads by itself 7 days after they began, unless changed.',
			'All parts but the last must be of one size.',
			'It refuses a Complete that would overwrite an object (If-None-Match).',
		]);
		expect(fieldOf(on, 'service').choice?.options[0]?.title).toBe(
			'by the endpoint: Cloudflare R2 auto',
		);
		expect(fieldOf(on, 'region').hint).toBe('empty: auto, as the host says');
		pick(on, 'minio');
		expect(fieldOf(on, 'service').notes?.[0]).toContain('whatever is picked');
	});

	test('of nobody known asks for the service, which then tells what it lists', () => {
		const on = opened();
		fill(on, 'endpoint', 's3.corp');
		expect(fieldOf(on, 'endpoint').notes?.join()).toContain('No known service has this host');
		pick(on, 'minio');
		expect(fieldOf(on, 'endpoint').notes).toContain(
			'MinIO lists uploads from memory, and before September 2024 only under a prefix that is a whole key: this list may be incomplete.',
		);
		expect(fieldOf(on, 'pathStyle').choice?.options[0]?.title).toBe('by the service: yes');
	});
});

describe('an endpoint that is none of the picked service', () => {
	test.each([
		['http://127.0.0.1:33125', 'The endpoint is not one of OUTSCALE OOS eu-west-2: '],
		['s3.fr-par.scw.cloud', 'but of Scaleway Object Storage fr-par'],
		['oos.us-east-2.outscale.com', 'but of OUTSCALE OOS us-east-2'],
	])('%s is told, and takes the filled region back', (endpoint, words) => {
		const on = opened();
		pick(on, 'outscale oos eu');
		expect(fieldOf(on, 'service').remark).toBeUndefined();
		fill(on, 'endpoint', endpoint);
		expect(fieldOf(on, 'service').remark).toContain(words);
		expect(textOf(on, 'region')).toBe('');
		fill(on, 'endpoint', 'oos.eu-west-2.outscale.com');
		expect(fieldOf(on, 'service').remark).toBeUndefined();
		expect(textOf(on, 'region')).toBe('eu-west-2');
	});

	test('leaves a region that was typed', () => {
		const on = opened();
		pick(on, 'outscale oos eu');
		fill(on, 'region', 'here');
		fill(on, 'endpoint', 's3.corp');
		expect(textOf(on, 'region')).toBe('here');
	});

	test('may be that of a service which anyone can run', () => {
		const on = opened();
		pick(on, 'ceph');
		fill(on, 'endpoint', 's3.corp');
		expect(fieldOf(on, 'service').remark).toBeUndefined();
	});

	test.each([
		[
			'outscale oos eu',
			's3.corp',
			'The test found Ceph RGW, not OUTSCALE OOS: pick Ceph RGW here.',
		],
		['minio', 's3.corp', 'The test found Ceph RGW, not MinIO: pick Ceph RGW here.'],
		['outscale oos eu', 'oos.eu-west-2.outscale.com', undefined],
		['ceph', 's3.corp', undefined],
	])('%s at %s, where a test finds Ceph RGW', (service, endpoint, remark) => {
		const on = opened();
		pick(on, service);
		fill(on, 'endpoint', endpoint);
		on.press('test-connection');
		if (on.state.dialog?.kind !== 'test') throw new Error('no test');
		on.tell({
			type: 'test-progress',
			test: on.state.dialog.id,
			label: 'new',
			found: {
				...{endpoint, region: 'x', permissions: [], isDone: true},
				service: {id: 'ceph', name: 'Ceph RGW'},
			},
		});
		on.press('back');
		expect(fieldOf(on, 'service').remark).toBe(remark);
		fill(on, 'endpoint', 'other.corp');
		expect(fieldOf(on, 'service').remark ?? '').not.toContain('The test');
	});
});

describe('while one types', () => {
	test.each([
		['name', 'a b', /letters, digits/],
		['endpoint', 'ftp://x', /begins with https/],
		['region', 'Paris!', /not a region/],
		['credentials.accessKeyId', 'A B', /holds a space/],
		['credentials.name', 'opz', /no profile of this name yet/],
		['defaultTarget', 's3://', /No bucket is named/],
		['protectedPrefixes', 's3://', /protected prefix/],
		['expectedBucketOwner', '12', /12 digits/],
		['activeWithin', 'soon', /not a time/],
		['stalledAfter', '1m', /active and stalled at once/],
	])('%s says what is wrong, without refusing anything yet', (name, text, words) => {
		const on = opened();
		fill(on, name, text);
		expect(fieldOf(on, name).remark).toMatch(words);
		expect(form(on).fields.filter(({problem}) => problem !== undefined)).toEqual([]);
		fill(on, name, '');
		expect(fieldOf(on, name).remark).toBeUndefined();
	});

	test('what is protected is said, and what to write where a prefix looks like a bucket', () => {
		const on = opened();
		fill(on, 'protectedPrefixes', 's3://vault, acme-media/logs/');
		expect(fieldOf(on, 'protectedPrefixes')).toMatchObject({
			notes: [
				'Protects every key in bucket vault.',
				'Protects keys that begin with "acme-media/logs/" in every bucket.',
			],
			remark: 'acme-media/logs/: write s3://acme-media/logs/ for that bucket.',
		});
		fill(on, 'protectedPrefixes', 's3://acme-media/logs/, keep/');
		expect(fieldOf(on, 'protectedPrefixes').remark).toBeUndefined();
	});

	test('keys and an AWS profile, or a secret without its key, are told', () => {
		const on = opened();
		fill(on, 'credentials.secretAccessKey', 'PLANTED');
		expect(fieldOf(on, 'credentials.secretAccessKey').remark).toContain('missing');
		fill(on, 'credentials.accessKeyId', 'SAMPLE');
		fill(on, 'credentials.name', 'ops');
		expect(fieldOf(on, 'credentials.name').remark).toBe('Either an AWS profile or keys, not both.');
		expect(fieldOf(on, 'credentials.accessKeyId').notes?.join()).toMatch(/mode 0600.*AWS profile/);
		expect(JSON.stringify(form(on).fields.map(each => ({...each, line: undefined})))).not.toContain(
			'PLANTED',
		);
	});

	test('a letter of several code points is one step, and a paste loses its line break', () => {
		const on = opened();
		fill(on, 'defaultTarget', 's3://media/👩‍👩‍👧e\u0301\n');
		expect(textOf(on, 'defaultTarget')).toBe('s3://media/👩‍👩‍👧e\u0301');
		on.hit('backspace', 'backspace');
		expect(textOf(on, 'defaultTarget')).toBe('s3://media/');
	});
});

describe('the secret of a stored connection', () => {
	const stored: Profile = {name: 'one', credentials: {...keys, sessionToken: 'token'}};

	test('is not in the form, and stays where nothing is typed', () => {
		const on = opened(stored);
		expect(textOf(on, 'credentials.secretAccessKey')).toBe('');
		expect(saved(on.press('save-form'))).toEqual({...stored});
		fill(on, 'credentials.secretAccessKey', ' anew ');
		expect(saved(on.press('save-form')).credentials).toEqual({...keys, secretAccessKey: 'anew'});
	});

	test('does not go with another key', () => {
		const on = opened(stored);
		fill(on, 'credentials.accessKeyId', 'ANOTHER');
		expect(kinds(on.press('save-form'))).toEqual([]);
		expect(fieldOf(on, 'credentials.secretAccessKey').problem).toBe(
			'The secret access key is empty.',
		);
	});
});

describe('a test of what is typed', () => {
	test('needs no name, stores nothing, and gives the form back', () => {
		const on = opened();
		fill(on, 'endpoint', 's3.corp');
		const before = form(on);
		const effects = on.press('test-connection');
		expect(effects).toMatchObject([
			{type: 'test-connection', subject: {kind: 'typed', profile: {endpoint: 'https://s3.corp'}}},
		]);
		expect(kinds(on.press('back'))).toEqual(['stop-test']);
		expect(on.state.dialog).toEqual(before);
	});

	test('is not begun with what will not do', () => {
		const on = opened();
		fill(on, 'endpoint', 'ftp://x');
		expect(kinds(on.press('test-connection'))).toEqual([]);
		expect(fieldOf(on, 'endpoint').problem).toContain('begins with https');
	});

	test('what comes late, or of the test before, is dropped', () => {
		const on = opened();
		on.press('test-connection');
		const first = on.state.dialog;
		if (first?.kind !== 'test') throw new Error('no test');
		on.press('refresh');
		const late = {type: 'test-refused', test: first.id, sentence: 'late'} as const;
		on.tell(late);
		expect(on.state.dialog).not.toHaveProperty('refused');
		const now = on.state.dialog as typeof first;
		on.tell({...late, test: now.id});
		expect(on.state.dialog).toMatchObject({refused: 'late'});
		on.press('back');
		on.tell({...late, test: now.id});
		expect(on.state.dialog?.kind).toBe('form');
	});
});

describe('a price', () => {
	test('is typed as an amount and a currency, and stored', () => {
		const on = opened({name: 'lab', credentials: {kind: 'environment'}});
		fill(on, 'price.perGiBMonth', ' 0.023 ');
		expect(fieldOf(on, 'price.currency').empty).toBe('needed');
		fill(on, 'price.currency', 'usd');
		expect(saved(on.press('save-form')).price).toEqual({perGiBMonth: 0.023, currency: 'USD'});
	});

	test('stays, and goes when both fields are emptied', () => {
		const price = {perGiBMonth: 0.02, currency: 'EUR'};
		const on = opened({name: 'lab', credentials: {kind: 'environment'}, price});
		expect([textOf(on, 'price.perGiBMonth'), textOf(on, 'price.currency')]).toEqual([
			'0.02',
			'EUR',
		]);
		expect(saved(on.press('save-form')).price).toEqual(price);
		fill(on, 'price.perGiBMonth', '');
		fill(on, 'price.currency', '');
		expect(saved(on.press('save-form')).price).toBeUndefined();
	});

	test.each([
		['-1', 'USD', 'price.perGiBMonth', /not a price/],
		['NaN', 'USD', 'price.perGiBMonth', /not a price/],
		['23', 'USD', 'price.perGiBMonth', /If it is for 1 TiB/],
		['', 'USD', 'price.perGiBMonth', /needs its amount/],
		['0.02', '', 'price.currency', /needs its currency/],
		['0.02', 'ABC', 'price.currency', /no currency/],
	])('of %j %j is refused under its field', (amount, currency, field, sentence) => {
		const on = opened({name: 'lab', credentials: {kind: 'environment'}});
		fill(on, 'price.perGiBMonth', amount);
		fill(on, 'price.currency', currency);
		expect(on.press('save-form')).toEqual([]);
		expect(fieldOf(on, field).problem).toMatch(sentence);
	});

	test('is offered where the service publishes one, and never filled in by itself', () => {
		const on = opened();
		pick(on, 'ceph');
		on.hit('ctrl-l');
		expect(textOf(on, 'price.perGiBMonth')).toBe('');
		pick(on, 'aws');
		expect(fieldOf(on, 'price.perGiBMonth').notes?.[0]).toMatch(
			/^List price of AWS S3: 0\.023 USD/,
		);
		expect(textOf(on, 'price.perGiBMonth')).toBe('');
		on.hit('ctrl-l');
		expect([textOf(on, 'price.perGiBMonth'), textOf(on, 'price.currency')]).toEqual([
			'0.023',
			'USD',
		]);
		fill(on, 'endpoint', 'https://account.r2.cloudflarestorage.com');
		on.hit('ctrl-l');
		expect(textOf(on, 'price.perGiBMonth')).toBe('0.0161061');
	});
});

describe('what the form says unfocused', () => {
	const rowOf = (on: Stage, title: string) => drawn(on).find(row => row.includes(` ${title} `));

	test('are groups, and what an empty field means', () => {
		const on = opened();
		for (const [title, row] of [
			['service', /^ {3}Service {6}service {8}none picked/],
			['AWS profile', /^ {3}Credentials {2}AWS profile {4}none$/],
			['access key id', /access key id {2}none: from the environment$/],
			['read-only', /^ {3}Rules {8}read-only {6}no$/],
			['bucket owner', /bucket owner {3}any$/],
			['requester pays', /requester pays no$/],
			['open at', /^ {3}Lists {8}open at {8}the list of buckets$/],
			['stalled after', /stalled after {2}24h, the default$/],
			['1 GiB a month', /^ {3}Price {8}1 GiB a month {2}none: no costs are shown$/],
		] as const)
			expect(rowOf(on, title)?.trimEnd()).toMatch(row);
	});

	test('is a secret that is stored, which the key alone decides', () => {
		const on = opened({name: 'lab', credentials: keys});
		expect(rowOf(on, 'secret key')).toMatch(/secret key {5}stored, never shown/);
		fill(on, 'credentials.accessKeyId', 'OTHER');
		expect(rowOf(on, 'secret key')).toMatch(/secret key {5}needed/);
		expect(drawn(on).join('\n')).not.toContain(keys.secretAccessKey);
	});

	test('has no room for groups on a narrow terminal', () => {
		const on = opened();
		on.tell({type: 'resized', columns: 60, rows: 24});
		expect(rowOf(on, 'AWS profile')?.trimEnd()).toMatch(/^ {3}AWS profile {4}none$/);
	});
});

describe('esc', () => {
	const kind = ({state}: Stage) => state.dialog?.kind;

	test('closes a form in which nothing was changed', () => {
		const on = opened({name: 'lab', credentials: keys});
		on.press('next-field', 'back');
		expect(kind(on)).toBeUndefined();
		on.press('edit-connection');
		fill(on, 'name', 'other');
		fill(on, 'name', 'lab');
		on.press('back');
		expect(kind(on)).toBeUndefined();
	});

	test('asks where something was, names the fields and shows no secret', () => {
		const on = opened({name: 'lab', credentials: keys});
		fill(on, 'credentials.secretAccessKey', 'planted');
		fill(on, 'region', 'here');
		on.press('back');
		expect(drawn(on).join('\n')).toMatch(/changed {4}region, secret key/);
		expect(drawn(on).join('\n')).not.toContain('planted');
		on.press('confirm');
		expect(textOf(on, 'region')).toBe('here');
		expect(textOf(on, 'credentials.secretAccessKey')).toBe('planted');
		on.press('back', 'back');
		expect(kind(on)).toBe('form');
		on.press('back', 'next-choice', 'confirm');
		expect(kind(on)).toBeUndefined();
	});
});
