import {isDirectoryBucket} from '../../../multipart/directory-bucket.js';
import {serviceFacts} from '../../../multipart/services/service.js';
import {lookBefore} from '../../../operations/conformance/before.js';
import {checks} from '../../../operations/conformance/checks/checks.js';
import {Ledger} from '../../../operations/conformance/ledger.js';
import {beginRecord, scratchPrefix} from '../../../operations/conformance/record.js';
import {type Conformance, runConformance} from '../../../operations/conformance/run.js';
import {journalFolder} from '../../../operations/journal/journal.js';
import type {Target} from '../../../profiles/resolve/target.js';
import {createScratchClient, type Scratch} from '../../../s3/conformance/scratch-client.js';
import {S3Failure} from '../../../s3/failure/failure.js';
import {formatProtected, protecting} from '../../../s3/gateway/protected.js';
import {escapeLines} from '../../../terminal/escape.js';
import {openLog} from '../../../terminal/log-file.js';
import {
	leftWords,
	removalWords,
	runPlanWords,
	runRefusalWords,
} from '../../../text/conformance/run-words.js';
import {canAsk, lineTyped} from '../../base/ask.js';
import type {Run} from '../../base/command.js';
import {type Connection, connectFor} from '../../base/connect.js';
import {type ExitCode, exitCodes, refusedBySafety, usageError} from '../../base/exit.js';
import {readTarget} from '../../base/options/targets.js';
import {versionedDocument} from '../../base/output/document.js';
import {Progress} from '../../base/output/progress.js';
import type {TestFlags} from '../options.js';
import {leftHere, removeLeft, tellElsewhere} from './left-runs.js';
import {type Reported, reportJson, reportText} from './report.js';

/** Tries what partway relies on in a scratch prefix of its own, and reports how the service keeps it. */
export async function testConformance(
	run: Run,
	{json, yes, conformance, ...flags}: TestFlags,
	name: string | undefined,
): Promise<ExitCode> {
	const target = targetOf(conformance ?? '');
	const connection = await connectFor(
		{...flags, ...(name === undefined ? {} : {profile: name})},
		run.env,
	);
	try {
		return await testIn(run, connection, target, {json, yes, log: flags.log});
	} finally {
		connection.gateway.close();
	}
}

async function testIn(
	run: Run,
	connection: Connection,
	{bucket, prefix: under}: Target,
	{json, yes, log}: Pick<TestFlags, 'json' | 'yes' | 'log'>,
): Promise<ExitCode> {
	const {gateway, settings} = connection;
	const {endpoint} = gateway;
	const scratch: Scratch = {bucket, prefix: scratchPrefix(under)};
	refuseConnection(connection, scratch);
	const folder = journalFolder(run.env);
	const left = leftHere(folder, {endpoint, bucket});
	const before = await firstLook(connection, scratch, run.signal);
	const write = log === undefined ? undefined : openLog(log);
	const clientFor = (within: Scratch) =>
		createScratchClient(settings, within, {onRequest: write}, before.bucketRegion);
	const client = clientFor(scratch);
	try {
		const {isVersioned, refusal} = await lookBefore(client, run.signal);
		if (refusal !== undefined) throw refusedBySafety(runRefusalWords(refusal));
		await run.say(...runPlanWords(bucket, scratch.prefix).map(escapeLines));
		await tellElsewhere(run, folder, left);
		await agree(run, yes);
		if (!(await removeLeft(run, left, {clientFor, isVersioned}))) return exitCodes.failed;
		const record = recordOf(folder, {endpoint, ...scratch});
		const ledger = new Ledger(line => record.append(line));
		const deps = {client, ledger, prefix: scratch.prefix, isVersioned};
		const began = Date.now();
		const result = await tryAll(run, deps);
		if (result.removal.left.length === 0) record.remove();
		const seen = {endpoint, ...before, ...result, service: settings.service};
		const {kind, name, version} = serviceFacts(seen);
		const reported: Reported = {
			...{connection: connection.label, endpoint, scratch, began, result},
			...{region: before.bucketRegion ?? settings.region, requests: client.sent},
			service: {...(kind === 'other' ? {} : {id: kind, name}), version, server: result.server},
		};
		return await tell(run, reported, json);
	} finally {
		client.close();
	}
}

