import {internalError, invalidRequest, S3Error} from '../errors.js';
import type {Part, Upload} from '../store/model.js';
import type {NamedPart} from './complete-request.js';

/**
 * The parts that a request to complete names, in its order. Throws InvalidPartOrder, InvalidPart,
 * EntityTooSmall, or InvalidRequest where a checksum is missing.
 */
export function chooseParts(
	upload: Upload,
	named: readonly NamedPart[],
	minPartSize: number,
): Part[] {
	const unordered = named.some(({number}, at) => at > 0 && number <= named[at - 1]!.number);
	if (unordered) {
		throw new S3Error(
			400,
			'InvalidPartOrder',
			'The list of parts was not in ascending order. Parts must be ordered by part number.',
			{UploadId: upload.id},
		);
	}
	checkChecksumsPresent(upload, named);
	const parts = named.map(name => findPart(upload, name));
	for (const part of parts.slice(0, -1))
		if (part.body.size < minPartSize) throw entityTooSmall(part, minPartSize);
	checkNumbering(upload, named);
	return parts;
}

/** Part checksums must be repeated when the object's is made of them. */
function checkChecksumsPresent({checksum}: Upload, named: readonly NamedPart[]): void {
	if (checksum?.type !== 'COMPOSITE') return;
	const bare = named.find(
		part => !part.checksums.some(({algorithm}) => algorithm === checksum.algorithm),
	);
	if (bare === undefined) return;
	throw invalidRequest(
		`The upload was created using a ${checksum.algorithm.name.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${bare.number} in the request.`,
	);
}

/**
 * ETag and checksums must agree. In an upload without an algorithm a part that came with a checksum
 * is not found unless it is repeated (https://github.com/aws/aws-sdk-go-v2/issues/3005).
 */
function findPart(upload: Upload, name: NamedPart): Part {
	const part = upload.parts.get(name.number);
	const optional = upload.checksum?.type === 'FULL_OBJECT' && name.checksums.length === 0;
	const agrees =
		part !== undefined &&
		part.etag === name.etag &&
		(part.checksum === undefined || optional
			? name.checksums.length === 0
			: name.checksums.length === 1 &&
				name.checksums[0]!.algorithm === part.checksum.algorithm &&
				name.checksums[0]!.value === part.checksum.value);
	if (agrees) return part;
	throw new S3Error(
		400,
		'InvalidPart',
		"One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
		{UploadId: upload.id, PartNumber: String(name.number), ETag: name.etag},
	);
}

function entityTooSmall(part: Part, minPartSize: number): S3Error {
	return new S3Error(
		400,
		'EntityTooSmall',
		'Your proposed upload is smaller than the minimum allowed size',
		{
			ETag: part.etag,
			MinSizeAllowed: String(minPartSize),
			ProposedSize: String(part.body.size),
			PartNumber: String(part.number),
		},
	);
}

/** With composite checksums AWS answers gaps with a 500, as its guide to object integrity says. */
function checkNumbering({checksum}: Upload, named: readonly NamedPart[]): void {
	if (checksum?.type !== 'COMPOSITE') return;
	if (named.some(({number}, at) => number !== at + 1)) throw internalError();
}
