import {
	asksToOverwrite,
	type CompletionPlan,
	isBlocked,
	replan,
} from '../../multipart/completion/completion.js';
import {
	type CompleteResult,
	completeUpload,
	prepareCompletion,
} from '../../operations/complete/complete.js';
import {type Journal, journalFolder, openJournal} from '../../operations/journal/journal.js';
import {isNoSuchUpload} from '../../s3/failure/failure.js';
import {findingWords} from '../../text/plan/finding-words.js';
import {sayActsBefore} from '../base/acts/acts-before.js';
import {flagsWords, lackingFlags} from '../base/acts/agreement.js';
import {lookUpEarlier} from '../base/acts/earlier-acts.js';
import {canAsk, wordTyped} from '../base/ask.js';
import {sayClocksApart} from '../base/clocks.js';
import type {Run} from '../base/command.js';
import {type Connection, connectFor} from '../base/connect.js';
import {
	type ExitCode,
	exitCodes,
	readOnlyWouldRefuse,
	refuseAnother,
	refusedBySafety,
} from '../base/exit.js';
import {tellNoSuchUpload} from '../base/not-found.js';
import {readObjectAddress} from '../base/options/targets.js';
import {versionedDocument} from '../base/output/document.js';
import {planJson, planLines} from '../base/output/plan-words.js';
import {writeOutcome} from '../base/output/write-outcome.js';
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
	const {gateway, thresholds} = connection;
	const {uploadId, json, dryRun} = options;
	if (gateway.readOnly && !dryRun)
		throw refusedBySafety('This connection is read-only: nothing was sent.');
	const target = {bucket, key, uploadId, keyCertain: true};
	const journal = openJournal({folder: journalFolder(run.env)});
	if (!dryRun) await lookUpEarlier(run, {gateway, journal, upload: target});
	let read: CompletionPlan;
	try {
		read = await prepareCompletion(gateway, target, run.signal, {thresholds});
	} catch (error) {
		refuseAnother(error);
		if (!isNoSuchUpload(error)) throw error;
		await tellNoSuchUpload(run, gateway, target, error);
		await sayActsBefore(run, journal, target);
		return exitCodes.failed;
	}
	await sayClocksApart(run, gateway);
	const plan = replan(read, {
		excluded: choice(read.listed),
		overwrite: options.overwrite === true && read.existing !== undefined,
		unconditional: options.unconditional === true,
	});
	if (dryRun) {
		const refused = gateway.readOnly ? readOnlyWouldRefuse : undefined;
		await run.write(
			json
				? versionedDocument({...planJson(plan), Message: refused})
				: asText(planLines(plan, gateway.endpoint)),
		);
		if (refused !== undefined) await run.say(`! ${refused}`);
		if (isBlocked(plan) && !asksToOverwrite(plan)) return exitCodes.refused;
		const lacking = lackingFlags(plan, options);
		if (lacking.length === 0) return refused === undefined ? exitCodes.done : exitCodes.refused;
		const where = options.yes ? 'This' : 'Where nobody can be asked this';
		await run.say(`! ${where} needs ${flagsWords(lacking)}.`);
		return exitCodes.refused;
	}
	await agree(run, options, plan, gateway.endpoint);
	const result = await send(run, connection, journal, plan);
	const lines = outcomeLines(result);
	const isDone = result.kind === 'done';
	if (!isDone) await run.say(...lines);
	const text = json ? versionedDocument(outcomeJson(plan, result)) : isDone ? asText(lines) : '';
	await writeOutcome(run, text, isDone ? lines : []);
	return run.signal.aborted ? exitCodes.interrupted : codeOf(result);
}

/** @throws CommandError (refused) unless the plan may be sent. */
async function agree(
	run: Run,
	options: CompleteOptions,
	plan: CompletionPlan,
	endpoint: string,
): Promise<void> {
	const lacking = lackingFlags(plan, options);
	const asks = canAsk(run) && !options.yes;
	if (isBlocked(plan) || asks) await run.say(...planLines(plan, endpoint));
	if (isBlocked(plan)) {
		if (!asksToOverwrite(plan))
			throw refusedBySafety('Refused: this cannot be completed. Nothing was sent.');
		const isNamed = lacking.length > 1 || plan.existing === 'denied';
		const too = isNamed ? ` Here it needs ${flagsWords(lacking)}.` : '';
		throw refusedBySafety(
			plan.existing === 'denied'
				? `Refused: it is unknown whether an object at this key would be replaced.${too} Nothing was sent.`
				: `Refused: an object is at this key.${too} Nothing was sent.`,
		);
	}
	if (asks) return ask(run, plan, lacking.includes('--include-active'));
	if (lacking.length === 0) return;
	const warnings = plan.findings.filter(({level}) => level === 'warns');
	for (const warning of warnings) await run.say(`! ${findingWords(warning)}`);
	throw refusedBySafety(`Refused: add ${flagsWords(lacking)} to allow that. Nothing was sent.`);
}

/** One that is active, or goes without a condition, is confirmed by its key. @throws CommandError (refused) where it is not. */
async function ask(
	run: Run,
	{target, unconditional}: CompletionPlan,
	isActive: boolean,
): Promise<void> {
	const typed = isActive
		? wordTyped(run, 'It is active. Complete it anyway?', target.key)
		: unconditional
			? wordTyped(run, 'Complete this upload without a condition?', target.key)
			: wordTyped(run, 'Complete this upload?', 'yes');
	if (!(await typed)) throw refusedBySafety('Not confirmed: nothing was sent.');
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
		if (isSent) void run.say('It was sent: waiting for the outcome. ctrl-c again ends partway.');
	};
	let isSent = false;
	run.signal.addEventListener('abort', onInterrupt, {once: true});
	try {
		return await completeUpload({gateway, journal, connection: label}, plan, {
			signal: run.signal,
			...(plan.overwrite ? {overwrite: {typedKey: plan.target.key}} : {}),
			...(plan.unconditional ? {unconditional: {typedKey: plan.target.key}} : {}),
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
