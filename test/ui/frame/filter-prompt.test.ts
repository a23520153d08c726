import {describe, expect, test} from 'vitest';
import {cellsOf} from '../../../source/terminal/cells.js';
import {listed, listStage, MiB} from '../../session/list-stage.js';
import {kinds, type Stage, stage} from '../../session/stage.js';
import {drawn} from '../drawn.js';

const onList = (size?: {columns: number; rows: number}) =>
	listStage(
		['logs/a', 'logs/b', 'raw/c'].map((key, at) => listed(key, {sizes: [(at + 1) * MiB]})),
		size,
	);
const typed = (on: Stage) => ('filter' in on.screen ? on.screen.filter.text : undefined);
const footer = (on: Stage) => drawn(on).at(-1);
const prompt = (on: Stage) => drawn(on).at(-2);

describe('the prompt shows what can follow', () => {
	test('at 80 columns all that can be asked for, beside the keys that end it', () => {
		const on = onList({columns: 80, rows: 24});
		on.keys('/');
		expect(footer(on)).toMatch(
			/^ state: age> idle> size> parts: prefix: key: id: maker: … +⏎ keep {2}esc clear/,
		);
		on.keys('st');
		expect(footer(on)).toMatch(/^ state: +tab complete {2}⏎ keep/);
		on.keys('ate:');
		expect(footer(on)).toMatch(/^ active idle stalled empty /);
		on.keys('ctrl-u', 'age>');
		expect(footer(on)).toMatch(/^ A time since the initiation: age>30d/);
	});

	test('of the history in its own words, and of names, which are searched as they are, nothing', () => {
		const on = stage();
		on.press('history', 'filter');
		expect(footer(on)).toMatch(/^ operation: outcome: bucket: by: since: /);
		on.press('back', 'back', 'back', 'filter');
		expect(on.screen.kind).toBe('buckets');
		expect(footer(on)).toMatch(/^ ⏎ keep/);
	});

	test.each([60, 80, 160])('in one row of %i cells, the one that tab came to in sight', columns => {
		const on = onList({columns, rows: 24});
		on.keys('/', 'maker:');
		for (let press = 0; press < 12; press++) {
			on.keys('tab');
			const value = typed(on)?.replace('maker:', '') ?? '';
			expect(footer(on)).toContain(` ${value}`);
			expect(footer(on)).toContain('⏎ keep');
			expect(cellsOf(footer(on) ?? '')).toBeLessThanOrEqual(columns);
		}
	});
});

describe('tab', () => {
	test('completes a name, then walks through the values, and shift-tab back', () => {
		const on = onList();
		on.keys('/', 'st', 'tab');
		expect(typed(on)).toBe('state:');
		const walk = ['tab', 'tab', 'shift-tab', 'shift-tab', 'shift-tab'].map(key => {
			on.keys(key);
			return typed(on);
		});
		expect(walk.slice(0, 3)).toEqual(['state:active', 'state:idle', 'state:active']);
		expect(walk.at(3)).toBe('state:not-found');
		// The rows follow at once.
		on.keys('ctrl-u', 'state:st', 'tab');
		expect(typed(on)).toBe('state:stalled');
		expect(on.screen).toMatchObject({shown: 3});
		on.keys('tab');
		expect(typed(on)).toBe('state:stalled ');
	});

	test('goes as far as all agree, and types in the middle too', () => {
		const on = onList();
		on.keys('/', 'size', 'tab');
		expect(typed(on)).toBe('size>');
		on.keys('home', '-p', 'tab');
		expect(typed(on)).toBe('-parts:size>');
		on.keys('ctrl-u', 'ctrl-k', 'p x', 'left', 'left', 'tab', 'tab');
		expect(typed(on)).toBe('prefix: x');
	});

	test('with nothing to follow does nothing, and what is typed goes on from where a walk is', () => {
		const on = onList();
		on.keys('/', 'zzz', 'tab');
		expect(typed(on)).toBe('zzz');
		on.keys('ctrl-u', 'state:', 'tab', ',i', 'tab');
		expect(typed(on)).toBe('state:active,idle');
	});
});

