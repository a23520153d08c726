import type {PlannedAbort} from '../../multipart/abort-selection.js';
import {everyUpload} from '../../multipart/query/query.js';
import {type PlannedRun, readPlanFile} from '../../operations/abort/plan-file.js';
import {RunFileError} from '../../operations/abort-run/error.js';
import type {GoneUpload} from '../../operations/abort-run/settle-run.js';
import {journalFolder, openJournal} from '../../operations/journal/journal.js';
import {LocalFileError} from '../../operations/typed-file.js';
import type {Target} from '../../profiles/resolve/target.js';
import {protecting} from '../../s3/gateway/protected.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {protectedWords} from '../../text/reason/refusal-words.js';
import {afterEarlier, type LookUp} from '../base/acts/earlier-acts.js';
import {sayClocksApart} from '../base/clocks.js';
import type {Run} from '../base/command.js';
import {type Connection, connectFor} from '../base/connect.js';
import {type ExitCode, exitCodes, refusedBySafety, usageError} from '../base/exit.js';
import {queryOf, withPrefix} from '../base/options/query-options.js';
import {savedFilters} from '../base/options/saved-filters.js';
import {
	readObjectAddress,
	readTarget,
	refuseOpenPrefix,
	targetFor,
} from '../base/options/targets.js';
import {compileLate} from '../base/output/compile-late.js';
import {carryOut} from './carry-out.js';
import {overBuckets} from './every-bucket.js';
import {findAndAgree} from './find.js';
import {type LeftOut, leftOutJson} from './left-out.js';
import {limitsOf} from './limits.js';
import {abortOne} from './one.js';
import type {AbortOptions} from './options.js';
import {agreeToPlan} from './plan.js';

