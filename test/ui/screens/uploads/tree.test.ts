import {describe, expect, test} from 'vitest';
import {cellsOf} from '../../../../source/terminal/cells.js';
import {
	day,
	type Listed,
	type ListStage,
	listed,
	listStage,
	minute,
} from '../../../session/list-stage.js';
import {upload} from '../../../session/stage.js';
import {numbered} from '../../../support/stage.js';
import {drawn, rowWith, segmentsOf} from '../../drawn.js';
import {hostileKeys} from '../../hostile-keys.js';

const GiB = 2 ** 30;

/** The tree of some uploads. */
function tree(uploads: readonly Listed[], columns = 100, rows = 30): ListStage {
	const on = listStage(uploads, {columns, rows});
	on.keys('t');
	return on;
}

const teams: readonly Listed[] = [
	...numbered('raw/', 8).map(key => listed(key, {sizes: [8 * GiB], quiet: 90 * day})),
	listed('raw/live', {sizes: [GiB], quiet: minute}),
	...numbered('backups/', 3).map(key => listed(key, {sizes: [8 * GiB], quiet: 40 * day})),
	[upload('backups/new'), {kind: 'unread'}],
	listed('loose', {sizes: [GiB / 4]}),
	[upload('vm/1'), {kind: 'unread'}],
];

describe.each([80, 100, 160])('at %i columns', width => {
	const rows = drawn(tree(teams, width));

	// The bar alone says it where there is no room for both.
	const percent = (share: string) => (width < 90 ? '' : `${share} % +`);

	test('the row of a group says what it holds, its share, how many, how old, in which states', () => {
		expect(rowWith('raw/', rows.slice(4))).toMatch(
			new RegExp(
				`raw/ +65\\.0 GiB .* ${percent('73')}9 +90 d .*8 stalled${width < 120 ? ' ' : ' · '}1 active$`,
			),
		);
		expect(rowWith('(root)', rows)).toMatch(
			new RegExp(`\\(root\\) +256 MiB .* ${percent('<1')}1 +10 d .*stalled$`),
		);
	});

	test('a sum that may be more is marked as the least, what is not known as nothing', () => {
		expect(rowWith('backups/', rows)).toMatch(
			new RegExp(`≥ 24\\.0 GiB .* ${percent('27')}4 +40 d .*3 stalled`),
		);
		expect(rowWith('vm/', rows)).toMatch(/^ +vm\/ [^\d]*1 +not read$/);
	});

	test('the heaviest come first, and the head says so', () => {
		const names = rows.slice(5, 9).map(row => /[\w()]+\/?/.exec(row)?.[0]);
		expect(names).toEqual(['raw/', 'backups/', '(root)', 'vm/']);
		expect(rows[4]).toMatch(/PREFIX +HOLDS▾ +UPLOADS +OLDEST .*STATES/);
	});

	test('the head of the column that sorts has an arrow', () => {
		const on = tree(teams, width);
		const arrows = ['1', '2', '3', '4'].map(key => {
			on.keys(key);
			return /[A-Z]+[▴▾]/.exec(rowWith('PREFIX', drawn(on)))?.[0];
		});
		expect(arrows).toEqual(['PREFIX▴', 'HOLDS▾', 'UPLOADS▾', 'OLDEST▴']);
	});

	test('a million uploads are told whole', () => {
		const {state, rows: all} = tree(teams, width);
		const at = (id: number, position: number) => {
			const row = all.groups.at(id, position);
			return row && {...row, count: 1_234_567};
		};
		const many = drawn({state, rows: {...all, groups: {...all.groups, at}}});
		expect(rowWith('raw/', many.slice(4))).toContain(' 1,234,567 ');
	});

	test('no row is wider than the terminal', () => {
		for (const row of rows) expect(cellsOf(row)).toBeLessThanOrEqual(width);
	});
});

/** How many cells of the bar are full, of the row that holds a text. */
const full = (text: string, width: number) =>
	rowWith(text, drawn(tree(teams, width)).slice(4)).split('█').length - 1;

