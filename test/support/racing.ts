import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type PlannedAbort, planOf} from '../../source/multipart/abort-selection.js';
import type {UploadTarget} from '../../source/multipart/upload.js';
import {
	type AbortRun,
	type AbortRunFacts,
	startAbortRun,
} from '../../source/operations/abort-run/abort-run.js';
import {openJournal} from '../../source/operations/journal/journal.js';
import type {Gateway} from '../../source/s3/gateway/gateway.js';
import type {BucketFixture} from '../contract/service.js';
import {inParallel} from './other-clients.js';

const day = 24 * 60 * 60_000;

/** What came of a race between a client that uploads parts and a run that aborts. */
export type Race = {
	/** Keys whose second part was answered by a yes before their re-read began: all of them must survive. */
	readonly before: readonly string[];
	/** Of those, the keys that are not listed with both parts afterwards. */
	readonly lost: readonly string[];
	/** How many parts were answered by a yes after the re-read began, and are gone: S3 has no conditional Abort. */
	readonly inWindow: number;
	/** How many came too late, and were refused. */
	readonly refused: number;
	readonly gone: number;
	readonly leftAlone: number;
	/** Milliseconds, as the run measured it. */
	readonly widestWindow: number;
	/** Keys of which the run says something else than the server shows. */
	readonly untrue: readonly string[];
};

/**
 * Lets a real client upload second parts to uploads that a run is about to abort, as close to the run's
 * front as it can, and says what came of each. The plan takes them for stalled.
 */
export async function race(fixture: BucketFixture, count: number): Promise<Race> {
	const {bucket, gateway} = fixture;
	const targets = await inParallel(count, 8, async at => {
		const target = await fixture.initiate(`k${String(at).padStart(5, '0')}`);
		await fixture.part(target, 1);
		return target;
	});
	const uploads = await inParallel(count, 8, at => planned(gateway, targets[at]!));
	const {service, version} = await gateway.listUploadsPage({bucket});
	const listedBy = {service, version};
	const readAt = new Map<string, number>();
	const watched: Gateway = {
		...gateway,
		get pace() {
			return gateway.pace;
		},
		summarizeParts(target, signal) {
			readAt.set(target.uploadId, performance.now());
			return gateway.summarizeParts(target, signal);
		},
	};
	const folder = await mkdtemp(join(tmpdir(), 'partway-race-'));
	try {
		// The writers are at work all the time: here it is only what moved that is left alone, and all are stalled.
		const none = Number.NEGATIVE_INFINITY;
		const thresholds = {activeWithin: none, stalledAfter: none};
		const journal = openJournal({folder});
		const deps = {gateway: watched, journal, connection: 'race', thresholds};
		const run = startAbortRun(deps, {bucket, uploads, listed: count, listedBy});
		const answered = await uploadAlong(fixture, targets, run);
		const {counts, widestWindow = 0} = await run.ended;
		return {
			...(await judge(fixture, targets, run, answered, readAt)),
			gone: counts.gone,
			leftAlone: counts['left-alone'],
			widestWindow,
		};
	} finally {
		await rm(folder, {recursive: true});
	}
}

async function planned(gateway: Gateway, target: UploadTarget): Promise<PlannedAbort> {
	const summary = await gateway.summarizeParts(target);
	const upload = {...target, initiated: gateway.now(), keyCertain: true};
	return planOf(upload, {kind: 'read', summary}, gateway.now() + 2 * day);
}

/**
 * Four writers at the front of the run: each upload gets its second part when the run has begun as many as
 * lie before it, give or take eight. Gives when each was answered; Infinity for a no.
 */
async function uploadAlong(
	fixture: BucketFixture,
	targets: readonly UploadTarget[],
	run: AbortRun,
): Promise<Map<string, number>> {
	const answered = new Map<string, number>();
	const turns = targets
		.map((target, at) => ({target, from: at + Math.floor(Math.random() * 17) - 8}))
		.sort((one, other) => one.from - other.from);
	await inParallel(targets.length, 4, async nth => {
		const {target, from} = turns[nth]!;
		const isDue = ({total, waiting}: AbortRunFacts) => total - waiting >= Math.min(from, total);
		while (!isDue(run.facts())) await new Promise(resolve => setTimeout(resolve, 1));
		const isTaken = await fixture.part(target, 2).then(
			() => true,
			() => false,
		);
		answered.set(target.uploadId, isTaken ? performance.now() : Number.POSITIVE_INFINITY);
	});
	return answered;
}

async function judge(
	fixture: BucketFixture,
	targets: readonly UploadTarget[],
	run: AbortRun,
	answered: ReadonlyMap<string, number>,
	readAt: ReadonlyMap<string, number>,
) {
	const listed = new Set((await fixture.uploads()).map(({uploadId}) => uploadId));
	const survives = new Set(run.results().map(({upload}) => upload.uploadId));
	const before: string[] = [];
	const lost: string[] = [];
	const untrue: string[] = [];
	let inWindow = 0;
	let refused = 0;
	for (const target of targets) {
		const {key, uploadId} = target;
		if (listed.has(uploadId) !== survives.has(uploadId)) untrue.push(key);
		const at = answered.get(uploadId);
		if (at === undefined) continue;
		const read = readAt.get(uploadId) ?? Number.POSITIVE_INFINITY;
		if (at === Number.POSITIVE_INFINITY) refused++;
		else if (at < read) {
			before.push(key);
			const parts = listed.has(uploadId) ? (await fixture.gateway.listParts(target)).parts : [];
			if (parts.length !== 2) lost.push(key);
		} else if (!listed.has(uploadId)) inWindow++;
	}
	return {before, lost, inWindow, refused, untrue};
}
