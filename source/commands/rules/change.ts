import {formatCount, plural} from '../../multipart/text/units.js';
import {type Journal, journalFolder, openJournal} from '../../operations/journal/journal.js';
import type {
	ChangeResult,
	RulePlan,
	RuleRequest,
	RulesState,
} from '../../operations/rules/types.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {reasonWords} from '../../text/reason/reason-words.js';
import {canAsk, wordTyped} from '../base/ask.js';
import type {Run} from '../base/command.js';
import {type Connection, connectFor} from '../base/connect.js';
import {type ExitCode, exitCodes, refusedBySafety, usageError} from '../base/exit.js';
import {withPrefix} from '../base/options/query-options.js';
import {readTarget, refuseOpenPrefix, targetFor} from '../base/options/targets.js';
import {versionedLine} from '../base/output/document.js';
import {errorFields, whyFields} from '../base/output/error-fields.js';
import {Progress} from '../base/output/progress.js';
import {writeOutcome} from '../base/output/write-outcome.js';
import {awsRule} from './aws-rules.js';
import type {RuleAddOptions, RuleRemoveOptions} from './options.js';
import {diffLines, planLines, unlistedWhy} from './plan-lines.js';

export async function addRule(
	run: Run,
	options: RuleAddOptions,
	typed: string | undefined,
): Promise<ExitCode> {
	const {days = '', id} = options;
	if (!/^[1-9]\d{0,4}$/.test(days))
		throw usageError('--days: write a whole number of days, such as 7.');
	refuseOpenPrefix(typed);
	const named = readTarget(typed);
	const connection = await connectFor(options, run.env);
	const {bucket, prefix} = withPrefix(targetFor(named, connection), options);
	const request = {kind: 'add', prefix, days: Number(days), ...(id && {id})} as const;
	return changeRule(run, options, connection, bucket, request);
}

export async function removeRule(
	run: Run,
	options: RuleRemoveOptions,
	typed: string | undefined,
): Promise<ExitCode> {
	const named = readTarget(typed);
	const connection = await connectFor(options, run.env);
	const {bucket, prefix} = targetFor(named, connection);
	if (typed !== undefined && prefix !== '')
		throw usageError('A rule is removed by its id: name the bucket alone.');
	const request = {kind: 'remove', id: options.id ?? ''} as const;
	return changeRule(run, options, connection, bucket, request);
}

async function changeRule(
	run: Run,
	options: RuleAddOptions,
	connection: Connection,
	bucket: string,
	request: RuleRequest,
): Promise<ExitCode> {
	const {planRule, changeRules} = await import('../../operations/rules/rules.js');
	const {gateway, thresholds, service, label} = connection;
	const progress = new Progress(run.stderr);
	const planning = {
		...{signal: run.signal, thresholds, service},
		onProgress: ({listed, read}: {readonly listed: number; readonly read: number}) =>
			progress.show(`${plural(listed, 'upload')} listed, ${formatCount(read)} read`),
	};
	const plan = await planRule(gateway, bucket, request, planning).finally(() => progress.end());
	const isThere = plan.findings[0]?.code === 'already-there';
	const why = isThere ? undefined : whyNot(plan, options);
	if (options.dryRun || isThere) {
		const text = options.json
			? planJson(plan, isThere ? 'already-there' : 'planned', {sentence: why})
			: `${planLines(plan).join('\n')}\n`;
		await run.write(text);
		if (why !== undefined) await run.say(`! ${why}`);
		return why === undefined ? exitCodes.done : exitCodes.refused;
	}
	if (!options.yes || why !== undefined) await run.say(...planLines(plan));
	const refused = why ?? (await whyNotAgreed());
	if (refused !== undefined) {
		if (options.json) await run.write(planJson(plan, 'refused', {sentence: refused}));
		throw refusedBySafety(refused);
	}
	run.signal.throwIfAborted();
	const journal = openJournal({folder: journalFolder(run.env)});
	const deps = {gateway, journal, connection: label, thresholds};
	const result = await changeRules(deps, plan, planning);
	await tell(run, options, plan, result);
	if (result.kind === 'refused') {
		if (result.plan !== undefined) await run.say(...planLines(result.plan));
		return exitCodes.refused;
	}
	if (result.kind !== 'done') await offerWayBack(run, options, connection, journal, result);
	if (run.signal.aborted) return exitCodes.interrupted;
	return result.kind === 'done' ? exitCodes.done : exitCodes.failed;

	async function whyNotAgreed(): Promise<string | undefined> {
		if (options.yes) return undefined;
		if (!canAsk(run))
			return 'Refused: there is no terminal to ask on. Add --yes to go on. Nothing was sent.';
		const question = request.kind === 'add' ? 'Add this rule?' : 'Remove this rule?';
		return (await wordTyped(run, question, bucket))
			? undefined
			: 'Not confirmed: nothing was sent.';
	}
}

