import type {ListMultipartUploadsCommandOutput, MultipartUpload} from '@aws-sdk/client-s3';
import {pastDateOrNone} from '../multipart/dates.js';
import type {Principal, Upload} from '../multipart/upload.js';
import {uploadIdentity} from '../multipart/upload.js';
import {unmarked} from './answer-body.js';
import type {UploadsMarker, UploadsPage} from './gateway.js';

/** What an element of a listing says of a key, and whether that is certain. */
export type NameOf = (raw: string) => {key: string; certain: boolean};

/** U+FFFD stands where bytes of the key were lost on the way. */
const lostBytes = '�';

/**
 * What the SDK made of one page: rows that lack a key or an id are counted, duplicates dropped.
 *
 * @param now the server's clock: nothing began a day later.
 */
export function toUploadsPage(
	answer: ListMultipartUploadsCommandOutput,
	asked: UploadsMarker | undefined,
	nameOf: NameOf = asSent,
	now = Number.POSITIVE_INFINITY,
): UploadsPage {
	const seen = new Set<string>();
	const uploads: Upload[] = [];
	let dropped = 0;
	for (const row of answer.Uploads ?? []) {
		const upload = toUpload(row, nameOf, now);
		if (upload === undefined) {
			dropped++;
			continue;
		}
		const identity = uploadIdentity(upload);
		if (seen.has(identity)) continue;
		seen.add(identity);
		uploads.push(upload);
	}
	const next = nextMarker(answer, uploads, asked, nameOf);
	return {uploads, dropped, next, stuck: answer.IsTruncated === true && next === undefined};
}

function toUpload(row: MultipartUpload, nameOf: NameOf, now: number): Upload | undefined {
	if (!row.Key || !row.UploadId) return undefined;
	const {key, certain} = nameOf(row.Key);
	return {
		key,
		uploadId: row.UploadId,
		initiated: pastDateOrNone(row.Initiated?.getTime(), now),
		keyCertain: certain,
		storageClass: row.StorageClass,
		owner: toPrincipal(row.Owner),
		initiator: toPrincipal(row.Initiator),
		checksumAlgorithm: row.ChecksumAlgorithm,
		checksumType: row.ChecksumType,
	};
}

export function toPrincipal(
	named: {readonly ID?: string; readonly DisplayName?: string} | undefined,
): Principal | undefined {
	return named && {id: named.ID, displayName: named.DisplayName};
}

/**
 * IsTruncated decides, not the row count (Ceph's pages are short) and not the marker (Ceph sends one
 * at the end). Without any the last row stands in. An id without a key goes back without one:
 * SeaweedFS starts behind the id, and a key would hide the uploads of all other keys
 * (weed/s3api/filer_multipart.go).
 */
function nextMarker(
	answer: ListMultipartUploadsCommandOutput,
	uploads: readonly Upload[],
	asked: UploadsMarker | undefined,
	nameOf: NameOf,
): UploadsMarker | undefined {
	if (!answer.IsTruncated) return undefined;
	const next = namedMarker(answer, nameOf) ?? rowMarker(uploads.at(-1));
	if (next === undefined || sameMarker(next, asked)) return undefined;
	return next;
}

function namedMarker(
	{NextKeyMarker, NextUploadIdMarker}: ListMultipartUploadsCommandOutput,
	nameOf: NameOf,
): UploadsMarker | undefined {
	if (NextKeyMarker)
		return {keyMarker: nameOf(NextKeyMarker).key, uploadIdMarker: NextUploadIdMarker};
	return NextUploadIdMarker ? {keyMarker: '', uploadIdMarker: NextUploadIdMarker} : undefined;
}

function rowMarker(row: Upload | undefined): UploadsMarker | undefined {
	return row && {keyMarker: row.key, uploadIdMarker: row.uploadId};
}

export function sameMarker(a: UploadsMarker, b: UploadsMarker | undefined): boolean {
	return a.keyMarker === b?.keyMarker && (a.uploadIdMarker ?? '') === (b.uploadIdMarker ?? '');
}

function asSent(raw: string): {key: string; certain: boolean} {
	return {key: unmarked(raw), certain: raw.isWellFormed() && !raw.includes(lostBytes)};
}

/**
 * A name from a page asked for with encoding-type=url. Where the service does not echo that it
 * applied it (Ceph applies it silently, SeaweedFS says so and does not), nothing is certain.
 */
export function urlDecoded(echoed: boolean): NameOf {
	return raw => {
		if (!echoed) return {key: raw, certain: false};
		try {
			const key = decodeURIComponent(raw.replaceAll('+', ' '));
			// An encoded name is plain ASCII: anything else says that the echo is not true.
			return {key, certain: /^[\x21-\x7e]*$/.test(raw) && !key.includes(lostBytes)};
		} catch {
			return {key: raw, certain: false};
		}
	};
}
