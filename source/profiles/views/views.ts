import path from 'node:path';
import {readStateFile, type StateRead, writeStateFile} from '../store/state-file.js';
import {
	type ConnectionView,
	filterName,
	type ListFilters,
	type NamedFilter,
	type ShownView,
	type ViewChange,
	withChange,
} from './connection-view.js';

/** Where what is remembered of lists lies. */
export function viewsFile(folder: string): string {
	return path.join(folder, 'views.json');
}

/**
 * What is remembered of the lists of each connection. For a file that cannot be read or is none of ours: nothing, and
 * a `problem` that names it. Never throws.
 */
export function readViews(folder: string): StateRead<ConnectionView> {
	return readStateFile(viewsFile(folder), viewsIn, 'Orders and saved filters');
}

/** Changes what is remembered of a connection, as other processes have it by then. @throws what the system says of the file. */
export async function rememberView(
	folder: string,
	connection: string,
	change: ViewChange,
): Promise<void> {
	await writeStateFile(viewsFile(folder), () => ({
		views: withChange(readViews(folder).content, connection, change),
	}));
}

/** The views in the JSON, without whatever else stands there. @throws where it is no list of views. */
function viewsIn(json: unknown): readonly ConnectionView[] {
	const {views} = json as {views?: unknown};
	if (!Array.isArray(views)) throw new Error('no list of views');
	return views.map(viewOf);
}

function viewOf(value: unknown): ConnectionView {
	const {connection, filters = {}, ...more} = value as Record<string, unknown>;
	if (typeof connection !== 'string' || typeof filters !== 'object' || filters === null)
		throw new Error('no view');
	return {
		connection,
		...shownIn(more),
		filters: Object.fromEntries(
			Object.entries(filters).map(([list, each]) => [list, listFiltersOf(each)]),
		),
	};
}

/** How its lists show, without what is none of ours. */
function shownIn(view: Record<string, unknown>): ShownView {
	const of = (names: readonly string[], type: string) =>
		names.filter(name => typeof view[name] === type).map(name => [name, view[name]]);
	return Object.fromEntries([
		...of(['sort', 'bucketSort'], 'string'),
		...of(['reverse', 'bucketReverse', 'tree', 'details'], 'boolean'),
	]);
}

function listFiltersOf(value: unknown): ListFilters {
	const {typed = [], named = []} = value as {typed?: unknown[]; named?: unknown[]};
	return {
		typed: typed.filter(text => typeof text === 'string'),
		named: named.filter(isNamed).map(({name, text}) => ({name, text})),
	};
}

function isNamed(value: unknown): value is NamedFilter {
	const {name, text} = value as Record<string, unknown>;
	return typeof text === 'string' && typeof name === 'string' && filterName.test(name);
}
