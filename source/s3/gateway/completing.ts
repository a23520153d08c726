import type {
	ChecksumType,
	CompleteMultipartUploadCommandInput,
	Part as SdkPart,
} from '@aws-sdk/client-s3';
import {pastDateOrNone} from '../../multipart/dates.js';
import {checksumFields, type Part} from '../../multipart/part.js';
import {isPartSize} from '../../multipart/sizes.js';
import type {CompleteRequest} from './gateway.js';

/**
 * A part as ListParts gave it, with the checksums that a Complete must repeat; undefined without a whole number.
 *
 * @param now the server's clock: no part was uploaded a day later.
 */
export function toPart(row: SdkPart, now: number): Part | undefined {
	if (!Number.isSafeInteger(row.PartNumber)) return undefined;
	const checksums: Record<string, string> = {};
	for (const field of checksumFields) {
		const value = row[field];
		if (value !== undefined) checksums[field] = value;
	}
	return {
		partNumber: Number(row.PartNumber),
		...sizeOf(row),
		etag: row.ETag ?? '',
		lastModified: pastDateOrNone(row.LastModified?.getTime(), now),
		checksums,
	};
}

function sizeOf({Size: size}: SdkPart): Pick<Part, 'size' | 'badSize'> {
	if (size === undefined) return {};
	return isPartSize(size) ? {size} : {badSize: true};
}

/** What the SDK sends for a Complete; what is not known or not asked for is left out. */
export function completeInput(request: CompleteRequest): CompleteMultipartUploadCommandInput {
	const {bucket, key, uploadId, parts, checksumType, onlyIfAbsent, ifMatch, objectSize} = request;
	return {
		Bucket: bucket,
		Key: key,
		UploadId: uploadId,
		MultipartUpload: {
			Parts: parts.map(part => ({
				PartNumber: part.partNumber,
				ETag: part.etag,
				...part.checksums,
			})),
		},
		...(checksumType === undefined ? {} : {ChecksumType: checksumType as ChecksumType}),
		...(onlyIfAbsent ? {IfNoneMatch: '*'} : {}),
		...(ifMatch === undefined ? {} : {IfMatch: ifMatch}),
		...(objectSize === undefined ? {} : {MpuObjectSize: objectSize}),
	};
}
