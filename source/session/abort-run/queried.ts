import type {Handle, UploadIndex, UploadRow} from '../../multipart/index/upload-index.js';

/** What a command lists and asks for; without a text all that is listed. */
export type Queried = {readonly prefix: string; readonly query: string};

/**
 * What names exactly these uploads of an index, which holds the listing of a prefix: the filter, under that prefix or one
 * below. Undefined where it names others too, or hides some of them.
 *
 * @param named absent: what is marked.
 */
export function queriedAs(
	index: UploadIndex,
	listed: string,
	named: Uint32Array | undefined,
): Queried | undefined {
	const {query, within} = index.view;
	// What the list does not show for another reason than its key is not known here.
	if (within !== undefined && (within.kind !== 'prefix' || within.delimiter !== undefined))
		return undefined;
	const handles = named && new Set<Handle>(named);
	const isNamed = (row: UploadRow) => handles?.has(row.handle) ?? row.marked;
	const others: string[] = [];
	let common: string | undefined;
	let count = 0;
	for (const row of index.shownRows()) {
		const {key} = row.upload;
		if (!isNamed(row)) others.push(key);
		else {
			common = common === undefined ? key : sharedStart(common, key);
			count++;
		}
	}
	if (common === undefined || count !== (named?.length ?? index.markedCount)) return undefined;
	const ways = [...(within ? [] : [listed]), common.slice(0, common.lastIndexOf('/') + 1), common];
	const shortest = within?.prefix ?? listed;
	const prefix = ways.find(
		way => way.startsWith(shortest) && !others.some(key => key.startsWith(way)),
	);
	return prefix === undefined ? undefined : {prefix, query: query.text};
}

function sharedStart(one: string, other: string): string {
	let at = 0;
	while (at < one.length && one[at] === other[at]) at++;
	// Half of a character names nothing.
	return /[\ud800-\udbff]/.test(one[at - 1] ?? '') ? one.slice(0, at - 1) : one.slice(0, at);
}
