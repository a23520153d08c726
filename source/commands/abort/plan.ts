import {type PlannedAbort, sumsOf} from '../../multipart/abort-selection.js';
import {holderUnseenWords} from '../../multipart/makers/holder.js';
import {heldLosses} from '../../multipart/makers/makers.js';
import {heldBytes} from '../../multipart/part.js';
import {formatAge, formatCount, heldWords, plural} from '../../multipart/text/units.js';
import type {AbortRunPlan} from '../../operations/abort-run/abort-run.js';
import type {ListedRow} from '../../operations/scan/list-rows.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {terminalJson} from '../../terminal/json.js';
import {canAsk, wordTyped} from '../base/ask.js';
import type {Run} from '../base/command.js';
import type {Connection} from '../base/connect.js';
import {exitCodes, readOnlyWouldRefuse, refusedBySafety} from '../base/exit.js';
import {awsTarget, awsTime} from '../base/output/aws-style.js';
import {endedJson} from '../base/output/error-fields.js';
import {plainTable, tableSigns, terminalTable} from '../list/table.js';
import {limitsOf, tooLarge} from './limits.js';
import type {AbortOptions} from './options.js';

/** An upload of a plan, as it is shown. */
export type ShownAbort = PlannedAbort & {
	/** It is listed, and the service does not find it. */
	readonly isNotFound?: boolean;
};

export type Agreement = {
	/** Whether uploads that were meant, or may be, are not in the plan; they were shown. */
	readonly leavesOut?: boolean;
	/** What has to be typed instead of the number: the upload is named as one of unknown state. */
	readonly keyToType?: string;
};

/** Of more uploads than these only the number is shown before the question. */
const mostShown = 20;

/**
 * Shows what would be aborted, and has it agreed to. `nothing`: there is nothing to abort, or it was a dry run; `refused`: that
 * of a plan which would be.
 *
 * @throws CommandError (refused) where nobody agrees.
 */
export async function agreeToPlan(
	run: Run,
	options: AbortOptions,
	connection: Connection,
	plan: AbortRunPlan & {readonly uploads: readonly ShownAbort[]},
	{leavesOut = false, keyToType}: Agreement = {},
): Promise<'agreed' | 'nothing' | 'refused'> {
	const {gateway} = connection;
	const {uploads, bucket} = plan;
	const now = gateway.now();
	const where = options.allBuckets ? `${bucket}: ` : '';
	const isTooLarge = tooLarge(uploads, limitsOf(options));
	if (options.dryRun) {
		if (options.json) for (const upload of uploads) await run.write(plannedJson(bucket, upload));
		else await show(run, connection, plan, uploads);
		await run.say(...summaryLines(plan, gateway.endpoint, now));
		const refused = gateway.readOnly
			? readOnlyWouldRefuse
			: isTooLarge && `${isTooLarge} It would be refused.`;
		if (refused === undefined) return 'nothing';
		await run.say(`! ${refused}`);
		if (options.json) await run.write(endedJson(exitCodes.refused, refused, {Bucket: bucket}));
		return 'refused';
	}
	if (gateway.readOnly) throw refusedBySafety('This connection is read-only: nothing was sent.');
	if (uploads.length === 0) {
		await run.say(`${where}${leavesOut ? 'Nothing is aborted.' : 'Nothing to abort.'}`);
		return 'nothing';
	}
	if (isTooLarge !== undefined) throw refusedBySafety(`${isTooLarge} Nothing was sent.`);
	if (options.yes) return 'agreed';
	if (canAsk(run)) {
		await show(onStderr(run), connection, plan, uploads.slice(0, mostShown));
		if (uploads.length > mostShown)
			await run.say(
				`and ${formatCount(uploads.length - mostShown)} more: --dry-run shows them all`,
			);
	}
	await run.say(...summaryLines(plan, gateway.endpoint, now));
	if (!canAsk(run))
		throw refusedBySafety(
			'Refused: there is no terminal to ask on. Add --yes to go on. Nothing was sent.',
		);
	const unit = uploads.length === 1 ? 'upload' : 'uploads';
	const ofBucket = options.allBuckets ? ` of ${bucket}` : '';
	const question = `Abort ${uploads.length === 1 ? 'this' : 'these'} ${unit}${ofBucket}?`;
	if (await wordTyped(run, question, keyToType ?? String(uploads.length))) return 'agreed';
	throw refusedBySafety('Not confirmed: nothing was sent.');
}

