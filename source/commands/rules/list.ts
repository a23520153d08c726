import {everyUpload} from '../../multipart/query/query.js';
import type {RuledUpload} from '../../multipart/rules/rule-reach.js';
import type {RulesAudit} from '../../multipart/rules/rules-audit.js';
import {formatCount, plural} from '../../multipart/text/units.js';
import {JournalError, journalFolder, openJournal} from '../../operations/journal/journal.js';
import {mapBounded} from '../../operations/pool.js';
import type {RulesReading} from '../../operations/rules/types.js';
import {listRows} from '../../operations/scan/list-rows.js';
import {S3Failure} from '../../s3/failure/failure.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {otherRuleWords, rangeWords, ruleDays} from '../../text/rule-words.js';
import type {Run} from '../base/command.js';
import {type Connection, connectFor} from '../base/connect.js';
import {type ExitCode, exitCodes, usageError} from '../base/exit.js';
import {readTarget, targetFor} from '../base/options/targets.js';
import {versionedLine} from '../base/output/document.js';
import {awsRule} from './aws-rules.js';
import type {RulesListOptions} from './options.js';

/** What was read of a bucket. */
type BucketRules = {
	readonly bucket: string;
	readonly reading: RulesReading;
	/** Absent where the rules could not be read. */
	readonly audit?: RulesAudit;
	/** How many uploads there are, as far as they were listed. */
	readonly listed: number;
	/** Why they could not be listed to their end. */
	readonly unlisted?: S3Failure | 'unending';
};

export async function listRules(
	run: Run,
	options: RulesListOptions,
	typed: string | undefined,
): Promise<ExitCode> {
	if (options.allBuckets && typed !== undefined)
		throw usageError('--all-buckets and a target do not go together.');
	const named = readTarget(typed);
	const connection = await connectFor(options, run.env);
	const {gateway} = connection;
	const targets = options.allBuckets
		? (await gateway.listBuckets(run.signal)).map(({name}) => ({bucket: name, prefix: ''}))
		: [targetFor(named, connection)];
	const sinceOf = await rulesAddedFrom(run, gateway.endpoint);
	// Side by side, and no more is kept of a bucket than what is printed.
	const buckets = await mapBounded(
		targets,
		() => gateway.pace.width,
		target => readBucket(run, connection, target, sinceOf),
	);
	for (const each of buckets)
		await run.write(options.json ? versionedLine(asJson(each)) : `${lines(each).join('\n')}\n`);
	for (const {reading, unlisted} of buckets) {
		if (reading.kind === 'failed') await run.tell(reading.failure);
		if (unlisted instanceof S3Failure) await run.tell(unlisted);
		else if (unlisted !== undefined)
			await run.tell("The service's listing of uploads does not come to its end.");
	}
	const open = buckets.filter(({audit}) => audit?.cleansUpAll === false);
	if (options.check && open.length > 0)
		await run.say(
			escapeForTerminal(
				`No enabled rule for all keys: ${open.map(({bucket}) => bucket).join(', ')}`,
			),
		);
	return run.hasFailed || (options.check && open.length > 0) ? exitCodes.failed : exitCodes.done;
}

type SinceOf = (bucket: string, id: string) => number | undefined;

async function readBucket(
	run: Run,
	{gateway, thresholds, service}: Connection,
	{bucket, prefix}: {readonly bucket: string; readonly prefix: string},
	sinceOf: SinceOf,
): Promise<BucketRules> {
	const {auditRules, readRules} = await import('../../operations/rules/rules.js');
	const {signal} = run;
	const reading = await readRules(gateway, bucket, signal);
	if (reading.kind === 'failed') return {bucket, reading, listed: 0};
	const uploads: RuledUpload[] = [];
	let unlisted: BucketRules['unlisted'];
	try {
		const where = {bucket, prefix, service, thresholds, query: everyUpload, parts: false};
		const rows = listRows(gateway, where, signal);
		for (;;) {
			const {done, value} = await rows.next();
			if (done && value !== 'end') unlisted = 'unending';
			if (done) break;
			for (const {upload} of value) {
				const {key, uploadId, initiated} = upload;
				uploads.push({key, uploadId, ...(initiated === undefined ? {} : {initiated})});
			}
		}
	} catch (error) {
		if (!(error instanceof S3Failure)) throw error;
		unlisted = error;
	}
	const audit = auditRules(reading.rules, uploads, gateway.now(), ({id}) => sinceOf(bucket, id));
	return {bucket, reading, audit, listed: uploads.length, ...(unlisted && {unlisted})};
}

