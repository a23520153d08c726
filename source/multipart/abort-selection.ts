import {type Liveness, livenessFactsOf, livenessOf, type Thresholds} from './liveness.js';
import {holderOf, type Witness, type Witnesses} from './makers/holder.js';
import {type PartsSummary, sumOfHeld} from './part.js';
import type {Reading} from './reading.js';
import {type Upload, uploadIdentity} from './upload.js';

/** One upload as a confirmation names it: what it was then is what "moved since" is measured by. */
export type PlannedAbort = {
	readonly key: string;
	readonly uploadId: string;
	/** Milliseconds since the epoch. */
	readonly initiated?: number;
	/** What its parts added up to; absent where they are not read or may not be. */
	readonly summary?: PartsSummary;
	/** As what it was named: an active or unknown one is only here because it was named as that. */
	readonly liveness: Liveness;
	/** The id of the maker that holds it open on purpose: it is only here because it was named as held. */
	readonly maker?: string;
	/** It is unknown whether that maker holds it. */
	readonly makerUnseen?: true;
};

/** What an abort of several uploads takes, and what it leaves out and why. */
export type AbortSelection = {
	readonly uploads: readonly PlannedAbort[];
	/** Listed bytes of those that are taken. */
	readonly bytes: number;
	/** A part of those that are taken has no size: they hold more than `bytes`. */
	readonly lacksSizes?: boolean;
	/** The oldest and the youngest of the last parts of those that are taken, milliseconds since the epoch. */
	readonly oldestPart?: number;
	readonly youngestPart?: number;
	/** Of those that are taken: neither active nor unknown, and do not count as stalled (yet). */
	readonly notStalled: number;
	/** How many are active; `activeTaken` says whether they are among `uploads`. */
	readonly active: number;
	readonly activeTaken: boolean;
	/** How many each maker holds, by its id; `heldTaken` says whether such are among `uploads`. */
	readonly heldBy: Readonly<Record<string, number>>;
	readonly heldTaken: boolean;
	/** How many a maker may hold; taken as those that are held. */
	readonly heldUnseen: number;
	/** How many are not read, not allowed or without a date; `unknownTaken` says whether those that are read are among `uploads`. */
	readonly unknown: number;
	readonly unknownTaken: boolean;
	/** Left out: they are listed, and the service does not find them. */
	readonly notFound: readonly Upload[];
	/** Left out: they look like parts of other uploads. */
	readonly phantoms: readonly Upload[];
	/** Left out: an act on them is open in the journal. */
	readonly unsettled: number;
	/** Left out: the listing could not carry their key for certain. */
	readonly uncertainKeys: number;
	/** Left out: their names are too long to be real. */
	readonly tooLong: number;
	/** Left out: the connection protects their keys. */
	readonly protectedKeys: number;
	/** Left out: they were gone when their parts were read. */
	readonly gone: number;
};

/** An upload that was named, and what a look at its parts brought. */
export type SelectedRow = {readonly upload: Upload; readonly reading: Reading};

export type SelectionOptions = {
	/** By which ages are judged, milliseconds since the epoch. */
	readonly now: number;
	readonly thresholds?: Thresholds;
	/** Identities (`uploadIdentity`) of the uploads on which the journal refuses an Abort. */
	readonly unsettled?: ReadonlySet<string>;
	/** Whether the connection changes nothing at a key. */
	readonly isProtected?: (key: string) => boolean;
	/** What the objects beside uploads show of who holds them. */
	readonly witnesses?: Witnesses;
	/** Takes active uploads too; the confirmation must name them as active. */
	readonly includeActive?: boolean;
	/** Takes those that a maker holds open on purpose, too, each as far as it would be taken otherwise; the confirmation must name them as held. */
	readonly includeHeld?: boolean;
	/** Takes those whose parts are read and that have no date, too; the confirmation must name them as unknown. */
	readonly includeUnknown?: boolean;
};

