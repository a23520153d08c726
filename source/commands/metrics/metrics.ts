import {formatCount, plural} from '../../multipart/text/units.js';
import {type UploadState, uploadStates} from '../../multipart/upload-state.js';
import {JournalError, journalFolder, openJournal} from '../../operations/journal/journal.js';
import {lastCleanups} from '../../operations/metrics/last-cleanups.js';
import {type BucketReading, readNumbers} from '../../operations/metrics/read-numbers.js';
import {replaceFile} from '../../operations/metrics/replace-file.js';
import {RequestBudget} from '../../operations/metrics/request-budget.js';
import {
	type BucketNumbers,
	type HeldByState,
	sumNumbers,
} from '../../operations/metrics/sum-numbers.js';
import {expandPath, LocalFileError} from '../../operations/typed-file.js';
import {S3Failure} from '../../s3/failure/failure.js';
import {escapeForTerminal, escapeLines} from '../../terminal/escape.js';
import {problemWords} from '../../text/reason/journal-words.js';
import type {Run} from '../base/command.js';
import {connectFor} from '../base/connect.js';
import {CommandError, type ExitCode, exitCodes, usageError} from '../base/exit.js';
import {readTarget, targetFor} from '../base/options/targets.js';
import {wholeNumber} from '../list/options.js';
import {Exposition} from './exposition.js';
import type {MetricsOptions} from './options.js';

const usualBudget = 10_000;

/** So many prefixes of a bucket have series of their own: each has one for every state it holds, twice. */
const mostPrefixes = 50;

/** No prefix ends so: it has a slash at its end, or is empty. */
const others = '(other)';

/** Measures, and writes what it found however much of it failed; interrupted, it writes nothing. */
export async function metrics(
	run: Run,
	options: MetricsOptions,
	typed: string | undefined,
	version: string,
): Promise<ExitCode> {
	const began = performance.now();
	const named = readTarget(typed);
	const {allBuckets, output} = options;
	if (allBuckets && named) throw usageError('--all-buckets and a TARGET do not go together.');
	if (output !== undefined && !output.endsWith('.prom'))
		throw usageError(
			`--output: "${output}" does not end with .prom: node_exporter reads no other files.`,
		);
	const depth = wholeNumber('--depth', options.depth, 0) ?? 0;
	const most = wholeNumber('--budget', options.budget, 0) ?? usualBudget;
	let sent = 0;
	const connection = await connectFor(options, run.env, () => sent++);
	const {gateway, thresholds, service} = connection;
	const {bucket, prefix} = allBuckets
		? {bucket: undefined, prefix: ''}
		: targetFor(named, connection);
	const budget = new RequestBudget(most === 0 ? Number.POSITIVE_INFINITY : most, () => sent);
	const into = new Exposition();
	const buckets = bucket === undefined ? await everyBucket() : [bucket];
	const request = {buckets, prefix, service, budget, rules: options.rules};
	const readings = await readNumbers(gateway, request, run.signal);
	const now = gateway.now();
	const sums = {prefix, depth, mostPrefixes, now, thresholds};
	for (const reading of readings) {
		addBucket(into, reading, sumNumbers(reading, sums), now);
		await tell(run, reading, budget.isSpent);
	}
	await addCleanups();
	into.add('partway_requests', sent);
	into.add('partway_run_duration_seconds', Math.round(performance.now() - began) / 1000);
	into.add('partway_run_timestamp_seconds', Date.now() / 1000);
	into.add('partway_build_info', 1, {version});
	gateway.close();
	run.signal.throwIfAborted();
	const text = into.text();
	if (output !== undefined) await write(output, text);
	else await run.write(run.stdout.isTerminal ? `${escapeLines(text.trimEnd())}\n` : text);
	return run.hasFailed ? exitCodes.failed : exitCodes.done;

	/** Where the buckets cannot be listed, that is a number too: the file would otherwise stay as it was. */
	async function everyBucket(): Promise<readonly string[]> {
		try {
			const found = await budget.spend(() => gateway.listBuckets(run.signal));
			return found.map(({name}) => name);
		} catch (error) {
			if (!(error instanceof S3Failure)) throw error;
			const {operation, code} = error;
			into.add('partway_errors', 1, {bucket: '', operation, code});
			await run.tell(error);
			return [];
		}
	}

	async function addCleanups(): Promise<void> {
		try {
			const journal = openJournal({folder: journalFolder(run.env)});
			for (const [bucket, time] of await lastCleanups(journal, gateway.endpoint, buckets))
				into.add('partway_last_cleanup_timestamp_seconds', time / 1000, {bucket});
			into.add('partway_journal_readable', 1);
		} catch (error) {
			if (!(error instanceof JournalError)) throw error;
			into.add('partway_journal_readable', 0);
			await run.tell(problemWords(error));
		}
	}
}

