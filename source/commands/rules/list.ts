import type {AuditedRules} from '../../multipart/rules/rules-audit.js';
import {formatAge, formatCount, plural} from '../../multipart/text/units.js';
import {journalFolder, openJournal} from '../../operations/journal/journal.js';
import {mapBounded} from '../../operations/pool.js';
import {type RuleAdded, rulesAdded} from '../../operations/rules/rules-added.js';
import type {RulesReading} from '../../operations/rules/types.js';
import type {S3Failure} from '../../s3/failure/failure.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {otherRuleWords, rangeWords, ruleDays, seemsIdle} from '../../text/rule-words.js';
import type {Run} from '../base/command.js';
import {type Connection, connectFor} from '../base/connect.js';
import {type ExitCode, exitCodes, usageError} from '../base/exit.js';
import {readTarget, targetFor} from '../base/options/targets.js';
import {awsTime} from '../base/output/aws-style.js';
import {versionedLine} from '../base/output/document.js';
import {errorFields, whyFields} from '../base/output/error-fields.js';
import {awsRule} from './aws-rules.js';
import type {RulesListOptions} from './options.js';
import {unlistedWhy} from './plan-lines.js';

/** What was read of a bucket. */
type BucketRules = {
	readonly bucket: string;
	readonly reading: RulesReading;
	/** Absent where the rules could not be read. */
	readonly audit?: AuditedRules;
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
	const journal = openJournal({folder: journalFolder(run.env)});
	const added = await rulesAdded(journal, gateway.endpoint);
	// Side by side, and no more is kept of a bucket than what is printed.
	const buckets = await mapBounded(
		targets,
		() => gateway.pace.width,
		target => readBucket(run, connection, target, added),
	);
	for (const each of buckets)
		await run.write(
			options.json ? versionedLine(asJson(each)) : `${lines(each, gateway.now()).join('\n')}\n`,
		);
	for (const {reading, unlisted} of buckets) {
		if (reading.kind === 'failed') await run.tell(reading.failure);
		if (unlisted !== undefined) await run.tell(unlistedWhy(unlisted));
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

async function readBucket(
	run: Run,
	{gateway, thresholds, service}: Connection,
	{bucket, prefix}: {readonly bucket: string; readonly prefix: string},
	added: RuleAdded,
): Promise<BucketRules> {
	const {listAll, readRules, RulesAudit} = await import('../../operations/rules/rules.js');
	const {signal} = run;
	const reading = await readRules(gateway, bucket, signal);
	if (reading.kind === 'failed') return {bucket, reading};
	const counting = new RulesAudit(reading.rules, gateway.now(), ({id}) => added(bucket, id));
	const where = {bucket, prefix, service, thresholds};
	const unlisted = await listAll(gateway, where, signal, uploads => {
		for (const upload of uploads) counting.add(upload);
	});
	return {bucket, reading, audit: counting.result(), ...(unlisted && {unlisted})};
}

function lines({bucket, reading, audit, unlisted}: BucketRules, now: number): string[] {
	const name = escapeForTerminal(bucket);
	if (audit === undefined || reading.kind === 'failed') return [`${name}: not read`];
	const {aborting, others, covered} = audit;
	const count = `${unlisted === undefined ? '' : 'at least '}${plural(audit.uploads, 'upload')}`;
	const head = audit.cleansUpAll
		? 'aborts uploads of every key by itself'
		: aborting.length === 0
			? 'aborts no uploads by itself'
			: `aborts ${formatCount(covered)} of ${count} by itself`;
	return [
		`${name}: ${head}`,
		...aborting.map(({rule, counts}) => {
			const {id, enabled, abort, range} = rule;
			const overdue = counts?.overdue ?? 0;
			const cells = [
				enabled ? 'enabled ' : 'disabled',
				ruleDays(abort?.days),
				escapeForTerminal(rangeWords(range)),
				`"${escapeForTerminal(id)}"`,
				...(counts === undefined ? [] : [`${formatCount(counts.covered)} of ${count}`]),
				...(overdue === 0 ? [] : [overdueWords(overdue)]),
			];
			return `  ${cells.join('  ')}`;
		}),
		...overdueLines(audit, now),
		...(others.length === 0
			? []
			: [`  other rules: ${escapeForTerminal(others.map(otherRuleWords).join(', '))}`]),
	];
}

function overdueWords(count: number): string {
	const were = count === 1 ? 'was' : 'were';
	return `${formatCount(count)} of them ${were} due more than two days ago: it ${seemsIdle}`;
}

/** Which ones should be gone; the oldest are named. */
function overdueLines({overdue, overdueUploads = []}: AuditedRules, now: number): string[] {
	if (overdue === 0) return [];
	const left = overdue - overdueUploads.length;
	return [
		'  ! these should be gone, the oldest first:',
		...overdueUploads.map(
			({key, uploadId, initiated}) =>
				`      ${escapeForTerminal(`${key} (${uploadId})`)}, ${formatAge(now - initiated)} old`,
		),
		...(left > 0 ? [`      and ${formatCount(left)} more`] : []),
	];
}

function asJson({bucket, reading, audit, unlisted}: BucketRules): object {
	if (audit === undefined || reading.kind === 'failed')
		return {
			Bucket: bucket,
			Error: reading.kind === 'failed' ? errorFields(reading.failure) : undefined,
		};
	return {
		Bucket: bucket,
		Rules: reading.rules.map(awsRule),
		TransitionDefaultMinimumObjectSize: reading.transitionMinimum,
		// What follows is ours.
		CoversAllKeys: audit.cleansUpAll,
		Uploads: audit.uploads,
		Covered: audit.covered,
		Overdue: audit.overdue,
		OverdueUploads: (audit.overdueUploads ?? []).map(({key, uploadId, initiated}) => ({
			...{Key: key, UploadId: uploadId, Initiated: awsTime(initiated)},
		})),
		AbortRules: audit.aborting.map(({rule, counts}) => ({
			ID: rule.id,
			Enabled: rule.enabled,
			Covered: counts?.covered,
			Overdue: counts?.overdue,
		})),
		ListingError: unlisted && whyFields(unlistedWhy(unlisted)),
	};
}
