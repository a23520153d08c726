import type {Run} from '../base/command.js';
import {connectFor} from '../base/connect.js';
import {type ExitCode, exitCodes} from '../base/exit.js';
import {readTarget, targetFor} from '../base/targets.js';
import type {ListOptions} from './options.js';

export async function list(
	run: Run,
	options: ListOptions,
	typed: string | undefined,
): Promise<ExitCode> {
	const named = readTarget(typed);
	const connection = await connectFor(options, run.env);
	const {bucket, prefix} = targetFor(named, connection);
	for await (const page of connection.gateway.listUploads({bucket, prefix}, run.signal))
		await run.write(
			page.map(({key, uploadId}) => `${JSON.stringify({Key: key, UploadId: uploadId})}\n`).join(''),
		);
	return exitCodes.done;
}
