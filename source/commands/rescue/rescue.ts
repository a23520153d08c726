import {parseSize} from '../../multipart/query/query-values.js';
import {RateMeter} from '../../multipart/rescue/rate.js';
import {onlyNeedsWords, rescueNeeds} from '../../multipart/rescue/rescue-needs.js';
import {
	isRescueBlocked,
	type RescueChoice,
	type RescuePlan,
	replanRescue,
} from '../../multipart/rescue/rescue-plan.js';
import {isPartSize} from '../../multipart/sizes.js';
import type {ActDeps} from '../../operations/journal/acting.js';
import {journalFolder, openJournal} from '../../operations/journal/journal.js';
import type {
	LocalFile,
	PreparedRescue,
	RescueProgress,
	RescueResult,
} from '../../operations/rescue/rescue-types.js';
import {isNoSuchUpload} from '../../s3/failure/failure.js';
import {FileChanged} from '../../terminal/local-file/file-identity.js';
import {LocalFileError} from '../../terminal/local-file/local-file-error.js';
import {rescueFindingWords} from '../../text/rescue/rescue-finding-words.js';
import {needFlags, rescueProgressWords} from '../../text/rescue/rescue-plan-words.js';
import {sayActsBefore} from '../base/acts/acts-before.js';
import {flagsWords} from '../base/acts/agreement.js';
import {lookUpEarlier} from '../base/acts/earlier-acts.js';
import {canAsk, wordTyped} from '../base/ask.js';
import {sayClocksApart} from '../base/clocks.js';
import type {Run} from '../base/command.js';
import {connectFor} from '../base/connect.js';
import {
	CommandError,
	type ExitCode,
	exitCodes,
	readOnlyWouldRefuse,
	refuseAnother,
	refusedBySafety,
	usageError,
} from '../base/exit.js';
import {tellNoSuchUpload} from '../base/not-found.js';
import {readObjectAddress} from '../base/options/targets.js';
import {versionedDocument} from '../base/output/document.js';
import {Progress} from '../base/output/progress.js';
import {writeOutcome} from '../base/output/write-outcome.js';
import {chooseUpload} from './choose.js';
import type {RescueCommandOptions} from './options.js';
import {rescueOutcomeJson, rescueOutcomeLines} from './outcome.js';
import {rescueJson, rescueLines} from './plan.js';

export async function rescue(
	run: Run,
	options: RescueCommandOptions,
	typedFile: string,
	typed: string,
): Promise<ExitCode> {
	const where = readObjectAddress(typed);
	const choice = choiceOf(options);
	const file = await fileAt(typedFile);
	const connection = await connectFor(options, run.env);
	const {gateway, thresholds, label} = connection;
	const {json, dryRun, check} = options;
	const sends = !dryRun && !check;
	if (gateway.readOnly && sends)
		throw refusedBySafety('This connection is read-only: nothing was sent.');
	const journal = openJournal({folder: journalFolder(run.env)});
	const target = await chooseUpload(run, gateway, where, options);
	const deps: ActDeps = {gateway, journal, connection: label, thresholds};
	if (sends) await lookUpEarlier(run, {gateway, journal, upload: target});
	const {prepareRescue} = await import('../../operations/rescue/prepare.js');
	let prepared: PreparedRescue;
	try {
		prepared = await watched(run, onProgress =>
			prepareRescue(deps, file, target, choice, {signal: run.signal, onProgress}),
		);
	} catch (error) {
		refuseAnother(error);
		if (error instanceof LocalFileError || error instanceof FileChanged)
			throw new CommandError(`${error.message} Nothing was sent.`, exitCodes.failed);
		if (!isNoSuchUpload(error)) throw error;
		await tellNoSuchUpload(run, gateway, target, error);
		await sayActsBefore(run, journal, target);
		return exitCodes.failed;
	}
	await sayClocksApart(run, gateway);
	const {plan} = prepared;
	const {endpoint} = gateway;
	const lacking = lackingFlags(plan, options);
	const refused = dryRun && gateway.readOnly ? readOnlyWouldRefuse : undefined;
	const planText = () =>
		json
			? versionedDocument({...rescueJson(plan, lacking), Message: refused})
			: asText(rescueLines(plan, endpoint));
	if (check) {
		await run.write(planText());
		return isOfFile(plan) ? exitCodes.done : exitCodes.failed;
	}
	if (dryRun) {
		await run.write(planText());
		if (refused !== undefined) await run.say(`! ${refused}`);
		if (isRescueBlocked(plan) && !onlyNeedsWords(plan)) return exitCodes.refused;
		if (lacking.length === 0) return refused === undefined ? exitCodes.done : exitCodes.refused;
		const who = options.yes ? 'This' : 'Where nobody can be asked this';
		await run.say(`! ${who} needs ${flagsWords(lacking)}.`);
		return exitCodes.refused;
	}
	const agreed = await agree(run, options, plan, endpoint);
	const result = await send(run, deps, {...prepared, plan: agreed});
	const lines = rescueOutcomeLines(result);
	const isDone = result.kind === 'done' || result.kind === 'sent';
	if (!isDone) await run.say(...lines);
	const text = json
		? versionedDocument(rescueOutcomeJson(plan, result))
		: isDone
			? asText(lines)
			: '';
	await writeOutcome(run, text, isDone ? lines : []);
	return run.signal.aborted ? exitCodes.interrupted : codeOf(result);
}

