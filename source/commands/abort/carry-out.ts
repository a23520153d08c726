import {formatBytes, formatCount, formatElapsed, plural} from '../../multipart/text/units.js';
import {
	type AbortRun,
	type AbortRunFacts,
	type AbortRunPlan,
	startAbortRun,
} from '../../operations/abort-run/abort-run.js';
import type {Journal, JournalError} from '../../operations/journal/journal.js';
import {S3Failure} from '../../s3/failure/failure.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {countWords, summaryWords} from '../../text/abort-run-words.js';
import {problemWords} from '../../text/reason/journal-words.js';
import type {Run} from '../base/command.js';
import type {Connection} from '../base/connect.js';
import {type ExitCode, exitCodes} from '../base/exit.js';
import {endedJson} from '../base/output/error-fields.js';
import {BrokenPipe, UnwritableOutput} from '../base/output/output.js';
import {Progress} from '../base/output/progress.js';
import {type LeftOut, leftOutJson, leftOutWords} from './left-out.js';
import type {AbortOptions} from './options.js';
import {outcomeJson, outcomeWords} from './results.js';

/** Milliseconds between two looks at a run. */
const lookEvery = 200;

/** The plan that was confirmed, and what it leaves out. */
export type Agreed = {readonly plan: AbortRunPlan; readonly leftOut: LeftOut};

/** Aborts what the plan names. Nothing more is begun after ctrl-c, nor where a pause would need a person. */
export async function carryOut(
	run: Run,
	{json = false, allBuckets = false, yes = false}: AbortOptions,
	{gateway, label, thresholds}: Connection,
	journal: Journal,
	{plan, leftOut}: Agreed,
): Promise<ExitCode> {
	run.signal.throwIfAborted();
	const {bucket} = plan;
	const lines = new Lines(run);
	let wereGone = 0;
	const unwritten: JournalError[] = [];
	const going: AbortRun = startAbortRun({gateway, journal, connection: label, thresholds}, plan, {
		onEvent(event) {
			// Others may still come to something else.
			if (event.kind !== 'result' || event.result.kind !== 'gone') return;
			const upload = {bucket, ...event.result.upload};
			if (json) lines.add(outcomeJson(upload, event.result));
			if (event.result.journalProblem) unwritten.push(event.result.journalProblem);
			if (event.result.reason.code !== 'gone-before') return;
			wereGone++;
			lines.say(outcomeWords(upload, event.result));
		},
	});
	const onInterrupt = () => {
		lines.say('Stopping: waiting for what was sent. ctrl-c again ends partway at once.');
		going.stop();
	};
	run.signal.addEventListener('abort', onInterrupt, {once: true});
	const {facts, stoppedBy} = await watched(run, going);
	run.signal.removeEventListener('abort', onInterrupt);

	for (const result of going.results()) {
		const upload = {bucket, ...result.upload};
		if (json) lines.add(outcomeJson(upload, result));
		// Only its number is worth showing.
		if (result.kind !== 'stopped') lines.say(outcomeWords(upload, result));
	}
	const where = allBuckets ? `${bucket}: ` : '';
	if (json && stoppedBy !== undefined)
		lines.add(endedJson(exitCodes.failed, stoppedBy, {Bucket: bucket}));
	const left = yes ? leftOutWords(leftOut) : undefined;
	const sum = summaryWords(countsOf(facts, wereGone), facts.freed, facts.unsized);
	const summary = `${where}${sum}.${left === undefined ? '' : ` ${left}`}`;
	if (json && leftOut.length > 0) lines.add(leftOutJson(bucket, leftOut));
	lines.say(summary);
	const [problem] = unwritten;
	if (problem !== undefined)
		lines.say(
			`The journal does not say that ${plural(unwritten.length, 'of them is', 'of them are')} gone: that is looked up next time. ${escapeForTerminal(problemWords(problem))}`,
		);
	await lines.written;
	if (lines.failure !== undefined) {
		await run.say(`partway history shows the outcome of each. ${lines.failure.message}`);
		return exitCodes.failed;
	}
	return run.signal.aborted ? exitCodes.interrupted : codeOf(facts.counts);
}

/** To its end; a run that paused by itself is stopped, since nobody sits here to go on. */
async function watched(
	run: Run,
	going: AbortRun,
): Promise<{readonly facts: AbortRunFacts; readonly stoppedBy: S3Failure | undefined}> {
	let stoppedBy: S3Failure | undefined;
	const progress = new Progress(run.stderr);
	const look = () => {
		const facts = going.facts();
		progress.show(progressWords(facts));
		const {pausedBy} = facts;
		if (pausedBy === undefined || facts.state !== 'paused') return;
		progress.end();
		if (pausedBy instanceof S3Failure) stoppedBy = pausedBy;
		void (pausedBy instanceof S3Failure
			? run.tell(pausedBy)
			: run.say(escapeForTerminal(problemWords(pausedBy))));
		going.stop();
	};
	const timer = setInterval(look, lookEvery);
	try {
		return {facts: await going.ended, stoppedBy};
	} finally {
		clearInterval(timer);
		progress.end();
	}
}

function progressWords({total, waiting, underWay, rate, freed, freeing, timeLeft}: AbortRunFacts) {
	return [
		`${formatCount(total - waiting - underWay)} of ${formatCount(total)}`,
		...(rate === undefined ? [] : [`${rate.toFixed(rate < 10 ? 1 : 0)}/s`]),
		formatBytes(freed + freeing),
		...(timeLeft === undefined ? [] : [`${formatElapsed(timeLeft)} left`]),
	].join(', ');
}

/** Those that others had aborted or completed are no aborts of ours. */
function countsOf({counts}: AbortRunFacts, wereGone: number): ReturnType<typeof countWords> {
	const words = countWords({...counts, gone: counts.gone - wereGone}, true);
	return wereGone === 0 ? words : [...words, ['gone', `${formatCount(wereGone)} gone already`]];
}

function codeOf(counts: AbortRunFacts['counts']): ExitCode {
	const {failed, unknown, accepted, stopped, refused} = counts;
	if (failed + unknown + accepted + stopped > 0) return exitCodes.failed;
	return refused > 0 ? exitCodes.refused : exitCodes.done;
}

/** Writes lines in their order while the run goes on. A reader that goes away changes nothing: what was agreed to is done. */
class Lines {
	written: Promise<void> = Promise.resolve();
	/** Why not all could be written, where it could not. */
	failure: UnwritableOutput | undefined;
	readonly #run: Run;

	constructor(run: Run) {
		this.#run = run;
	}

	/** Data, also after ctrl-c: what was sent is shown. */
	add(line: string): void {
		this.#then(() => this.#run.stdout.write(line));
	}

	say(words: string): void {
		this.#then(() => this.#run.say(words));
	}

	#then(write: () => Promise<void>): void {
		this.written = this.written.then(write).catch(error => {
			if (error instanceof UnwritableOutput) this.failure ??= error;
			else if (!(error instanceof BrokenPipe)) throw error;
		});
	}
}