test('the bar is full for the heaviest, and in proportion for the others', () => {
	expect([full('raw/', 160), full('backups/', 160), full('(root)', 160)]).toEqual([14, 5, 0]);
	expect(full('raw/', 80)).toBe(4);
});

test('the youngest part has a column where there is room', () => {
	expect(rowWith('PREFIX', drawn(tree(teams, 160)))).toContain('YOUNGEST');
	expect(rowWith('raw/', drawn(tree(teams, 160)).slice(4))).toMatch(/90 d +1 m/);
	expect(drawn(tree(teams, 100)).join('\n')).not.toContain('YOUNGEST');
});

test('what a month costs has one where the connection has a price', () => {
	const on = tree(teams, 160);
	const connection = {...on.state.connection!, price: {perGiBMonth: 0.1, currency: 'USD'}};
	const rows = drawn({state: {...on.state, connection}, rows: on.rows});
	expect(rowWith('PREFIX', rows)).toContain('A MONTH');
	expect(rowWith('raw/', rows.slice(4))).toMatch(/65\.0 GiB +\$6\.50 /);
	expect(rowWith('backups/', rows)).toMatch(/≥ 24\.0 GiB +≥ \$2\.40 /);
});

test('who holds uploads on purpose is named', () => {
	const part = 'lake/part-0b3a5c3e-1d2f-4a5b-8c7d-9e0f1a2b3c4d-0';
	const on = tree([listed('lake/a'), listed('lake/b'), listed(part)], 120);
	expect(rowWith('lake/', drawn(on))).toContain('2 stalled · 1 held by flink');
});

test('where not all states fit, the uploads of the others are counted', () => {
	const key = 'lake/part-0b3a5c3e-1d2f-4a5b-8c7d-9e0f1a2b3c4d';
	const mixed = [
		...numbered('lake/', 12).map(each => listed(each)),
		...numbered('lake/live', 3).map(each => listed(each, {quiet: minute})),
		...[0, 1].map(at => listed(`${key}-${at}`)),
		listed('held/part-0b3a5c3e-1d2f-4a5b-8c7d-9e0f1a2b3c4d-0'),
		listed('held/part-0b3a5c3e-1d2f-4a5b-8c7d-9e0f1a2b3c4d-1'),
	];
	const at = (columns: number) => drawn(tree(mixed, columns));
	expect(rowWith('lake/', at(80))).toMatch(/ 12 stalled 3 active \+2$/);
	expect(rowWith('lake/', at(72))).toMatch(/ 12 stalled \+5$/);
	expect(rowWith('held/', at(80))).toMatch(/ all held by flink$/);
	expect(rowWith('held/', at(72))).toMatch(/ all held$/);
	expect(rowWith('lake/', at(100))).toMatch(/ 12 stalled 3 active 2 held$/);
	expect(rowWith('lake/', at(120))).toMatch(/ 12 stalled · 3 active · 2 held by flink$/);
});

test('a name is whole where the longest has room, and is cut rather than the states', () => {
	const name = 'backups/postgres/wal/';
	const rows = (columns: number) =>
		drawn(tree([listed(`${name}a`), listed(`${name}b`), listed('z/a')], columns));
	expect(rowWith('backups/', rows(120))).toContain(` ${name} `);
	expect(rowWith('backups/', rows(80))).toMatch(/ backups\/…res\/wal\/ .* all stalled$/);
	expect(rowWith('PREFIX', rows(120)).indexOf('STATES')).toBe(
		rowWith('z/', rows(120)).indexOf('stalled'),
	);
});

test('one state is said once', () => {
	const rows = drawn(tree([listed('a/1'), listed('a/2'), [upload('b/1'), {kind: 'denied'}]]));
	expect(rowWith('a/', rows)).toMatch(/all stalled$/);
	expect(rowWith('b/', rows)).toMatch(/\? .*unknown$/);
});

