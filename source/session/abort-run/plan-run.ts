import {
	type AbortSelection,
	type SelectedRow,
	selectAborts,
} from '../../multipart/abort-selection.js';
import type {UploadIndex, UploadRow} from '../../multipart/index/upload-index.js';
import type {Thresholds} from '../../multipart/liveness.js';
import type {Reading} from '../../multipart/reading.js';
import {type Upload, uploadIdentity} from '../../multipart/upload.js';
import {type StillListed, stillListed} from '../../operations/abort/still-listed.js';
import {lookForWitnesses} from '../../operations/abort/witnesses.js';
import type {ActDeps} from '../../operations/journal/acting.js';
import {refusingAborts} from '../../operations/journal/journal-acts.js';
import {readAllParts} from '../../operations/scan/parts-reader.js';
import {protecting} from '../../s3/gateway/protected.js';
import type {EffectOf} from '../core/effect.js';
import {type Queried, queriedAs} from './queried.js';

/** Pages that are listed again for what was not found. */
const mostPages = 10;

type PlanEffect = EffectOf<'plan-run'>;

export type PlanRunOptions = Pick<
	PlanEffect,
	'source' | 'bucket' | 'prefix' | 'includeActive' | 'includeHeld'
> & {
	readonly thresholds: Thresholds;
	/** The list in which the uploads are marked, or whose group they are. */
	readonly index: UploadIndex | undefined;
	readonly signal: AbortSignal;
	/** Called as parts are read, for the uploads whose parts were not read before. */
	readonly onProgress: (progress: {readonly read: number; readonly toRead: number}) => void;
};

/**
 * The plan of an abort of many: which of the uploads it covers and why not the others, and how many marked ones
 * the filter hides. Undefined once the signal is aborted; throws a JournalError.
 */
export async function planRun(
	{gateway, journal}: ActDeps,
	{
		source,
		bucket,
		prefix,
		includeActive,
		includeHeld,
		thresholds,
		index,
		signal,
		onProgress,
	}: PlanRunOptions,
): Promise<
	| {readonly selection: AbortSelection; readonly hidden: number; readonly queried?: Queried}
	| undefined
> {
	const read = new Map<string, Reading>();
	const listed = () => (source.kind === 'again' ? [] : namedRows(source, index));
	const unread: Upload[] = source.kind === 'again' ? [...source.uploads] : [];
	for (const {upload, reading} of listed()) if (reading.kind === 'unread') unread.push(upload);
	const report = () => onProgress({read: read.size, toRead: unread.length});
	if (unread.length > 0) report();
	await readAllParts({
		gateway,
		bucket,
		uploads: unread,
		signal,
		onReading: (upload, reading) => {
			read.set(uploadIdentity(upload), reading);
			index?.setReading(upload, reading);
			if (read.size % 20 === 0) report();
		},
	});
	const rows = (): Iterable<SelectedRow> =>
		source.kind === 'again'
			? source.uploads.map(upload => ({
					upload,
					reading: read.get(uploadIdentity(upload)) ?? {kind: 'failed' as const},
				}))
			: listed();
	const notFound: Upload[] = [];
	for (const {upload, reading} of rows()) if (reading.kind === 'not-found') notFound.push(upload);
	const still = await stillListed(gateway, {bucket, prefix: ''}, notFound, signal, {mostPages});
	const witnesses = await lookForWitnesses(
		gateway,
		bucket,
		keysOf(rows()),
		signal,
		(looked, all) => {
			if (looked % 20 === 0 || looked === all)
				onProgress({read: read.size + looked, toRead: unread.length + all});
		},
	);
	const open = await journal.openActs();
	if (signal.aborted) return undefined;
	const selection = selectAborts(withGone(rows(), still), {
		now: gateway.now(),
		thresholds,
		witnesses,
		unsettled: refusingAborts(open, bucket),
		isProtected: key => protecting(gateway.protectedPrefixes, {bucket, key}) !== undefined,
		includeActive,
		includeHeld,
	});
	const queried =
		index && queriedAs(index, prefix, source.kind === 'group' ? source.handles : undefined);
	const hidden = source.kind === 'group' ? 0 : hiddenMarks(index);
	return {selection, hidden, ...(queried && {queried})};
}

function* keysOf(rows: Iterable<SelectedRow>): Generator<string> {
	for (const {upload} of rows) yield upload.key;
}

/** What of a list was named. */
function namedRows(
	source: Exclude<PlanEffect['source'], {kind: 'again'}>,
	index: UploadIndex | undefined,
): Iterable<UploadRow> {
	if (index === undefined) return [];
	return source.kind === 'group' ? index.rowsOf(source.handles) : index.markedRows();
}

/** The rows, those that were not found and are listed no longer as gone. */
function* withGone(rows: Iterable<SelectedRow>, still: StillListed): Generator<SelectedRow> {
	for (const row of rows)
		yield row.reading.kind === 'not-found' && !still.has(row.upload)
			? {upload: row.upload, reading: {kind: 'gone'}}
			: row;
}

/** How many of what is marked the filter hides. */
function hiddenMarks(index: UploadIndex | undefined): number {
	if (index === undefined || index.view.query.text === '') return 0;
	let shown = 0;
	for (const {marked} of index.shownRows()) if (marked) shown++;
	return index.markedCount - shown;
}