export async function abort(
	run: Run,
	options: AbortOptions,
	typed: string | undefined,
): Promise<ExitCode> {
	const {uploadId, plan: planFile, planOut, prefix, all, allBuckets} = options;
	const asked = queryOf(options, await savedFilters(options, run.env), 'stalled,held');
	if (all && asked !== undefined) throw usageError('--all and a query do not go together.');
	const query = all ? everyUpload : asked;
	const ways = [uploadId, query, planFile].filter(way => way !== undefined).length;
	if (ways === 0)
		throw usageError(
			'Which uploads? Name one with --upload-id, or choose with --stalled-for, --query, --all or --plan.',
		);
	if (ways > 1) throw usageError('--upload-id, a query (or --all) and --plan do not go together.');
	if (planOut !== undefined && query === undefined)
		throw usageError('--plan-out writes what a query finds: add one.');
	if (planOut !== undefined && options.yes)
		throw usageError('--plan-out aborts nothing: leave out --yes, and carry it out with --plan.');
	if (prefix !== undefined && query === undefined) throw usageError('--prefix goes with a query.');
	if (allBuckets && query === undefined)
		throw usageError('--all-buckets goes with a query, or with --all.');
	if (allBuckets && typed !== undefined)
		throw usageError('--all-buckets and a TARGET do not go together.');
	if (allBuckets && planOut !== undefined)
		throw usageError('--all-buckets and --plan-out do not go together: a plan is of one bucket.');
	limitsOf(options);

	const journal = openJournal({folder: journalFolder(run.env)});
	if (planFile !== undefined) {
		if (typed !== undefined) throw usageError('The plan names the bucket: leave the target out.');
		const plan = await readPlan(planFile);
		const connection = await connectFor(options, run.env);
		if (connection.gateway.endpoint !== plan.endpoint)
			throw refusedBySafety(
				`This plan was made for ${plan.endpoint}, over ${plan.connection}: connect there${plan.connection.includes(':') ? ` with -p ${plan.connection}` : ''}. Nothing was sent.`,
			);
		const allowed = await withoutProtected(run, connection, plan);
		const left = plan.uploads.length - allowed.uploads.length;
		const leavesOut = left > 0;
		const leftOut: LeftOut = leavesOut ? [['protected', 'under a protected prefix', left]] : [];
		const code = await knowingEarlier(connection, {bucket: plan.bucket}, async () => {
			const agreed = await agreeToPlan(run, options, connection, allowed, {leavesOut});
			return agreed === 'agreed'
				? carryOut(run, options, connection, journal, {plan: allowed, leftOut})
				: nothingDone(run, options, plan.bucket, leftOut, agreed === 'refused');
		});
		await sayClocksApart(run, connection.gateway);
		return code === exitCodes.done && leavesOut ? exitCodes.refused : code;
	}
	if (uploadId !== undefined) {
		const target = {...readObjectAddress(typed ?? ''), uploadId};
		const connection = await connectFor(options, run.env);
		return knowingEarlier(connection, {upload: target}, gone =>
			abortOne(run, options, connection, journal, target, gone),
		);
	}
	if (all && typed === undefined && !allBuckets)
		throw usageError('--all needs a bucket as TARGET: that of the profile is not used here.');
	refuseOpenPrefix(typed);
	const named = readTarget(typed);
	const connection = await connectFor(options, run.env);
	const inBucket = (target: Target) =>
		knowingEarlier(connection, {bucket: target.bucket}, () => fromQuery(connection, target));
	if (!allBuckets) return inBucket(withPrefix(targetFor(named, connection), options));
	const buckets = await connection.gateway.listBuckets(run.signal);
	return overBuckets(
		run,
		buckets.map(({name}) => name),
		options.json === true,
		bucket => inBucket(withPrefix({bucket, prefix: ''}, options)),
	);

	async function fromQuery(connection: Connection, target: Target): Promise<ExitCode> {
		const where = {...target, query: query!};
		const {plan, leftOut, unseen, isRefused} = await findAndAgree(
			run,
			options,
			connection,
			journal,
			where,
		);
		const code =
			plan === undefined
				? await nothingDone(run, options, target.bucket, leftOut, isRefused)
				: await carryOut(run, options, connection, journal, {plan, leftOut});
		return code === exitCodes.done && unseen > 0 ? exitCodes.failed : code;
	}

	/** What only looks writes nothing, in the journal neither. */
	function knowingEarlier(
		{gateway}: Connection,
		where: Pick<LookUp, 'bucket' | 'upload'>,
		work: (gone: readonly GoneUpload[]) => Promise<ExitCode>,
	): Promise<ExitCode> {
		compileLate();
		return options.dryRun || planOut !== undefined
			? work([])
			: afterEarlier(run, {gateway, journal, ...where}, work);
	}
}

async function nothingDone(
	run: Run,
	{json}: AbortOptions,
	bucket: string,
	leftOut: LeftOut,
	isRefused: boolean,
): Promise<ExitCode> {
	if (json) await run.write(leftOutJson(bucket, leftOut));
	return isRefused ? exitCodes.refused : exitCodes.done;
}

/** The plan without what the connection protects; each of those is named. */
async function withoutProtected(
	run: Run,
	{gateway}: Connection,
	plan: PlannedRun,
): Promise<PlannedRun> {
	const {bucket} = plan;
	const uploads: PlannedAbort[] = [];
	for (const upload of plan.uploads) {
		const {key, uploadId} = upload;
		const entry = protecting(gateway.protectedPrefixes, {bucket, key});
		if (entry === undefined) uploads.push(upload);
		else
			await run.say(
				escapeForTerminal(`refused: s3://${bucket}/${key} (${uploadId}): ${protectedWords(entry)}`),
			);
	}
	return {...plan, uploads};
}

async function readPlan(path: string): Promise<PlannedRun> {
	try {
		return await readPlanFile(path);
	} catch (error) {
		const isWrong = error instanceof RunFileError || error instanceof LocalFileError;
		throw isWrong ? usageError(error.message) : error;
	}
}
