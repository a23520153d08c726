import {error, type World} from './serve.js';
import {hoursAgo, md5, partRow, uploadRow, xml} from './tape.js';

/**
 * - `whole`: one part of ten days ago.
 * - `undated`: the same, and no date anywhere.
 * - `ghost`: listed, and not found by anything.
 * - `left-over`: listed, its parts not found, and an Abort takes it away (lakeFS).
 * - `ends`: completed by another while its parts are asked for.
 */
export type Way = 'whole' | 'undated' | 'ghost' | 'left-over' | 'ends';

export type Row = {
	readonly key: string;
	readonly uploadId: string;
	way: Way;
	/** How the listing shows the key, where that is not as it is (cloudserver decodes `%2F`). */
	readonly listedAs?: string;
};

/** The bucket `media` with these uploads, changed by what happens to them. Prefixes go by the true keys. */
export function ghostWorld(rows: Row[], {pageSize = 1000}: {pageSize?: number} = {}): World {
	const [began, landed] = [hoursAgo(240), hoursAgo(239)];
	const shownAs = ({key, listedAs = key}: Row) => listedAs;
	const remove = (row: Row) => void rows.splice(rows.indexOf(row), 1);
	return ({method, query, path}) => {
		if (method === 'GET' && query.has('uploads')) {
			const prefix = query.get('prefix') ?? '';
			const all = rows.filter(({key}) => key.startsWith(prefix));
			const marker = `${query.get('key-marker') ?? ''}\n${query.get('upload-id-marker') ?? ''}`;
			const nameOf = (row: Row) => `${shownAs(row)}\n${row.uploadId}`;
			const from = all.filter(row => marker === '\n' || nameOf(row) > marker);
			const page = from.slice(0, pageSize);
			const last = page.at(-1);
			const isCut = from.length > page.length && last !== undefined;
			const next = isCut
				? `<NextKeyMarker>${shownAs(last)}</NextKeyMarker><NextUploadIdMarker>${last.uploadId}</NextUploadIdMarker>`
				: '';
			const shown = page.map(row =>
				uploadRow({
					key: shownAs(row),
					uploadId: row.uploadId,
					initiated: row.way === 'undated' ? undefined : began,
				}),
			);
			return xml(
				'ListMultipartUploadsResult',
				`<Bucket>media</Bucket>${next}<IsTruncated>${isCut}</IsTruncated>${shown.join('')}`,
			);
		}
		const uploadId = query.get('uploadId');
		if (uploadId === null) return undefined;
		const key = path.slice('/media/'.length);
		const row = rows.find(each => each.key === key && each.uploadId === uploadId);
		if (method === 'GET') {
			if (row?.way === 'ends') remove(row);
			if (row?.way !== 'whole' && row?.way !== 'undated') return error(404, 'NoSuchUpload');
			const modified = row.way === 'whole' ? landed : undefined;
			const part = {number: 1, size: 5_242_880, etag: md5(key), modified};
			return xml(
				'ListPartsResult',
				`<Bucket>media</Bucket><Key>${key}</Key><UploadId>${uploadId}</UploadId><IsTruncated>false</IsTruncated>${partRow(part)}`,
			);
		}
		if (method !== 'DELETE') return undefined;
		if (row === undefined || row.way === 'ghost') return error(404, 'NoSuchUpload');
		remove(row);
		return {status: 204, headers: {'content-type': null, 'content-length': null}};
	};
}

/** Uploads `k000` … of one way. */
export function many(count: number, way: Way, from = 0): Row[] {
	return Array.from({length: count}, (_, at) => {
		const key = `k${String(from + at).padStart(3, '0')}`;
		return {key, uploadId: `id-${key}`, way};
	});
}
