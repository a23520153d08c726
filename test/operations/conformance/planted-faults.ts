import type {CheckId} from '../../../source/operations/conformance/checks/checks.js';
import {S3Error} from '../../../source/sandbox/errors.js';
import {compositeEtag} from '../../../source/sandbox/integrity/etag.js';
import {chooseParts} from '../../../source/sandbox/operations/complete-parts.js';
import {uploadsPage} from '../../../source/sandbox/personalities/aws-uploads-page.js';
import type {Personality, Sandbox} from '../../../source/sandbox/sandbox.js';
import type {Bucket} from '../../../source/sandbox/store/bucket.js';
import type {Upload} from '../../../source/sandbox/store/model.js';
import type {Page} from '../../../source/sandbox/store/page.js';

/** One thing that a service gets wrong, and the checks that have to say so: these, and no others. */
export type PlantedFault = {
	readonly name: string;
	readonly found: readonly CheckId[];
	readonly alter?: (s3: Personality) => Personality;
	readonly plant?: (sandbox: Sandbox) => void;
	/** The server's clock, milliseconds beside that of this machine. */
	readonly clock?: number;
	/** Whether something stays that cannot be removed there. */
	readonly leaves?: true;
};

type Asked = Parameters<Personality['uploads']['page']>[1];

/** Pages as somebody else makes them. */
const paging =
	(page: (bucket: Bucket, asked: Asked) => Page<Upload>) =>
	(s3: Personality): Personality => ({...s3, uploads: {...s3.uploads, page}});

/** Every document of that root, written in another way. */
const written =
	(root: string, edit: (body: string) => string) =>
	(s3: Personality): Personality => ({
		...s3,
		responseStyle: {
			...s3.responseStyle,
			reply: reply =>
				typeof reply.body === 'string' && reply.body.includes(`<${root}`)
					? {...reply, body: edit(reply.body)}
					: reply,
		},
	});

const completing =
	(change: Partial<Personality['completing']>) =>
	(s3: Personality): Personality => ({...s3, completing: {...s3.completing, ...change}});

/** Headers of an operation that it does not look at. */
const ignoring =
	(operation: string, header: RegExp) =>
	(s3: Personality): Personality => ({
		...s3,
		requestPolicy: {
			...s3.requestPolicy,
			ignores: (asked, name) => asked === operation && header.test(name),
		},
	});

/** Requests that it refuses, by what they are. */
const refusing =
	(operation: string, header: string | undefined, error: S3Error) =>
	(s3: Personality): Personality => ({
		...s3,
		requestPolicy: {
			...s3.requestPolicy,
			refusal: (asked, {headers}) =>
				asked === operation && (header === undefined || headers.has(header)) ? error : undefined,
		},
	});

const parts =
	(change: Partial<Personality['parts']>) =>
	(s3: Personality): Personality => ({...s3, parts: {...s3.parts, ...change}});

const list = 'ListMultipartUploadsResult';
const partsList = 'ListPartsResult';

const cut = (page: Page<Upload>, rows: Upload[]): Page<Upload> => ({...page, rows});

/** Every upload that was ever begun, by bucket. */
const everSeen = new WeakMap<Bucket, Set<Upload>>();

