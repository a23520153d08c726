import type {Holder} from '../../multipart/makers/holder.js';
import {heldByWords} from '../../multipart/makers/makers.js';
import type {UploadTarget} from '../../multipart/upload.js';
import {type AbortPlan, abortUpload, planAbort} from '../../operations/abort/abort.js';
import type {GoneUpload} from '../../operations/abort-run/settle-run.js';
import type {Journal} from '../../operations/journal/journal.js';
import {targetIdentity} from '../../operations/journal/journal-acts.js';
import {listedHere} from '../../operations/scan/listed-here.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {protecting} from '../../s3/gateway/protected.js';
import {reasonWords} from '../../text/reason/reason-words.js';
import {sayActsBefore} from '../base/acts/acts-before.js';
import {canAsk} from '../base/ask.js';
import {sayClocksApart} from '../base/clocks.js';
import type {Run} from '../base/command.js';
import type {Connection} from '../base/connect.js';
import {CommandError, type ExitCode, exitCodes, refusedBySafety} from '../base/exit.js';
import {notFoundWords} from '../base/not-found.js';
import {writeOutcome} from '../base/output/write-outcome.js';
import type {AbortOptions} from './options.js';
import {agreeToPlan} from './plan.js';
import {outcomeJson, outcomeWords} from './results.js';

/**
 * Aborts the one upload that is named.
 *
 * @param goneByUs what a look has just shown to be gone by an earlier Abort.
 */
export async function abortOne(
	run: Run,
	options: AbortOptions,
	connection: Connection,
	journal: Journal,
	target: UploadTarget,
	goneByUs: readonly GoneUpload[],
): Promise<ExitCode> {
	const {gateway, thresholds, label} = connection;
	const plan = await planOne(gateway, target, {signal: run.signal, thresholds});
	const {reading, liveness, upload, holder} = plan;
	await sayClocksApart(run, gateway);
	const entry = protecting(gateway.protectedPrefixes, target);
	if (entry !== undefined) throw refusedBySafety(reasonWords({code: 'protected', entry}));
	if (reading.kind === 'refused') throw refusedBySafety(reasonWords(reading.reason));
	if (reading.kind === 'gone') {
		const known = goneByUs.find(gone => targetIdentity(gone) === targetIdentity(target));
		if (known !== undefined) return tellGone(run, options, known);
		await run.tell(
			'The service does not know this upload: it was completed or aborted, or the id is wrong.',
		);
		await sayActsBefore(run, journal, target);
		return exitCodes.failed;
	}
	const isNotFound = reading.kind === 'not-found';
	if (isNotFound) {
		await run.say(notFoundWords(target));
		await sayActsBefore(run, journal, target);
	}
	if (reading.kind === 'failed') throw reading.failure;
	if (reading.kind === 'denied') await run.tell(reading.failure);
	if (liveness === 'active' && !options.includeActive)
		throw refusedBySafety(
			'It is active: a client may be uploading. Add --include-active to abort it. Nothing was sent.',
		);
	if (holder !== undefined && !options.includeHeld)
		throw refusedBySafety(`${heldWords(holder)} Add --include-held to abort it. Nothing was sent.`);
	const isUnknown = liveness === 'unknown' && !options.includeUnknown;
	// On a terminal its key can be typed.
	if (isUnknown && (options.dryRun || options.yes || !canAsk(run)))
		throw new CommandError(
			`Whether it is active is unknown: --include-unknown takes it${isNotFound ? ' anyway' : ''}. Nothing was sent.`,
			isNotFound ? exitCodes.failed : exitCodes.refused,
		);
	const summary = reading.kind === 'read' ? reading.summary : undefined;
	const held = holder && {
		maker: holder.maker.id,
		...(holder.isSure ? {} : {makerUnseen: true as const}),
	};
	const shown = {...upload, summary, liveness, isNotFound, ...held};
	const {bucket} = target;
	const agreement = isUnknown ? {keyToType: target.key} : {};
	const agreed = await agreeToPlan(run, options, connection, {bucket, uploads: [shown]}, agreement);
	if (agreed !== 'agreed') return exitCodes[agreed === 'nothing' ? 'done' : agreed];
	run.signal.throwIfAborted();
	const result = await abortUpload({gateway, journal, connection: label, thresholds}, plan);
	const words = outcomeWords(target, result);
	const isGone = result.kind === 'gone';
	// The line of JSON holds nothing of the journal.
	if (!isGone || (options.json && result.journalProblem)) await run.say(words);
	const text = options.json ? outcomeJson(target, result) : isGone ? `${words}\n` : '';
	await writeOutcome(run, text, isGone ? [words] : []);
	if (run.signal.aborted) return exitCodes.interrupted;
	if (result.kind === 'gone') return exitCodes.done;
	const wasRefused = result.kind === 'refused' || result.kind === 'left-alone';
	return wasRefused && !isNotFound ? exitCodes.refused : exitCodes.failed;
}

function heldWords({maker, isSure}: Holder): string {
	return isSure
		? `It is ${heldByWords(maker)}. ${maker.lost}`
		: `It may be ${heldByWords(maker)}. If it is: ${maker.lost}`;
}

/** The Abort of an earlier command took effect: what that did is done. */
async function tellGone(
	run: Run,
	{json}: AbortOptions,
	{bytes, ...target}: GoneUpload,
): Promise<ExitCode> {
	const reason = {code: 'gone-by-earlier-abort'} as const;
	const result = {kind: 'gone', reason, freed: bytes} as const;
	await run.stdout.write(json ? outcomeJson(target, result) : `${outcomeWords(target, result)}\n`);
	return exitCodes.done;
}

/** Only the listing tells when an upload without parts was initiated, and so whether it may be at work. */
async function planOne(
	gateway: Gateway,
	target: UploadTarget,
	options: NonNullable<Parameters<typeof planAbort>[3]>,
): Promise<AbortPlan> {
	const {bucket, ...named} = target;
	const plan = await planAbort(gateway, bucket, {...named, keyCertain: true}, options);
	if (plan.reading.kind !== 'read' || plan.reading.summary.count > 0) return plan;
	const here = await listedHere(gateway, target, options.signal);
	return here.kind === 'listed' ? planAbort(gateway, bucket, here.upload, options) : plan;
}