/**
 * Chooses what to abort from rows that are marked, queried for, or all. Active, held and unknown uploads
 * are left out and counted, unless they are included. What is listed and not found is never taken from a list.
 */
export function selectAborts(
	rows: Iterable<SelectedRow>,
	{
		now,
		thresholds,
		unsettled,
		isProtected,
		witnesses,
		includeActive = false,
		includeHeld = false,
		includeUnknown = false,
	}: SelectionOptions,
): AbortSelection {
	const uploads: PlannedAbort[] = [];
	const left = {unsettled: 0, uncertainKeys: 0, tooLong: 0, protectedKeys: 0, gone: 0};
	const counts = {notStalled: 0, active: 0, unknown: 0, heldUnseen: 0};
	const notFound: Upload[] = [];
	const phantoms: Upload[] = [];
	const heldBy: Record<string, number> = {};
	let unknownTaken = false;
	for (const {upload, reading} of rows) {
		if (upload.doubt === 'part') phantoms.push(upload);
		else if (upload.doubt === 'too-long') left.tooLong++;
		else if (!upload.keyCertain || upload.key === '' || upload.uploadId === '')
			left.uncertainKeys++;
		else if (isProtected?.(upload.key)) left.protectedKeys++;
		else if (unsettled?.has(uploadIdentity(upload))) left.unsettled++;
		else if (reading.kind === 'gone') left.gone++;
		else if (reading.kind === 'not-found') notFound.push(upload);
		else {
			const witness = witnesses?.get(upload.key) ?? 'unseen';
			const planned = planOf(upload, reading, now, thresholds, witness);
			const {liveness, maker, makerUnseen} = planned;
			if (makerUnseen) counts.heldUnseen++;
			else if (maker !== undefined) heldBy[maker] = (heldBy[maker] ?? 0) + 1;
			if (maker !== undefined && !includeHeld) continue;
			if (liveness === 'active' || liveness === 'unknown') counts[liveness]++;
			else if (liveness !== 'stalled') counts.notStalled++;
			const isUnknown = liveness === 'unknown';
			const isTaken = isUnknown
				? includeUnknown && reading.kind === 'read'
				: liveness !== 'active' || includeActive;
			if (isTaken) uploads.push(planned);
			unknownTaken ||= isTaken && isUnknown;
		}
	}
	return {
		uploads,
		...sumsOf(uploads),
		...counts,
		...left,
		activeTaken: includeActive && counts.active > 0,
		heldBy,
		heldTaken: uploads.some(({maker}) => maker !== undefined),
		unknownTaken,
		notFound,
		phantoms,
	};
}

/** What is known of the upload, by the reading that is there: nothing is read again for a plan. */
export function planOf(
	{key, uploadId, initiated}: Upload,
	reading: Reading,
	now: number,
	thresholds?: Thresholds,
	witness: Witness = 'absent',
): PlannedAbort {
	const summary = reading.kind === 'read' ? reading.summary : undefined;
	const {maker, isSure} = holderOf(key, witness) ?? {isSure: true};
	const held = maker && {maker: maker.id, ...(isSure ? {} : {makerUnseen: true as const})};
	const planned = {key, uploadId, initiated, summary, ...held};
	return {...planned, liveness: livenessOf(livenessFactsOf(initiated, summary), now, thresholds)};
}

/** What uploads of a plan hold in all, and the oldest and the youngest of their last parts. */
export function sumsOf(uploads: readonly PlannedAbort[]) {
	let oldestPart: number | undefined;
	let youngestPart: number | undefined;
	for (const {summary} of uploads) {
		const last = summary?.lastPart;
		if (last === undefined) continue;
		if (oldestPart === undefined || last < oldestPart) oldestPart = last;
		if (youngestPart === undefined || last > youngestPart) youngestPart = last;
	}
	const lacksSizes = uploads.some(({summary}) => summary?.lacksSizes) || undefined;
	return {bytes: sumOfHeld(uploads), lacksSizes, oldestPart, youngestPart};
}
