import {
	type Liveness,
	livenessFactsOf,
	livenessOf,
	type Thresholds,
} from '../../multipart/liveness.js';
import {type Holder, holderOf} from '../../multipart/makers/holder.js';
import type {PartsSummary} from '../../multipart/part.js';
import type {Upload, UploadTarget} from '../../multipart/upload.js';
import {isOfAnotherUpload, isUnreadable, type S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {mayNotLook} from '../journal/acting.js';
import {readSummary} from '../probe/read-summary.js';
import type {Verdict} from '../reason/verdict.js';
import {type ListedHere, listedHere} from '../scan/listed-here.js';
import {lookForWitnesses} from './witnesses.js';

/** What reading an upload's parts for the confirmation brought. */
export type AbortReading =
	| {
			readonly kind: 'read';
			readonly summary: PartsSummary;
	  }
	/** The service finds no such upload. */
	| {readonly kind: 'gone'}
	/** `denied`: not allowed, or not offered, or a list that contradicts itself: reading again does not help. */
	| {readonly kind: 'denied' | 'failed'; readonly failure: S3Failure}
	/** Never acted on: its key is not certain, empty, or not the one that the upload is for. */
	| Verdict<'refused'>;

/** One upload as the confirmation names it. */
export type AbortPlan = {
	readonly upload: Upload;
	readonly target: UploadTarget;
	/** `not-found`: the service finds no such upload, and lists exactly this key and id. */
	readonly reading: AbortReading | {readonly kind: 'not-found'};
	readonly liveness: Liveness;
	/** Who holds it open on purpose, or may. */
	readonly holder?: Holder;
};

const notFound = {kind: 'not-found'} as const;

/** Reads the parts of an upload again, and looks for who holds it. @throws the signal's reason. */
export async function planAbort(
	gateway: Gateway,
	bucket: string,
	upload: Upload,
	options: {readonly signal?: AbortSignal; readonly thresholds?: Thresholds} = {},
): Promise<AbortPlan> {
	const plan = await readToAbort(gateway, bucket, upload, options);
	const {kind} = plan.reading;
	if (kind === 'gone' || kind === 'refused') return plan;
	const {key} = plan.target;
	const witnesses = await lookForWitnesses(gateway, bucket, [key], options.signal);
	return {...plan, holder: holderOf(key, witnesses.get(key))};
}

async function readToAbort(
	gateway: Gateway,
	bucket: string,
	upload: Upload,
	{signal, thresholds}: {readonly signal?: AbortSignal; readonly thresholds?: Thresholds},
): Promise<AbortPlan> {
	const target = {bucket, key: upload.key, uploadId: upload.uploadId};
	const read = await readForAbort(gateway, upload, target, signal);
	// A service may find uploads by their ids alone: where the parts do not show whose the id is, the listing has to.
	const looks = read.kind === 'gone' || read.kind === 'denied';
	const listed = looks ? await listedHere(gateway, target, signal) : undefined;
	const known = listed?.kind === 'listed' ? listed.upload : upload;
	if (listed?.kind === 'listed' && read.kind === 'gone')
		return {upload: known, target, reading: whole(known, notFound), liveness: 'unknown'};
	const reading = whole(known, seen(read, listed));
	const summary = reading.kind === 'read' ? reading.summary : undefined;
	const facts = livenessFactsOf(known.initiated, summary);
	return {upload: known, target, reading, liveness: livenessOf(facts, gateway.now(), thresholds)};
}

/** What of a look at the parts holds beside a look at the listing. */
function seen(read: AbortReading, listed: ListedHere | undefined): AbortReading {
	if (listed?.kind === 'unseen' && listed.failure !== undefined && !mayNotLook(listed.failure))
		return {kind: 'failed', failure: listed.failure};
	return read.kind === 'denied' && listed?.kind === 'not-seen'
		? {kind: 'refused', reason: {code: 'not-listed-by-names'}}
		: read;
}

/** Nothing is done to what its row does not name for certain. */
function whole<R>(upload: Upload, reading: R): R | ReturnType<typeof refused> {
	return upload.keyCertain ? reading : refused(upload);
}

/** Reads one upload, for the confirmation or just before the abort. @throws the signal's reason. */
export async function readForAbort(
	gateway: Gateway,
	{keyCertain, doubt}: Pick<Upload, 'keyCertain' | 'doubt'>,
	target: UploadTarget,
	signal?: AbortSignal,
): Promise<AbortReading> {
	if (target.key === '' || target.uploadId === '')
		return {kind: 'refused', reason: {code: 'names-missing'}};
	if (!keyCertain) return refused({doubt});
	const {reading, failure} = await readSummary({}, () => gateway.summarizeParts(target, signal));
	if (failure === undefined) return reading.kind === 'read' ? reading : {kind: 'gone'};
	if (isOfAnotherUpload(failure)) return {kind: 'refused', reason: failure.hint};
	return {kind: reading.kind === 'denied' || isUnreadable(failure) ? 'denied' : 'failed', failure};
}

function refused({doubt}: Pick<Upload, 'doubt'>) {
	return {kind: 'refused', reason: {code: 'doubtful', doubt}} as const;
}