/** @throws CommandError (usage) */
function choiceOf(options: RescueCommandOptions): RescueChoice {
	const {partSize: typed, replaceDifferent, resendUnproven, overwrite, includeActive} = options;
	const partSize = typed === undefined ? undefined : parseSize(typed);
	if (typed !== undefined && (partSize === undefined || partSize < 1 || !isPartSize(partSize)))
		throw usageError(`--part-size: "${typed}" is not a part size: write 8MiB.`);
	return {
		...{partSize, replaceDifferent, resendUnproven, overwrite},
		...{includeActive, noComplete: !options.complete},
	};
}

/** @throws CommandError (usage) with what is wrong with it. */
async function fileAt(typed: string): Promise<LocalFile> {
	// The app loads it late, too: what both import stands before its first frame.
	const {seeLocalFile} = await import('../../operations/rescue/local-file.js');
	try {
		return await seeLocalFile(typed);
	} catch (error) {
		throw error instanceof LocalFileError ? usageError(error.message) : error;
	}
}

/** Whether every part that is there is what the file has there. */
function isOfFile({layout, parts, completion}: RescuePlan): boolean {
	if (layout === undefined || parts.length < completion.listed.length) return false;
	return parts.every(({judgement}) => judgement === 'proven');
}

/** The options that it needs and that were not given. */
function lackingFlags(plan: RescuePlan, {yes}: RescueCommandOptions): readonly string[] {
	return rescueNeeds(plan)
		.filter(need => need !== 'yes' || !yes)
		.map(need => needFlags[need]);
}

/** The plan as it was agreed to. @throws CommandError (refused) unless it may be sent. */
async function agree(
	run: Run,
	options: RescueCommandOptions,
	plan: RescuePlan,
	endpoint: string,
): Promise<RescuePlan> {
	const lacking = lackingFlags(plan, options);
	const asks = canAsk(run) && !options.yes;
	if (isRescueBlocked(plan) || asks) await run.say(...rescueLines(plan, endpoint));
	if (isRescueBlocked(plan)) {
		const what = onlyNeedsWords(plan) ? ` It needs ${flagsWords(lacking)}.` : '';
		throw refusedBySafety(
			`Refused: this upload cannot be finished like this.${what} Nothing was sent.`,
		);
	}
	if (!asks) {
		if (lacking.length === 0) return plan;
		const warnings = plan.findings.filter(({level}) => level === 'warns');
		for (const warning of warnings) await run.say(`! ${rescueFindingWords(warning)}`);
		throw refusedBySafety(`Refused: add ${flagsWords(lacking)} to allow that. Nothing was sent.`);
	}
	const {completion, choice} = plan;
	const isActive = lacking.includes('--include-active');
	const what = choice.noComplete ? 'Send these parts' : 'Finish this upload from the file';
	const isAgreed = isActive
		? await wordTyped(run, `It is active. ${what} anyway?`, completion.target.key)
		: await wordTyped(run, `${what}?`, 'yes');
	if (!isAgreed) throw refusedBySafety('Not confirmed: nothing was sent.');
	return isActive ? replanRescue(plan, {...choice, includeActive: true}) : plan;
}

async function send(run: Run, deps: ActDeps, prepared: PreparedRescue): Promise<RescueResult> {
	run.signal.throwIfAborted();
	let isCompleting = false;
	const onInterrupt = () => {
		if (isCompleting)
			void run.say('The Complete is sent: waiting for the outcome. ctrl-c again ends partway.');
	};
	run.signal.addEventListener('abort', onInterrupt, {once: true});
	const {sendRescue} = await import('../../operations/rescue/rescue.js');
	try {
		return await watched(run, onProgress =>
			sendRescue(deps, prepared, {
				signal: run.signal,
				onProgress(progress) {
					isCompleting = progress.phase === 'completing';
					onProgress(progress);
				},
			}),
		);
	} finally {
		run.signal.removeEventListener('abort', onInterrupt);
	}
}

/** Shows on stderr how far it is, while it works. */
async function watched<T>(
	run: Run,
	work: (onProgress: (progress: RescueProgress) => void) => Promise<T>,
): Promise<T> {
	const progress = new Progress(run.stderr);
	const meter = new RateMeter();
	try {
		return await work(done => {
			const rate = meter.take(done.bytesDone, performance.now());
			progress.show(rescueProgressWords(done, rate));
		});
	} finally {
		progress.end();
	}
}

function codeOf({kind}: RescueResult): ExitCode {
	if (kind === 'done' || kind === 'sent') return exitCodes.done;
	return kind === 'changed' || kind === 'refused' ? exitCodes.refused : exitCodes.failed;
}

function asText(lines: readonly string[]): string {
	return lines.map(line => `${line}\n`).join('');
}
