import {describe, expect} from 'vitest';
import {headerTime} from '../../source/s3/answer/written-dates.js';
import {gatewayTo} from '../s3/raw-server.js';
import type {Answer} from './serve.js';
import {
	complete,
	headObject,
	hoursAgo,
	listParts,
	listUploads,
	madeEtag,
	type Tape,
	tapeWorld,
	type Ways,
} from './tape.js';
import {test, toWorld} from './world-test.js';

const one = ['s3://media/raw/tape.tar', '--upload-id', 'UPLOAD1'];
const target = {bucket: 'media', key: 'raw/tape.tar', uploadId: 'UPLOAD1'};

/** Forms in which services and proxies write the time of a header. */
const forms: ReadonlyArray<readonly [string, (time: Date) => string]> = [
	['ISO, as Wasabi', time => time.toISOString().replace('.000', '')],
	['ISO with an offset', time => time.toISOString().replace(/\.\d+Z/, '+00:00')],
	[
		'ISO with a blank, as Go prints it',
		time => time.toISOString().replace('T', ' ').replace('Z', ' +0000 UTC'),
	],
	['RFC 1123', time => time.toUTCString()],
	['RFC 1123 with an offset', time => time.toUTCString().replace('GMT', '+0000')],
	['UTC for GMT', time => time.toUTCString().replace('GMT', 'UTC')],
	['RFC 850', time => rfc850(time)],
	['asctime', time => asctime(time)],
	['seconds', time => String(time.getTime() / 1000)],
	['milliseconds', time => String(time.getTime())],
];

function rfc850(time: Date): string {
	const [, day, month, year, clock] = time.toUTCString().split(/[ ,]+/);
	const names = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
	return `${names[time.getUTCDay()]}, ${day}-${month}-${year?.slice(2)} ${clock} GMT`;
}

function asctime(time: Date): string {
	const [weekday, day, month, year, clock] = time.toUTCString().split(/[ ,]+/);
	return `${weekday} ${month} ${String(Number(day)).padStart(2)} ${clock} ${year}`;
}

const whole = (time: number) => new Date(Math.floor(time / 1000) * 1000);

describe('the time of a header', () => {
	test.for(forms)('%s', ([, write]) => {
		for (const time of ['2026-11-05T10:11:12Z', '2026-02-28T23:59:59Z', '2031-12-31T00:00:00Z'])
			expect(new Date(headerTime(write(new Date(time)))).toISOString()).toBe(
				new Date(time).toISOString(),
			);
	});

	test.for([
		'',
		'soon',
		'0',
		'2026-11-05',
		'2026-11-05T10:11:12',
		'2026-02-30T10:11:12Z',
		'Mon, 30 Feb 2026 10:11:12 GMT',
		'Thu, 05 Nov 2026 10:11:12',
		'Thu, 05 Nov 2026 10:11:12 CET',
		'Thu, 05 Nope 2026 10:11:12 GMT',
		'Thu, 05 Nov 2026 25:11:12 GMT',
		'12345',
	])('%j is none', text => {
		expect(headerTime(text)).toBeNaN();
	});
});

/** The usual answer, with more headers. */
function withHeaders(usual: (tape: Tape) => Answer, headers: Record<string, string>) {
	return (_request: unknown, tape: Tape): Answer => {
		const answer = usual(tape);
		return answer.status === undefined
			? {...answer, headers: {...answer.headers, ...headers}}
			: answer;
	};
}

const abortDates = ['2026-12-23T10:19:21Z', 'soon', '', '1798021161', '2026-12-23'];