function addBucket(
	into: Exposition,
	{bucket, isListed, hasRows, unread, cleansUpAll, failures}: BucketReading,
	numbers: BucketNumbers,
	now: number,
): void {
	const ageOf = (time: number | undefined) =>
		time === undefined ? undefined : Math.max(0, now - time) / 1000;
	into.add('partway_bucket_listed', isListed ? 1 : 0, {bucket});
	into.add('partway_bucket_cleanup_rule', cleansUpAll === undefined ? undefined : +cleansUpAll, {
		bucket,
	});
	for (const {first, count} of failures.values())
		into.add('partway_errors', count, {bucket, operation: first.operation, code: first.code});
	// Of a bucket that was not listed nothing is known.
	if (!hasRows) return;
	const {states, prefixes, otherPrefixes} = numbers;
	for (const state of uploadStates) {
		const {uploads = 0, bytes = 0} = states.get(state) ?? {};
		into.add('partway_uploads', uploads, {bucket, state});
		into.add('partway_upload_bytes', bytes, {bucket, state});
	}
	for (const [prefix, held] of prefixes) addPrefix(into, bucket, prefix, held);
	if (prefixes.length > 0) into.add('partway_prefixes_other', otherPrefixes, {bucket});
	addPrefix(into, bucket, others, numbers.others);
	into.add('partway_uploads_unread', unread, {bucket});
	into.add('partway_uploads_unreadable', numbers.unreadable, {bucket});
	into.add('partway_uploads_unsized', numbers.unsized, {bucket});
	into.add('partway_oldest_part_age_seconds', ageOf(numbers.oldestPart), {bucket});
	into.add('partway_oldest_initiation_age_seconds', ageOf(numbers.oldestInitiation), {bucket});
}

function addPrefix(into: Exposition, bucket: string, prefix: string, held: HeldByState): void {
	for (const [state, {uploads, bytes}] of held as ReadonlyMap<
		UploadState,
		{uploads: number; bytes: number}
	>) {
		into.add('partway_prefix_uploads', uploads, {bucket, prefix, state});
		into.add('partway_prefix_upload_bytes', bytes, {bucket, prefix, state});
	}
}

/** The first of failures that are alike, and how many there were. What the budget did not allow is no failure. */
async function tell(
	run: Run,
	{bucket, failures, unread, isListed, hasRows}: BucketReading,
	isSpent: boolean,
): Promise<void> {
	for (const {first, count} of failures.values()) {
		await run.tell(first);
		if (count > 1)
			await run.say(`  and ${formatCount(count - 1)} more of ${escapeForTerminal(bucket)}`);
	}
	const name = escapeForTerminal(bucket);
	const why = isSpent ? 'the budget was spent' : 'nothing could be read any more';
	if (!isListed && failures.size === 0) {
		const words = `${name} is not listed${hasRows ? ' to its end' : ''}`;
		if (isSpent) await run.say(`${words}: ${why}.`);
		else
			await run.tell(
				`${words}: the service gives no marker to go on, or rows that name no upload.`,
			);
	}
	if (unread > 0) await run.say(`${name}: ${plural(unread, 'upload')} not read: ${why}.`);
}

async function write(output: string, text: string): Promise<void> {
	try {
		await replaceFile(expandPath(output), text);
	} catch (error) {
		if (!(error instanceof LocalFileError)) throw error;
		throw new CommandError(error.message, exitCodes.failed);
	}
}