/** Why nothing is sent, in words for stderr; undefined where it may be confirmed. */
function whyNot(
	{refusal, reach, unlisted}: RulePlan,
	{includeActive, includeHeld}: RuleAddOptions,
): string | undefined {
	if (refusal !== undefined) return escapeForTerminal(reasonWords(refusal));
	const {active = [], held = []} = reach?.now ?? {};
	if (active.length > 0 && !includeActive)
		return 'It takes active uploads: add --include-active to add it anyway. Nothing was sent.';
	if (held.length > 0 && !includeHeld)
		return 'It takes uploads that a program holds open on purpose: add --include-held to add it anyway. Nothing was sent.';
	if (unlisted !== undefined && !(includeActive && includeHeld))
		return 'What it takes is unknown: add --include-active and --include-held to add it anyway. Nothing was sent.';
	return undefined;
}

async function tell(
	run: Run,
	{json}: RuleAddOptions,
	plan: RulePlan,
	result: ChangeResult,
): Promise<void> {
	const words = escapeForTerminal(`${plan.bucket}: ${reasonWords(result.reason)}`);
	if (result.failure !== undefined) await run.tell(result.failure);
	const isDone = result.kind === 'done';
	if (!isDone) await run.say(words);
	const text = json ? planJson(plan, result.kind, {result}) : isDone ? `${words}\n` : '';
	await writeOutcome(run, text, isDone ? [words] : []);
	if (result.journalProblem !== undefined && result.kind !== 'refused')
		await run.tell(reasonWords({code: 'journal', problem: result.journalProblem.problem}));
}

/** What was there before is put back where that was asked for, or is agreed to on a terminal. */
async function offerWayBack(
	run: Run,
	options: RuleAddOptions,
	{gateway, label}: Connection,
	journal: Journal,
	result: Exclude<ChangeResult, {kind: 'refused'}>,
): Promise<void> {
	const {written, difference} = result;
	if (written === undefined || difference === undefined) return;
	const {planPutBack, putBack} = await import('../../operations/rules/rules.js');
	await run.say(
		'Putting back what was there before would change:',
		...diffLines(planPutBack(written)),
	);
	const asks = !options.putBack && !options.yes && canAsk(run);
	const isAgreed =
		options.putBack || (asks && (await wordTyped(run, 'Put it back?', written.bucket)));
	if (!isAgreed) {
		await run.say('Not put back. partway history --json has the earlier rules, unchanged.');
		return;
	}
	const back = await putBack({gateway, journal, connection: label}, written);
	if (back.failure !== undefined) await run.tell(back.failure);
	await run.say(escapeForTerminal(`Put back: ${reasonWords(back.reason)}`));
}

function planJson(
	plan: RulePlan,
	outcome: string,
	{sentence, result}: {readonly sentence?: string | undefined; readonly result?: ChangeResult},
): string {
	const {bucket, rule, before, after, findings, reach, unlisted} = plan;
	const {difference} = result !== undefined && 'difference' in result ? result : {};
	const taken = reach && {
		Covered: reach.covered,
		Now: reach.now.count,
		Bytes: reach.now.bytes,
		Active: reach.now.active.length,
		Held: reach.now.held.length,
		Unknown: reach.now.unknown,
	};
	return versionedLine({
		Bucket: bucket,
		Outcome: outcome,
		Sentence: result === undefined ? sentence : reasonWords(result.reason),
		...errorFields(result?.failure),
		Rule: {ID: rule.id, Prefix: rule.prefix, DaysAfterInitiation: rule.days},
		Findings: findings.map(({code}) => code),
		Takes: taken,
		ListingError: unlisted && whyFields(unlistedWhy(unlisted)),
		Before: rulesJson(before),
		After: rulesJson(after),
		Difference: difference && {
			Own: difference.own,
			Lost: difference.lost,
			Changed: difference.changed,
			Added: difference.added,
			TransitionDefaultMinimumObjectSize: difference.resetsMinimum && 'changed',
		},
	});
}

function rulesJson({document}: RulesState): object[] {
	return (document?.rules ?? []).map(rule => awsRule(rule) as object);
}