describe("an x-amz-abort-date that is not HTTP's", () => {
	test('as Wasabi writes it, by the built program: parts, complete', async ({world, pipe}) => {
		const served = await world(
			tapeWorld(
				{},
				{listParts: withHeaders(listParts, {'x-amz-abort-date': '2031-12-23T10:19:21Z'})},
			),
		);
		const parts = await pipe(...toWorld(served, 'parts', ...one, '--json')).ended;
		expect(JSON.parse(parts.stdout)).toMatchObject({AbortDate: '2031-12-23T10:19:21+00:00'});
		const {code, stdout} = await pipe(...toWorld(served, 'complete', ...one, '--yes')).ended;
		expect(stdout).toContain('Done');
		expect(code).toBe(0);
	});

	test.for(abortDates)('%j: parts are read, an abort is proven', async (date, {world, ask}) => {
		const served = await world(
			tapeWorld({}, {listParts: withHeaders(listParts, {'x-amz-abort-date': date})}),
		);
		const parts = await ask(served, 'parts', ...one);
		expect(parts).toMatchObject({code: 0, stderr: ''});
		expect(parts.stdout.trim().split('\n')).toHaveLength(3);
		const {code, stdout} = await ask(served, 'abort', ...one, '--yes');
		expect(stdout).toContain('gone: s3://media');
		expect(code).toBe(0);
	});
});

describe('HeadObject behind a Complete', () => {
	test('Last-Modified in ISO, by the built program: done', async ({world, pipe}) => {
		const modified = {'last-modified': new Date().toISOString()};
		const served = await world(
			tapeWorld(
				{},
				{
					headObject: (_request, tape) =>
						tape.object && withHeaders(headObject, modified)(_request, tape),
				},
			),
		);
		const {code, stdout} = await pipe(...toWorld(served, 'complete', ...one, '--yes')).ended;
		expect(stdout).toContain('Done');
		expect(code).toBe(0);
	});

	test.for(forms)('Last-Modified in %s is read', async ([, write], {world}) => {
		const time = whole(Date.now());
		const served = await world(
			tapeWorld(
				{object: {size: 7, etag: '"x"'}},
				{headObject: withHeaders(headObject, {'last-modified': write(time)})},
			),
		);
		const gateway = gatewayTo(served.endpoint);
		const {lastModified} = (await gateway.headObject(target)) ?? {};
		gateway.close();
		expect(lastModified).toBe(time.getTime());
	});

	const useless: ReadonlyArray<Record<string, string>> = [
		{expires: 'never'},
		{expires: '0'},
		{'x-amz-object-lock-retain-until-date': 'Wed, 23 Dec 2026 10:19:21 GMT'},
		{'x-amz-object-lock-mode': 'PERHAPS', 'x-amz-object-lock-legal-hold': 'MAYBE'},
		{'x-amz-mp-parts-count': 'three', 'x-amz-missing-meta': '', 'x-amz-tagging-count': '-'},
		{'x-amz-storage-class': 'SOMEWHERE', 'x-amz-replication-status': 'LATER'},
		{
			'x-amz-server-side-encryption': 'rot13',
			'x-amz-server-side-encryption-bucket-key-enabled': 'aye',
		},
		{'x-amz-restore': 'ongoing-request=', 'x-amz-expiration': 'expiry-date='},
		{'x-amz-checksum-type': 'OTHER', 'x-amz-checksum-crc32': 'not base64 !'},
		{'x-amz-delete-marker': 'perhaps', 'accept-ranges': 'furlongs'},
	];
	test.for(useless)('%j costs nothing', async (headers, {world, ask}) => {
		const served = await world(
			tapeWorld(
				{},
				{
					any: ({method}, tape) =>
						method === 'HEAD' && tape.object
							? withHeaders(headObject, headers)({}, tape)
							: undefined,
					listParts: withHeaders(listParts, headers),
					complete: withHeaders(complete, headers),
				},
			),
		);
		const {code, stdout, stderr} = await ask(served, 'complete', ...one, '--yes');
		expect([code, stderr]).toEqual([0, expect.not.stringContaining('unknown')]);
		expect(stdout).toContain('HeadObject shows');
	});

	test('a Last-Modified that is none leaves done to size and ETag', async ({world, ask}) => {
		const headers = {'last-modified': 'yesterday'};
		const served = await world(
			tapeWorld(
				{},
				{
					any: ({method}, tape) =>
						method === 'HEAD' && tape.object
							? withHeaders(headObject, headers)({}, tape)
							: undefined,
				},
			),
		);
		expect((await ask(served, 'complete', ...one, '--yes')).code).toBe(0);
	});
});

