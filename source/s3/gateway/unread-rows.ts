import type {MetadataBearer} from '@smithy/types';

/** The element that a row is, and the one that each row holds, however they are written: in another case, of another namespace. */
const rowsOf: Readonly<Record<string, readonly [row: string, named: string]>> = {
	ListMultipartUploads: ['Upload', 'UploadId'],
	ListParts: ['Part', 'PartNumber'],
};

/**
 * How many rows a listing seems to hold. Where fewer are read, each of the others may be an upload or a part. Undefined for
 * any other operation.
 */
export function rowsIn(operation: string, body: string): number | undefined {
	const [rows, named] = (rowsOf[operation] ?? []).map(name => {
		const tags = new RegExp(`<(?:[\\w.-]+:)?${name}[\\s/>]`, 'gi');
		return body.match(tags)?.length ?? 0;
	});
	return rows || (named && 1);
}

/** How many rows a listing seems to hold that were not read of it: see `rowsIn`. */
export function unreadRows({$metadata}: MetadataBearer, read: readonly unknown[] = []): number {
	// Kept by our own plugin, close to the socket.
	const {rows = 0} = $metadata as {rows?: number};
	return Math.max(0, rows - read.length);
}
