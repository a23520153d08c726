import type {Reading} from './reading.js';
import type {Upload} from './upload.js';

/** The columns that uploads can be sorted by, in the order that one key walks through. */
export const sortColumns = ['key', 'initiated', 'lastPart', 'parts', 'size'] as const;
export type SortColumn = (typeof sortColumns)[number];

type Sortable = {readonly upload: Upload; readonly reading: Reading};

function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

function columnValue({upload, reading}: Sortable, column: SortColumn): number | undefined {
	if (column === 'initiated') return upload.initiated;
	if (reading.kind !== 'read') return undefined;
	const {summary} = reading;
	return column === 'lastPart'
		? summary.lastPart
		: column === 'parts'
			? summary.count
			: summary.bytes;
}

/**
 * Compares two rows for `sort`. Ties go by key, then upload id, so that an order is never by chance;
 * what is not known yet comes last in either direction.
 */
export function compareRows(a: Sortable, b: Sortable, column: SortColumn, reverse = false): number {
	const direction = reverse ? -1 : 1;
	if (column !== 'key') {
		const left = columnValue(a, column);
		const right = columnValue(b, column);
		if ((left === undefined) !== (right === undefined)) return left === undefined ? 1 : -1;
		if (left !== undefined && right !== undefined && left !== right)
			return (left - right) * direction;
		return (
			compareText(a.upload.key, b.upload.key) || compareText(a.upload.uploadId, b.upload.uploadId)
		);
	}
	return (
		(compareText(a.upload.key, b.upload.key) || compareText(a.upload.uploadId, b.upload.uploadId)) *
		direction
	);
}