/** The usual answer with something put into it. */
function changed(usual: (tape: Tape) => Answer, change: (body: string, tape: Tape) => string) {
	return (_request: unknown, tape: Tape): Answer => {
		const answer = usual(tape);
		return answer.body === undefined || answer.status !== undefined
			? answer
			: {...answer, body: change(answer.body, tape)};
	};
}

const everywhere = (change: (body: string, tape: Tape) => string): Ways => ({
	listUploads: changed(listUploads, change),
	listParts: changed(listParts, change),
	complete: changed(complete, change),
});

const twice =
	(...elements: string[]) =>
	(body: string) =>
		elements.reduce(
			(text, element) =>
				text.replace(new RegExp(`<${element}>.*?</${element}>`, 'g'), found => found + found),
			body,
		);

const extra = '<Kept><Until>never</Until></Kept>';

/** What is in an answer and needed by nobody. */
const adornments: ReadonlyArray<readonly [string, (body: string, tape: Tape) => string]> = [
	['unknown enum values', body => body.replaceAll('STANDARD', 'ON_THE_MOON')],
	['owners twice', twice('Owner', 'Initiator')],
	['IsTruncated twice', twice('IsTruncated')],
	['keys and ids twice', twice('Key', 'UploadId', 'Bucket')],
	[
		'dates, sizes, ETags and numbers twice',
		twice('Initiated', 'LastModified', 'Size', 'ETag', 'PartNumber'),
	],
	[
		'MaxParts and markers twice',
		twice('MaxParts', 'MaxUploads', 'NextPartNumberMarker', 'Location'),
	],
	['the storage class as an element', body => body.replaceAll('STANDARD', '<Name>STANDARD</Name>')],
	[
		'an unknown element with elements',
		body =>
			body
				.replaceAll(/<(Upload|Part|Bucket)>/g, `${extra}$&${extra}`)
				.replaceAll(/<Bucket>(<Kept>.*?<\/Kept>)/g, '<Bucket>'),
	],
	['owners that are empty', body => body.replaceAll(/<(Owner|Initiator)>.*?<\/\1>/g, '<$1/>')],
	['owners of text', body => body.replaceAll(/<(Owner|Initiator)>.*?<\/\1>/g, '<$1>me</$1>')],
	[
		'empty elements of the upload',
		body =>
			body.replaceAll(
				/<(StorageClass|MaxParts|MaxUploads|PartNumberMarker|Location)>.*?<\/\1>/g,
				'<$1/><ChecksumAlgorithm/><ChecksumType></ChecksumType>',
			),
	],
	[
		'numbers that are none',
		body =>
			body.replaceAll(/<(MaxParts|MaxUploads|NextPartNumberMarker)>.*?<\/\1>/g, '<$1>many</$1>'),
	],
	['attributes', body => body.replaceAll(/<([A-Z]\w+)>/g, '<$1 xml:lang="en" a=\'1>0\'>')],
	['blanks in tags', body => body.replaceAll(/<(\/?[A-Z]\w+)>/g, '<$1 >')],
	[
		'comments and instructions',
		body => body.replaceAll(/<(Key|Size|ETag|Part|Upload)>/g, '<!-- $1 --><?php $1 ?>$&'),
	],
	['a BOM', body => `\ufeff${body}`],
	['a BOM behind white space', body => `\r\n\ufeff${body}\r\n`],
	['the root ns2: with children of it', body => prefixed(body, 'ns2', /<(\/?)(?![?])([A-Z])/g)],
	[
		'the root s3: alone',
		body => prefixed(body, 's3', /<(\/?)(?![?])([A-Z]\w+(?:Result|Response))/g),
	],
	[
		'children with the prefix of the namespace',
		body =>
			body
				.replace(' xmlns=', ' xmlns:s3="http://s3.amazonaws.com/doc/2006-03-01/" xmlns=')
				.replaceAll(/<(\/?)([A-Z]\w*)>/g, (_all, slash, name) =>
					/Result$/.test(name) ? `<${slash}${name}>` : `<${slash}s3:${name}>`,
				),
	],
	[
		'elements of another namespace with the same names',
		body =>
			body
				.replace(' xmlns=', ' xmlns:o="urn:other" xmlns=')
				.replaceAll(/<(?:Upload|Part)>/g, '$&<o:Key>other</o:Key><o:Size>9</o:Size>')
				.replaceAll('<Bucket>', '<o:Key>other</o:Key>$&'),
	],
	[
		"moto's roots",
		body =>
			body.replaceAll(
				/(ListParts|CompleteMultipartUpload|ListMultipartUploads)Result/g,
				'$1Response',
			),
	],
	[
		'roots called Output',
		body =>
			body.replaceAll(
				/(ListParts|CompleteMultipartUpload|ListMultipartUploads)Result/g,
				'$1Output',
			),
	],
	[
		'a root of its own',
		body =>
			body.replaceAll(/(ListParts|CompleteMultipartUpload|ListMultipartUploads)Result/g, 'Answer'),
	],
];

