import {expect, test} from 'vitest';
import {unread} from '../../../source/multipart/reading.js';
import type {Upload} from '../../../source/multipart/upload.js';
import type {Rows} from '../../../source/session/core/step.js';
import {update} from '../../../source/session/core/update.js';
import {noGroups, stage, upload} from '../stage.js';

/** The rows of an index whose order is another one than what the session was told. */
function rowsIn(order: readonly Upload[], handles: readonly number[]): Rows {
	const row = (position: number) => {
		const found = order[position];
		const handle = handles[position];
		return found && handle !== undefined
			? {handle, upload: found, reading: unread, marked: false}
			: undefined;
	};
	return {
		at: (_, position) => row(position),
		of(_, handle) {
			const position = handles.indexOf(handle);
			const found = row(position);
			return found && {row: found, position};
		},
		groups: noGroups,
		historyRow: () => undefined,
		historyPlace: () => -1,
		pastActOf: () => undefined,
		movement: () => undefined,
		marked: () => ({count: 0}),
	};
}

test('a key means the upload that was drawn under the cursor, though it has moved by now', () => {
	const [a, b, c] = ['a', 'b', 'c'].map(key => upload(key)) as [Upload, Upload, Upload];
	const {state} = stage([a, b, c]);
	const press = (key: string) => ({type: 'key', key, alone: true}) as const;
	// What was read meanwhile put c first; the screen still shows a under the cursor.
	const rows = rowsIn([c, a, b], [2, 0, 1]);
	const [, marked] = update(state, press('space'), rows);
	expect(marked[0]).toMatchObject({type: 'mark', handle: 0});
	const [, aborted] = update(state, press('x'), rows);
	expect(aborted).toMatchObject([{type: 'prepare-abort', upload: {key: 'a'}}]);
	const [down] = update(state, press('j'), rows);
	expect(down.screens.at(-1)).toMatchObject({cursor: {position: 2}, selected: 1});
});
