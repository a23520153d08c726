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
	const text = new Date(time).toISOString();
	// Without its last letter, and without milliseconds where there are none.
	return text.endsWith('.000Z') ? `${text.slice(0, -5)}+00:00` : `${text.slice(0, -1)}000+00:00`;
}

/** What names an upload, as the AWS CLI prints it. */
export function awsTarget({bucket, key, uploadId}: UploadTarget) {
	return {Bucket: bucket, Key: key, UploadId: uploadId};
}

/** An upload as `aws s3api list-multipart-uploads` prints it: what the service did not say is left out. */
export function awsUpload(upload: Upload) {
	const {key, uploadId, initiated, storageClass, owner, initiator} = upload;
	const {checksumAlgorithm, checksumType, keyCertain, doubt} = upload;
	return {
		UploadId: uploadId,
		Key: key,
		Initiated: awsTime(initiated),
		StorageClass: storageClass,
		Owner: awsPrincipal(owner),
		Initiator: awsPrincipal(initiator),
		ChecksumAlgorithm: checksumAlgorithm,
		ChecksumType: checksumType,
		// Ours: the service did not tell the key for certain, so that nothing is done to it.
		KeyCertain: keyCertain ? undefined : false,
		Doubt: doubt,
		// Ours: who holds it open on purpose.
		Maker: makerOf(key)?.id,
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
