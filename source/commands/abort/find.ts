import type {AbortSelection} from '../../multipart/abort-selection.js';
import type {Query} from '../../multipart/query.js';
import {formatCount, plural} from '../../multipart/units.js';
import type {AbortRunPlan} from '../../operations/abort-run.js';
import {type FoundAborts, findAborts, UnendingListing} from '../../operations/find-aborts.js';
import {type Journal, JournalError} from '../../operations/journal.js';
import {LocalFileError} from '../../operations/local-file.js';
import {writePlanFile} from '../../operations/plan-file.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {sayClocksApart} from '../base/clocks.js';
import type {Run} from '../base/command.js';
import type {Connection} from '../base/connect.js';
import {CommandError, exitCodes, usageError} from '../base/exit.js';
import {Progress} from '../base/progress.js';
import type {AbortOptions} from './options.js';
import {agreeToPlan} from './plan.js';

/** What a query finds, once it is agreed to; without a plan there is nothing to carry out. */
export type Found = {
	readonly plan?: AbortRunPlan;
	/** How many uploads could not be read; each was named. */
	readonly unreadable: number;
};

type Where = {readonly bucket: string; readonly prefix: string; readonly query: Query};

/** Lists, reads, shows, and asks. @throws CommandError (refused) where nobody agrees; what the reads throw. */
export async function findAndAgree(
	run: Run,
	options: AbortOptions,
	connection: Connection,
	journal: Journal,
	where: Where,
): Promise<Found> {
	const {bucket} = where;
	const {selection, unreadable, listed, prefix} = await find(
		run,
		options,
		connection,
		journal,
		where,
	);
	for (const {upload, failure} of unreadable) {
		if (failure !== undefined) await run.tell(failure);
		else await run.say(`${escapeForTerminal(upload.key)}: its parts could not be read`);
	}
	if (unreadable.length > 0)
		await run.say(`Left out: ${plural(unreadable.length, 'upload')} whose parts cannot be read.`);
	await sayClocksApart(run, connection.gateway);
	const leftOut = leftOutWords(selection);
	if (leftOut !== undefined) await run.say(leftOut);
	const plan = {bucket, prefix, listed, uploads: selection.uploads};
	if (options.planOut !== undefined) {
		await writePlan(run, options.planOut, connection, plan);
		return {unreadable: unreadable.length};
	}
	const agreed = await agreeToPlan(run, options, connection, plan);
	return {...(agreed ? {plan} : {}), unreadable: unreadable.length};
}

async function find(
	run: Run,
	{includeActive = false}: AbortOptions,
	{gateway, thresholds, service}: Connection,
	journal: Journal,
	where: Where,
): Promise<FoundAborts> {
	const progress = new Progress(run.stderr);
	const {signal} = run;
	try {
		return await findAborts(
			{gateway, journal},
			{
				...{...where, thresholds, service, includeActive, signal},
				onProgress({listed, found}) {
					progress.show(`${plural(listed, 'upload')} listed, ${formatCount(found)} found`);
				},
			},
		);
	} catch (error) {
		if (error instanceof UnendingListing || error instanceof JournalError)
			throw new CommandError(error.message, exitCodes.failed);
		throw error;
	} finally {
		progress.end();
	}
}

async function writePlan(
	run: Run,
	path: string,
	{gateway, label}: Connection,
	plan: AbortRunPlan,
): Promise<void> {
	try {
		const {endpoint} = gateway;
		const file = await writePlanFile(path, {connection: label, endpoint, ...plan});
		const count = plural(plan.uploads.length, 'upload');
		await run.say(
			`The plan of ${count} is written, nothing is aborted: ${escapeForTerminal(file)}`,
		);
	} catch (error) {
		throw error instanceof LocalFileError ? usageError(error.message) : error;
	}
}

/** What the query means and what is not taken all the same; undefined for nothing. */
function leftOutWords({
	active,
	activeTaken,
	unknown,
	unsettled,
	uncertainKeys,
	protectedKeys,
}: AbortSelection): string | undefined {
	const words = (
		[
			[activeTaken ? 0 : active, 'active (--include-active takes them)'],
			[unknown, 'unknown'],
			[unsettled, 'whose last act is not settled'],
			[protectedKeys, 'under a protected prefix'],
			[uncertainKeys, 'whose key is not certain'],
		] as const
	).flatMap(([count, text]) => (count === 0 ? [] : [`${formatCount(count)} ${text}`]));
	return words.length === 0 ? undefined : `Left out: ${words.join(', ')}.`;
}
