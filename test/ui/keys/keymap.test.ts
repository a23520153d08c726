import {describe, expect, test} from 'vitest';
import {queryFields} from '../../../source/multipart/query/query-terms.js';
import type {SessionState} from '../../../source/session/core/state.js';
import {contextTitles} from '../../../source/session/keys/binding.js';
import {
	type ActiveBinding,
	activeBindings,
	bindingFor,
	bindings,
	isTyping,
	whyNot,
} from '../../../source/session/keys/keymap.js';
import {cellsOf} from '../../../source/terminal/cells.js';
import {widthOf} from '../../../source/ui/components/segments.js';
import {helpLines} from '../../../source/ui/dialogs/help/help.js';
import {footer} from '../../../source/ui/frame/footer.js';
import {asciiGlyphs, unicodeGlyphs} from '../../../source/ui/frame/theme.js';
import {beginRescue} from '../../session/rescue-stage.js';
import {askToAdd} from '../../session/rules-stage.js';
import {
	abortPlan,
	askToComplete,
	pastAct,
	type Stage,
	selectionOf,
	stage,
	upload,
} from '../../session/stage.js';

const a = upload('a');

/** A session in every place where keys mean something of their own. */
const places: ReadonlyArray<readonly [string, (on: Stage) => void]> = [
	['uploads', () => {}],
	['tree', on => on.press('tree')],
	['filter', on => on.press('filter')],
	['parts', on => on.press('enter')],
	['buckets', on => on.press('back')],
	['connections', on => on.press('connections')],
	['help', on => on.press('help')],
	['copy', on => on.press('copy')],
	['form', on => on.press('open-by-id')],
	[
		'test of a connection',
		on => {
			on.press('connections');
			const {id: screen} = on.screen;
			const entries = [{source: 'aws', name: 'ops'}] as const;
			on.tell({type: 'connections-listed', screen, entries});
			on.press('test-connection');
		},
	],
	['confirm a Complete', on => askToComplete(on, a)],
	[
		'confirm an abort by a word',
		on => {
			on.press('abort');
			on.tell({type: 'abort-prepared', plan: abortPlan(a, 'active')});
		},
	],
	[
		'an act',
		on => {
			askToComplete(on, a);
			on.press('confirm');
		},
	],
	[
		'confirm an abort of many',
		on => {
			on.mark(a, upload('b'));
			on.press('abort');
			on.tell({type: 'run-planned', hidden: 0, selection: selectionOf([a, upload('b')])});
		},
	],
	['rules', on => on.press('rules')],
	[
		'a change of rules',
		on => {
			on.press('rules');
			askToAdd(on);
			on.type('add');
			on.press('confirm');
		},
	],
	['the file of a rescue', on => on.press('rescue')],
	['a rescue', beginRescue],
	['empty the bucket', on => on.press('empty-bucket')],
	[
		'an abort of many',
		on => {
			on.mark(a, upload('b'));
			on.press('abort');
			on.tell({type: 'run-planned', hidden: 0, selection: selectionOf([a, upload('b')])});
			on.type('2');
			on.press('confirm');
		},
	],
	['acts', on => on.press('acts')],
	['history', on => on.press('history')],
	['an act of the history', on => on.press('history', 'enter')],
	[
		'close an act by hand',
		on => {
			on.tell({type: 'unsettled', acts: [{intent: pastAct.intent, state: 'unknown'}]});
			on.press('history', 'enter', 'close-act');
			expect(on.state.dialog?.kind).toBe('close-act');
		},
	],
	['read more', on => on.press('read-more')],
];

function stateAt(go: (on: Stage) => void, readOnly = false): SessionState {
	const on = stage(undefined, {readOnly});
	go(on);
	return on.state;
}

/** The contexts that are active, the innermost first. */
function contextsOf(state: SessionState) {
	return [...new Set(activeBindings(state).map(({context}) => context))];
}