export const plantedFaults: readonly PlantedFault[] = [
	{
		name: 'lists in the order of initiation',
		found: ['list-order'],
		alter: paging((bucket, asked) => {
			const page = uploadsPage(bucket, asked);
			return asked.max < 1000
				? page
				: cut(
						page,
						page.rows.toSorted((a, b) => b.key.length - a.key.length),
					);
		}),
	},
	{
		name: 'takes a key-marker for inclusive',
		found: ['key-marker'],
		alter: paging((bucket, asked) => {
			const page = uploadsPage(bucket, asked);
			if (asked.keyMarker === undefined || asked.idMarker !== undefined) return page;
			const at = bucket.uploads.items().filter(({key}) => key === asked.keyMarker);
			return cut(page, [...at, ...page.rows]);
		}),
	},
	{
		name: 'ignores a key-marker that stands alone',
		found: ['key-marker', 'key-marker-between'],
		alter: paging((bucket, {keyMarker, idMarker, ...asked}) =>
			uploadsPage(bucket, idMarker === undefined ? asked : {...asked, keyMarker, idMarker}),
		),
	},
	{
		name: 'ignores the upload-id-marker',
		found: ['paging'],
		alter: paging((bucket, {idMarker: _, ...asked}) => uploadsPage(bucket, asked)),
	},
	{
		name: 'loses a row where a page breaks',
		found: ['paging'],
		alter: paging((bucket, asked) => {
			const page = uploadsPage(bucket, asked);
			return asked.idMarker === undefined ? page : cut(page, page.rows.slice(1));
		}),
	},
	{
		name: 'repeats a row where a page breaks',
		found: ['paging'],
		alter: paging((bucket, asked) => {
			const page = uploadsPage(bucket, asked);
			const before = bucket.uploadById(asked.idMarker ?? '');
			return before === undefined ? page : cut(page, [before, ...page.rows]);
		}),
	},
	{
		name: 'ignores the prefix',
		found: ['list'],
		alter: paging((bucket, asked) => uploadsPage(bucket, {...asked, prefix: ''})),
	},
	{
		name: 'finds a prefix only where it is the whole key',
		found: ['list-prefix'],
		alter: paging((bucket, asked) => {
			const page = uploadsPage(bucket, asked);
			return cut(
				page,
				page.rows.filter(({key}) => key === asked.prefix),
			);
		}),
	},
	{
		name: 'takes a prefix for a folder',
		found: ['list-prefix'],
		alter: paging((bucket, asked) => {
			const page = uploadsPage(bucket, asked);
			const inFolder = ({key}: Upload) => !key.slice(asked.prefix.length).includes('/');
			return cut(page, page.rows.filter(inFolder));
		}),
	},
	{
		name: 'lists an upload no more once it has a part',
		found: ['list'],
		alter: paging((bucket, asked) => {
			const page = uploadsPage(bucket, asked);
			return cut(
				page,
				page.rows.filter(upload => upload.parts.size === 0),
			);
		}),
	},
	{
		name: 'lists uploads after their Abort',
		found: ['abort-unlisted'],
		leaves: true,
		alter: paging((bucket, asked) => {
			const page = uploadsPage(bucket, asked);
			const ended = [...(everSeen.get(bucket) ?? [])].filter(
				upload => upload.key.startsWith(asked.prefix) && bucket.uploadById(upload.id) === undefined,
			);
			return cut(page, [...page.rows, ...ended]);
		}),
		plant({store}) {
			const bucket = store.buckets()[0]!;
			const seen = new Set<Upload>();
			everSeen.set(bucket, seen);
			const add = bucket.addUpload.bind(bucket);
			bucket.addUpload = upload => {
				seen.add(upload);
				add(upload);
			};
		},
	},
	{
		name: 'says no date of an upload',
		found: ['list-initiated'],
		alter: written(list, body => body.replace(/<Initiated>[^<]*<\/Initiated>/g, '')),
	},
	{
		name: 'says the same date of every upload',
		found: ['list-initiated'],
		alter: written(list, body =>
			body.replace(/<Initiated>[^<]*/g, '<Initiated>2010-11-10T00:00:00.000Z'),
		),
	},
	{
		name: 'names no upload-id-marker of the next page',
		found: ['next-markers', 'paging'],
		alter: written(list, body =>
			body.replace(/<NextUploadIdMarker>[^<]*<\/NextUploadIdMarker>/, ''),
		),
	},
	{
		name: 'never says that there is more',
		found: ['max-uploads', 'next-markers', 'paging'],
		alter: written(list, body => body.replace('<IsTruncated>true', '<IsTruncated>false')),
	},
	{
		name: 'ignores max-uploads',
		found: ['max-uploads', 'next-markers'],
		alter: paging((bucket, asked) => uploadsPage(bucket, {...asked, max: 1000})),
	},
	{
		name: 'says an encoding that it does not apply',
		found: ['encoding-type'],
		alter: s3 => ({
			...s3,
			uploads: {
				...s3.uploads,
				encoding: query => {
					const plain = (text: string) => text;
					return {key: plain, other: plain, said: query.get('encoding-type')};
				},
			},
		}),
	},
	{
		name: 'applies an encoding that it does not say',
		found: ['encoding-type'],
		alter: written(list, body => body.replace(/<EncodingType>[^<]*<\/EncodingType>/, '')),
	},
	{
		name: 'lists keys decoded',
		found: ['odd-keys'],
		alter: written(list, body => body.replaceAll('%20', ' ')),
	},
	{
		name: 'lists keys with their spaces cut off',
		found: ['odd-keys'],
		alter: written(list, body => body.replace(/ <\/Key>/g, '</Key>')),
	},
	{
		name: 'drops control characters from keys',
		found: ['control-keys'],
		alter: written(list, body => body.replace(/&#(?:xd|13);|\t/gi, '')),
	},
	{
		name: 'names the list of uploads in another way',
		found: ['list-root'],
		alter: written(list, body => body.replaceAll(list, 'ListMultipartUploadsResponse')),
	},
	{
		name: 'has no list of uploads',
		found: ['list'],
		alter: refusing('ListMultipartUploads', undefined, new S3Error(501, 'NotImplemented', '')),
	},
	{
		name: 'names the list of parts in another way',
		found: ['parts-root'],
		alter: written(partsList, body => body.replaceAll(partsList, 'ListPartsResponse')),
	},
	{
		name: 'ignores the part-number-marker',
		found: ['parts-paging', 'parts-marker'],
		alter: parts({marker: () => 0}),
	},
	{
		name: 'numbers the parts of a second page from 0',
		found: ['parts-paging', 'parts-marker'],
		alter: written(partsList, body => {
			let number = 0;
			return body.includes('<PartNumberMarker>0')
				? body
				: body.replace(/<PartNumber>\d+/g, () => `<PartNumber>${number++}`);
		}),
	},
	{
		name: 'says no sizes of parts',
		found: ['parts', 'parts-again'],
		alter: written(partsList, body => body.replace(/<Size>\d+/g, '<Size>0')),
	},
	{
		name: 'lists parts by ETags that are no MD5s',
		found: ['parts-etag'],
		alter: written(partsList, body => body.replace(/<ETag>[^<]*/g, '<ETag>"abc"')),
	},
	{
		name: 'says of parts that they are of 1970',
		found: ['parts-dates'],
		alter: written(partsList, body =>
			body.replace(/<LastModified>[^<]*/g, '<LastModified>1970-01-01T00:00:00.000Z'),
		),
	},
	{
		name: 'knows of an upload by another code',
		found: ['parts-other-key', 'complete-ends', 'abort-parts'],
		alter: parts({
			unknown: operation =>
				new S3Error(404, operation === 'ListParts' ? 'NoSuchKey' : 'NoSuchUpload', ''),
		}),
	},
	{
		name: 'lists no parts of an upload that it does not know',
		found: ['parts-other-key', 'complete-ends', 'abort-parts'],
		alter: s3 => ({
			...s3,
			parts: {
				...s3.parts,
				unknown: (operation, key, id) =>
					operation === 'ListParts' ? undefined : s3.parts.unknown(operation, key, id),
			},
		}),
	},
	{
		name: 'takes an Abort of what it does not know',
		found: ['abort-twice', 'abort-other-key'],
		alter: s3 => ({
			...s3,
			parts: {
				...s3.parts,
				unknown: (operation, key, id) =>
					operation === 'AbortMultipartUpload' ? undefined : s3.parts.unknown(operation, key, id),
			},
		}),
	},
	{
		name: 'takes a part with a wrong checksum',
		found: ['checksum-wrong'],
		plant: ({faults}) =>
			faults.add({
				...{operation: 'UploadPart', key: /checksum-wrong$/},
				action: {respond: {status: 200, headers: {ETag: '"0"'}, body: ''}},
			}),
	},
	{
		name: 'forgets checksums',
		found: ['checksum-listed', 'checksum-wrong', 'checksum-complete'],
		alter: s3 => ({
			...ignoring('', /$^/)(s3),
			knowsChecksums: false,
			requestPolicy: {
				...s3.requestPolicy,
				ignores: (_, name) => name.startsWith('x-amz-checksum-'),
			},
		}),
	},
	{
		name: 'completes parts in any order',
		found: ['complete-order'],
		alter: completing({
			choose: (upload, named, least) =>
				chooseParts(
					upload,
					named.toSorted((a, b) => a.number - b.number),
					least,
				),
		}),
	},
	{
		name: 'refuses a Complete that leaves out parts',
		found: ['complete-left-out'],
		alter: completing({
			choose(upload, named, least) {
				if (named.length < upload.parts.size) throw new S3Error(400, 'InvalidPart', '');
				return chooseParts(upload, named, least);
			},
		}),
	},
	{
		name: 'puts parts that were left out into the object',
		found: ['complete-left-out'],
		alter: completing({
			choose(upload, named, least) {
				const chosen = chooseParts(upload, named, least);
				return upload.parts.size > chosen.length ? [...upload.parts.values()] : chosen;
			},
		}),
	},
	{
		name: 'completes whatever ETags are named',
		found: ['complete-wrong-etag'],
		alter: completing({
			choose: (upload, named, least) =>
				chooseParts(
					upload,
					named.map(part => ({...part, etag: upload.parts.get(part.number)?.etag ?? part.etag})),
					least,
				),
		}),
	},
	{
		name: 'leaves out parts that are named and not there',
		found: ['complete-missing-part'],
		alter: completing({
			choose: (upload, named, least) =>
				chooseParts(
					upload,
					named.filter(({number}) => upload.parts.has(number)),
					least,
				),
		}),
	},
	{
		name: 'completes parts of any size',
		found: ['complete-small'],
		alter: completing({choose: (upload, named) => chooseParts(upload, named, 0)}),
	},
	{
		name: 'takes any size of the object',
		found: ['complete-size'],
		alter: ignoring('CompleteMultipartUpload', /^x-amz-mp-object-size$/),
	},
	{
		name: 'answers a Complete without an ETag',
		found: ['complete-etag'],
		alter: completing({etagSaid: () => ''}),
	},
	{
		name: 'makes ETags of its own',
		found: ['complete-etag', 'head-etag'],
		alter: completing({etag: of => compositeEtag(of.map(({etag}) => etag).toReversed())}),
	},
	{
		name: 'dates objects in 1970',
		found: ['head-date'],
		alter: completing({lastModified: () => 0}),
	},
	{
		name: 'answers a Complete by another name',
		found: ['complete-root'],
		alter: written('CompleteMultipartUploadResult', body =>
			body.replaceAll('CompleteMultipartUploadResult', 'CompleteMultipartUploadResponse'),
		),
	},
	{
		name: 'ignores If-None-Match',
		found: ['if-none-match'],
		alter: ignoring('CompleteMultipartUpload', /^if-none-match$/),
	},
	{
		name: 'refuses If-None-Match itself',
		found: ['if-none-match', 'if-none-match-free'],
		alter: refusing(
			'CompleteMultipartUpload',
			'if-none-match',
			new S3Error(501, 'NotImplemented', ''),
		),
	},
	{
		name: 'ignores If-Match',
		found: ['if-match'],
		alter: ignoring('CompleteMultipartUpload', /^if-match$/),
	},
	{
		name: 'takes no If-Match for met',
		found: ['if-match-same'],
		alter: refusing(
			'CompleteMultipartUpload',
			'if-match',
			new S3Error(412, 'PreconditionFailed', ''),
		),
	},
	{
		name: 'does not know an upload that it completed',
		found: ['complete-again'],
		alter: completing({
			again() {
				throw new S3Error(404, 'NoSuchUpload', '');
			},
		}),
	},
	{
		name: 'takes a Complete of what it does not know for one under way',
		found: ['complete-again', 'complete-other-key', 'complete-aborted'],
		alter: completing({
			again() {
				throw new S3Error(500, 'InternalError', '');
			},
		}),
	},
	{
		name: 'finds an upload by its id alone',
		found: ['complete-other-key', 'abort-other-key'],
		alter: s3 => ({...s3, actsById: true}),
	},
	{
		name: 'takes an Abort and keeps the upload',
		found: [
			...(['abort-parts', 'abort-unlisted', 'abort-twice', 'complete-aborted'] as const),
			...(['abort-in-flight', 'abort-other-key'] as const),
		],
		leaves: true,
		plant: ({faults}) =>
			faults.add({
				operation: 'AbortMultipartUpload',
				action: {respond: {status: 204, body: ''}},
			}),
	},
	{
		name: 'aborts every upload of the key',
		found: ['abort-one-of-two'],
		plant({store}) {
			const bucket = store.buckets()[0]!;
			const abort = bucket.abortUpload.bind(bucket);
			bucket.abortUpload = upload => {
				const all = bucket.uploads.items().filter(({key}) => key === upload.key);
				for (const each of [...all]) abort(each);
			};
		},
	},
	{
		name: 'takes a part whose upload was aborted meanwhile',
		found: ['abort-in-flight'],
		plant: ({faults}) =>
			faults.add({
				...{operation: 'UploadPart', key: /in-flight$/},
				action: {respond: {status: 200, headers: {ETag: '"0"'}, body: '', afterEffect: true}},
			}),
	},
	{
		name: 'answers a Complete that fails with 200',
		found: ['complete'],
		plant: ({faults}) =>
			faults.add({
				...{operation: 'CompleteMultipartUpload', key: /\/completed$/},
				action: {
					respond: {status: 200, body: '  <Error><Code>InternalError</Code></Error>'},
				},
			}),
	},
	{
		name: 'says the size of objects wrong',
		found: ['head-size', 'head-etag', 'complete-again'],
		plant: ({faults}) =>
			faults.add({
				...{operation: 'HeadObject', key: /\/completed$/, times: 2},
				action: {
					respond: {
						...{status: 200, body: '', afterEffect: true},
						headers: {'Content-Length': '7', 'Last-Modified': new Date().toUTCString()},
					},
				},
			}),
	},
	{
		name: 'cannot read the lifecycle',
		found: ['lifecycle'],
		alter: refusing(
			'GetBucketLifecycleConfiguration',
			undefined,
			new S3Error(501, 'NotImplemented', ''),
		),
	},
	{name: 'has a clock that is an hour behind', found: ['clock'], clock: -3_600_000},
];
