import {expect, test} from 'vitest';
import {now, stage} from '../stage.js';

test('a notice stays for 5 s', () => {
	const on = stage();
	const effects = on.tell({type: 'noticed', text: 'Copied.', tone: 'good'});
	const id = on.state.notice!.id;
	expect(effects).toEqual([{type: 'end-notice', id, after: 5000}]);
	on.tell({type: 'ticked', now: now + 60_000, here: now + 60_000});
	expect(on.state.notice?.text).toBe('Copied.');
	on.tell({type: 'notice-ended', id});
	expect(on.state.notice).toBeUndefined();
});

test('the next notice has its own 5 s, whatever the timer of the one before', () => {
	const on = stage();
	on.tell({type: 'noticed', text: 'One.', tone: 'info'});
	const first = on.state.notice!.id;
	on.tell({type: 'noticed', text: 'Two.', tone: 'info'}, {type: 'notice-ended', id: first});
	expect(on.state.notice?.text).toBe('Two.');
	on.tell({type: 'notice-ended', id: on.state.notice!.id});
	expect(on.state.notice).toBeUndefined();
});

test('a bad one stays until it is dismissed, and Esc does that first', () => {
	const on = stage();
	expect(on.tell({type: 'noticed', text: 'It failed.', tone: 'bad'})).toEqual([]);
	on.tell({type: 'ticked', now: now + 3_600_000, here: now + 3_600_000});
	expect(on.state.notice?.text).toBe('It failed.');
	const before = on.state.screens;
	on.press('back');
	expect(on.state.notice).toBeUndefined();
	expect(on.state.screens).toBe(before);
});
