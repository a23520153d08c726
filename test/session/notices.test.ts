import {expect, test} from 'vitest';
import {now, stage} from './stage.js';

test('a notice stays for 5 s', () => {
	const on = stage();
	const effects = on.tell({type: 'noticed', text: 'Copied.', tone: 'good'});
	expect(effects).toEqual([{type: 'notice-timeout', milliseconds: 5000}]);
	on.tell({type: 'ticked', now: now + 4999});
	expect(on.state.notice?.text).toBe('Copied.');
	on.tell({type: 'ticked', now: now + 5000});
	expect(on.state.notice).toBeUndefined();
});

test('the next notice has its own 5 s, whatever the timer of the one before', () => {
	const on = stage();
	on.tell(
		{type: 'noticed', text: 'One.', tone: 'info'},
		{type: 'ticked', now: now + 3000},
		{type: 'noticed', text: 'Two.', tone: 'info'},
		{type: 'ticked', now: now + 5000},
	);
	expect(on.state.notice?.text).toBe('Two.');
	on.tell({type: 'ticked', now: now + 8000});
	expect(on.state.notice).toBeUndefined();
});

test('a bad one stays until it is dismissed, and Esc does that first', () => {
	const on = stage();
	expect(on.tell({type: 'noticed', text: 'It failed.', tone: 'bad'})).toEqual([]);
	on.tell({type: 'ticked', now: now + 3_600_000});
	expect(on.state.notice?.text).toBe('It failed.');
	const before = on.state.screens;
	on.press('back');
	expect(on.state.notice).toBeUndefined();
	expect(on.state.screens).toBe(before);
});
