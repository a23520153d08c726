import type {ListMultipartUploadsCommandOutput, MultipartUpload} from '@aws-sdk/client-s3';
import {pastDateOrNone} from '../../multipart/dates.js';
import type {Principal, Upload} from '../../multipart/upload.js';
import {cutFact} from '../answer/cut-text.js';
import {isFullPage} from './full-page.js';
import type {UploadsMarker, UploadsPage} from './gateway.js';
import {isWhole, unmarked} from './names.js';
import {PageRows} from './page-rows.js';
import {unreadRows} from './unread-rows.js';

/** What an element of a listing says of a key, whether that is certain, and where a listing goes on behind it. */
export type NameOf = (raw: string) => {key: string; certain: boolean; marker: string};

/** Bytes of UTF-8 (S3 User Guide, "Naming Amazon S3 objects"). */
const longestKey = 1024;

/** Characters. No service is known whose upload ids or markers come near. */
const longestToken = 4096;

/**
 * What the SDK made of one page: rows that lack a key or an id, or that it did not read, are counted, duplicates dropped.
 *
 * @param now the server's clock: nothing began a day later.
 */
export function toUploadsPage(
	answer: ListMultipartUploadsCommandOutput,
	asked: UploadsMarker | undefined,
	nameOf: NameOf = asSent,
	now = Number.POSITIVE_INFINITY,
): UploadsPage {
	const seen = new PageRows();
	const principalOf = principals();
	const uploads: Upload[] = [];
	let dropped = unreadRows(answer, answer.Uploads);
	for (const row of answer.Uploads ?? []) {
		const upload = toUpload(row, nameOf, principalOf, now);
		if (upload === undefined) {
			dropped++;
			continue;
		}
		if (seen.has(upload)) continue;
		const isPart = isPhantom(upload, seen);
		seen.add(upload);
		uploads.push(isPart ? {...upload, keyCertain: false, doubt: 'part'} : upload);
	}
	return {uploads, dropped, ...goesOnAt(answer, asked, nameOf)};
}

function toUpload(
	row: MultipartUpload,
	nameOf: NameOf,
	principalOf: typeof toPrincipal,
	now: number,
): Upload | undefined {
	if (!row.Key || !row.UploadId) return undefined;
	const {key, certain} = nameOf(row.Key);
	const uploadId = unmarked(row.UploadId);
	const isLong = isLongKey(key) || uploadId.length > longestToken;
	const upload = {
		key,
		uploadId,
		initiated: pastDateOrNone(row.Initiated?.getTime(), now),
		keyCertain: certain && !isLong && isWhole(uploadId),
		storageClass: cutFact(row.StorageClass),
		owner: principalOf(row.Owner),
		initiator: principalOf(row.Initiator),
		checksumAlgorithm: row.ChecksumAlgorithm?.trim() || undefined,
		checksumType: row.ChecksumType?.trim() || undefined,
	};
	return isLong ? {...upload, doubt: 'too-long'} : upload;
}

function isLongKey(key: string): boolean {
	if (key.length > longestKey) return true;
	// A character has three bytes at most for each of its units.
	return key.length * 3 > longestKey && Buffer.byteLength(key) > longestKey;
}

/**
 * Whether a row is a part of another upload: `KEY/UPLOADID` and a part number. Swift lists those where a key holds a
 * newline, and where the upload that they belong to was completed they are the object's data.
 *
 * @param before the rows before it on the page.
 */
function isPhantom({key, uploadId}: Upload, before: PageRows): boolean {
	if (uploadId.length > 10 || !/^\d+$/.test(uploadId)) return false;
	const slash = key.lastIndexOf('/');
	const [owner, ownerId] = [key.slice(0, slash), key.slice(slash + 1)];
	if (slash < 1 || !/^[\w.~+=-]+$/.test(ownerId)) return false;
	return owner.includes('\n') || before.has({key: owner, uploadId: ownerId});
}

/** `toPrincipal`, where the same mostly comes again: it is made once. */
function principals(): typeof toPrincipal {
	const made = new Map<object, Principal | undefined>();
	return named => {
		if (named === undefined) return undefined;
		if (!made.has(named)) made.set(named, toPrincipal(named));
		return made.get(named);
	};
}

export function toPrincipal(
	named: {readonly ID?: string; readonly DisplayName?: string} | undefined,
): Principal | undefined {
	return named && {id: cutFact(named.ID), displayName: cutFact(named.DisplayName)};
}

