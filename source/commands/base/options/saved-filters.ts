import {namesSaved, type SavedFilters} from '../../../multipart/query/saved-filters.js';
import {journalFolder} from '../../../operations/journal/journal.js';
import {rememberedName} from '../../../profiles/resolve/remembered-name.js';
import {resolveConnection} from '../../../profiles/resolve/resolve.js';
import {loadConnectionSources} from '../../../profiles/resolve/sources.js';
import {filtersIn, viewFor} from '../../../profiles/views/connection-view.js';
import {readViews} from '../../../profiles/views/views.js';
import {usageError} from '../exit.js';
import type {Environment} from '../io.js';
import type {ConnectionFlags} from './connection-options.js';
import type {QueryFlags} from './query-options.js';

/**
 * The filters that the app has saved for the connection that the options name, where the query asks for one; none
 * where it does not, and nothing is read then.
 *
 * @throws CommandError (usage) where what is saved cannot be read.
 */
export async function savedFilters(
	{query = '', ...flags}: QueryFlags & ConnectionFlags,
	env: Environment,
): Promise<SavedFilters> {
	if (!namesSaved(query)) return [];
	const resolved = resolveConnection({...(await loadConnectionSources(env)), options: flags});
	const name = 'refused' in resolved ? undefined : rememberedName(resolved, flags);
	if (name === undefined) return [];
	const {content, problem} = readViews(journalFolder(env));
	if (problem !== undefined) throw usageError(`--query: ${problem}`);
	return filtersIn(viewFor(content, name), 'uploads').named;
}