function prefixed(body: string, prefix: string, names: RegExp): string {
	return body.replaceAll(names, `<$1${prefix}:$2`).replace(' xmlns=', ` xmlns:${prefix}=`);
}

describe('what an answer holds beside what is needed', () => {
	test.for(adornments)(
		'%s: the upload is listed, its parts are read, completed and found',
		async ([, change], {world, ask}) => {
			const served = await world(tapeWorld({initiated: hoursAgo(240)}, everywhere(change)));
			const listed = await ask(served, 'list', 'media', '--parts', '--jsonl');
			expect(listed).toMatchObject({code: 0, stderr: ''});
			expect(JSON.parse(listed.stdout)).toMatchObject({
				...{Key: target.key, UploadId: target.uploadId, State: 'stalled', PartCount: 3},
				Bytes: 11 * 1024 * 1024,
			});
			const parts = await ask(served, 'parts', ...one, '--check');
			expect(parts.code).toBe(0);
			const {code, stdout} = await ask(served, 'complete', ...one, '--yes');
			expect(stdout).toContain('with the expected ETag');
			expect(code).toBe(0);
		},
	);

	test.for(adornments)('%s: an abort is proven', async ([, change], {world, ask}) => {
		const served = await world(tapeWorld({}, everywhere(change)));
		const {code, stdout} = await ask(served, 'abort', ...one, '--yes');
		expect(stdout).toContain('gone: s3://media');
		expect(code).toBe(0);
	});

	test.for([
		[
			'<Error><Code>NoSuchUpload</Code><Code>NoSuchUpload</Code><Message>a</Message><Message>b</Message></Error>',
		],
		['\ufeff<?xml version="1.0"?><Error><Code>NoSuchUpload</Code></Error>'],
		[
			'<s:Error xmlns:s="http://s3.amazonaws.com/doc/2006-03-01/"><s:Code>NoSuchUpload</s:Code></s:Error>',
		],
		[
			'<ErrorResponse><Error><Code>NoSuchUpload</Code></Error><RequestId>1</RequestId></ErrorResponse>',
		],
		[
			'<Error><Code>NoSuchUpload</Code><Message>a < b & c</Message><Resource>/media/<raw</Resource></Error>',
		],
		['<Error lang="en"><Code type="s3">NoSuchUpload</Code></Error>'],
		['<Error><Code>\n\tNoSuchUpload\n</Code></Error>'],
	])('an error of %j is what its code says', async ([body = ''], {world}) => {
		const served = await world(tapeWorld({}, {listParts: () => ({status: 404, body})}));
		const gateway = gatewayTo(served.endpoint);
		await expect(gateway.listParts(target)).rejects.toMatchObject({code: 'NoSuchUpload'});
		gateway.close();
	});
});

