import {describe, expect, test} from 'vitest';
import type {Action} from '../../../source/session/core/action.js';
import {tourHint} from '../../../source/session/frame/tour.js';
import {drawn} from '../../ui/drawn.js';
import {completionPlan, type Stage, stage, upload} from '../stage.js';

const demo = () => stage(undefined, {demo: true});
const hint = ({state}: Stage) => tourHint(state);
const status = (on: Stage) => drawn(on).at(-2);

/** On the parts of the first upload. */
function inParts(): Stage {
	const on = demo();
	on.press('enter');
	on.tell({type: 'parts-loaded', screen: on.screen.id, plan: completionPlan(upload('a'))});
	return on;
}

/** Marks as the index tells them. */
function mark(on: Stage, marked: number): void {
	const {screen} = on;
	if (screen.kind !== 'uploads') throw new Error('no list');
	const totals = {...screen.totals, marked, markedBytes: 850 * 1024 * 1024, markedSized: marked};
	on.tell({type: 'index-changed', screen: screen.id, facts: {...screen, totals}} as Action);
}

describe('the tour', () => {
	test('is of the demo alone', () => {
		expect(hint(stage())).toBeUndefined();
		expect(hint(demo())).toBe('tour 1/14: enter opens this upload: can it be completed?');
	});

	test('says what a key does on the screen that shows, and comes back to what was passed over', () => {
		const on = inParts();
		expect(hint(on)).toMatch(/^tour 2\/14: c completes it/);
		on.press('back');
		expect(hint(on)).toMatch(/^tour 3\/14: t shows which prefix/);
		on.press('connections');
		expect(hint(on)).toMatch(/^tour 4\/14: n adds a connection/);
		on.press('back', 'enter');
		expect(hint(on)).toMatch(/^tour 4\/14: c completes it/);
	});

	test('knows the keys of the tree from those of the list', () => {
		const on = demo();
		on.press('enter', 'back', 'tree');
		expect(hint(on)).toMatch(/enter goes into the prefix/);
		on.hit('t');
		expect(hint(on)).toMatch(/space marks/);
		on.hit('t');
		expect(hint(on)).toMatch(/enter goes into the prefix/);
	});

	test('takes no key of a dialog for that of the screen', () => {
		const on = inParts();
		on.press('complete');
		const followed = on.state.tour;
		on.press('back');
		expect(on.screen.kind).toBe('parts');
		expect(on.state.tour).toEqual(followed);
		expect(hint(on)).toMatch(/esc goes back to the list/);
	});

	test('never hides what is marked, nor a filter', () => {
		for (const columns of [60, 80, 160]) {
			const on = demo();
			on.tell({type: 'resized', columns, rows: 24});
			mark(on, 1284);
			for (const name of ['enter', 'mark', 'abort', 'sort']) {
				expect(status(on)).toMatch(/1,284 marked · 850 MiB/);
				on.press(name);
				if (on.screen.kind === 'parts') on.press('back');
				if (on.state.dialog !== undefined) on.press('back');
			}
			on.press('filter');
			on.type('raw/');
			on.press('confirm');
			on.hit('enter');
			expect(status(on)).toMatch(/ \/ raw\//);
		}
	});
});
