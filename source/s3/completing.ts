import type {
	ChecksumType,
	CompleteMultipartUploadCommandInput,
	Part as SdkPart,
} from '@aws-sdk/client-s3';
import {checksumFields, type Part} from '../multipart/part.js';
import type {CompleteRequest} from './gateway.js';

/** A part as ListParts told it, with the checksums that a Complete must repeat; undefined without a number. */
export function toPart(row: SdkPart): Part | undefined {
	if (row.PartNumber === undefined) return undefined;
	const checksums: Record<string, string> = {};
	for (const field of checksumFields) {
		const value = row[field];
		if (value !== undefined) checksums[field] = value;
	}
	return {
		partNumber: row.PartNumber,
		size: row.Size ?? 0,
		etag: row.ETag ?? '',
		lastModified: row.LastModified?.getTime(),
		checksums,
	};
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