function isSame(one: ActiveBinding | undefined, other: ActiveBinding): boolean {
	return one?.context === other.context && one.name === other.name;
}

function textOf(segments: ReadonlyArray<{readonly text: string}>): string {
	return segments.map(({text}) => text).join('');
}

describe('the one table of bindings', () => {
	test('has no key twice in a context', () => {
		const seen = bindings.flatMap(({context, keys}) => keys.map(key => `${context} ${key}`));
		expect(seen.filter((each, at) => seen.indexOf(each) !== at)).toEqual([]);
	});

	test('gives each keys, a short title and a description', () => {
		for (const {keys, title, description} of bindings) {
			expect(keys.length).toBeGreaterThan(0);
			expect(title).toMatch(/^\S+( \S+){0,2}$/);
			expect(description).toMatch(/^[A-Z].{2,}[^.]$/);
		}
	});

	test('has places for all its contexts, so that the tests below see every binding', () => {
		const reached = new Set(places.flatMap(([, go]) => contextsOf(stateAt(go))));
		expect([...reached].toSorted()).toEqual(Object.keys(contextTitles).toSorted());
	});

	test('lets only single keys complete, abort, confirm and quit', () => {
		const final = ['complete', 'abort', 'confirm', 'quit', 'remove-connection'];
		for (const binding of bindings.filter(
			({name, context}) => final.includes(name) && context !== 'form',
		))
			expect(binding).toMatchObject({needsOwnKeypress: true});
	});

	test('keeps what changes something on the server off the keys that move and confirm', () => {
		const dangerous = bindings.filter(({dangerous}) => dangerous);
		expect(dangerous.map(({name}) => name)).toEqual(expect.arrayContaining(['complete', 'abort']));
		const harmless = bindings.filter(({name}) =>
			/^(down|up|page|half|first|last|enter|back|confirm|next|previous|mark)/.test(name),
		);
		const shared = dangerous
			.flatMap(({keys}) => keys)
			.filter(key => harmless.some(({keys}) => keys.includes(key)));
		expect(shared).toEqual([]);
	});
});

describe.each(places)('at %s', (_, go) => {
	const state = stateAt(go);
	const active = activeBindings(state);

	test('no key is taken from a binding by another one, but for the keys that close', () => {
		const shadowed = active.flatMap(binding =>
			binding.keys
				.filter(
					key =>
						!isSame(bindingFor(state, key), binding) && bindingFor(state, key)?.name !== 'back',
				)
				.map(key => `${binding.context} ${key}`),
		);
		expect(shadowed).toEqual([]);
	});

	test('ctrl-c ends the program, and q does outside fields', () => {
		expect(bindingFor(state, 'ctrl-c')?.name).toBe('interrupt');
		expect(bindingFor(state, 'q')?.name).toBe(isTyping(state) ? undefined : 'quit');
	});

	test('Esc leads out', () => {
		expect(bindingFor(state, 'esc')?.name).toBe('back');
	});

	test('the footer fits any width, prunes the least important first, and keeps help to the last', () => {
		const known = (binding: ActiveBinding) => ` ${binding.title}`;
		let before = active.filter(({priority}) => priority !== undefined).length;
		for (let width = 220; width >= 60; width--) {
			const shown = footer(state, width, unicodeGlyphs);
			expect(widthOf(shown)).toBeLessThanOrEqual(width);
			if (!isTyping(state)) expect(textOf(shown)).toContain('? help');
			const titles = shown
				.map(({text}) => text)
				.filter(text => active.some(each => known(each) === text));
			expect(titles.length).toBeLessThanOrEqual(before);
			before = titles.length;
			const priorities = active
				.filter(
					each => each.priority !== undefined && !(each.rare && whyNot(state, each) !== undefined),
				)
				.map(each => [titles.includes(known(each)), each.priority ?? 0] as const);
			const leastShown = Math.max(...priorities.filter(([there]) => there).map(([, p]) => p));
			const bestPruned = Math.min(...priorities.filter(([there]) => !there).map(([, p]) => p));
			expect(leastShown).toBeLessThanOrEqual(bestPruned);
		}
	});

	test('help tells of every binding, those that hold here first', () => {
		const lines = helpLines({...state, help: false}, unicodeGlyphs).map(textOf);
		const said = lines.map(line => line.trim().replace(/\s+/g, ' ')).join(' ');
		for (const {description} of bindings) expect(said).toContain(description);
		const [here] = contextsOf({...state, help: false});
		expect(lines[0]).toContain(contextTitles[here ?? 'always']);
	});
});

