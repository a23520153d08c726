import {S3Failure} from '../../s3/failure/failure.js';
import {escapeForTerminal, escapeLines} from '../../terminal/escape.js';
import type {Run} from '../base/command.js';
import {CommandError, type ExitCode, exitCodes} from '../base/exit.js';
import {endedJson} from '../base/output/error-fields.js';

const names = {
	[exitCodes.failed]: 'failed',
	[exitCodes.refused]: 'refused',
	[exitCodes.done]: 'done',
} as const;

/**
 * Works on one bucket after the other; one that fails or refuses hides no other. Says in the end how many came to what.
 *
 * @returns the worst that any came to: failed, refused, done.
 */
export async function overBuckets(
	run: Run,
	buckets: readonly string[],
	json: boolean,
	work: (bucket: string) => Promise<ExitCode>,
): Promise<ExitCode> {
	const counts = {failed: 0, refused: 0, done: 0};
	for (const bucket of buckets) {
		run.signal.throwIfAborted();
		const code = await codeOf(bucket);
		if (code === exitCodes.interrupted) return code;
		counts[names[code as keyof typeof names]]++;
	}
	const {failed, refused, done} = counts;
	await run.say(
		`Buckets: ${buckets.length}. Done: ${done}, refused: ${refused}, failed: ${failed}.`,
	);
	return failed > 0 ? exitCodes.failed : refused > 0 ? exitCodes.refused : exitCodes.done;

	async function codeOf(bucket: string): Promise<ExitCode> {
		try {
			return await work(bucket);
		} catch (error) {
			if (run.signal.aborted) throw error;
			if (error instanceof S3Failure) await run.tell(error);
			else if (error instanceof CommandError)
				await run.say(`${escapeForTerminal(bucket)}: ${escapeLines(error.message)}`);
			else throw error;
			const code = error instanceof CommandError ? error.code : exitCodes.failed;
			const why = error instanceof S3Failure ? error : error.message;
			if (json) await run.write(endedJson(code, why, {Bucket: bucket}));
			return code;
		}
	}
}