/** Milliseconds: a rule that is older is not new. */
const longestAgo = 90 * 24 * 60 * 60_000;

/** When this machine added rules there: before, nothing was due by them. */
async function rulesAddedFrom(run: Run, endpoint: string): Promise<SinceOf> {
	const added = new Map<string, number>();
	const nameOf = (bucket: string, id: string) => `${bucket}/${id}`;
	try {
		const journal = openJournal({folder: journalFolder(run.env)});
		for await (const {acts} of journal.pages(Date.now() - longestAgo))
			for (const {intent} of acts) {
				if (intent.rules?.change !== 'add' || intent.endpoint !== endpoint) continue;
				const name = nameOf(intent.bucket, intent.rules.id);
				added.set(name, Math.max(added.get(name) ?? 0, Date.parse(intent.time)));
			}
	} catch (error) {
		// It only makes the words about what is overdue more careful.
		if (!(error instanceof JournalError)) throw error;
	}
	return (bucket, id) => added.get(nameOf(bucket, id));
}

function lines({bucket, reading, audit, listed, unlisted}: BucketRules): string[] {
	const name = escapeForTerminal(bucket);
	if (audit === undefined || reading.kind === 'failed') return [`${name}: not read`];
	const {aborting, others, covered} = audit;
	const count = `${unlisted === undefined ? '' : 'at least '}${plural(listed, 'upload')}`;
	const head = audit.cleansUpAll
		? 'aborts uploads of every key by itself'
		: aborting.length === 0
			? 'aborts no uploads by itself'
			: `aborts ${formatCount(covered)} of ${count} by itself`;
	return [
		`${name}: ${head}`,
		...aborting.map(({rule, reach}) => {
			const {id, enabled, abort, range} = rule;
			const overdue = reach?.overdue.length ?? 0;
			const cells = [
				enabled ? 'enabled ' : 'disabled',
				ruleDays(abort?.days),
				escapeForTerminal(rangeWords(range)),
				`"${escapeForTerminal(id)}"`,
				...(reach === undefined ? [] : [`${formatCount(reach.covered)} of ${count}`]),
				...(overdue === 0 ? [] : [overdueWords(overdue)]),
			];
			return `  ${cells.join('  ')}`;
		}),
		...(others.length === 0
			? []
			: [`  other rules: ${escapeForTerminal(others.map(otherRuleWords).join(', '))}`]),
	];
}

function overdueWords(count: number): string {
	const were = count === 1 ? 'was' : 'were';
	return `${formatCount(count)} of them ${were} due more than two days ago: it seems to do nothing, or is new`;
}

function asJson({bucket, reading, audit, listed, unlisted}: BucketRules): object {
	const error = (failure: S3Failure) => ({Code: failure.code, RequestId: failure.requestId});
	if (audit === undefined || reading.kind === 'failed')
		return {Bucket: bucket, Error: reading.kind === 'failed' ? error(reading.failure) : undefined};
	return {
		Bucket: bucket,
		Rules: reading.rules.map(awsRule),
		TransitionDefaultMinimumObjectSize: reading.transitionMinimum,
		// What follows is ours.
		CoversAllKeys: audit.cleansUpAll,
		Uploads: listed,
		Covered: audit.covered,
		Overdue: audit.overdue,
		AbortRules: audit.aborting.map(({rule, reach}) => ({
			ID: rule.id,
			Enabled: rule.enabled,
			Covered: reach?.covered,
			Overdue: reach?.overdue.length,
		})),
		ListingError: unlisted instanceof S3Failure ? error(unlisted) : unlisted,
	};
}