test('the cursor lights its row, marks are seen by a sign', () => {
	const on = tree(teams);
	on.keys(' ');
	const rows = drawn(on);
	expect(rowWith('raw/', rows.slice(4))).toMatch(/^ ● raw\//);
	expect(rowWith('backups/', rows)).toMatch(/^▸ {2}backups\//);
	const [cursor] = segmentsOf(on).find(row => row.some(({text}) => text.includes('backups/')))!;
	expect(cursor?.role).toBe('cursor');
	on.keys('t', 'g', ' ', 't');
	expect(drawn(on).join('\n')).toMatch(/◐ (raw|backups)\//);
});

test('without signs of its own the terminal shows plain ones', () => {
	const on = tree(teams, 100);
	on.keys(' ');
	const text = drawn(on, {ascii: true}).join('\n');
	expect(text).toMatch(/ \* raw\/ +65\.0 GiB +\[#+\] +73 %/);
	expect(text).toMatch(/24\.0 GiB\+/);
	expect(text).toMatch(/^[ -~\n]*$/);
});

describe('where one is', () => {
	test('the breadcrumb and the header tell of the prefix that was gone into', () => {
		const on = tree(
			numbered('raw/2026/', 3)
				.map(key => listed(key))
				.concat([listed('b/1'), listed('raw/x')]),
		);
		on.keys('enter');
		const rows = drawn(on);
		expect(rows[0]).toMatch(/media › raw\/$/);
		expect(rows[1]).toMatch(/^ 4 of 5 uploads hold 68\.0 MiB · 4 stalled/);
		expect(rowWith('2026/', rows)).not.toContain('raw/2026/');
		expect(rowWith('(here)', rows)).toContain('17.0 MiB');
		on.keys('enter');
		expect(drawn(on)[0]).toMatch(/media › raw\/2026\/$/);
		on.keys('esc', 'j', 'enter');
		expect(drawn(on)[0]).toMatch(/media › raw\/ › \(here\)$/);
	});

	test('of another roll-up both tell by what', () => {
		const on = listStage([listed('a', {initiator: {id: 'AIDA1', displayName: 'ci'}}), listed('b')]);
		on.keys('T', 'G', 'k', 'k', 'enter');
		expect(drawn(on)[0]).toMatch(/media › initiator$/);
		expect(rowWith('INITIATOR', drawn(on))).toMatch(/HOLDS/);
		expect(rowWith('(unknown)', drawn(on))).toMatch(/50 %/);
		on.keys('j', 'enter');
		expect(drawn(on)[0]).toMatch(/media › initiator › (ci|\(not told\))$/);
	});
});

test('before the groups are worked out it says so, and then nothing else', () => {
	const on = tree(teams);
	const [screen] = on.state.screens;
	const waiting = {
		...screen!,
		tree: {...('tree' in screen! ? screen.tree! : never()), total: undefined},
	};
	const rows = drawn({
		state: {...on.state, screens: [waiting as typeof screen & object]},
		rows: on.rows,
	});
	expect(rows.join('\n')).toContain('grouping 15 uploads');
	expect(rows.join('\n')).not.toContain('(root)');
});

function never(): never {
	throw new Error('There is no tree.');
}

test('a filter that leaves nothing is told as in the list', () => {
	const on = tree(teams);
	on.keys('/', 'nothing', 'enter');
	expect(drawn(on).join('\n')).toContain('No upload matches the filter. esc clears it.');
});

test.each([
	[60, 12],
	[80, 24],
	[200, 60],
])('hostile keys leave the frame as it is at %i×%i', (columns, height) => {
	const uploads = hostileKeys.map(key => listed(`${key}/x`));
	const rows = drawn(tree(uploads, columns, height));
	expect(rows).toHaveLength(height);
	for (const row of rows) expect(cellsOf(row)).toBeLessThanOrEqual(columns);
	for (const row of rows) expect(row).not.toMatch(/[\u001b\u202e\n]/);
});
