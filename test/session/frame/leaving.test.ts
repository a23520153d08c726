import {describe, expect, test} from 'vitest';
import {abortPlan, bucket, completionPlan, denied, kinds, stage, upload} from '../stage.js';

const a = upload('a');

describe('Esc closes one thing at a time', () => {
	test('help, dialog, failure, running load, filter, screen, in this order', () => {
		const on = stage();
		on.press('filter');
		on.type('a');
		on.press('enter', 'refresh');
		on.tell({type: 'failed', screen: on.screen.id, trouble: denied});
		on.press('copy', 'help');
		const before = on.screen;

		on.press('back');
		expect(on.state).toMatchObject({help: false, dialog: {kind: 'copy'}});
		on.press('back');
		expect(on.state.dialog).toBeUndefined();
		expect(on.screen).toBe(before);

		expect(kinds(on.press('back'))).toEqual([]);
		expect(on.screen).toMatchObject({trouble: undefined, listing: 'running'});

		expect(kinds(on.press('back'))).toEqual(['stop-reads']);
		expect(on.screen).toMatchObject({listing: 'stopped', filter: {text: 'a'}});

		expect(kinds(on.press('back'))).toEqual(['set-view']);
		expect(on.screen).toMatchObject({kind: 'uploads', filter: {text: ''}});

		expect(kinds(on.press('back'))).toEqual(['list-buckets']);
		expect(on.state.screens.map(({kind}) => kind)).toEqual(['buckets']);

		expect(kinds(on.press('back'))).toEqual(['stop-reads']);
		expect(on.screen).toMatchObject({kind: 'buckets', loading: false});
		expect(kinds(on.press('back'))).toEqual(['end-notice']);
		expect(on.screen.kind).toBe('buckets');
		expect(on.state.notice?.text).toContain('q quits');
	});

	test('while a filter is typed it clears the filter, and nothing else', () => {
		const on = stage();
		on.press('refresh', 'filter');
		on.type('a');
		on.press('back');
		expect(on.screen).toMatchObject({editing: false, filter: {text: ''}, listing: 'running'});
	});

	test('parts are left for the list they were opened from, which is as it was', () => {
		const on = stage();
		on.press('down');
		const list = on.screen;
		on.press('enter');
		expect(on.screen.kind).toBe('parts');
		on.press('back');
		expect(on.state.screens).toEqual([list]);
	});

	test('the filter of the buckets goes before the screen', () => {
		const on = stage();
		on.press('back');
		on.tell({
			type: 'buckets-listed',
			screen: on.screen.id,
			buckets: [{name: 'one'}, {name: 'two'}],
		});
		on.press('filter');
		on.type('two');
		on.press('enter', 'back');
		expect(on.screen).toMatchObject({kind: 'buckets', filter: {text: ''}});
	});
});

test('marks are cleared by their own key, never by Esc', () => {
	const on = stage();
	expect(kinds(on.press('clear-marks'))).toEqual(['clear-marks']);
	expect(kinds(on.press('back'))).not.toContain('clear-marks');
});

describe('answers for a screen that was left are dropped', () => {
	test('of the parts', () => {
		const on = stage();
		on.press('enter');
		const {id} = on.screen;
		on.press('back');
		const before = on.state;
		on.tell(
			{type: 'parts-loaded', screen: id, plan: completionPlan(a)},
			{type: 'failed', screen: id, trouble: denied},
		);
		expect(on.state).toEqual(before);
	});

	test('of the list', () => {
		const on = stage();
		const {id} = on.screen;
		on.press('back');
		const before = on.state;
		on.tell(
			{type: 'listing-ended', screen: id, how: 'ended', came: 3, went: 1},
			{type: 'failed', screen: id, trouble: denied},
		);
		expect(on.state).toEqual(before);
	});

	test('of the buckets', () => {
		const on = stage();
		on.press('back');
		const {id} = on.screen;
		on.tell({type: 'buckets-listed', screen: id, buckets: [{name: bucket}]});
		on.press('enter');
		on.tell({type: 'connected', connection: on.state.connection!});
		const before = on.state;
		on.tell({type: 'buckets-listed', screen: id, buckets: [{name: 'late'}]});
		expect(on.state).toEqual(before);
	});

	test('another connection leaves every screen of the one before', () => {
		const on = stage();
		const list = on.screen.id;
		on.press('enter');
		const parts = on.screen.id;
		on.tell({type: 'connected', connection: on.state.connection!});
		expect(on.state.screens).toHaveLength(1);
		expect([list, parts]).not.toContain(on.screen.id);
	});
});

describe('a confirmation that was closed', () => {
	test('ends what was read for it, and does not come back with the answer', () => {
		const on = stage();
		on.press('complete');
		expect(kinds(on.press('back'))).toEqual(['stop-preparing']);
		const before = on.state;
		on.tell(
			{type: 'complete-prepared', plan: completionPlan(a), changes: []},
			{type: 'abort-prepared', plan: abortPlan(a, 'stalled')},
		);
		expect(on.state).toEqual(before);
	});

	test('of one upload takes no plan of another', () => {
		const on = stage();
		on.press('complete', 'back', 'down', 'complete');
		on.tell({type: 'complete-prepared', plan: completionPlan(a), changes: []});
		expect(on.state.dialog).toMatchObject({kind: 'complete', target: {key: 'b'}});
		expect(on.state.dialog).not.toHaveProperty('plan');
	});
});
