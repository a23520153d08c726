import {describe, expect, test} from 'vitest';
import {cellsOf} from '../../../../source/terminal/cells.js';
import {
	aborting,
	askToAdd,
	changeEnded,
	expiring,
	rulePlan,
	rulesFacts,
	rulesStage,
} from '../../../session/rules-stage.js';
import {denied, now, type Stage, upload} from '../../../session/stage.js';
import {drawn, rowWith} from '../../drawn.js';

const day = 24 * 3_600_000;
const sizes = [
	[80, 24],
	[160, 50],
] as const;

/** What is seen, with one blank between words. */
const text = (on: Stage) => drawn(on).join(' ').replace(/\s+/g, ' ');

const tidy = aborting('tidy', 7);
const uploads = {listed: 154, isWhole: true, prefix: '', covered: 154, overdue: 0};

/** The head, in its two rows. */
function head(...of: Parameters<typeof rulesFacts>): readonly string[] {
	const on = rulesStage(rulesFacts(...of));
	on.tell({type: 'ticked', now, here: now});
	return drawn(on)
		.slice(1, 3)
		.map(row => row.trim());
}

describe('the head says in words', () => {
	test.each([
		['No rule cleans up here', [], {}],
		['No rule cleans up here', [expiring('old')], {}],
		['No rule cleans up here: one is disabled', [aborting('off', 7, '', 'Disabled')], {}],
		['1 rule cleans up all keys after 7 days', [tidy], {cleansUpAll: true}],
		['1 rule cleans up all keys after 1 day', [aborting('soon', 1)], {cleansUpAll: true}],
		[
			'2 rules clean up here, all keys after 7 days',
			[tidy, aborting('soon', 2, 'tmp/')],
			{cleansUpAll: true},
		],
		['Cleans up logs/ only after 3 days', [aborting('logs', 3, 'logs/')], {}],
		[
			'2 rules clean up some keys, the first after 2 days',
			[aborting('logs', 3, 'logs/'), aborting('soon', 2, 'tmp/')],
			{},
		],
	] as const)('%s', (words, rules, more) => {
		expect(head(rules, more)[0]).toBe(words);
	});

	test.each([
		['its uploads are not listed yet: m lists them', undefined],
		['154 uploads, all under a rule', uploads],
		['154 uploads, 120 under no rule', {...uploads, covered: 34}],
		['at least 154 uploads, all under no rule', {...uploads, isWhole: false, covered: 0}],
		['154 uploads under raw/, all under a rule', {...uploads, prefix: 'raw/'}],
		['154 uploads, all under a rule', {...uploads, at: now - 59_999}],
		['154 uploads, all under a rule, listed 2 h ago', {...uploads, at: now - 2 * 3_600_000}],
	] as const)('%s', (words, of) => {
		expect(head([tidy], {cleansUpAll: true, uploads: of})[1]).toBe(words);
	});

	test('which rule seems to do nothing, cut to the row before the count is; several are counted', () => {
		const counts = {covered: 1, due: 1, overdue: 1, overdueSince: now - 9 * day};
		const of = {...uploads, overdue: 1, overdueSince: now - 9 * day};
		const row = (...rules: string[]) => {
			const each = rules.map(() => counts);
			const on = rulesStage(rulesFacts(rules, {cleansUpAll: true, uploads: of}, ...each));
			on.tell({type: 'resized', columns: 80, rows: 24});
			on.tell({type: 'ticked', now, here: now});
			return drawn(on)[1] ?? '';
		};
		const long = row(aborting(`tidy-${'x'.repeat(200)}`, 7));
		expect(long).toMatch(/"tidy-x+…" seems to do nothing, or is new: 1 overdue$/);
		// The id that partway gives is said whole.
		expect(row(aborting('abort-uploads-after-7-days', 7))).toContain(
			'"abort-uploads-after-7-days" seems to do nothing, or is new: 1 overdue',
		);
		expect(cellsOf(long)).toBeLessThanOrEqual(80);
		expect(row(aborting('', 7))).toContain(
			'! The rule seems to do nothing, or is new: 1 upload overdue by 9 days',
		);
		expect(row(tidy, aborting('soon', 2))).toContain(
			'! 2 rules seem to do nothing, or are new: 1 upload overdue by 9 days',
		);
	});

	test('first that a rule seems to do nothing, and for how long', () => {
		const overdueSince = now - 9 * day - 1;
		const counts = {covered: 154, due: 40, overdue: 31, overdueSince};
		const rows = head(
			[tidy],
			{cleansUpAll: true, uploads: {...uploads, overdue: 31, overdueSince}},
			counts,
		);
		expect(rows).toEqual([
			'! "tidy" seems to do nothing, or is new: 31 uploads overdue by up to 9 days',
			'154 uploads, all under a rule, 40 due',
		]);
	});
});

describe('the overdue uploads are named under the rules', () => {
	const overdueUploads = Array.from({length: 20}, (_, nth) => ({
		...{key: `late-${nth}\u001b[2J`, uploadId: 'id'},
		initiated: now - (40 - nth) * day,
	}));
	const overdue = {...uploads, overdue: 31, overdueSince: now - 30 * day, overdueUploads};

	test.each([
		[3, 24, 12],
		[30, 24, 6],
		[3, 50, 20],
		[3, 12, 0],
	])('%i rules in %i rows leave room for the %i oldest', (rules, rows, named) => {
		const all = Array.from({length: rules}, (_, nth) => aborting(`rule-${nth}`, 7));
		const on = rulesStage(rulesFacts(all, {cleansUpAll: true, uploads: overdue}));
		on.tell({type: 'resized', columns: 80, rows});
		on.tell({type: 'ticked', now, here: now});
		const lines = drawn(on);
		expect(lines.length).toBe(rows);
		expect(lines.filter(line => line.includes('late-'))).toHaveLength(named);
		expect(lines.join('\n')).not.toContain('\u001b');
		if (named > 0) {
			expect(rowWith('these should be gone', lines)).toContain(
				`! these should be gone, the ${named} oldest of 31:`,
			);
			expect(rowWith('late-0', lines)).toContain(' 40 d  late-0\\u{1b}[2J');
		}
		// The cursor is seen on the last rule, too.
		on.press('last');
		expect(rowWith(`rule-${rules - 1}`, drawn(on))).toContain('▸');
	});

	test('all of them where they fit', () => {
		const few = {...overdue, overdue: 2, overdueUploads: overdueUploads.slice(0, 2)};
		const on = rulesStage(rulesFacts([tidy], {cleansUpAll: true, uploads: few}));
		expect(text(on)).toContain('! these should be gone, the oldest first: ');
	});
});

