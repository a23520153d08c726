import type {Query} from '../../multipart/query/query.js';
import {factsOfService, listingRemark} from '../../multipart/services/service.js';
import {formatCount, plural} from '../../multipart/text/units.js';
import {type FoundAborts, findAborts, UnendingListing} from '../../operations/abort/find-aborts.js';
import {writePlanFile} from '../../operations/abort/plan-file.js';
import type {AbortRunPlan} from '../../operations/abort-run/abort-run.js';
import {type Journal, JournalError} from '../../operations/journal/journal.js';
import {LocalFileError} from '../../operations/typed-file.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {sayClocksApart} from '../base/clocks.js';
import type {Run} from '../base/command.js';
import type {Connection} from '../base/connect.js';
import {CommandError, exitCodes, usageError} from '../base/exit.js';
import {journalFailed} from '../base/journal-failed.js';
import {notFoundWords} from '../base/not-found.js';
import {Progress} from '../base/output/progress.js';
import {type LeftOut, leftOutOf, leftOutWords} from './left-out.js';
import type {AbortOptions} from './options.js';
import {agreeToPlan} from './plan.js';

/** What a query finds, once it is agreed to; without a plan there is nothing to carry out. */
export type Found = {
	readonly plan?: AbortRunPlan;
	/** Nothing would be sent: the plan is larger than the bounds, or the connection is read-only. */
	readonly isRefused: boolean;
	/** What is in no plan; it was shown, and belongs to the JSON. */
	readonly leftOut: LeftOut;
	/** How many uploads could not be read, or not be found, and rows that name none. */
	readonly unseen: number;
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
	const found = await find(run, options, connection, journal, where);
	const {selection, unreadable, listed, prefix, dropped} = found;
	const service = factsOfService(found.service ?? 'other', found.version);
	const {notFound, phantoms} = selection;
	for (const {upload, failure} of unreadable) {
		if (failure !== undefined) await run.tell(failure);
		else await run.say(`${escapeForTerminal(upload.key)}: its parts could not be read`);
	}
	for (const {key, uploadId} of notFound) await run.say(notFoundWords({bucket, key, uploadId}));
	for (const {key, uploadId} of phantoms)
		await run.say(
			escapeForTerminal(
				`left out: s3://${bucket}/${key} (${uploadId}): it looks like a part of another upload.`,
			),
		);
	await sayClocksApart(run, connection.gateway);
	const remark = listingRemark(service, '');
	if (remark !== undefined) await run.say(remark);
	const leftOut = leftOutOf(found);
	const words = leftOutWords(leftOut);
	// Where nobody is asked it stands in the summary.
	const isSummed = options.yes && !options.dryRun && selection.uploads.length > 0;
	if (words !== undefined && !isSummed) await run.say(words);
	const listedBy = {service: found.service, version: found.version};
	const plan = {bucket, prefix, listed, listedBy, uploads: selection.uploads};
	const unseen = unreadable.length + notFound.length + dropped;
	let agreed: Awaited<ReturnType<typeof agreeToPlan>> = 'nothing';
	if (options.planOut !== undefined) await writePlan(run, options.planOut, connection, plan);
	else {
		const leavesOut = leftOut.length > 0 || service.mayListTooFew;
		agreed = await agreeToPlan(run, options, connection, plan, {leavesOut});
	}
	const isRefused = agreed === 'refused';
	return {...(agreed === 'agreed' ? {plan} : {}), leftOut, unseen, isRefused};
}

async function find(
	run: Run,
	{includeActive = false, includeHeld = false, includeUnknown = false}: AbortOptions,
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
				...{...where, thresholds, service, includeActive, includeHeld, includeUnknown, signal},
				onProgress({listed, found}) {
					progress.show(`${plural(listed, 'upload')} listed, ${formatCount(found)} found`);
				},
			},
		);
	} catch (error) {
		if (error instanceof UnendingListing)
			throw new CommandError(
				'The listing of uploads does not end: nothing was planned.',
				exitCodes.failed,
			);
		if (error instanceof JournalError) throw journalFailed(error);
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