describe('↑', () => {
	const keep = (on: ReturnType<typeof onList>, ...texts: readonly string[]) => {
		for (const text of texts) on.keys('/', 'ctrl-u', text, 'enter');
		on.keys('esc', '/');
	};

	test('brings back the filters that were kept, the latest first, and ↓ at last what was typed', () => {
		const on = onList();
		keep(on, 'logs', 'raw', 'logs', 'size>2MiB');
		on.keys('ra');
		const walk = ['up', 'up', 'up', 'up', 'down', 'down', 'down', 'down'].map(key => {
			on.keys(key);
			return typed(on);
		});
		expect(walk).toEqual(['size>2MiB', 'logs', 'raw', 'raw', 'logs', 'size>2MiB', 'ra', 'ra']);
		// What was brought back is what shows, and may be changed.
		on.keys('up');
		expect(on.screen).toMatchObject({shown: 1});
		on.keys('backspace');
		expect(typed(on)).toBe('size>2Mi');
	});

	test('is of the kind of list and the connection, and what was cleared or cannot be read is not kept', () => {
		const on = onList();
		keep(on, 'logs');
		on.keys('cleared', 'esc', '/', 'size>lots', 'enter', 'esc', '/', 'up');
		expect(typed(on)).toBe('logs');
		on.keys('esc', 'H', '/', 'up');
		expect(on.screen).toMatchObject({kind: 'history', filter: {text: ''}});
	});

	test('several at once are the wheel, and mean no filter', () => {
		const on = onList();
		keep(on, 'logs');
		on.tell({type: 'key', key: 'up', alone: false});
		expect(typed(on)).toBe('');
	});
});

test('rows are moved through by ctrl-n, ctrl-p and pages, while one types', () => {
	const on = onList();
	on.keys('/', 'logs', 'ctrl-n');
	expect(on.screen).toMatchObject({editing: true, cursor: {position: 1}});
	on.keys('ctrl-p');
	expect(on.screen).toMatchObject({cursor: {position: 0}});
	on.keys('pagedown');
	expect(on.screen).toMatchObject({cursor: {position: 1}, filter: {text: 'logs'}});
});

describe('a filter under a name', () => {
	test('is asked for, offered, stands for its words, and is forgotten', () => {
		const on = onList();
		on.keys('/', 'prefix:logs/ size>1MiB', 'ctrl-s');
		expect(drawn(on).join('\n')).toMatch(/Save the filter[\s\S]*prefix:logs\/ size>1MiB/);
		on.keys('two words', 'enter');
		expect(drawn(on).join('\n')).toContain('Letters, digits, and . _ -');
		on.keys('ctrl-u', 'big', 'enter');
		expect(on.state.notice?.text).toBe('@big is saved.');
		expect(on.screen).toMatchObject({editing: true});
		on.keys('ctrl-u', '@', 'tab', 'enter');
		expect(on.screen).toMatchObject({filter: {text: '@big '.trim()}, editing: false, shown: 1});
		on.keys('/', 'ctrl-x');
		expect(typed(on)).toBe('');
		on.keys('@big');
		expect(prompt(on)).toContain('No filter is saved as “@big”');
	});

	test('is saved with the words of the names in it', () => {
		const on = onList();
		on.keys(
			'/',
			'logs',
			'ctrl-s',
			'one',
			'enter',
			'ctrl-u',
			'@one size>1MiB',
			'ctrl-s',
			'two',
			'enter',
		);
		const {filters} = on.state.views[0]!;
		expect(filters['uploads']?.named).toEqual([
			{name: 'one', text: 'logs'},
			{name: 'two', text: 'logs size>1MiB'},
		]);
	});

	test('is written for the connection, as what is kept is', () => {
		const on = onList();
		on.tell({
			type: 'connected',
			connection: {...on.state.connection!, remembered: 'own:lab'},
			target: {bucket: 'media', prefix: ''},
		});
		on.keys('/', 'logs');
		expect(on.hit('enter')).toContainEqual({
			type: 'remember-view',
			connection: 'own:lab',
			change: {kind: 'typed', list: 'uploads', text: 'logs'},
		});
		on.keys('/', 'ctrl-s', 'l');
		expect(on.hit('enter')).toContainEqual({
			type: 'remember-view',
			connection: 'own:lab',
			change: {kind: 'named', list: 'uploads', filter: {name: 'l', text: 'logs'}},
		});
	});

	test('is not asked for where nothing could be saved', () => {
		for (const [text, why] of [
			['', 'nothing is typed'],
			['size>lots', 'cannot be read'],
		] as const) {
			const on = onList();
			on.keys('/', text, 'ctrl-s');
			expect(kinds(on.hit('ctrl-s'))).toEqual(['end-notice']);
			expect(on.state.notice?.text).toContain(why);
		}
	});
});

test('a long filter scrolls with the caret, and the count stays beside it', () => {
	const on = onList({columns: 60, rows: 24});
	on.keys('/', `key:start${'x'.repeat(100)}end`);
	expect(prompt(on)).toMatch(/^ \/ …x+end▏ +0 of 3$/);
	on.keys('home');
	expect(prompt(on)).toMatch(/^ \/ ▏key:startx+… +0 of 3$/);
	on.keys(...Array.from({length: 60}, () => 'right'));
	expect(prompt(on)).toMatch(/^ \/ …x+▏x+… +0 of 3$/);
	on.keys('enter');
	expect(prompt(on)).toMatch(/^ \/ …x+…? +0 of 3$/);
});
