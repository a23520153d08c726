import {uploadIdentity} from '../../multipart/upload.js';
import type {SentAbort} from '../abort/abort-sent.js';
import type {ActDeps} from '../journal/acting.js';
import {bytesOf, type Journal, type PastAct} from '../journal/journal.js';
import {type IsAlive, processLives} from '../journal/process-lives.js';
import {settleAborts} from '../journal/settle.js';
import type {AbortRun, AbortRunOptions, AbortRunResult} from './abort-run-types.js';
import {AbortRunner} from './abort-runner.js';
import {RunFileError} from './error.js';
import {
	isCarriedOut,
	type RunFile,
	type RunHeader,
	type RunRecord,
	type RunResult,
	readRunFile,
	reopenRunFile,
} from './run-file.js';
import {hasEnd, runFiles} from './run-folder.js';
import {actsOfRun, type Proven, settleRun} from './settle-run.js';

/** A run whose process is gone before it ended. */
export type InterruptedRun = {
	readonly file: string;
	readonly header: RunHeader;
	/** It was a round of emptying: `endRun` and `emptyBucket` go on with that, not `resumeAbortRun`. */
	readonly wasEmptying: boolean;
	readonly total: number;
	/** How many have a result: gone, failed, left alone or refused. */
	readonly done: number;
	/** How many were accepted and are yet to be proven gone. */
	readonly accepted: number;
	/** How many may have been sent: their outcome is not known. */
	readonly unknown: number;
	/** How many were certainly not sent, or nothing came of it. */
	readonly notSent: number;
};

/**
 * The runs that were killed, the oldest first: their files have no end and no process carries them out. A plan that was
 * not written to its end is none of them: nothing was sent; nor is a file that cannot be read. @throws JournalError
 */
export async function interruptedRuns(
	journal: Journal,
	isAlive: IsAlive = processLives,
): Promise<readonly InterruptedRun[]> {
	const runs: InterruptedRun[] = [];
	for (const file of await runFiles(journal.folder)) {
		if (await hasEnd(file)) continue;
		try {
			const record = await readRunFile(file);
			if (record.ended || !record.whole || (await isCarriedOut(file, record.carrier, isAlive)))
				continue;
			const acts = await actsOfRun(journal, record.header);
			const counts = {done: 0, accepted: 0, unknown: 0, 'not-sent': 0};
			for (const {kind} of standingsOf(record, acts)) counts[kind]++;
			const {'not-sent': notSent, ...others} = counts;
			runs.push({
				file,
				header: record.header,
				wasEmptying: record.header.everything === true,
				total: record.uploads.length,
				...others,
				notSent,
			});
		} catch (error) {
			if (!(error instanceof RunFileError)) throw error;
		}
	}
	return runs.sort((one, other) => (one.header.time < other.header.time ? -1 : 1));
}

/**
 * Goes on with a run that was killed: what may have been sent is looked up, and then everything that has
 * no result is read again and aborted as in the first place.
 *
 * @throws RunFileError when it cannot be read, when another process carries it out, or when it belongs to another
 * endpoint; JournalError.
 */
export async function resumeAbortRun(
	deps: ActDeps,
	file: string,
	options: AbortRunOptions = {},
): Promise<AbortRun> {
	const {opened, record} = await reopen(deps, file);
	try {
		return await goOn(deps, record, opened, options);
	} catch (error) {
		await opened.close();
		throw error;
	}
}

/**
 * Ends a run that was killed, for good: what may have been sent is looked up, nothing more is sent, and it
 * is not found again. Comes back with how many of its acts are still unknown (the journal keeps those), and
 * what of it is gone by now.
 *
 * @throws As `resumeAbortRun`.
 */
export async function endRun(
	deps: ActDeps,
	file: string,
): Promise<{readonly header: RunHeader; readonly unknown: number; readonly gone: Proven}> {
	const {opened, record} = await reopen(deps, file);
	const {header} = record;
	try {
		await settleRun(deps, header);
		const open = await deps.journal.openActs();
		const unknown = open.filter(({intent}) => intent.run === header.id).length;
		const gone = {uploads: 0, freed: 0};
		for (const standing of standingsOf(record, await actsOfRun(deps.journal, header))) {
			if (standing.kind !== 'done' || standing.end.kind !== 'gone') continue;
			gone.uploads++;
			gone.freed += standing.end.freed ?? 0;
		}
		await opened.close(true);
		return {header, unknown, gone};
	} catch (error) {
		await opened.close();
		throw error;
	}
}

