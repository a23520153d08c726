import {partCountOfEtag, sameEtag} from '../etag.js';

/** An object as HeadObject shows it, as far as a completion is judged by it. */
export type SeenObject = {
	/** Bytes; absent where the answer gave none: an edge that compresses drops Content-Length. */
	readonly size?: number;
	readonly etag?: string;
	/** Milliseconds since the epoch. */
	readonly lastModified?: number;
	readonly versionId?: string;
	readonly serverSideEncryption?: string;
};

/** What a look at a key brought: an object, nothing (404), or no permission to look. */
export type Seen = SeenObject | 'denied' | undefined;

/** What a completed upload should look like. */
export type Planned = {
	/** Bytes; absent where a part has no size. */
	readonly size?: number;
	readonly partCount: number;
	/** Absent where it cannot be known. */
	readonly etag?: string;
};

/**
 * What HeadObject after a Complete says of it.
 * - `agrees`: the expected ETag, and another object than before: it is done, whatever size the parts were listed with
 *   (MinIO lists compressed ones: minio/minio#20781).
 * - `plausible`: planned size and another object than before, but its ETag proves nothing.
 * - `unproven`: another object than before; its size is unknown, or none was planned, and its ETag proves nothing.
 * - `other-etag`: another object than before, and nothing differs from the plan but the ETag. That alone proves no other
 *   content: gofakes3 shows the MD5 of the whole.
 * - `differs`: another object than the one planned.
 * - `same-as-before`: the object seen before the act.
 * - `absent`, `denied`: nothing there, or no permission to look.
 */
export type Evidence =
	| 'agrees'
	| 'plausible'
	| 'unproven'
	| 'other-etag'
	| 'differs'
	| 'same-as-before'
	| 'absent'
	| 'denied';

/** Compares what is at the key now with the plan and with what was there before. */
export function judgeObject(planned: Planned, before: Seen, now: Seen): Evidence {
	if (now === undefined) return 'absent';
	if (now === 'denied') return 'denied';
	if (typeof before === 'object' && !isAnother(before, now)) return 'same-as-before';
	if (planned.etag !== undefined && sameEtag(planned.etag, now.etag)) return 'agrees';
	if (sizesDiffer(planned, now)) return 'differs';
	const count = partCountOfEtag(now.etag);
	if (count !== undefined && count !== planned.partCount) return 'differs';
	// Where an ETag was expected, only encryption by KMS or a customer's key excuses another one.
	if (planned.etag !== undefined && now.etag !== undefined && !hidesEtag(now)) return 'other-etag';
	return now.size === undefined || planned.size === undefined ? 'unproven' : 'plausible';
}

/** Whether both sizes are known and differ. */
export function sizesDiffer(one: {readonly size?: number}, other: {readonly size?: number}) {
	return one.size !== undefined && other.size !== undefined && one.size !== other.size;
}

/**
 * Whether this is certainly another object than the one seen before. The date alone is not asked to be later
 * than the act: S3 User Guide, "Working with object metadata": the date of a multipart object is
 * the one of its initiation.
 */
function isAnother(before: SeenObject, now: SeenObject): boolean {
	// An ETag that is the same speaks against the size: what compresses on the way changes that.
	const differs =
		before.etag === undefined || now.etag === undefined
			? sizesDiffer(before, now)
			: !sameEtag(before.etag, now.etag);
	if (differs) return true;
	if (before.versionId !== undefined && now.versionId !== undefined)
		if (before.versionId !== now.versionId) return true;
	return (
		before.lastModified !== undefined &&
		now.lastModified !== undefined &&
		now.lastModified > before.lastModified
	);
}

// S3 API reference, "Object": under SSE-KMS and SSE-C an ETag is not an MD5.
function hidesEtag(object: SeenObject): boolean {
	return object.serverSideEncryption?.startsWith('aws:kms') ?? false;
}
