import {formatBytes, plural} from '../../../multipart/text/units.js';
import type {UploadTarget} from '../../../multipart/upload.js';
import {type GoneUpload, provenOf} from '../../../operations/abort-run/settle-run.js';
import {type Journal, JournalError} from '../../../operations/journal/journal.js';
import {type Earlier, settleEarlier} from '../../../operations/journal/settle-earlier.js';
import type {Gateway} from '../../../s3/gateway/gateway.js';
import type {Run} from '../command.js';

/** What acts go through, and where they were sent. */
export type LookUp = {
	readonly gateway: Gateway;
	readonly journal: Journal;
	/** Only acts in this bucket. */
	readonly bucket?: string;
	/** Only acts on this upload. */
	readonly upload?: UploadTarget;
};

/**
 * Looks up what acts of before came to whose outcome is not known, as the app does when it connects; then
 * works; and looks once more at those that the first look did not settle. Says on stderr what took effect.
 */
export async function afterEarlier<T>(
	run: Run,
	through: LookUp,
	work: (gone: readonly GoneUpload[]) => Promise<T>,
): Promise<T> {
	const before = Date.now();
	const {gone, unknown} = await lookUp(run, through, before);
	const done = await work(gone);
	if (unknown === 0 || run.signal.aborted) return done;
	await sayUnknown(run, await lookUp(run, through, before));
	return done;
}

/** The same, with nothing to do beside. */
export async function lookUpEarlier(run: Run, through: LookUp): Promise<void> {
	await sayUnknown(run, await lookUp(run, through));
}

async function lookUp(
	run: Run,
	{gateway, journal, bucket, upload}: LookUp,
	before?: number,
): Promise<Earlier> {
	try {
		const earlier = await settleEarlier({gateway, journal}, {bucket, upload, before}, run.signal);
		const {uploads, freed} = provenOf(earlier.gone);
		if (uploads > 0)
			await run.say(
				`Looked up: ${plural(uploads, 'earlier abort')} took effect; ${formatBytes(freed)} freed.`,
			);
		return earlier;
	} catch (error) {
		// A journal that cannot be read is reported by the act that needs it.
		if (error instanceof JournalError) return {gone: [], unknown: 0};
		throw error;
	}
}

async function sayUnknown(run: Run, {unknown}: Earlier): Promise<void> {
	if (unknown > 0)
		await run.say(
			`The outcome of ${plural(unknown, 'earlier operation')} is unknown: partway history --outcome unknown,probably-failed names them.`,
		);
}
