import type {CompletionPlan} from '../../multipart/completion/completion.js';
import {verdictOf} from '../../multipart/completion/verdict.js';
import {makerOf} from '../../multipart/makers/makers.js';
import {lastPartOf, type PartsListing, summarizeParts} from '../../multipart/part.js';
import {writePartsFile} from '../../multipart/parts-file/parts-file.js';
import {formatAge, heldWords, plural} from '../../multipart/text/units.js';
import type {UploadTarget} from '../../multipart/upload.js';
import {prepareCompletion} from '../../operations/complete/complete.js';
import {patiently} from '../../operations/scan/patience.js';
import {LocalFileError, writeNewFile} from '../../operations/typed-file.js';
import {isNoSuchUpload} from '../../s3/failure/failure.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {sayClocksApart} from '../base/clocks.js';
import type {Run} from '../base/command.js';
import {type Connection, connectFor} from '../base/connect.js';
import {CommandError, type ExitCode, exitCodes, refuseAnother, usageError} from '../base/exit.js';
import {tellNoSuchUpload} from '../base/not-found.js';
import {readObjectAddress} from '../base/options/targets.js';
import {awsPart, awsPrincipal, awsSummary, awsTarget, awsTime} from '../base/output/aws-style.js';
import {versionedDocument} from '../base/output/document.js';
import {planJson, planLines} from '../base/output/plan-words.js';
import type {PartsOptions} from './options.js';
import {missingWords, plainLines, tableLines} from './table.js';

export async function parts(run: Run, options: PartsOptions, typed: string): Promise<ExitCode> {
	const address = readObjectAddress(typed);
	const {uploadId, check, partsFile, json} = options;
	if (partsFile !== undefined && (check || json))
		throw usageError('--parts-file goes without --json and --check.');
	const connection = await connectFor(options, run.env);
	const target = {...address, uploadId};
	try {
		return check
			? await checked(run, connection, target, json === true)
			: await listed(run, connection, target, options);
	} catch (error) {
		if (!isNoSuchUpload(error)) throw error;
		await tellNoSuchUpload(run, connection.gateway, target, error);
		return exitCodes.failed;
	}
}

async function listed(
	run: Run,
	connection: Connection,
	target: UploadTarget,
	{partsFile, json}: PartsOptions,
): Promise<ExitCode> {
	const {gateway} = connection;
	const listing = await patiently(() => gateway.listParts(target, run.signal));
	if (partsFile !== undefined) await writePartsTo(run, partsFile, listing);
	else if (json) await run.write(versionedDocument(documentOf(connection, target, listing)));
	else await show(run, connection, listing);
	await sayClocksApart(run, gateway);
	gateway.close();
	return exitCodes.done;
}

async function show(run: Run, {gateway}: Connection, {parts}: PartsListing): Promise<void> {
	const {stdout} = run;
	const now = gateway.now();
	const lines = stdout.isTerminal
		? tableLines(parts, now, stdout.columns ?? 80)
		: plainLines(parts);
	if (lines.length > 0) await run.write(`${lines.join('\n')}\n`);
	if (!stdout.isTerminal) return;
	const {bytes, lacksSizes} = summarizeParts(parts);
	const last = lastPartOf(parts);
	const age = last === undefined ? '' : `, the last one ${formatAge(Math.max(0, now - last))} ago`;
	await run.say(
		`${plural(parts.length, 'part')}, ${heldWords(bytes, lacksSizes)}${age}${missingWords(parts)}`,
	);
}

/** As `aws s3api list-parts` prints it; the names behind StorageClass are ours, but for AbortDate and AbortRuleId. */
function documentOf(
	{gateway, thresholds}: Connection,
	target: UploadTarget,
	listing: PartsListing,
): object {
	const {parts, abortDate} = listing;
	return {
		...awsTarget(target),
		Parts: parts.map(awsPart),
		ChecksumAlgorithm: listing.checksumAlgorithm ?? null,
		ChecksumType: listing.checksumType,
		Initiator: awsPrincipal(listing.initiator),
		Owner: awsPrincipal(listing.owner),
		StorageClass: listing.storageClass,
		AbortDate: awsTime(abortDate),
		AbortRuleId: listing.abortRuleId,
		Maker: makerOf(target.key)?.id,
		...awsSummary({key: target.key}, summarizeParts(parts), gateway.now(), thresholds),
	};
}

async function writePartsTo(run: Run, file: string | true, {parts}: PartsListing): Promise<void> {
	if (parts.length === 0) await run.say('The upload has no parts: it cannot be completed.');
	const text = writePartsFile(parts);
	if (file === true) return run.write(text);
	try {
		const path = await writeNewFile(file, text);
		await run.say(`${plural(parts.length, 'part')} written to ${escapeForTerminal(path)}`);
	} catch (error) {
		if (!(error instanceof LocalFileError)) throw error;
		throw new CommandError(error.message, exitCodes.failed);
	}
}

async function checked(
	run: Run,
	{gateway, thresholds}: Connection,
	target: UploadTarget,
	json: boolean,
): Promise<ExitCode> {
	const upload = {...target, keyCertain: true};
	const plan = await patiently(() =>
		prepareCompletion(gateway, upload, run.signal, {thresholds}),
	).catch(error => {
		refuseAnother(error);
		throw error;
	});
	await run.write(
		json ? versionedDocument(planJson(plan)) : `${planLines(plan, gateway.endpoint).join('\n')}\n`,
	);
	await sayClocksApart(run, gateway);
	gateway.close();
	return codeOf(plan);
}

/** As the verdict says it. */
function codeOf(plan: CompletionPlan): ExitCode {
	const {kind} = verdictOf(plan);
	if (kind === 'yes') return exitCodes.done;
	// An option of complete agrees to these, and it can be completed as it is.
	return kind === 'replaces' || kind === 'in-use' ? exitCodes.refused : exitCodes.failed;
}
