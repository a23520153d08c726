import type {AbortRunResult} from '../../operations/abort-run/abort-run.js';
import {LocalFileError, writeNewFile} from '../../operations/typed-file.js';
import {terminalJson} from '../../terminal/json.js';
import {reasonWords} from '../../text/reason/reason-words.js';
import type {Action} from '../core/action.js';

/** Writes results as JSON lines, in the style of the AWS CLI's output. */
export async function exportFailures(
	path: string,
	bucket: string,
	results: readonly AbortRunResult[],
): Promise<Action> {
	const lines = results.map(({upload, kind, reason, failure}) =>
		terminalJson({
			Bucket: bucket,
			Key: upload.key,
			UploadId: upload.uploadId,
			Outcome: kind,
			Reason: reasonWords(reason),
			Code: failure?.code,
			RequestId: failure?.requestId,
		}),
	);
	try {
		const written = await writeNewFile(path, `${lines.join('\n')}\n`);
		return {type: 'failures-exported', path: written, uploads: lines.length};
	} catch (error) {
		if (!(error instanceof LocalFileError)) throw error;
		return {type: 'form-refused', field: 'path', problem: error.message};
	}
}
