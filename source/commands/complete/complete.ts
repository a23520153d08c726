import {
	asksToOverwrite,
	type CompletionPlan,
	isBlocked,
	planAgain,
} from '../../multipart/completion.js';
import {type CompleteResult, completeUpload, prepareCompletion} from '../../operations/complete.js';
import {type Journal, journalFolder, openJournal} from '../../operations/journal.js';
import {isNoSuchUpload} from '../../s3/failure.js';
import {jsonDocument} from '../../terminal/json.js';
import {sayActsBefore} from '../base/acts-before.js';
import {canAsk, wordTyped} from '../base/ask.js';
import type {Run} from '../base/command.js';
import {type Connection, connectFor} from '../base/connect.js';
import {type ExitCode, exitCodes, refusedBySafety} from '../base/exit.js';
import {needsYes, planJson, planLines} from '../base/plan-words.js';
import {readObjectAddress} from '../base/targets.js';
import {partsChoice} from './chosen-parts.js';
import type {CompleteOptions} from './options.js';
import {outcomeJson, outcomeLines} from './outcome.js';

export async function complete(
	run: Run,
	options: CompleteOptions,
	typed: string,
): Promise<ExitCode> {
	const {bucket, key} = readObjectAddress(typed);
	const choice = await partsChoice(options);
	const connection = await connectFor(options, run.env);
	const {gateway} = connection;
	const {uploadId, json, dryRun} = options;
	if (gateway.readOnly && !dryRun)
		throw refusedBySafety('This connection is read-only: nothing was sent.');
	const target = {bucket, key, uploadId, keyCertain: true};
	const journal = openJournal({folder: journalFolder(run.env)});
	let read: CompletionPlan;
	try {
		read = await prepareCompletion(gateway, target, run.signal);
	} catch (error) {
		if (!isNoSuchUpload(error)) throw error;
		await run.tell(error);
		await sayActsBefore(run, journal, target);
		return exitCodes.failed;
	}
	const plan = planAgain(read, {
		excluded: choice(read.listed),
		overwrite: options.overwrite === true && typeof read.existing === 'object',
	});
	if (dryRun) {
		await run.write(
			json ? jsonDocument(planJson(plan)) : asText(planLines(plan, gateway.endpoint)),
		);
		if (gateway.readOnly) await run.say('! This connection is read-only: it would be refused.');
		const agreed = options.yes || !needsYes(plan);
		if (!agreed && !isBlocked(plan)) await run.say('! Where nobody can be asked this needs --yes.');
		return agreed && !isBlocked(plan) ? exitCodes.done : exitCodes.refused;
	}
	await agree(run, options, plan, gateway.endpoint);
	const result = await send(run, connection, journal, plan);
	if (result.kind !== 'done') for (const line of outcomeLines(result)) await run.say(line);
	// Whoever interrupted while it was on its way hears what became of it all the same.
	if (json) await run.stdout.write(jsonDocument(outcomeJson(plan, result)));
	else if (result.kind === 'done') await run.stdout.write(asText(outcomeLines(result)));
	return run.signal.aborted ? exitCodes.interrupted : codeOf(result);
}

/** @throws CommandError (refused) unless the plan may be sent. */
async function agree(
	run: Run,
	options: CompleteOptions,
	plan: CompletionPlan,
	endpoint: string,
): Promise<void> {
	const lines = planLines(plan, endpoint);
	if (isBlocked(plan)) {
		for (const line of lines) await run.say(line);
		throw refusedBySafety(
			asksToOverwrite(plan)
				? 'Refused: an object is at this key. Nothing was sent.'
				: 'Refused: this cannot be completed. Nothing was sent.',
		);
	}
	if (options.yes) return;
	if (canAsk(run)) {
		for (const line of lines) await run.say(line);
		if (await wordTyped(run, 'Complete this upload?', 'yes')) return;
		throw refusedBySafety('Not confirmed: nothing was sent.');
	}
	const warnings = plan.findings.filter(({level}) => level === 'warns');
	for (const {sentence} of warnings) await run.say(`! ${sentence}`);
	if (needsYes(plan)) throw refusedBySafety('Refused: --yes agrees to that. Nothing was sent.');
}

async function send(
	run: Run,
	{gateway, label}: Connection,
	journal: Journal,
	plan: CompletionPlan,
): Promise<CompleteResult> {
	const isWatched = run.stderr.isTerminal;
	run.signal.throwIfAborted();
	const onInterrupt = () => {
		if (isSent)
			void run.say('It was sent: waiting for what becomes of it. ctrl-c again ends partway.');
	};
	let isSent = false;
	run.signal.addEventListener('abort', onInterrupt, {once: true});
	try {
		return await completeUpload({gateway, journal, connection: label}, plan, {
			signal: run.signal,
			...(plan.overwrite ? {overwrite: {typedKey: plan.target.key}} : {}),
			onPhase(phase) {
				isSent ||= phase === 'sending';
				if (isWatched && phase === 'sending')
					void run.say('Sent: the service puts the parts together.');
			},
		});
	} finally {
		run.signal.removeEventListener('abort', onInterrupt);
	}
}

function codeOf({kind}: CompleteResult): ExitCode {
	if (kind === 'done') return exitCodes.done;
	return kind === 'changed' || kind === 'refused' ? exitCodes.refused : exitCodes.failed;
}

function asText(lines: readonly string[]): string {
	return lines.map(line => `${line}\n`).join('');
}
