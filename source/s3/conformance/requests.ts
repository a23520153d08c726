import type {Readable} from 'node:stream';
import {
	AbortMultipartUploadCommand,
	CompleteMultipartUploadCommand,
	CreateMultipartUploadCommand,
	DeleteObjectCommand,
	GetBucketLifecycleConfigurationCommand,
	GetBucketVersioningCommand,
	GetObjectLockConfigurationCommand,
	HeadObjectCommand,
	ListMultipartUploadsCommand,
	ListObjectsV2Command,
	ListObjectVersionsCommand,
	ListPartsCommand,
	PutObjectCommand,
	type ServiceInputTypes,
	type ServiceOutputTypes,
	UploadPartCommand,
} from '@aws-sdk/client-s3';
import type {MiddlewareStack} from '@smithy/types';

type Target = {readonly key: string; readonly uploadId: string};

/** A part as a Complete names it. */
export type ListedPart = {
	readonly number: number;
	readonly etag: string;
	/** Base64. */
	readonly crc32?: string;
};

/** What a run sends. Keys and prefixes are whole; all of it is in one bucket. */
export type ScratchRequest =
	| {readonly operation: 'CreateMultipartUpload'; readonly key: string; readonly crc32?: boolean}
	| ({
			readonly operation: 'UploadPart';
			readonly number: number;
			readonly body: Uint8Array | Readable;
			/** Of a body that is a stream, bytes. */
			readonly length?: number;
			/** Base64. */
			readonly crc32?: string;
	  } & Target)
	| ({
			readonly operation: 'ListParts';
			readonly max?: number;
			readonly marker?: string;
	  } & Target)
	| ({
			readonly operation: 'CompleteMultipartUpload';
			readonly parts: readonly ListedPart[];
			readonly ifNoneMatch?: '*';
			readonly ifMatch?: string;
			/** MpuObjectSize, bytes. */
			readonly size?: number;
	  } & Target)
	| ({readonly operation: 'AbortMultipartUpload'} & Target)
	| {
			readonly operation: 'ListMultipartUploads';
			readonly prefix: string;
			readonly keyMarker?: string;
			readonly uploadIdMarker?: string;
			readonly max?: number;
			readonly urlEncoded?: boolean;
	  }
	| {readonly operation: 'PutObject'; readonly key: string; readonly body: Uint8Array}
	| {readonly operation: 'HeadObject'; readonly key: string}
	| {readonly operation: 'DeleteObject'; readonly key: string; readonly versionId?: string}
	| {readonly operation: 'ListObjectsV2'; readonly prefix: string}
	| {readonly operation: 'ListObjectVersions'; readonly prefix: string}
	| {readonly operation: 'GetObjectLockConfiguration'}
	| {readonly operation: 'GetBucketVersioning'}
	| {readonly operation: 'GetBucketLifecycleConfiguration'};

export type ScratchCommand = {
	readonly middlewareStack: MiddlewareStack<ServiceInputTypes, ServiceOutputTypes>;
};

/** The command of the SDK for a request. */
export function toCommand(Bucket: string, request: ScratchRequest): ScratchCommand {
	return commandFor(Bucket, request) as unknown as ScratchCommand;
}

function commandFor(Bucket: string, request: ScratchRequest) {
	switch (request.operation) {
		case 'CreateMultipartUpload':
			return new CreateMultipartUploadCommand({
				...{Bucket, Key: request.key},
				...(request.crc32 ? {ChecksumAlgorithm: 'CRC32'} : {}),
			});
		case 'UploadPart':
			return new UploadPartCommand({
				...{Bucket, ...named(request), PartNumber: request.number, Body: request.body},
				...{ContentLength: request.length, ChecksumCRC32: request.crc32},
			});
		case 'ListParts':
			return new ListPartsCommand({
				...{Bucket, ...named(request)},
				...{MaxParts: request.max, PartNumberMarker: request.marker},
			});
		case 'CompleteMultipartUpload':
			return new CompleteMultipartUploadCommand({
				...{Bucket, ...named(request)},
				...{IfNoneMatch: request.ifNoneMatch, IfMatch: request.ifMatch},
				MpuObjectSize: request.size,
				MultipartUpload: {
					Parts: request.parts.map(({number, etag, crc32}) => ({
						...{PartNumber: number, ETag: etag, ChecksumCRC32: crc32},
					})),
				},
			});
		case 'AbortMultipartUpload':
			return new AbortMultipartUploadCommand({Bucket, ...named(request)});
		case 'ListMultipartUploads':
			return new ListMultipartUploadsCommand({
				...{Bucket, Prefix: request.prefix, MaxUploads: request.max},
				...{KeyMarker: request.keyMarker, UploadIdMarker: request.uploadIdMarker},
				...(request.urlEncoded ? {EncodingType: 'url'} : {}),
			});
		case 'PutObject':
			return new PutObjectCommand({Bucket, Key: request.key, Body: request.body});
		case 'HeadObject':
			return new HeadObjectCommand({Bucket, Key: request.key});
		case 'DeleteObject':
			return new DeleteObjectCommand({Bucket, Key: request.key, VersionId: request.versionId});
		case 'ListObjectsV2':
			return new ListObjectsV2Command({Bucket, Prefix: request.prefix});
		case 'ListObjectVersions':
			return new ListObjectVersionsCommand({Bucket, Prefix: request.prefix});
		case 'GetObjectLockConfiguration':
			return new GetObjectLockConfigurationCommand({Bucket});
		case 'GetBucketVersioning':
			return new GetBucketVersioningCommand({Bucket});
		case 'GetBucketLifecycleConfiguration':
			return new GetBucketLifecycleConfigurationCommand({Bucket});
	}
}

function named({key, uploadId}: Target) {
	return {Key: key, UploadId: uploadId};
}
