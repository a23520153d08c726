import type {SortColumn} from '../../../source/multipart/index/sort-columns.js';
import {livenessOf} from '../../../source/multipart/liveness.js';
import {makerOf} from '../../../source/multipart/makers/makers.js';
import {heldBytes} from '../../../source/multipart/part.js';
import type {Reading} from '../../../source/multipart/reading.js';
import type {Upload} from '../../../source/multipart/upload.js';
import {uploadStates} from '../../../source/multipart/upload-state.js';

type Row = {readonly upload: Upload; readonly reading: Reading};

/** The slow and plain form of the order of uploads: by code points, what is not known last in either direction. */
export function compareRows(
	a: Row,
	b: Row,
	column: SortColumn,
	reverse: boolean,
	now: number,
): number {
	const direction = reverse ? -1 : 1;
	const byKey =
		compareTexts(a.upload.key, b.upload.key) || compareTexts(a.upload.uploadId, b.upload.uploadId);
	if (column === 'key') return byKey * direction;
	const left = valueIn(a, column, now);
	const right = valueIn(b, column, now);
	if ((left === undefined) !== (right === undefined)) return left === undefined ? 1 : -1;
	const [isLast, isOtherLast] = [a, b].map(row => isUnsorted(row, column, now));
	if (isLast !== isOtherLast) return isLast ? 1 : -1;
	return left === undefined || right === undefined || left === right
		? byKey
		: (left - right) * direction;
}

/** Whether what an upload is sorted by is not known: what was read and has none is known to have none. */
export function isUnsorted(row: Row, column: Exclude<SortColumn, 'key'>, now: number): boolean {
	const isRead = row.reading.kind === 'read' && column !== 'initiated';
	return !isRead && valueIn(row, column, now) === undefined;
}

export function valueIn(
	{upload, reading}: Row,
	column: Exclude<SortColumn, 'key'>,
	now: number,
): number | undefined {
	const summary = reading.kind === 'read' ? reading.summary : undefined;
	switch (column) {
		case 'initiated':
			return upload.initiated;
		case 'lastPart':
			return summary?.lastPart;
		case 'parts':
			return summary?.count;
		case 'size':
			return heldBytes(summary);
		case 'state': {
			if (reading.kind === 'not-found') return uploadStates.indexOf('not-found');
			if (makerOf(upload.key) !== undefined) return uploadStates.indexOf('held');
			if (reading.kind === 'unread') return undefined;
			const {count: partCount, lastPart, lacksDates} = summary ?? {};
			const facts = {initiated: upload.initiated, partCount, lastPart, lacksDates};
			return uploadStates.indexOf(livenessOf(facts, now));
		}
		default:
			return column satisfies never;
	}
}

function compareTexts(a: string, b: string): number {
	const left = [...a].map(each => each.codePointAt(0)!);
	const right = [...b].map(each => each.codePointAt(0)!);
	for (let at = 0; at < Math.min(left.length, right.length); at++)
		if (left[at] !== right[at]) return left[at]! - right[at]!;
	return left.length - right.length;
}