async function reopen(deps: ActDeps, file: string) {
	const {header} = await readRunFile(file);
	if (header.endpoint !== deps.gateway.endpoint)
		throw new RunFileError('This run was begun over another connection: open that one.');
	return reopenRunFile(file);
}

async function goOn(
	deps: ActDeps,
	record: RunRecord,
	opened: RunFile,
	options: AbortRunOptions,
): Promise<AbortRun> {
	const {header, uploads, results} = record;
	await settleOpen(deps, header);
	const acts = await actsOfRun(deps.journal, header);
	const rest: number[] = [];
	const before: AbortRunResult[] = [];
	const accepted = new Map<number, SentAbort>();
	for (const [n, standing] of standingsOf(record, acts).entries()) {
		const upload = uploads[n];
		if (upload === undefined) continue;
		if (standing.kind === 'done') {
			before.push({upload, ...standing.end});
			// The file is to hold a result for each, once it has an end.
			if (results.get(n)?.kind !== standing.end.kind) opened.result({n, ...standing.end});
			continue;
		}
		rest.push(n);
		if (standing.kind === 'accepted') accepted.set(n, standing.sent);
	}
	const plan = {...header, uploads};
	const openFile = async () => opened;
	return new AbortRunner(
		deps,
		{id: header.id, plan, path: opened.file, openFile, rest, before, accepted},
		options,
	);
}

/** Looks up the acts of the run whose answers nobody waited for. */
async function settleOpen(deps: ActDeps, {id, bucket, prefix}: RunHeader): Promise<void> {
	const open = (await deps.journal.openActs()).filter(
		({intent, state}) => intent.run === id && state !== 'running',
	);
	if (open.length > 0) await settleAborts(deps, open, {bucket, prefix});
}

/** How one upload of a plan stands. */
type Standing =
	| {readonly kind: 'done'; readonly end: Omit<AbortRunResult, 'upload'>}
	/** The service reported success, and nothing has proven it. */
	| {readonly kind: 'accepted'; readonly sent: SentAbort}
	| {readonly kind: 'unknown' | 'not-sent'};

const endings: ReadonlySet<RunResult['kind']> = new Set([
	'gone',
	'failed',
	'left-alone',
	'refused',
]);

/**
 * How each upload of a plan stands. The file lags behind the journal, in which an act is before it is
 * sent: where the file has no result the journal tells.
 */
function standingsOf({uploads, results}: RunRecord, acts: readonly PastAct[]): Standing[] {
	const sent = new Map<string, PastAct[]>();
	for (const act of acts) {
		const name = uploadIdentity(act.intent);
		const before = sent.get(name);
		if (before === undefined) sent.set(name, [act]);
		else before.push(act);
	}
	return uploads.map((upload, n) => {
		const result = results.get(n);
		if (result !== undefined && endings.has(result.kind)) {
			const {kind, reason, freed} = result;
			return {kind: 'done', end: {kind, reason, freed}};
		}
		return standingOf(sent.get(uploadIdentity(upload)) ?? []);
	});
}

/** All that was sent on one upload counts, the last as little as the first. */
function standingOf(acts: readonly PastAct[]): Standing {
	const so = (standing: PastAct['standing']) => acts.findLast(act => act.standing === standing);
	const gone = so('gone');
	if (gone?.outcome !== undefined) {
		const {reason} = gone.outcome;
		return {kind: 'done', end: {kind: 'gone', reason, freed: bytesOf(gone)}};
	}
	if ((so('unknown') ?? so('running') ?? so('probably-failed')) !== undefined)
		return {kind: 'unknown'};
	const accepted = so('accepted');
	if (accepted === undefined) return {kind: 'not-sent'};
	const {intent} = accepted;
	return {
		kind: 'accepted',
		sent: {
			actId: intent.id,
			reply: {kind: 'yes'},
			bytes: bytesOf(accepted),
			isAccepted: true,
		},
	};
}
