import {formatAge, heldWords, plural} from '../../multipart/text/units.js';
import type {UploadTarget} from '../../multipart/upload.js';
import type {CompleteTarget} from '../../operations/complete/complete.js';
import {findUploads} from '../../operations/rescue/find.js';
import type {FoundUpload} from '../../operations/rescue/rescue-types.js';
import {S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {canAsk, lineTyped} from '../base/ask.js';
import type {Run} from '../base/command.js';
import {CommandError, exitCodes, refusedBySafety} from '../base/exit.js';

/**
 * The upload that is meant: the one of an id, or the only one of the key. Of several one is chosen on a terminal, and never
 * guessed.
 *
 * @throws CommandError where none is there, or it is not certain which one is meant; S3Failure of the listing.
 */
export async function chooseUpload(
	run: Run,
	gateway: Gateway,
	where: {readonly bucket: string; readonly key: string},
	{uploadId, yes}: {readonly uploadId?: string; readonly yes?: boolean},
): Promise<CompleteTarget> {
	if (uploadId !== undefined) return namedUpload(run, gateway, {...where, uploadId});
	const {uploads, gap} = await findUploads(gateway, where, run.signal);
	const [only] = uploads;
	if (only === undefined)
		throw new CommandError(
			`No upload of s3://${where.bucket}/${where.key} is listed${gap === undefined ? '' : ', and the list may not show all'}. A rescue needs one that is there.`,
			exitCodes.failed,
		);
	if (uploads.length === 1 && gap === undefined) return {...where, ...only.upload};
	await run.say(...uploads.map((found, at) => `${at + 1}. ${uploadWords(found, gateway.now())}`));
	const which =
		gap === undefined
			? `The key has ${plural(uploads.length, 'upload')}`
			: 'The list may not show all uploads of the key';
	if (yes || !canAsk(run))
		throw refusedBySafety(`${which}: name one with --upload-id. Nothing was sent.`);
	const typed = await lineTyped(run, 'Which one? Type its number: ');
	const chosen = uploads[Number(typed?.trim() || Number.NaN) - 1];
	if (chosen === undefined) throw refusedBySafety('None was chosen: nothing was sent.');
	return {...where, ...chosen.upload};
}

/** What the listing says of it, where it shows it: when it was initiated, and its checksums. */
async function namedUpload(
	run: Run,
	gateway: Gateway,
	target: UploadTarget,
): Promise<CompleteTarget> {
	try {
		const {uploads} = await findUploads(gateway, target, run.signal);
		const found = uploads.find(({upload}) => upload.uploadId === target.uploadId);
		return {...target, keyCertain: true, ...found?.upload};
	} catch (error) {
		// Whoever may not list may rescue all the same: the id names it.
		if (error instanceof S3Failure) return {...target, keyCertain: true};
		throw error;
	}
}

function uploadWords({upload, reading}: FoundUpload, now: number): string {
	const {uploadId, initiated} = upload;
	const begun = initiated === undefined ? 'age unknown' : `${formatAge(now - initiated)} old`;
	if (reading.kind !== 'read') return `${escapeForTerminal(uploadId)}  ${begun}, parts not read`;
	const {count, bytes, lacksSizes, lastPart} = reading.summary;
	const last = lastPart === undefined ? '' : `, last part ${formatAge(now - lastPart)} ago`;
	return `${escapeForTerminal(uploadId)}  ${begun}, ${plural(count, 'part')}, ${heldWords(bytes, lacksSizes)}${last}`;
}
