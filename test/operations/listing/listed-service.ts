import type {ServiceId} from '../../../source/multipart/services/service-table.js';
import type {Upload} from '../../../source/multipart/upload.js';
import type {UploadsMarker, UploadsPage} from '../../../source/s3/gateway/gateway.js';

type Row = {readonly upload: Upload; readonly order: Buffer; readonly began: number};

/** A listing as a service answers it, page by page, without a wire: of uploads that come and go. Of its own order. */
export class ListedService {
	readonly service: ServiceId;
	readonly #perPage: number;
	#rows: Row[] = [];
	#count = 0;
	/** Of each page that was asked for. */
	readonly asked: Array<UploadsMarker | undefined> = [];

	/** @param service by key and its beginning (`aws`), or by key, dot and id (`ceph`); any other as `aws`. */
	constructor(service: ServiceId, perPage: number) {
		this.service = service;
		this.#perPage = perPage;
	}

	begin(key: string): Upload {
		const began = ++this.#count;
		// No two ids are in the order in which they were made.
		const number = String((began * 7919) % 1_000_003).padStart(7, '0');
		const uploadId = this.service === 'ceph' ? `2~${number}` : number;
		const upload = {key, uploadId, keyCertain: true};
		const row = {upload, order: this.#orderOf(key, uploadId), began};
		this.#rows.splice(
			this.#firstAt(other => compare(other, row) > 0),
			0,
			row,
		);
		return upload;
	}

	/** Many at once. */
	beginAll(keys: readonly string[]): Upload[] {
		const before = this.#rows;
		this.#rows = [];
		const begun: Upload[] = [];
		const rows: Row[] = [];
		for (const key of keys) {
			begun.push(this.begin(key));
			rows.push(...this.#rows.splice(0));
		}
		this.#rows = [...before, ...rows].sort(compare);
		return begun;
	}

	end(upload: Upload): void {
		this.#rows = this.#rows.filter(row => row.upload !== upload);
	}

	/** Those that are in progress, in the order in which the service lists them. */
	get uploads(): Upload[] {
		return this.#rows.map(({upload}) => upload);
	}

	page(after: UploadsMarker | undefined): UploadsPage {
		this.asked.push(after);
		const from = after === undefined ? 0 : this.#firstAt(this.#behind(after));
		const uploads = this.#rows.slice(from, from + this.#perPage).map(({upload}) => upload);
		const last = uploads.at(-1);
		const isLast = last === undefined || from + this.#perPage >= this.#rows.length;
		const next = {keyMarker: last?.key ?? '', uploadIdMarker: last?.uploadId ?? ''};
		return {uploads, dropped: 0, service: this.service, ...(isLast ? {} : {next})};
	}

	#behind({keyMarker, uploadIdMarker}: UploadsMarker): (row: Row) => boolean {
		if (this.service === 'ceph') {
			const place = this.#orderOf(keyMarker, uploadIdMarker ?? '');
			return row => row.order.compare(place) > 0;
		}
		const key = Buffer.from(keyMarker);
		if (uploadIdMarker === undefined) return row => row.order.compare(key) > 0;
		// Ids are made of the count of the upload.
		let began = 0;
		while ((began * 7919) % 1_000_003 !== Number(uploadIdMarker)) began++;
		return row => compare(row, {order: key, began}) > 0;
	}

	#orderOf(key: string, uploadId: string): Buffer {
		return Buffer.from(this.service === 'ceph' ? `${key}.${uploadId}.meta` : key);
	}

	#firstAt(isBehind: (row: Row) => boolean): number {
		let [low, high] = [0, this.#rows.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if (isBehind(this.#rows[middle]!)) high = middle;
			else low = middle + 1;
		}
		return low;
	}
}

function compare(one: Pick<Row, 'order' | 'began'>, other: Pick<Row, 'order' | 'began'>): number {
	return one.order.compare(other.order) || one.began - other.began;
}
