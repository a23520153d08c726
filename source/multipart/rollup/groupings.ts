import type {UploadTable} from '../index/upload-table.js';
import {AgeGroups} from './age-groups.js';
import {FactGroups} from './fact-groups.js';
import type {Grouping} from './grouping.js';
import type {Level, Scope} from './level.js';
import {PrefixGroups} from './prefix-groups.js';

/**
 * What puts the rows of a level into groups.
 *
 * @param now by which ages are judged, milliseconds since the epoch.
 */
export function groupingOf(table: UploadTable, {by, prefix}: Level, now: () => number): Grouping {
	switch (by.kind) {
		case 'prefix':
			return new PrefixGroups(table, {prefix, delimiter: by.delimiter});
		case 'age':
			return new AgeGroups(table, now);
		default:
			return new FactGroups(table, by.kind);
	}
}

/** Whether a row is in a scope. */
export function scopeTest(
	table: UploadTable,
	scope: Scope,
	now: () => number,
): (row: number) => boolean {
	if (scope.kind === 'prefix') {
		const {prefix, delimiter} = scope;
		const groups = new PrefixGroups(table, {prefix, delimiter: delimiter ?? ''});
		return delimiter === undefined
			? row => groups.groupOf(row) >= 0
			: row => groups.isHere(groups.groupOf(row));
	}
	const groups = groupingOf(table, {by: {kind: scope.kind}, prefix: ''}, now);
	return row => {
		const group = groups.groupOf(row);
		return group >= 0 && groups.idOf(group) === scope.id;
	};
}
