import {sortColumns} from '../../multipart/index/sort-columns.js';
import {everyUpload} from '../../multipart/query/query.js';
import {noStates} from '../../multipart/upload-state.js';
import {emptyLine} from '../../terminal/line-editor.js';
import type {Effect} from '../core/effect.js';
import type {SessionState, UploadsScreen} from '../core/state.js';
import {openScreen, type Step, step} from '../core/step.js';
import {startOfList} from '../frame/list-cursor.js';
import {rememberedView} from '../frame/remembered.js';
import {showTree} from './tree/tree.js';
import {readBudget, viewOf} from './view.js';

/** Opens the uploads of a bucket and starts to list them. */
export function openUploads(state: SessionState, bucket: string, prefix: string): Step {
	const id = state.nextScreenId;
	const {sort: remembered, reverse = false, tree = false, details} = rememberedView(state);
	const sort = sortColumns.find(column => column === remembered) ?? 'key';
	const screen: UploadsScreen = {
		kind: 'uploads',
		id,
		bucket,
		prefix,
		listing: 'running',
		pendingReads: 0,
		readBudget,
		cursor: startOfList,
		filter: emptyLine,
		editing: false,
		query: everyUpload,
		unsorted: 0,
		dropped: 0,
		canResume: false,
		watching: false,
		sort,
		reverse,
		...(details ? {details} : {}),
		version: 0,
		shown: 0,
		totals: noTotals,
	};
	const isUsual = sort === 'key' && !reverse;
	const [opened, effects] = openScreen(
		state,
		screen,
		...(isUsual ? [] : [viewOf(screen)]),
		listFrom('start', screen),
		{type: 'read-cleanup', screen: id, bucket},
	);
	if (!tree) return step(opened, ...effects);
	const [shown, more] = showTree(opened, screen);
	return step(shown, ...effects, ...more);
}

const noTotals: UploadsScreen['totals'] = {
	count: 0,
	read: 0,
	sized: 0,
	unreadable: 0,
	bytes: 0,
	byState: noStates(),
	heldBy: {},
	heldUnread: 0,
	heldBytes: 0,
	heldSized: 0,
	marked: 0,
	markedBytes: 0,
	markedSized: 0,
};

/** Lists the uploads, from the start or where the listing was left. */
export function listFrom(from: 'start' | 'resume', {id, bucket, prefix}: UploadsScreen): Effect {
	return {type: 'list-uploads', screen: id, bucket, prefix, from};
}
