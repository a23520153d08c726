import {formatBytes, plural} from '../../multipart/text/units.js';
import type {RunRefusal} from '../../operations/conformance/before.js';
import {expectedRun} from '../../operations/conformance/run.js';
import type {Left, Removal, UnknownReason} from '../../operations/conformance/types.js';

const rightFor = {
	GetObjectLockConfiguration: 's3:GetBucketObjectLockConfiguration',
	GetBucketVersioning: 's3:GetBucketVersioning',
} as const;

/** Why no run begins. */
export function runRefusalWords(refusal: RunRefusal): string {
	switch (refusal.code) {
		case 'object-lock':
			return 'The bucket has Object Lock: what a run makes there might not be removed again. Nothing was made.';
		case 'mfa-delete':
			return 'The bucket asks for a second factor to delete versions: what a run makes there could not be removed again. Nothing was made.';
		case 'not-known': {
			const [what, right] =
				refusal.operation === 'GetBucketVersioning'
					? ['keeps versions', rightFor.GetBucketVersioning]
					: ['has Object Lock', rightFor.GetObjectLockConfiguration];
			return `It is unknown whether the bucket ${what} (${refusal.what}): the run needs ${right}. Nothing was made.`;
		}
	}
}

/** What a run will do, for the question before it. */
export function runPlanWords(bucket: string, prefix: string): readonly string[] {
	const {requests, uploads, bytes} = expectedRun;
	return [
		`The run works in s3://${bucket}/${prefix}`,
		`It sends about ${requests} requests and ${formatBytes(bytes)}: it starts about ${uploads} uploads there, completes or aborts them, and removes all that it made. Nothing else is changed.`,
	];
}

/** Why nothing was seen. May hold text of the service. */
export function unknownWords(reason: UnknownReason): string {
	switch (reason.code) {
		case 'not-answered':
			return `no answer (${reason.what})`;
		case 'denied':
			return `denied (${reason.what})`;
		case 'busy':
			return `the service is busy (${reason.what})`;
		case 'not-made':
			return `what it needs could not be made (${reason.what})`;
		case 'needs':
			return `cannot be seen while ${reason.id} differs`;
	}
}

/** What was removed. */
export function removalWords({uploads, objects, left}: Removal): string {
	const made = `${plural(uploads, 'upload')} and ${plural(objects, 'object')}`;
	return left.length === 0
		? `${made} removed; nothing is left.`
		: `${made} removed; ${left.length} ${left.length === 1 ? 'is' : 'are'} left, or may be:`;
}

const whyWords: Readonly<Record<Left['why'], string>> = {
	there: 'it is there, and could not be removed',
	'cannot-tell': 'it may still be there',
	'complete-unknown': 'its Complete got no answer, so no Abort is sent: run this again in an hour',
};

/** A line for each thing that is left. May hold text of the service. */
export function leftWords({kind, key, uploadId, versionId, why}: Left): string {
	const id = uploadId ?? versionId;
	return `${kind} ${key}${id === undefined ? '' : ` (${id})`}: ${whyWords[why]}`;
}