async function tryAll(
	run: Run,
	deps: Omit<Parameters<typeof runConformance>[0], 'signal' | 'onProgress'>,
): Promise<Conformance> {
	const progress = new Progress(run.stderr);
	const onAbort = () => {
		progress.end();
		run.say('Interrupted: removing what was made.').catch(() => {});
	};
	run.signal.addEventListener('abort', onAbort, {once: true});
	try {
		return await runConformance({
			...deps,
			signal: run.signal,
			onProgress: ({done, next}) => progress.show(`${done} of ${checks.length} checks: ${next}`),
		});
	} finally {
		run.signal.removeEventListener('abort', onAbort);
		progress.end();
	}
}

async function tell(run: Run, reported: Reported, json: boolean | undefined): Promise<ExitCode> {
	const {removal, isInterrupted, results} = reported.result;
	const stays = removal.left.length > 0;
	if (isInterrupted || stays)
		await run.say(
			escapeLines(removalWords(removal)),
			...removal.left.map(each => escapeLines(leftWords(each))),
		);
	if (isInterrupted) return exitCodes.interrupted;
	await run.write(json ? versionedDocument(reportJson(reported)) : reportText(reported));
	const isAll = results.every(({verdict}) => verdict === 'pass');
	return isAll && !stays ? exitCodes.done : exitCodes.failed;
}

/** @throws CommandError (usage) */
function targetOf(typed: string): Target {
	const target = readTarget(typed);
	if (target === undefined) throw usageError('--conformance: write s3://bucket/prefix/.');
	const {bucket, prefix} = target;
	if (prefix !== '' && !prefix.endsWith('/'))
		throw usageError(
			`--conformance: "${prefix}" is not a folder: write s3://${bucket}/${prefix}/ to work below it.`,
		);
	if (isDirectoryBucket(bucket))
		throw usageError('--conformance: directory buckets have other rules, and are not tested.');
	return target;
}

/** @throws CommandError (refused) where the connection is not for this: nothing is sent. */
function refuseConnection({gateway}: Connection, {bucket, prefix}: Scratch): void {
	if (gateway.readOnly)
		throw refusedBySafety(
			'This connection is read-only, and the run makes uploads and objects. Nothing was sent.',
		);
	const entry = protecting(gateway.protectedPrefixes, {bucket, range: prefix});
	if (entry !== undefined)
		throw refusedBySafety(`${formatProtected(entry)} is protected. Nothing was sent.`);
}

/** Which service it is and where the bucket is, as far as an empty list tells. @throws S3Failure where nothing can be reached. */
async function firstLook({gateway}: Connection, {bucket, prefix}: Scratch, signal: AbortSignal) {
	try {
		const page = await gateway.listUploadsPage({bucket, prefix, maxUploads: 1}, signal);
		return page.bucketRegion === undefined ? {} : {bucketRegion: page.bucketRegion};
	} catch (error) {
		// Some services cannot list uploads: that is what a check is for.
		if (error instanceof S3Failure && (error.status === 405 || error.status === 501)) return {};
		throw error;
	}
}

/** @throws CommandError (refused) where it is not agreed to. */
async function agree(run: Run, yes: boolean | undefined): Promise<void> {
	if (yes) return;
	if (!canAsk(run))
		throw refusedBySafety(
			'Refused: there is no terminal to ask on. Add --yes to go on. Nothing was made.',
		);
	const typed = await lineTyped(run, 'Go on? [y/N] ');
	if (!/^y(?:es)?$/i.test(typed?.trim() ?? ''))
		throw refusedBySafety('Not confirmed: nothing was made.');
	run.signal.throwIfAborted();
}

function recordOf(...args: Parameters<typeof beginRecord>) {
	try {
		return beginRecord(...args);
	} catch (error) {
		throw refusedBySafety(
			`What the run makes cannot be recorded: ${(error as Error).message}. Nothing was made.`,
		);
	}
}
