import {describe, expect, test} from 'vitest';
import type {ConnectionEntry} from '../../../source/profiles/resolve/resolve.js';
import type {Profile} from '../../../source/profiles/store/profile.js';
import type {Effect} from '../../../source/session/core/effect.js';
import type {Screen, SessionState} from '../../../source/session/core/state.js';
import {bindings} from '../../../source/session/keys/keymap.js';
import {rulesStage} from '../rules-stage.js';
import {bucket, completionPlan, pastAct, type Stage, stage, upload} from '../stage.js';

type Kind = Screen['kind'];

/** What a command leads to: the effects, and what changed of the screen, the dialog or the notice. */
type Case = {
	readonly effects?: ReadonlyArray<
		{readonly type: Effect['type']} & Readonly<Record<string, unknown>>
	>;
	readonly screen?: object;
	readonly dialog?: object;
	readonly notice?: string;
};

const profile: Profile = {name: 'lab', credentials: {kind: 'environment'}};
const entries: readonly ConnectionEntry[] = [
	{source: 'own', name: 'lab', profile},
	{source: 'aws', name: 'work'},
];

/** Each kind of screen, with rows, the cursor on the first. */
const opened: Readonly<Record<Kind, () => Stage>> = {
	uploads: stage,
	parts() {
		const on = stage();
		on.press('enter');
		on.tell({type: 'parts-loaded', screen: on.screen.id, plan: completionPlan(upload('a'))});
		return on;
	},
	buckets() {
		const on = stage();
		on.press('back');
		const buckets = ['one', 'three', 'two'].map(name => ({name}));
		on.tell({type: 'buckets-listed', screen: on.screen.id, buckets});
		return on;
	},
	connections() {
		const on = stage();
		on.press('connections');
		on.tell({type: 'connections-listed', screen: on.screen.id, entries});
		return on;
	},
	history() {
		const on = stage();
		on.press('history');
		const facts = {version: 1, shown: 3, read: 3, damaged: 0, isReading: false, isWhole: true};
		on.tell({type: 'history-changed', screen: on.screen.id, facts});
		return on;
	},
	rules: () => rulesStage(),
};

const at = (position: number) => ({cursor: {position}});
const readVisible = {type: 'read-parts', from: 0} as const;
const reading = {effects: [{...readVisible, moving: true}]};

/** Rows of three are shorter than half a page: each motion but one row ends at an end. */
const motions = (more: object) => ({
	down: {screen: at(1), ...more},
	up: {screen: at(0), ...more},
	'page-down': {screen: at(2), ...more},
	'page-up': {screen: at(0), ...more},
	'half-page-down': {screen: at(2), ...more},
	'half-page-up': {screen: at(0), ...more},
	first: {screen: at(0), ...more},
	last: {screen: at(2), ...more},
});

const key = {bucket, key: 'a', uploadId: 'id of a'};
const editing = {screen: {editing: true}};
/** Another order of the buckets counts them all. */
const sortedBy = (sort: string, reverse = false) => ({
	effects: [{type: 'count-buckets' as const, all: ['one', 'three', 'two']}],
	screen: {sort, reverse, isOnTop: true},
});

