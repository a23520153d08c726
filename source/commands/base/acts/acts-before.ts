import {formatTime} from '../../../multipart/text/units.js';
import type {UploadTarget} from '../../../multipart/upload.js';
import {type Journal, JournalError} from '../../../operations/journal/journal.js';
import {mayEndUpload} from '../../../operations/journal/journal-acts.js';
import {escapeForTerminal} from '../../../terminal/escape.js';
import type {Run} from '../command.js';

/** Milliseconds: who repeats a command does it within that. */
const lately = 7 * 24 * 60 * 60_000;

const ended: Readonly<Record<string, string>> = {
	done: 'completed it',
	gone: 'aborted it',
	accepted: 'acted on it, and the service reported success',
};

/**
 * Says what this machine did lately to an upload that the service does not know any more: whoever repeats a
 * command would take it for a wrong id.
 */
export async function sayActsBefore(
	run: Run,
	journal: Journal,
	{bucket, key, uploadId}: UploadTarget,
): Promise<void> {
	try {
		for await (const {acts} of journal.pages(Date.now() - lately))
			for (const {intent, outcome} of acts) {
				const what = ended[outcome?.outcome ?? ''];
				if (what === undefined || !mayEndUpload(intent.act)) continue;
				if (intent.bucket !== bucket || intent.key !== key || intent.uploadId !== uploadId)
					continue;
				const by = `${intent.user ?? 'somebody'} over ${intent.connection}`;
				const sent = formatTime(Date.parse(intent.time));
				await run.say(escapeForTerminal(`partway ${what} from this machine: ${by}, ${sent}.`));
				return;
			}
	} catch (error) {
		// It is a hint; the journal's own trouble is shown where it matters.
		if (!(error instanceof JournalError)) throw error;
	}
}
