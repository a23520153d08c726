import type {
	AbortMultipartUploadCommandOutput,
	HeadObjectCommandOutput,
	ListMultipartUploadsCommandOutput,
	ListPartsCommandOutput,
} from '@aws-sdk/client-s3';
import {checksumFields} from '../../multipart/part.js';
import type {BodyReader} from '../answer/exchange.js';
import type {WireResponse} from '../answer/wire-response.js';
import {headerTime} from '../answer/written-dates.js';
import {isDeclaredOther} from '../network/charset.js';
import {type Element, type Elements, element} from './elements.js';
import {PlainReader} from './plain-xml.js';

/** What an operation returns, without its metadata. */
type Of<Output> = Omit<Output, '$metadata'>;

function elements(holds: Element['holds'], ...names: readonly string[]): [string, Element][] {
	return names.map(name => element(name, holds));
}

const principal: Elements = new Map(elements('text', 'ID', 'DisplayName'));

const upload: Elements = new Map([
	...elements('text', 'Key', 'UploadId', 'StorageClass', 'ChecksumAlgorithm', 'ChecksumType'),
	...elements('time', 'Initiated'),
	...elements(principal, 'Owner', 'Initiator'),
]);

const uploads = element(
	'ListMultipartUploadsResult',
	new Map([
		...elements('text', 'Bucket', 'Prefix', 'Delimiter', 'EncodingType'),
		...elements('text', 'KeyMarker', 'UploadIdMarker', 'NextKeyMarker', 'NextUploadIdMarker'),
		...elements('count', 'MaxUploads'),
		...elements('flag', 'IsTruncated'),
		element('Upload', upload, 'Uploads'),
	]),
);

const part: Elements = new Map([
	...elements('text', 'ETag', ...checksumFields),
	...elements('count', 'PartNumber', 'Size'),
	...elements('time', 'LastModified'),
]);

const parts = element(
	'ListPartsResult',
	new Map([
		...elements('text', 'Bucket', 'Key', 'UploadId', 'PartNumberMarker', 'NextPartNumberMarker'),
		...elements('text', 'StorageClass', 'ChecksumAlgorithm', 'ChecksumType'),
		...elements('count', 'MaxParts'),
		...elements('flag', 'IsTruncated'),
		...elements(principal, 'Owner', 'Initiator'),
		element('Part', part, 'Parts'),
	]),
);

/** Who reads an answer with such a head without the SDK; undefined where the SDK reads it. */
export type ReadAnswer<Output> = (response: WireResponse) => BodyReader<Of<Output>> | undefined;

export const readUploads: ReadAnswer<ListMultipartUploadsCommandOutput> = response => {
	if (!mayBePlain(response)) return undefined;
	return withMore(new PlainReader(uploads), charged(response));
};

export const readParts: ReadAnswer<ListPartsCommandOutput> = response => {
	if (!mayBePlain(response)) return undefined;
	const {headers} = response;
	return withMore(new PlainReader(parts), {
		...charged(response),
		AbortDate: dateIn(headers['x-amz-abort-date']),
		AbortRuleId: headers['x-amz-abort-rule-id'],
	});
};

function mayBePlain({statusCode, headers}: WireResponse): boolean {
	return statusCode === 200 && !isDeclaredOther(headers['content-type']);
}

export const readAbort: ReadAnswer<AbortMultipartUploadCommandOutput> = response => {
	if (response.statusCode !== 200 && response.statusCode !== 204) return undefined;
	let isEmpty = true;
	return {
		push() {
			isEmpty = false;
		},
		end: () => (isEmpty ? charged(response) : undefined),
	};
};

/** Only what is asked of an object: its size, its ETag and its dates. */
export const readObject: ReadAnswer<HeadObjectCommandOutput> = ({statusCode, headers}) => {
	const length = headers['content-length'];
	if (statusCode !== 200 || (length !== undefined && !/^\d{1,15}$/.test(length))) return undefined;
	const encryption = headers['x-amz-server-side-encryption'];
	return {
		push() {},
		end: () => ({
			ContentLength: length === undefined ? undefined : Number(length),
			ETag: headers['etag'],
			LastModified: dateIn(headers['last-modified']),
			VersionId: headers['x-amz-version-id'],
			ServerSideEncryption: encryption as HeadObjectCommandOutput['ServerSideEncryption'],
		}),
	};
};

function withMore<Result extends object>(
	reader: PlainReader<Result>,
	ofHeaders: Partial<Result>,
): BodyReader<Result> {
	return {
		push: piece => reader.push(piece),
		end() {
			const read = reader.end();
			return read && {...read, ...ofHeaders};
		},
	};
}

function charged({headers}: WireResponse): {RequestCharged?: 'requester'} {
	const charged = headers['x-amz-request-charged'] as 'requester' | undefined;
	return charged === undefined ? {} : {RequestCharged: charged};
}

function dateIn(header: string | undefined): Date | undefined {
	const time = header === undefined ? Number.NaN : headerTime(header);
	return Number.isNaN(time) ? undefined : new Date(time);
}