/** Every command that each kind of screen binds. */
const cases: {readonly [K in Kind]: Readonly<Record<string, Case>>} = {
	uploads: {
		...motions(reading),
		enter: {effects: [{type: 'load-parts', target: key}], screen: {kind: 'parts', target: key}},
		back: {effects: [{type: 'list-buckets'}], screen: {kind: 'buckets', loading: true}},
		complete: {effects: [{type: 'prepare-complete', target: key}], dialog: {kind: 'complete'}},
		abort: {effects: [{type: 'prepare-abort', bucket}], dialog: {kind: 'abort'}},
		rescue: {
			effects: [{type: 'suggest-file', name: 'a'}],
			dialog: {kind: 'rescue-file', target: key},
		},
		'empty-bucket': {dialog: {kind: 'empty-bucket', bucket}},
		mark: {effects: [{type: 'mark', handle: 0}, {type: 'read-parts'}], screen: at(1)},
		'mark-range': {
			effects: [{type: 'end-notice'}],
			screen: {anchor: 0},
			notice: 'Move to the other end',
		},
		'mark-shown': {effects: [{type: 'mark-shown'}], screen: at(0)},
		'clear-marks': {effects: [{type: 'clear-marks'}], screen: at(0)},
		filter: editing,
		tree: {
			effects: [
				{type: 'roll-up', level: {by: {kind: 'prefix', delimiter: '/'}, prefix: ''}},
				{type: 'read-parts', from: 0, to: 0},
			],
			screen: {tree: {mode: 'tree'}},
		},
		'roll-up': {dialog: {kind: 'roll-up'}},
		sort: {
			effects: [{type: 'set-view', view: {sort: 'initiated', reverse: true}}],
			screen: {sort: 'initiated', reverse: true},
		},
		reverse: {
			effects: [{type: 'set-view', view: {sort: 'key', reverse: true}}],
			screen: {sort: 'key', reverse: true},
		},
		'sort-by': {
			effects: [{type: 'set-view', view: {sort: 'key', reverse: true}}],
			screen: {sort: 'key', reverse: true},
		},
		refresh: {
			effects: [{type: 'list-uploads', from: 'start', bucket}],
			screen: {listing: 'running'},
		},
		'read-more': {dialog: {kind: 'read-more', uploads: 3, focus: 'cancel'}},
		details: {effects: [{...readVisible, moving: false}], screen: {details: true}},
		watch: {
			effects: [
				{...readVisible, moving: false},
				{type: 'watch', wanted: true},
			],
			screen: {watching: true},
		},
		copy: {dialog: {kind: 'copy'}},
		rules: {
			effects: [{type: 'read-rules', bucket, from: {prefix: '', isWhole: true}}],
			screen: {kind: 'rules', bucket, loading: true},
		},
		'open-by-id': {dialog: {kind: 'form', purpose: {kind: 'upload', bucket}}},
		buckets: {effects: [{type: 'list-buckets'}], screen: {kind: 'buckets'}},
	},
	parts: {
		...motions({effects: []}),
		back: {effects: [{type: 'read-parts'}], screen: {kind: 'uploads'}},
		complete: {effects: [{type: 'prepare-complete', target: key}], dialog: {kind: 'complete'}},
		abort: {effects: [{type: 'prepare-abort', bucket}], dialog: {kind: 'abort'}},
		rescue: {
			effects: [{type: 'suggest-file', name: 'a'}],
			dialog: {kind: 'rescue-file', target: key},
		},
		'leave-out': {screen: {...at(1), plan: {excluded: new Set([1])}}},
		'leave-out-range': {
			effects: [{type: 'end-notice'}],
			screen: {anchor: 0},
			notice: 'Move to the other end',
		},
		'leave-out-all': {screen: {plan: {excluded: new Set([1, 2, 3])}}},
		'export-parts': {dialog: {kind: 'form', purpose: {kind: 'export-parts'}}},
		'import-parts': {dialog: {kind: 'form', purpose: {kind: 'import-parts'}}},
		'next-problem': {effects: [{type: 'end-notice'}], notice: 'no part has a problem.'},
		copy: {dialog: {kind: 'copy'}},
		refresh: {effects: [{type: 'load-parts', target: key}], screen: {loading: true}},
		buckets: {effects: [{type: 'list-buckets'}], screen: {kind: 'buckets'}},
	},
	buckets: {
		...motions({effects: [{type: 'count-buckets', seen: ['one', 'three', 'two']}]}),
		enter: {
			effects: [
				{type: 'list-uploads', bucket: 'one', prefix: ''},
				{type: 'read-cleanup', bucket: 'one'},
				{type: 'stop-reads'},
			],
			screen: {kind: 'uploads', bucket: 'one'},
		},
		back: {effects: [{type: 'end-notice'}], notice: 'q quits'},
		'type-bucket': {dialog: {kind: 'form', purpose: {kind: 'bucket'}}},
		'read-more': {
			effects: [{type: 'measure-buckets', buckets: ['one']}],
			screen: {queue: ['one']},
		},
		'measure-all': {
			effects: [{type: 'measure-buckets', buckets: ['one', 'three', 'two']}],
			screen: {queue: ['one', 'three', 'two'], isOnTop: true},
		},
		rules: {
			effects: [{type: 'read-rules', bucket: 'one'}, {type: 'stop-reads'}],
			screen: {kind: 'rules', bucket: 'one'},
		},
		filter: editing,
		sort: sortedBy('holds'),
		reverse: sortedBy('name', true),
		'sort-by': sortedBy('name', true),
		fold: {
			effects: [{type: 'end-notice'}],
			notice: 'fewer than two buckets are known to be empty',
		},
		refresh: {effects: [{type: 'list-buckets', anew: true}], screen: {loading: true}},
	},
	connections: {
		...motions({effects: []}),
		...{'page-down': {screen: at(1)}, 'half-page-down': {screen: at(1)}, last: {screen: at(1)}},
		enter: {effects: [{type: 'connect', name: 'own:lab'}]},
		back: {effects: [{type: 'read-parts'}], screen: {kind: 'uploads'}},
		'new-connection': {dialog: {kind: 'form', purpose: {kind: 'connection'}}},
		'edit-connection': {dialog: {kind: 'form', purpose: {kind: 'connection', before: profile}}},
		'remove-connection': {dialog: {kind: 'remove-connection', name: 'lab', focus: 'cancel'}},
		'test-connection': {
			effects: [{type: 'test-connection', subject: {kind: 'named', name: 'own:lab'}}],
			dialog: {kind: 'test', label: 'own:lab'},
		},
		filter: editing,
		refresh: {effects: [{type: 'list-connections'}]},
	},
	history: {
		...motions({effects: [{type: 'read-history'}]}),
		last: {effects: [{type: 'read-history', rows: Number.POSITIVE_INFINITY}], screen: at(2)},
		enter: {dialog: {kind: 'past-act', act: pastAct}},
		back: {effects: [{type: 'read-parts'}], screen: {kind: 'uploads'}},
		filter: editing,
		copy: {dialog: {kind: 'copy'}},
		refresh: {effects: [{type: 'refresh-history'}]},
	},
	rules: {
		...motions({effects: []}),
		back: {effects: [{type: 'read-parts'}], screen: {kind: 'uploads'}},
		enter: {dialog: {kind: 'rule', row: {rule: {id: 'tidy'}}}},
		'add-rule': {dialog: {kind: 'form', purpose: {kind: 'rule', bucket}}},
		'remove-rule': {
			effects: [{type: 'plan-rule', bucket, request: {kind: 'remove', id: 'tidy'}}],
			dialog: {kind: 'change-rule', bucket},
		},
		'read-more': {
			effects: [{type: 'read-rules', bucket, from: 'listing'}],
			screen: {lists: true, listed: 0},
		},
		copy: {dialog: {kind: 'copy'}},
		refresh: {effects: [{type: 'read-rules', bucket}], screen: {loading: true}},
		buckets: {effects: [{type: 'list-buckets'}], screen: {kind: 'buckets'}},
	},
};

