import {createHash} from 'node:crypto';
import {type Answer, error, type Request, type World} from './serve.js';

export const MiB = 1024 * 1024;

export const namespace = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

const head = '<?xml version="1.0" encoding="UTF-8"?>\n';

export function hoursAgo(hours: number): string {
	return new Date(Date.now() - hours * 3_600_000).toISOString();
}

export function md5(text: string): string {
	return createHash('md5').update(text).digest('hex');
}

export type TapePart = {
	readonly number: number | string;
	/** What stands in Size; undefined leaves the element out. */
	readonly size?: number | string;
	/** An MD5 in hex, without quotes. */
	readonly etag: string;
	readonly modified?: string;
};

export type TapeObject = {
	readonly size: number;
	readonly etag: string;
	/** As Last-Modified tells it; one that a test puts there has been there for a while. */
	readonly modified?: string;
};

/** The state of the world, which its answers read and change. */
export type Tape = {
	readonly bucket: string;
	readonly key: string;
	readonly uploadId: string;
	/** What stands in Initiated; undefined leaves the element out. */
	initiated?: string;
	parts: readonly TapePart[];
	/** Completed or aborted. */
	isGone: boolean;
	object?: TapeObject;
};

/** What a world answers in its own way; undefined falls back to what S3 answers. */
export type Ways = Partial<
	Record<
		'any' | 'listUploads' | 'listParts' | 'complete' | 'abort' | 'headObject',
		(request: Request, tape: Tape) => Answer | undefined
	>
>;

/**
 * The bucket `media` with one upload of `raw/tape.tar`, id UPLOAD1, begun ten days ago: parts of 5, 5 and
 * 1 MiB, and no object at the key.
 */
export function tapeWorld(facts: Partial<Tape> = {}, ways: Ways = {}): World {
	const tape: Tape = {
		bucket: 'media',
		key: 'raw/tape.tar',
		uploadId: 'UPLOAD1',
		initiated: hoursAgo(240),
		isGone: false,
		parts: [1, 2, 3].map(number => ({
			number,
			size: number < 3 ? 5 * MiB : MiB,
			etag: md5(`part${number}`),
			modified: hoursAgo(239),
		})),
		...facts,
	};
	return request => {
		const {method, query, path} = request;
		const answer = (way: keyof Ways, usual: (tape: Tape) => Answer) =>
			ways[way]?.(request, tape) ?? usual(tape);
		const first = ways.any?.(request, tape);
		if (first !== undefined) return first;
		if (path === '/') return listBuckets(tape);
		if (method === 'GET' && query.has('uploads')) return answer('listUploads', listUploads);
		if (method === 'GET' && query.has('uploadId')) return answer('listParts', listParts);
		if (method === 'POST' && query.has('uploadId')) return answer('complete', complete);
		if (method === 'DELETE' && query.has('uploadId')) return answer('abort', abort);
		if (method === 'HEAD') return answer('headObject', headObject);
		if (method === 'GET' && query.has('list-type'))
			return xml('ListBucketResult', `<Name>${tape.bucket}</Name><IsTruncated>false</IsTruncated>`);
		if (method === 'GET' && query.has('lifecycle'))
			return error(404, 'NoSuchLifecycleConfiguration');
		return undefined;
	};
}

export function xml(root: string, inner: string): Answer {
	return {body: `${head}<${root} ${namespace}>${inner}</${root}>`};
}

export function uploadRow({
	key,
	uploadId,
	initiated,
}: Pick<Tape, 'key' | 'uploadId' | 'initiated'>) {
	const date = initiated === undefined ? '' : `<Initiated>${initiated}</Initiated>`;
	return `<Upload><Key>${key}</Key><UploadId>${uploadId}</UploadId><Initiator><ID>me</ID></Initiator><Owner><ID>me</ID></Owner><StorageClass>STANDARD</StorageClass>${date}</Upload>`;
}

export function listUploads(tape: Tape): Answer {
	return xml(
		'ListMultipartUploadsResult',
		`<Bucket>${tape.bucket}</Bucket><KeyMarker/><UploadIdMarker/><MaxUploads>1000</MaxUploads><IsTruncated>false</IsTruncated>${tape.isGone ? '' : uploadRow(tape)}`,
	);
}

export function partRow({number, size, etag, modified}: TapePart): string {
	const date = modified === undefined ? '' : `<LastModified>${modified}</LastModified>`;
	const bytes = size === undefined ? '' : `<Size>${size}</Size>`;
	return `<Part><PartNumber>${number}</PartNumber>${date}<ETag>&quot;${etag}&quot;</ETag>${bytes}</Part>`;
}

export function listParts(tape: Tape): Answer {
	if (tape.isGone) return error(404, 'NoSuchUpload');
	const {bucket, key, uploadId, parts} = tape;
	return xml(
		'ListPartsResult',
		`<Bucket>${bucket}</Bucket><Key>${key}</Key><UploadId>${uploadId}</UploadId><StorageClass>STANDARD</StorageClass><PartNumberMarker>0</PartNumberMarker><NextPartNumberMarker>${parts.at(-1)?.number ?? 0}</NextPartNumberMarker><MaxParts>1000</MaxParts><IsTruncated>false</IsTruncated>${parts.map(partRow).join('')}`,
	);
}

/** The ETag of the object that the parts make, quotes included. */
export function madeEtag({parts}: Tape): string {
	const hashes = Buffer.concat(parts.map(({etag}) => Buffer.from(etag, 'hex')));
	return `"${createHash('md5').update(hashes).digest('hex')}-${parts.length}"`;
}

/** Makes the object; its size is what the parts tell. */
export function complete(tape: Tape): Answer {
	if (tape.isGone) return error(404, 'NoSuchUpload');
	tape.isGone = true;
	const size = tape.parts.reduce((sum, {size = 0}) => sum + Number(size), 0);
	tape.object = {size, etag: madeEtag(tape), modified: new Date().toUTCString()};
	return xml(
		'CompleteMultipartUploadResult',
		`<Location>http://world/${tape.bucket}/${tape.key}</Location><Bucket>${tape.bucket}</Bucket><Key>${tape.key}</Key><ETag>${madeEtag(tape).replaceAll('"', '&quot;')}</ETag>`,
	);
}

export function abort(tape: Tape): Answer {
	if (tape.isGone) return error(404, 'NoSuchUpload');
	tape.isGone = true;
	return {status: 204, headers: {'content-type': null, 'content-length': null}};
}

export function headObject({object}: Tape): Answer {
	if (object === undefined) return {status: 404};
	const {size, etag, modified = 'Mon, 02 Nov 2026 10:11:12 GMT'} = object;
	return {
		headers: {
			'content-length': String(size),
			etag,
			'last-modified': modified,
		},
	};
}

function listBuckets({bucket}: Tape): Answer {
	return xml(
		'ListAllMyBucketsResult',
		`<Owner><ID>me</ID></Owner><Buckets><Bucket><Name>${bucket}</Name><CreationDate>2020-01-01T00:00:00.000Z</CreationDate></Bucket></Buckets>`,
	);
}
