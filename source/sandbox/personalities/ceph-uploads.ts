import {S3Error} from '../errors.js';
import {keyEncoder} from '../operations/parameters.js';
import type {Bucket, UploadPlace} from '../store/bucket.js';
import type {Upload} from '../store/model.js';
import {compareUtf8} from '../store/order.js';
import type {Page} from '../store/page.js';
import {group, text} from '../wire/xml.js';
import {cephDate, cephUrlEncode} from './ceph-wire.js';
import type {AskedUploads, UploadsListing} from './personality.js';

/** Entries of the index that are read at a time, at the least. */
const minRead = 1000;
/** After so many reads a page with anything in it is good enough. */
const maxReads = 8;

/** The name under which the index of a bucket knows an upload; the order of the listing is its. */
function indexName({key, id}: {key: string; id: string}): string {
	return `${key}.${id}.meta`;
}

/** ListMultipartUploads of Ceph RGW 16.2: it walks the bucket's index, in which parts stand too. */
export const uploads: UploadsListing = {
	order: (a: UploadPlace, b: UploadPlace) => compareUtf8(indexName(a), indexName(b)),
	max(query) {
		const value = query.get('max-uploads') || '1000';
		if (!/^-?\d+$/.test(value)) throw new S3Error(400, 'InvalidArgument', '');
		return Math.min(Math.max(Number(value), 0), 1000);
	},
	// Applied to the keys of rows alone, and not said.
	encoding(query) {
		keyEncoder(query);
		const key = query.has('encoding-type') ? cephUrlEncode : (name: string) => name;
		return {key, other: name => name, said: undefined};
	},
	page,
	next({rows}) {
		const last = rows.at(-1);
		return {key: last?.key, id: last?.id};
	},
	// Each caller sees all of it as their own.
	row: ({storageClass, initiated}, {user}) =>
		[
			group('Initiator', text('ID', user.name), text('DisplayName', user.name)),
			group('Owner', text('ID', user.name), text('DisplayName', user.name)),
			text('StorageClass', storageClass),
			text('Initiated', cephDate(initiated)),
		].join(''),
};

/**
 * A marker is a place in the order of index names: a key alone is the place of `key..meta`, before
 * the uploads of that key and behind some of others. What holds the delimiter is passed over. Reading
 * goes on until half of what was asked for was found; since parts are entries too, pages are short.
 */
function page(bucket: Bucket, asked: AskedUploads): Page<Upload> {
	const {prefix, delimiter, max, keyMarker, idMarker = ''} = asked;
	const marker = keyMarker === undefined ? '' : indexName({key: keyMarker, id: idMarker});
	const items = bucket.uploads.items();
	let at = bucket.uploads.firstIndex(upload => {
		const name = indexName(upload);
		return compareUtf8(name, marker) > 0 && compareUtf8(name, prefix) >= 0;
	});
	const rows: Upload[] = [];
	const inRange = (upload: Upload | undefined): upload is Upload =>
		upload !== undefined && indexName(upload).startsWith(prefix);
	const rolledUp = (upload: Upload) =>
		delimiter !== '' && indexName(upload).includes(delimiter, prefix.length);
	const found = (truncated: boolean) => ({rows, prefixes: [], truncated, last: rows.at(-1)});
	/** How many entries of the upload at hand were read before. */
	let readOfIt = 0;
	for (let reads = 1; ; reads++) {
		let budget = Math.max(minRead, max) + 1 - rows.length;
		while (budget > 0) {
			const upload = items[at];
			if (!inRange(upload)) return found(false);
			const entries = rolledUp(upload) ? 0 : upload.parts.size + 1 - readOfIt;
			if (entries > budget) {
				readOfIt += budget;
				break;
			}
			budget -= entries;
			readOfIt = 0;
			if (entries > 0) {
				if (rows.length >= max) return found(true);
				rows.push(upload);
			}
			at++;
		}
		const enough = rows.length >= Math.floor((max + 1) / 2);
		if (enough || (reads > maxReads && rows.length > 0)) return found(inRange(items[at]));
	}
}