/**
 * IsTruncated decides, not the row count (Ceph's pages are short) and not the marker (Ceph sends one
 * at the end). Without any the last row stands in. An id without a key goes back without one:
 * SeaweedFS starts behind the id, and a key would hide the uploads of all other keys
 * (weed/s3api/filer_multipart.go).
 */
function goesOnAt(
	answer: ListMultipartUploadsCommandOutput,
	asked: UploadsMarker | undefined,
	nameOf: NameOf,
): Pick<UploadsPage, 'next' | 'stuck' | 'behind'> {
	const {IsTruncated, Uploads = [], MaxUploads} = answer;
	const movesOn = (marker: UploadsMarker | undefined) =>
		marker === undefined || sameMarker(marker, asked) || isLongMarker(marker) ? undefined : marker;
	const row = rowMarker(Uploads, nameOf);
	const named = () => movesOn(namedMarker(answer, nameOf) ?? row);
	if (IsTruncated) {
		const next = named();
		return {next, stuck: next === undefined};
	}
	// What does not say whether it is the last page may be cut anywhere; without a row it says nothing at all.
	if (IsTruncated === undefined) {
		const behind = named();
		return {stuck: !behind && Uploads.length === 0, behind};
	}
	return {stuck: false, behind: isFullPage(Uploads.length, MaxUploads) ? movesOn(row) : undefined};
}

function namedMarker(
	{NextKeyMarker, NextUploadIdMarker}: ListMultipartUploadsCommandOutput,
	nameOf: NameOf,
): UploadsMarker | undefined {
	if (NextKeyMarker) return markerAt(nameOf(NextKeyMarker).marker, NextUploadIdMarker);
	return NextUploadIdMarker ? markerAt('', NextUploadIdMarker) : undefined;
}

function rowMarker(rows: readonly MultipartUpload[], nameOf: NameOf): UploadsMarker | undefined {
	const {Key, UploadId} = rows.findLast(row => row.Key && row.UploadId) ?? {};
	return Key && UploadId ? markerAt(nameOf(Key).marker, UploadId) : undefined;
}

/**
 * From a key of which something was lost a listing goes on where that stood: rows twice are better than rows left out. An id
 * of which something was lost leads nowhere.
 */
function markerAt(keyMarker: string, uploadId: string | undefined): UploadsMarker | undefined {
	const start = wholeStart(keyMarker);
	if (start !== keyMarker) return {keyMarker: start};
	const uploadIdMarker = uploadId && unmarked(uploadId);
	return uploadIdMarker && !isWhole(uploadIdMarker) ? undefined : {keyMarker, uploadIdMarker};
}

/** What of a name stands before the first thing that was lost of it. */
function wholeStart(name: string): string {
	const at = name.search(/\ufffd|\p{Cs}/u);
	return at < 0 ? name : name.slice(0, at);
}

function isLongMarker({keyMarker, uploadIdMarker = ''}: UploadsMarker): boolean {
	return keyMarker.length > longestToken || uploadIdMarker.length > longestToken;
}

function sameMarker(a: UploadsMarker, b: UploadsMarker | undefined): boolean {
	return a.keyMarker === b?.keyMarker && (a.uploadIdMarker ?? '') === (b.uploadIdMarker ?? '');
}

function asSent(raw: string): ReturnType<NameOf> {
	const key = unmarked(raw);
	return {key, certain: isWhole(raw), marker: key};
}

/**
 * A name from a page asked for with encoding-type=url. Where the service does not echo that it applied it (Ceph applies
 * it silently) nothing is certain; where it does, a name that reads otherwise without it is not (SeaweedFS says so and
 * does not apply it). From such a name a listing goes on at the lower of both: rows twice are better than rows left out.
 */
export function urlDecoded(echoed: boolean): NameOf {
	return raw => {
		const sent = unmarked(raw);
		if (!echoed) return {key: sent, certain: false, marker: sent};
		try {
			const key = decodeURIComponent(sent.replaceAll('+', ' '));
			// An encoded name is plain ASCII: anything else says that the echo is not true.
			const certain = key === sent && /^[\x21-\x7e]*$/.test(sent);
			const isLower = Buffer.compare(Buffer.from(key), Buffer.from(sent)) < 0;
			return {key, certain, marker: isLower ? key : sent};
		} catch {
			return {key: sent, certain: false, marker: sent};
		}
	};
}
