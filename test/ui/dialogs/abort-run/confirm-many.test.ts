import {expect, test} from 'vitest';
import type {AbortSelection} from '../../../../source/multipart/abort-selection.js';
import {type Stage, selectionOf, stage, upload} from '../../../session/stage.js';
import {drawn, rowWith, segmentsOf} from '../../drawn.js';

const keys = (prefix: string, count: number) =>
	Array.from({length: count}, (_, at) => upload(`${prefix}${at}`));

/** The confirmation of an abort of all these. */
function asked(uploads: ReturnType<typeof keys>, more: Partial<AbortSelection> = {}): Stage {
	const on = stage();
	on.mark(...uploads);
	on.press('abort');
	on.tell({type: 'run-planned', hidden: 0, selection: selectionOf(uploads, more)});
	return on;
}

const many = [...keys('raw/', 9), ...keys('logs/a/', 2)];
const listed = (on: Stage) => drawn(on).filter(row => /^ {3}\S+\/ /.test(row));

test('the title says in red what is lost; then come the prefixes, the heaviest first', () => {
	const on = asked(many, {active: 3, unsettled: 1});
	const title = segmentsOf(on).find(row => row.some(({text}) => text.includes('ABORT')));
	expect(title?.[0]).toEqual({
		text: '   ABORT 11 uploads: 11.0 MiB is lost for good',
		role: 'danger',
	});
	expect(listed(on).map(row => row.trim().split(/ {2,}/))).toEqual([
		['raw/', '9', '9.0 MiB', '10 d'],
		['logs/', '2', '2.0 MiB', '10 d'],
	]);
	for (const fact of ['http://127.0.0.1:9000', 'media']) rowWith(fact, drawn(on));
	expect(drawn(on).join(' ').replaceAll(/\s+/g, ' ')).toContain(
		'left out: 3 active (i includes them) · 1 whose last operation has an unknown outcome',
	);
});

test('of one that is not stalled it is said as of one', () => {
	expect(drawn(asked(many, {notStalled: 1})).join()).toContain(
		'1 of these is not stalled yet, by its',
	);
	expect(drawn(asked(many, {notStalled: 2})).join()).toContain(
		'2 of these are not stalled yet, by t',
	);
	expect(drawn(asked(many, {phantoms: many.slice(0, 1)})).join(' ')).toContain(
		'1 that looks like a part',
	);
});

test('tab shows the keys, and the prefixes again; a few are shown by their keys at once', () => {
	const on = asked(many);
	on.press('show-keys');
	expect(listed(on)).toEqual([]);
	rowWith('raw/0', drawn(on));
	on.press('show-keys');
	expect(listed(on)).toHaveLength(2);
	expect(on.state.dialog).toMatchObject({kind: 'abort-many', word: {line: {text: ''}}});
	rowWith('logs/a/1', drawn(asked(keys('logs/a/', 2))));
});
