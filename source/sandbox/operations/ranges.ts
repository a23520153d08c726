import {S3Error} from '../errors.js';

/** Bytes from `start` up to, not including, `end`. */
export type ByteRange = {
	start: number;
	end: number;
};

/**
 * The range of an object that a Range header means; undefined for the whole, which is also what S3
 * answers to several ranges and to what is none. Throws InvalidRange for one behind the end.
 */
export function readRange(header: string | undefined, size: number): ByteRange | undefined {
	const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
	if (header === undefined || (first === '' && last === '')) return undefined;
	if (first === '') {
		const length = Number(last);
		if (length === 0 || size === 0) throw invalidRange(header, size);
		return {start: Math.max(size - length, 0), end: size};
	}
	const start = Number(first);
	if (last !== '' && Number(last) < start) return undefined;
	if (start >= size) throw invalidRange(header, size);
	return {start, end: last === '' ? size : Math.min(Number(last) + 1, size)};
}

function invalidRange(header: string, size: number): S3Error {
	return new S3Error(416, 'InvalidRange', 'The requested range is not satisfiable', {
		RangeRequested: header,
		ActualObjectSize: String(size),
	});
}
