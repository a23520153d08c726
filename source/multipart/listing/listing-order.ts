import type {Upload} from '../upload.js';

/** What a service holds to when it lists uploads. */
export type ListingFacts = {
	/** By the bytes of the key; or, as Ceph has it, by those of the key, a dot and the upload id. */
	readonly order: 'key' | 'key.uploadId';
	/** Whether a key-marker alone starts behind all uploads of that key, or at them. */
	readonly keyMarker: 'exclusive' | 'inclusive';
};

/** A place in a listing: behind this upload, or at this key where no id is given. */
export type ListingPlace = {readonly keyMarker: string; readonly uploadIdMarker?: string};

/** What a page of a listing says of its rows and of where it goes on. */
type Page = {
	readonly uploads: readonly Upload[];
	readonly dropped: number;
	readonly next?: ListingPlace;
};

type Named = {readonly key: string; readonly uploadId: string};

/**
 * Below 0 where the service lists the one before the other. 0 where nothing tells: uploads of one key, on a service that
 * lists by key.
 */
export function compareListed(order: ListingFacts['order'], one: Named, other: Named): number {
	if (order === 'key') return compareBytes(one.key, other.key);
	const {length} = one.key.length < other.key.length ? one.key : other.key;
	const [a, b] = [one.key.slice(0, length), other.key.slice(0, length)];
	return a === b ? compareBytes(indexName(one), indexName(other)) : compareBytes(a, b);
}

/** Whether a row is listed behind a place. */
export function isBehind(order: ListingFacts['order'], row: Named, place: ListingPlace): boolean {
	return compareListed(order, row, placed(place)) > 0;
}

/**
 * Whether a page is as these facts have it: every row certain and in order, behind the place that was asked for, and the
 * place where it goes on that of its last row.
 */
export function holdsTo(
	{order, keyMarker}: ListingFacts,
	asked: ListingPlace | undefined,
	{uploads, dropped, next}: Page,
): boolean {
	const [first] = uploads;
	if (dropped > 0) return false;
	let before: Page['uploads'][number] | undefined;
	for (const upload of uploads) {
		if (!upload.keyCertain) return false;
		if (before !== undefined && compareListed(order, before, upload) > 0) return false;
		before = upload;
	}
	if (asked !== undefined && first !== undefined) {
		const mayBeSame =
			order === 'key' && (keyMarker === 'inclusive' || asked.uploadIdMarker !== undefined);
		const behind = compareListed(order, first, placed(asked));
		if (behind < 0 || (behind === 0 && !mayBeSame)) return false;
	}
	const last = uploads.at(-1);
	return (
		next === undefined ||
		last === undefined ||
		(next.keyMarker === last.key && next.uploadIdMarker === last.uploadId)
	);
}

function placed({keyMarker, uploadIdMarker = ''}: ListingPlace): Named {
	return {key: keyMarker, uploadId: uploadIdMarker};
}

/** The name of an upload in the index of a Ceph bucket (`RGWMPObj` in src/rgw/rgw_multi.h). */
function indexName({key, uploadId}: Named): string {
	return `${key}.${uploadId}.meta`;
}

const plainUnits = /^[\0-\ud7ff]*$/;

/** As the bytes of their UTF-8 compare. */
function compareBytes(one: string, other: string): number {
	if (one === other) return 0;
	// As units of UTF-16 compare, unless there is a half of a character in them, or what stands behind those.
	if (plainUnits.test(one) && plainUnits.test(other)) return one < other ? -1 : 1;
	const length = Math.min(one.length, other.length);
	for (let at = 0; at < length; at++) {
		const [a, b] = [one.charCodeAt(at), other.charCodeAt(at)];
		if (a !== b) return weight(a) - weight(b);
	}
	return one.length - other.length;
}

/** UTF-8 has characters beyond U+FFFF last; their units of UTF-16 stand before U+E000. */
function weight(unit: number): number {
	if (unit < 0xd800) return unit;
	return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
