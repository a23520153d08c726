import path from 'node:path';
import {readStateFile, writeStateFile} from '../store/state-file.js';
import {
	type ConnectionView,
	filterName,
	type ListFilters,
	type NamedFilter,
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
export function readViews(folder: string): {
	readonly views: readonly ConnectionView[];
	readonly problem?: string;
} {
	const file = viewsFile(folder);
	const read = readStateFile(file, viewsIn);
	if (read.kind === 'read') return {views: read.content};
	if (read.kind === 'absent') return {views: []};
	return {
		views: [],
		problem: `Orders and saved filters are forgotten: ${file} cannot be read${read.why}.`,
	};
}

/** Changes what is remembered of a connection, as other processes have it by then. @throws what the system says of the file. */
export async function rememberView(
	folder: string,
	connection: string,
	change: ViewChange,
): Promise<void> {
	await writeStateFile(viewsFile(folder), () => ({
		views: withChange(readViews(folder).views, connection, change),
	}));
}

/** The views in the JSON, without whatever else stands there. @throws where it is no list of views. */
function viewsIn(json: unknown): readonly ConnectionView[] {
	const {views} = json as {views?: unknown};
	if (!Array.isArray(views)) throw new Error('no list of views');
	return views.map(viewOf);
}

function viewOf(value: unknown): ConnectionView {
	const {connection, sort, reverse, tree, filters = {}} = value as Record<string, unknown>;
	if (typeof connection !== 'string' || typeof filters !== 'object' || filters === null)
		throw new Error('no view');
	return {
		connection,
		...(typeof sort === 'string' ? {sort} : {}),
		...(typeof reverse === 'boolean' ? {reverse} : {}),
		...(typeof tree === 'boolean' ? {tree} : {}),
		filters: Object.fromEntries(
			Object.entries(filters).map(([list, each]) => [list, listFiltersOf(each)]),
		),
	};
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