describe('elements that contradict each other say nothing', () => {
	const contradicting = (element: string, other: string) => (body: string) =>
		body.replaceAll(
			new RegExp(`<${element}>.*?</${element}>`, 'g'),
			found => `${found}<${element}>${other}</${element}>`,
		);

	test('two keys of a row: the row is counted and not shown', async ({world, ask}) => {
		const ways = {listUploads: changed(listUploads, contradicting('Key', 'raw/other.tar'))};
		const listed = await ask(await world(tapeWorld({}, ways)), 'list', 'media');
		expect(listed.stdout).not.toMatch(/tape|other/);
		expect(listed.stderr).toContain('1 row of the listing has no key');
		expect(listed.code).toBe(1);
	});

	test('two sizes of a part: unknown', async ({world, ask}) => {
		const ways = {listParts: changed(listParts, contradicting('Size', '7'))};
		const parts = await ask(await world(tapeWorld({}, ways)), 'parts', ...one);
		expect(parts.stdout.split('\n')[0]?.split('\t').slice(0, 2)).toEqual(['1', '-']);
	});

	test('two dates of a part: unknown, never stalled', async ({world, ask}) => {
		const ways = {listParts: changed(listParts, contradicting('LastModified', hoursAgo(0.1)))};
		const listed = await ask(
			await world(tapeWorld({}, ways)),
			'list',
			'media',
			'--parts',
			'--jsonl',
		);
		expect(JSON.parse(listed.stdout)).toMatchObject({State: 'unknown'});
	});

	test('IsTruncated both: the listing goes on', async ({world}) => {
		const ways: Ways = {
			listUploads: (request, tape) =>
				changed(listUploads, contradicting('IsTruncated', 'true'))(request, tape),
		};
		const served = await world(tapeWorld({}, ways));
		const gateway = gatewayTo(served.endpoint);
		const page = await gateway.listUploadsPage({bucket: 'media'});
		gateway.close();
		expect(page.next).toEqual({keyMarker: target.key, uploadIdMarker: target.uploadId});
	});
});

test('the ETag of a Complete that is told twice is the one that is looked for', async ({world}) => {
	const served = await world(
		tapeWorld({}, {complete: changed(complete, twice('ETag', 'Location'))}),
	);
	const gateway = gatewayTo(served.endpoint);
	const listing = await gateway.listParts(target);
	const answer = await gateway.complete({...target, parts: listing.parts, onlyIfAbsent: false});
	gateway.close();
	expect(answer.etag).toBe(
		madeEtag({
			parts: listing.parts.map(({etag, partNumber}) => ({
				number: partNumber,
				etag: etag.replaceAll('"', ''),
			})),
		} as unknown as Tape),
	);
});

test('settings of a bucket and the list of buckets are read beside what cannot be', async ({
	world,
}) => {
	const rules =
		'<Rule><ID>a</ID><ID>a</ID><Status>Enabled</Status><Filter><Prefix>raw/</Prefix></Filter><Expiration><Date>soon</Date><Days>many</Days></Expiration><Transition><Date/><StorageClass>ON_THE_MOON</StorageClass></Transition><AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule>';
	const buckets =
		'<Owner><ID>me</ID></Owner><Owner><ID>me</ID></Owner><Buckets><Bucket><Name>media</Name><CreationDate>soon</CreationDate><CreationDate>later</CreationDate></Bucket></Buckets>';
	const served = await world(({path, query}) => {
		if (query.has('lifecycle'))
			return {
				body: `<s:LifecycleConfiguration xmlns:s="urn:s3">${rules}</s:LifecycleConfiguration>`,
			};
		if (query.has('publicAccessBlock'))
			return {
				body: '<PublicAccessBlockConfiguration><BlockPublicAcls>TRUE</BlockPublicAcls><IgnorePublicAcls a="1">true</IgnorePublicAcls><BlockPublicPolicy>x</BlockPublicPolicy></PublicAccessBlockConfiguration>',
			};
		return path === '/'
			? {body: `<ListBucketsResponse>${buckets}</ListBucketsResponse>`}
			: undefined;
	});
	const gateway = gatewayTo(served.endpoint);
	expect(await gateway.lifecycle('media')).toMatchObject([
		{id: 'a', enabled: true, prefix: 'raw/', daysAfterInitiation: 7},
	]);
	expect(await gateway.publicAccessBlock('media')).toEqual({
		blocksPublicAcls: true,
		ignoresPublicAcls: true,
	});
	expect(await gateway.listBuckets()).toMatchObject([{name: 'media'}]);
	expect(await gateway.account()).toMatchObject({owner: {id: 'me'}});
	gateway.close();
});
