import type {Thresholds} from '../../../multipart/liveness.js';
import {makerOf} from '../../../multipart/makers/makers.js';
import type {Part, PartsSummary} from '../../../multipart/part.js';
import type {Reading} from '../../../multipart/reading.js';
import type {Principal, Upload, UploadTarget} from '../../../multipart/upload.js';
import {stateOf} from '../../../multipart/upload-state.js';

/**
 * A time as the AWS CLI 2 prints it, which is Python's isoformat: `2026-11-22T21:14:34+00:00`,
 * `…:34.120000+00:00`. Undefined without one.
 */
export function awsTime(time: number | undefined): string | undefined {
	if (time === undefined) return undefined;
	const day = Math.floor(time / dayLength);
	const within = time - day * dayLength;
	// Rows of a listing share their days, and a Date for each of a million costs a twentieth of its time.
	if (day !== shown.day) {
		const text = new Date(day * dayLength).toISOString();
		shown = {day, text: text.slice(0, -'00:00:00.000Z'.length)};
	}
	const hour = twoDigits[Math.floor(within / 3_600_000)];
	const minute = twoDigits[Math.floor(within / 60_000) % 60];
	const second = twoDigits[Math.floor(within / 1000) % 60];
	const rest = within % 1000;
	const more = rest === 0 ? '+00:00' : `.${String(rest).padStart(3, '0')}000+00:00`;
	return `${shown.text}${hour}:${minute}:${second}${more}`;
}

const dayLength = 24 * 60 * 60_000;
const twoDigits = Array.from({length: 60}, (_, number) => String(number).padStart(2, '0'));
/** The day of the last time that was written, and its text up to the `T`. */
let shown = {day: Number.NaN, text: ''};

/** What names an upload, as the AWS CLI prints it. */
export function awsTarget({bucket, key, uploadId}: UploadTarget) {
	return {Bucket: bucket, Key: key, UploadId: uploadId};
}

/** An upload as `aws s3api list-multipart-uploads` prints it: what the service did not say is left out. */
export function awsUpload(upload: Upload) {
	const {key, uploadId, initiated} = upload;
	return {
		UploadId: uploadId,
		Key: key,
		Initiated: awsTime(initiated),
		...awsTraits(upload, makerOf(key)?.id),
	};
}

/** What follows the name and the time of an upload, and is mostly the same for many. */
export function awsTraits(upload: Upload, maker: string | undefined) {
	const {storageClass, owner, initiator} = upload;
	const {checksumAlgorithm, checksumType, keyCertain, doubt} = upload;
	return {
		StorageClass: storageClass,
		Owner: awsPrincipal(owner),
		Initiator: awsPrincipal(initiator),
		ChecksumAlgorithm: checksumAlgorithm,
		ChecksumType: checksumType,
		// Ours: the service did not tell the key for certain, so that nothing is done to it.
		KeyCertain: keyCertain ? undefined : false,
		Doubt: doubt,
		// Ours: who holds it open on purpose.
		Maker: maker,
	};
}

export function awsPrincipal(principal: Principal | undefined) {
	return principal && {DisplayName: principal.displayName, ID: principal.id};
}

/** A part as `aws s3api list-parts` prints it. */
export function awsPart({partNumber, lastModified, etag, size, checksums}: Part) {
	return {
		PartNumber: partNumber,
		LastModified: awsTime(lastModified),
		ETag: etag,
		Size: size,
		...checksums,
	};
}

/** What parts add up to, in the style of the AWS CLI; the names are ours. */
export function awsSummary(
	upload: Pick<Upload, 'key' | 'initiated'>,
	summary: PartsSummary,
	now: number,
	thresholds: Thresholds,
) {
	const {count, bytes, lacksSizes, lastPart} = summary;
	return {
		State: stateOf(upload, {kind: 'read', summary}, now, thresholds),
		LastPart: awsTime(lastPart),
		PartCount: count,
		// Not known where a part has no size.
		Bytes: lacksSizes ? undefined : bytes,
	};
}

/** The code that says why the parts of an upload are not known; undefined where they are, or were not asked for. */
export function partsError(
	reading: Reading,
	failure: {readonly code: string} | undefined,
): string | undefined {
	if (reading.kind === 'not-found' || reading.kind === 'gone') return 'NoSuchUpload';
	return reading.kind === 'denied' || reading.kind === 'failed' ? failure?.code : undefined;
}
