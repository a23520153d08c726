import {type PlannedAbort, planOf} from '../../../source/multipart/abort-selection.js';
import {summarizeParts} from '../../../source/multipart/part.js';
import type {UploadTarget} from '../../../source/multipart/upload.js';
import {
	type AbortRun,
	type AbortRunFacts,
	type AbortRunOptions,
	type AbortRunPlan,
	startAbortRun,
} from '../../../source/operations/abort-run/abort-run.js';
import {listUploads} from '../../../source/s3/gateway/pages.js';
import type {FaultAction} from '../../../source/sandbox/sandbox.js';
import {type ActStage, bucket, MiB} from '../act-stage.js';

/** An S3 error as the service words it. */
export function error(
	status: number,
	code: string,
	more: {afterEffect?: boolean} = {},
): FaultAction & {respond: object} {
	const headers = {'content-type': 'application/xml'};
	const body = `<Error><Code>${code}</Code><Message>We</Message></Error>`;
	return {respond: {status, headers, body, ...more}};
}

/** Uploads of one part of 8 MiB each. */
export function uploads(on: ActStage, count: number, prefix = 'k'): UploadTarget[] {
	return Array.from({length: count}, (_, at) =>
		on.upload([8 * MiB], {key: `${prefix}${String(at).padStart(4, '0')}`}),
	);
}

/** The plan that a list makes which has read each of them; the requests for that are forgotten. */
export async function planFor(
	on: ActStage,
	targets: readonly UploadTarget[],
): Promise<PlannedAbort[]> {
	const plan = await Promise.all(
		targets.map(async target => {
			const {parts} = await on.gateway.listParts(target);
			const reading = {kind: 'read', summary: summarizeParts(parts)} as const;
			return planOf(on.row(target), reading, on.gateway.now());
		}),
	);
	on.sandbox.requests.clear();
	return plan;
}

/** No pauses before repetitions, and a re-read may be as old as the machine of the test makes it. */
export const calm = {sleep: async () => {}, readWithin: Number.POSITIVE_INFINITY};

/** Starts a run, without pauses before repetitions, and however slow the machine of the test reads. */
export async function start(
	on: ActStage,
	of: readonly UploadTarget[] | readonly PlannedAbort[],
	options: AbortRunOptions = {},
	more: Partial<AbortRunPlan> = {},
): Promise<AbortRun> {
	const planned = isPlan(of) ? of : await planFor(on, of as readonly UploadTarget[]);
	const plan = {bucket, uploads: planned, ...more};
	return startAbortRun(on.deps, plan, {...calm, ...options});
}

/** The same, to its end. */
export async function run(...given: Parameters<typeof start>): Promise<AbortRun> {
	const going = await start(...given);
	await going.ended;
	return going;
}

function isPlan(of: readonly UploadTarget[] | readonly PlannedAbort[]): of is PlannedAbort[] {
	return of[0] === undefined || 'liveness' in of[0];
}

/** The keys that are still listed. */
export async function left(on: ActStage): Promise<string[]> {
	const keys: string[] = [];
	for await (const page of listUploads(on.gateway, {bucket}))
		keys.push(...page.map(({key}) => key));
	return keys;
}

/** Resolves when the facts are so. @throws when the run has ended, and they are not */
export async function until(
	run: AbortRun,
	so: (facts: AbortRunFacts) => boolean,
): Promise<AbortRunFacts> {
	for (;;) {
		const facts = run.facts();
		if (so(facts)) return facts;
		if (facts.state === 'ended') throw new Error(`It has ended: ${JSON.stringify(facts)}`);
		await new Promise(resolve => setTimeout(resolve, 1));
	}
}

/** How many acts of the journal ended in which way. */
export async function outcomes({journal}: ActStage): Promise<Record<string, number>> {
	const counts: Record<string, number> = {};
	for (const {outcome} of (await journal.history()).acts) {
		const kind = outcome?.outcome ?? 'none';
		counts[kind] = (counts[kind] ?? 0) + 1;
	}
	return counts;
}
