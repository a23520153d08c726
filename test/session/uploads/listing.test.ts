import {expect, test} from 'vitest';
import {unread} from '../../../source/multipart/reading.js';
import type {UploadsScreen} from '../../../source/session/core/state.js';
import type {Rows} from '../../../source/session/core/step.js';
import {indexChanged} from '../../../source/session/uploads/listing.js';
import {noGroups, stage, upload} from '../stage.js';

/** The rows of an index that shows these handles, in this order. */
function showing(...handles: readonly number[]): Rows {
	const row = (handle: number) => ({
		handle,
		upload: upload(`key ${handle}`),
		reading: unread,
		marked: false,
	});
	return {
		at(_, position) {
			const handle = handles[position];
			return handle === undefined ? undefined : row(handle);
		},
		of: (_, handle) => ({row: row(handle), position: handles.indexOf(handle)}),
		groups: noGroups,
		historyRow: () => undefined,
		historyPlace: () => -1,
		pastActOf: () => undefined,
		movement: () => undefined,
		marked: () => ({count: 0}),
	};
}

/** On the second of three rows, which is upload 1; then the index shows these. */
function changedTo(...handles: readonly number[]) {
	const on = stage();
	on.press('down');
	const screen = on.screen as UploadsScreen;
	const {version, totals, pendingReads, unsorted, canResume, dropped} = screen;
	const facts = {version: version + 1, totals, pendingReads, unsorted, canResume, dropped};
	const pace = screen.pace!;
	const shown = handles.length;
	const rows = showing(...handles);
	const [next, effects] = indexChanged(
		on.state,
		{type: 'index-changed', screen: screen.id, facts: {...facts, pace, shown}},
		rows,
	);
	return {screen: next.screens.at(-1) as UploadsScreen, effects};
}

test('the cursor follows its upload where the order changes', () => {
	const {screen, effects} = changedTo(2, 0, 1);
	expect(screen).toMatchObject({cursor: {position: 2}, selected: 1, shown: 3});
	expect(effects).toMatchObject([{type: 'read-parts', from: 0}]);
});

test('an upload that is gone leaves the cursor where it was: the row there is meant now', () => {
	expect(changedTo(0, 2).screen).toMatchObject({cursor: {position: 1}, selected: 2});
});

test('the last row takes the cursor where the list became shorter', () => {
	expect(changedTo(7).screen).toMatchObject({cursor: {position: 0}, selected: 7});
});

test('nothing is selected where nothing is shown', () => {
	expect(changedTo().screen).toMatchObject({cursor: {position: 0}, selected: undefined, shown: 0});
});