describe.each(Object.keys(cases) as Kind[])('on the screen of %s', kind => {
	const bound = bindings
		.filter(({context}) => context === kind || context === 'list')
		.map(({name}) => name);

	test('every key is asked', () => {
		expect(Object.keys(cases[kind]).sort()).toEqual([...new Set(bound)].sort());
	});

	test.each(Object.entries(cases[kind]) as ReadonlyArray<[string, Case]>)(
		'%s',
		(command, {effects = [], screen = {}, dialog, notice}) => {
			const on = opened[kind]();
			const before = on.screen;
			expect(before.kind).toBe(kind);
			expect(on.press(command)).toMatchObject(effects);
			expect(on.screen).toMatchObject(screen);
			// What opens no other screen changes this one, and no other.
			if (!('kind' in screen)) expect(on.screen.id).toBe(before.id);
			if (dialog === undefined) expect(on.state.dialog).toBeUndefined();
			else expect(on.state.dialog).toMatchObject(dialog);
			expect(on.state.notice?.text ?? '').toContain(notice ?? '');
			expect(on.state.notice === undefined).toBe(notice === undefined);
		},
	);

	test.each([
		['connections', 'connections'],
		['history', 'history'],
	] as const)('%s opens from anywhere', (command, over) => {
		const on = opened[kind]();
		on.press(command);
		expect(on.screen.kind).toBe(over);
		// The history does not lie over itself.
		const depth = (state: SessionState) => state.screens.filter(each => each.kind === over).length;
		if (over === 'history') expect(depth(on.state)).toBe(1);
	});

	test('acts are shown over it', () => {
		const on = opened[kind]();
		expect(on.press('acts')).toEqual([]);
		expect(on.state.dialog).toMatchObject({kind: 'acts'});
	});
});