test('the states are told by the thresholds of the connection', () => {
	const state = stateAt(() => {});
	const thresholds = {activeWithin: 15 * 60_000, stalledAfter: 90 * 60_000};
	const connection = state.connection && {...state.connection, thresholds};
	const told = (of: SessionState) => helpLines(of, unicodeGlyphs).map(textOf).join('\n');
	expect(told(state)).toContain('within the last hour');
	expect(told(state)).toContain('nothing landed for 24 h');
	const own = told({...state, connection});
	expect(own).toContain('within the last 15 m');
	expect(own).toContain('nothing landed for 15 m, but something within 1 h 30 m');
	expect(own).toContain('nothing landed for 1 h 30 m, or ever');
	expect(own).not.toMatch(/last hour|24/);
});

describe('help', () => {
	const told = (columns: number, more: Partial<SessionState> = {}) => {
		const state = {...stateAt(() => {}, true), size: {columns, rows: 24}, ...more};
		return helpLines(state, unicodeGlyphs).map(textOf);
	};

	test.each([60, 80, 160])('is never wider than %i columns, and no word of it is lost', columns => {
		const lines = told(columns);
		for (const line of lines) expect(cellsOf(line), line).toBeLessThanOrEqual(columns);
		const words = (of: readonly string[]) => of.join(' ').split(/\s+/).toSorted();
		expect(words(lines)).toEqual(words(told(400)));
	});

	test('has the language of the filter and the states behind the keys that hold here, and before all others', () => {
		const lines = told(80);
		const place = (text: string) => lines.findIndex(line => line.includes(text));
		const places = ['Uploads', 'What a filter asks for', 'What the states mean', ' Buckets'].map(
			place,
		);
		expect(places).toEqual(places.toSorted((a, b) => a - b));
		expect(places[0]).toBe(0);
		for (const [name, {example}] of Object.entries(queryFields)) {
			expect(lines.some(line => line.trim().startsWith(name))).toBe(true);
			expect(lines.join(' ').replace(/\s+/g, ' ')).toContain(example);
		}
	});

	test('goes down by a page of what is seen, with one row of it still there', () => {
		const on = stage();
		on.tell({type: 'resized', columns: 80, rows: 24});
		on.press('help');
		on.hit('pagedown');
		// Of 24 rows: breadcrumb, status line, keys, and the row that says how many are left.
		expect(on.state.scroll).toBe(24 - 4 - 1);
	});
});

test('what is not possible stays listed, with its reason', () => {
	const state = stateAt(() => {}, true);
	const lines = helpLines(state, unicodeGlyphs).map(textOf);
	const at = lines.findIndex(line => line.includes('Complete the upload'));
	expect(lines.slice(at, at + 2).join(' ')).toContain('read-only');
	expect(textOf(footer(state, 100, unicodeGlyphs))).toContain('c complete');
});

test('poor terminals get signs of ASCII alone, one for each', () => {
	for (const [name, sign] of Object.entries(asciiGlyphs))
		for (const each of typeof sign === 'string' ? [sign] : Object.values(sign))
			expect(each, name).toMatch(/^[ -~]*$/);
	const {cursor, mark} = asciiGlyphs;
	expect(cursor).not.toBe(mark);
	expect(
		textOf(
			footer(
				stateAt(() => {}),
				100,
				asciiGlyphs,
			),
		),
	).toMatch(/^[ -~]+$/);
});
