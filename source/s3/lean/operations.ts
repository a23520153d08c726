import {
	AbortMultipartUploadCommand,
	type AbortMultipartUploadCommandInput,
	HeadObjectCommand,
	type HeadObjectCommandInput,
	ListMultipartUploadsCommand,
	type ListMultipartUploadsCommandInput,
	ListPartsCommand,
	type ListPartsCommandInput,
} from '@aws-sdk/client-s3';
import {escapeUri} from '@smithy/core/protocols';
import type {Operation} from '../failure/operation.js';
import {type ReadAnswer, readAbort, readObject, readParts, readUploads} from './answers.js';

/** An operation that is sent by the thousand: how it is asked for, and how its answer is read. */
export type LeanOperation = {
	readonly name: Operation;
	readonly method: string;
	/** What of an input it knows how to send; each a text or a number. */
	readonly sends: readonly string[];
	/** The query, sorted by its names: it is signed in this order. */
	readonly query: (input: LeanInput) => string;
	// biome-ignore lint/suspicious/noExplicitAny: each returns what its own command does.
	readonly read: ReadAnswer<any>;
};

export type LeanInput = {readonly Bucket: string; readonly Key?: string} & Readonly<
	Record<string, string | number | undefined>
>;

type Sends<Input> = readonly (keyof Input & string)[];

/** By the classes of their commands. */
export const leanOperations: ReadonlyMap<unknown, LeanOperation> = new Map<unknown, LeanOperation>([
	[
		ListMultipartUploadsCommand,
		{
			name: 'ListMultipartUploads',
			method: 'GET',
			sends: [
				'Bucket',
				'Prefix',
				'KeyMarker',
				'UploadIdMarker',
				'MaxUploads',
				'EncodingType',
			] satisfies Sends<ListMultipartUploadsCommandInput>,
			query: input =>
				queryOf([
					['encoding-type', input['EncodingType']],
					['key-marker', input['KeyMarker']],
					['max-uploads', input['MaxUploads']],
					['prefix', input['Prefix']],
					['upload-id-marker', input['UploadIdMarker']],
					['uploads', ''],
				]),
			read: readUploads,
		},
	],
	[
		ListPartsCommand,
		{
			name: 'ListParts',
			method: 'GET',
			sends: [
				'Bucket',
				'Key',
				'UploadId',
				'PartNumberMarker',
			] satisfies Sends<ListPartsCommandInput>,
			query: input =>
				queryOf([
					['part-number-marker', input['PartNumberMarker']],
					['uploadId', input['UploadId']],
					['x-id', 'ListParts'],
				]),
			read: readParts,
		},
	],
	[
		AbortMultipartUploadCommand,
		{
			name: 'AbortMultipartUpload',
			method: 'DELETE',
			sends: ['Bucket', 'Key', 'UploadId'] satisfies Sends<AbortMultipartUploadCommandInput>,
			query: input =>
				queryOf([
					['uploadId', input['UploadId']],
					['x-id', 'AbortMultipartUpload'],
				]),
			read: readAbort,
		},
	],
	[
		HeadObjectCommand,
		{
			name: 'HeadObject',
			method: 'HEAD',
			sends: ['Bucket', 'Key'] satisfies Sends<HeadObjectCommandInput>,
			query: () => '',
			read: readObject,
		},
	],
]);

function queryOf(values: ReadonlyArray<readonly [string, string | number | undefined]>): string {
	let query = '';
	for (const [name, value] of values)
		if (value !== undefined)
			query += `${query === '' ? '' : '&'}${name}=${escapeUri(String(value))}`;
	return query;
}