/** Where, how many, how much, and how long nothing came. */
function summaryLines(
	{bucket, uploads}: {readonly bucket: string; readonly uploads: readonly ShownAbort[]},
	endpoint: string,
	now: number,
): string[] {
	const countOf = (is: (upload: ShownAbort) => boolean) => uploads.filter(is).length;
	const active = countOf(({liveness}) => liveness === 'active');
	const notFound = countOf(({isNotFound}) => isNotFound === true);
	const unknown = countOf(({liveness, isNotFound}) => liveness === 'unknown' && !isNotFound);
	const unseen = countOf(({makerUnseen}) => makerUnseen === true);
	const {bytes, lacksSizes, oldestPart: oldest, youngestPart: youngest} = sumsOf(uploads);
	const ago = (time: number) => formatAge(Math.max(0, now - time));
	return [
		`${plural(uploads.length, 'upload')} of ${bucket} at ${endpoint}, ${heldWords(bytes, lacksSizes)} listed`,
		...(oldest === undefined || youngest === undefined
			? []
			: [`last parts: the oldest ${ago(oldest)} ago, the youngest ${ago(youngest)} ago`]),
		...(active === 0
			? []
			: [
					`! ${formatCount(active)} of them ${active === 1 ? 'IS' : 'ARE'} ACTIVE: somebody may be uploading.`,
				]),
		...heldLosses(uploads).map(
			({id, lost, count}) =>
				`! ${formatCount(count)} of them ${count === 1 ? 'IS' : 'ARE'} HELD OPEN ON PURPOSE by ${id}. ${lost}`,
		),
		...(unseen === 0 ? [] : [`! ${formatCount(unseen)} of them, ${holderUnseenWords}.`]),
		...(unknown === 0
			? []
			: [
					`! ${formatCount(unknown)} of them ${unknown === 1 ? 'is' : 'are'} of UNKNOWN state: somebody may be uploading.`,
				]),
		...(notFound === 0
			? []
			: [
					'! It is LISTED AND NOT FOUND: what it holds, and whether somebody is uploading, is unknown.',
				]),
	].map(escapeForTerminal);
}

/** As `partway list --parts` shows them. */
async function show(
	run: Run,
	{gateway, thresholds}: Connection,
	{bucket, prefix = ''}: AbortRunPlan,
	uploads: readonly ShownAbort[],
): Promise<void> {
	const now = () => gateway.now();
	const scene = {run, bucket, prefix, parts: true, now, thresholds};
	const table = run.stdout.isTerminal
		? terminalTable(scene, {wide: false, ...tableSigns(run.env)})
		: plainTable(scene);
	if (uploads.length > 0) await table.rows(bucket, uploads.map(asListed));
}

function asListed({key, uploadId, initiated, summary, isNotFound}: ShownAbort): ListedRow {
	return {
		upload: {key, uploadId, initiated, keyCertain: true},
		reading:
			summary === undefined ? {kind: isNotFound ? 'not-found' : 'denied'} : {kind: 'read', summary},
		chosen: true,
	};
}

/** What is shown before a question is no data. */
function onStderr(run: Run): Run {
	const {stderr, signal} = run;
	return {...run, stdout: stderr, write: text => stderr.write(text, signal)};
}

function plannedJson(bucket: string, upload: ShownAbort): string {
	const {summary, liveness, isNotFound, makerUnseen} = upload;
	const maker = makerUnseen ? undefined : upload.maker;
	const {count, lastPart} = summary ?? {};
	const line = {
		...awsTarget({bucket, ...upload}),
		Outcome: 'planned',
		State: isNotFound ? 'not-found' : maker === undefined ? liveness : 'held',
		Maker: maker,
		LastPart: awsTime(lastPart),
		PartCount: count,
		Bytes: heldBytes(summary),
	};
	return `${terminalJson(line)}\n`;
}