describe.each(sizes)('at %i×%i', (columns, rows) => {
	const at = (on: Stage) => {
		on.tell({type: 'resized', columns, rows});
		return on;
	};

	test('each rule is a row: after how long, what it takes, for what, and its id', () => {
		const facts = rulesFacts(
			[tidy, aborting('soon', 2, 'tmp/', 'Disabled'), expiring('old')],
			{cleansUpAll: true, uploads},
			{covered: 154, due: 12, overdue: 0},
		);
		const lines = drawn(at(rulesStage(facts)));
		expect(rowWith('tidy', lines)).toMatch(/▸ +7 d +154 +12 +enabled +every key +tidy/);
		expect(rowWith('soon', lines)).toMatch(/2 d +– +– +disabled +tmp\/ +soon/);
		expect(rowWith('old', lines)).toMatch(/^ +– +– +enabled +logs\/: .*old/);
		for (const line of lines) expect(cellsOf(line)).toBeLessThanOrEqual(columns);
	});

	test('what is not listed is not zero', () => {
		const lines = drawn(at(rulesStage(rulesFacts([tidy], {cleansUpAll: true}))));
		expect(rowWith('tidy', lines)).toMatch(/7 d +\? +\? +enabled/);
	});

	test('an addition shows what goes, what comes, and what it takes by name', () => {
		const on = at(rulesStage());
		const taken = {count: 2, bytes: 9, unsized: 0, held: [], active: [], unknown: 0};
		askToAdd(on, {
			reach: {
				...{covered: 3, undated: 0},
				now: {...taken, active: [{...upload('live/\u001b[2J'), initiated: 0}]},
				later: {...taken, count: 1},
			},
		});
		const lines = drawn(on);
		expect(lines.join('\n')).not.toContain('\u001b');
		expect(rowWith('active', lines)).toContain('live/\\u{1b}[2J');
		expect(rowWith('takes now', lines)).toContain('2 uploads, 9 B: at its next run');
		expect(rowWith('stays', lines)).toContain('1 other rule stays as it is');
		expect(rowWith('<DaysAfterInitiation>', lines)).toMatch(/^ \+ .*>7</);
		expect(rowWith('to go on', lines)).toContain('type add active to go on:');
		expect(text(on)).toContain('http://127.0.0.1:9000');
		for (const line of lines) expect(cellsOf(line)).toBeLessThanOrEqual(columns);
	});
});

test('a removal shows what goes', () => {
	const on = rulesStage();
	const [planning] = on.press('remove-rule');
	if (planning?.type !== 'plan-rule') throw new Error('no plan is asked for');
	on.tell({type: 'rule-planned', plan: rulePlan(planning.request, [tidy])});
	expect(rowWith('<ID>', drawn(on))).toMatch(/^ - .*tidy/);
	expect(text(on)).toContain('type remove to go on:');
});

test('a refusal says why, and asks for nothing', () => {
	const on = rulesStage();
	on.press('add-rule');
	const [planning] = on.hit('enter', 'enter', 'enter');
	if (planning?.type !== 'plan-rule') throw new Error('no plan is asked for');
	on.tell({type: 'rule-planned', plan: rulePlan(planning.request, [aborting('twin', 7)])});
	expect(text(on)).toContain('The rule "twin" does the same already.');
	expect(text(on)).not.toContain('to go on');
});

test('what became of it says how the others are, and how it is put back', () => {
	const on = rulesStage();
	askToAdd(on);
	on.type('add');
	on.press('confirm');
	expect(text(on)).toContain('Adding the rule');
	changeEnded(on);
	expect(text(on)).toContain('The rule is there; the other one is unchanged.');
	expect(text(on)).toContain('p puts back the earlier rules');
	changeEnded(on, 'accepted');
	expect(text(on)).toContain('A sentence.');
	expect(text(on)).toContain('p puts back the earlier rules');
	on.press('put-back');
	expect(rowWith('<ID>new', drawn(on))).toMatch(/^ - /);
	expect(text(on)).toContain('type put back to go on:');
});

test('a rule as XML keeps its lines, and nothing of it reaches the terminal', () => {
	const on = rulesStage(rulesFacts([aborting('esc', 7, 'a\u202eb/')]));
	on.press('enter');
	const lines = drawn(on);
	expect(rowWith('<Prefix>', lines)).toContain('a\\u{202e}b/');
	expect(rowWith('<DaysAfterInitiation>', lines)).toMatch(/^ {7}</);
});

test('rules that cannot be read are not none', () => {
	const on = rulesStage();
	on.press('refresh');
	on.tell({type: 'failed', screen: on.screen.id, trouble: denied});
	expect(text(on)).not.toContain('No rule cleans up');
	expect(text(on)).toContain('tidy');
	const empty = rulesStage(rulesFacts([]));
	expect(text(empty)).toContain('The bucket has no rules. a adds one');
});