describe.each(['uploads', 'buckets', 'connections', 'history'] as const)(
	'the filter of %s',
	kind => {
		test('takes what is typed, Enter keeps it, and Esc clears it', () => {
			const on = opened[kind]();
			on.press('filter');
			on.type('w');
			expect(on.screen).toMatchObject({editing: true, filter: {text: 'w'}});
			expect(on.press('enter')).toEqual([]);
			expect(on.screen).toMatchObject({kind, editing: false, filter: {text: 'w'}});
			on.press('back');
			expect(on.screen).toMatchObject({kind, editing: false, filter: {text: ''}});
		});

		test('is cleared by Esc while it is typed', () => {
			const on = opened[kind]();
			on.press('filter');
			on.type('w');
			on.press('back');
			expect(on.screen).toMatchObject({kind, editing: false, filter: {text: ''}});
		});

		test('moves the cursor meanwhile', () => {
			const on = opened[kind]();
			on.press('filter', 'down');
			expect(on.screen).toMatchObject({editing: true, cursor: {position: 1}});
		});
	},
);

test.each([
	['uploads', 'size>lots'],
	['history', 'since:whenever'],
] as const)('a filter of %s that cannot be read is not kept', (kind, text) => {
	const on = opened[kind]();
	on.press('filter');
	on.type(text);
	on.press('enter');
	expect(on.screen).toMatchObject({editing: true, filter: {text}});
	expect(on.state.notice?.tone).toBe('bad');
});

test.each([
	['uploads', 'disk state:s age>', 'disk  '],
	['history', 'disk since:w', 'disk '],
] as const)(
	'in a filter of %s a word that is half typed asks for nothing yet',
	(kind, text, query) => {
		const on = opened[kind]();
		on.press('filter');
		on.type(text);
		expect(on.screen).toMatchObject({editing: true, filter: {text}, query: {text: query}});
	},
);

describe('where another screen shows', () => {
	test('buckets are counted no longer, and go on when they are seen again', () => {
		const on = opened.buckets();
		const {id} = on.screen;
		expect(on.press('history')).toContainEqual({type: 'stop-reads', screen: id});
		expect(on.press('back')).toMatchObject([{type: 'count-buckets', screen: id}]);
	});

	test('the parts of the uploads that are seen again are read', () => {
		const on = opened.uploads();
		const {id} = on.screen;
		on.press('connections');
		expect(on.press('back')).toMatchObject([{type: 'read-parts', screen: id, from: 0}]);
	});
});

test.each(Object.keys(cases) as Kind[])(
	'a smaller terminal keeps the cursor of %s on the screen',
	kind => {
		const on = opened[kind]();
		on.press('last');
		on.tell({type: 'resized', columns: 60, rows: 12});
		const {position, top} = on.screen.cursor;
		expect(position).toBe(kind === 'connections' ? 1 : 2);
		expect(top).toBeLessThanOrEqual(position);
	},
);
