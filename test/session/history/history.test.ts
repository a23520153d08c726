import {expect, test} from 'vitest';
import type {HistoryScreen} from '../../../source/session/core/state.js';
import type {Rows} from '../../../source/session/core/step.js';
import {historyChanged} from '../../../source/session/history/history.js';
import {noGroups, pastAct, stage} from '../stage.js';

const act = (id: string) => ({...pastAct, intent: {...pastAct.intent, id}});

/** The rows of a history that shows these acts; `hidden` was read and fits no filter. */
function showing(shown: readonly string[], hidden: readonly string[] = []): Rows {
	return {
		at: () => undefined,
		of: () => undefined,
		movement: () => undefined,
		marked: () => ({count: 0}),
		groups: noGroups,
		historyRow(_, position) {
			const id = shown[position];
			return id === undefined ? undefined : {act: act(id), isOfRun: false};
		},
		historyPlace: (_, id) => shown.indexOf(id),
		pastActOf: (_, id) => ([...shown, ...hidden].includes(id) ? act(id) : undefined),
	};
}

/** On row `down` of three acts; then these are shown. */
function changedTo(shown: readonly string[], {down = 0, hidden = [] as readonly string[]} = {}) {
	const on = stage();
	on.press('history');
	const {id} = on.screen;
	const facts = (count: number) =>
		({version: 1, shown: count, read: count, damaged: 0, isReading: false, isWhole: true}) as const;
	on.tell({type: 'history-changed', screen: id, facts: facts(3)});
	const screen = {...(on.screen as HistoryScreen), cursor: {position: down, top: 0}};
	const selected = down === 0 ? undefined : '1';
	const state = {...on.state, screens: [{...screen, selected}]};
	const changed = {type: 'history-changed', screen: id, facts: facts(shown.length)} as const;
	return historyChanged(state, changed, showing(shown, hidden));
}

test('the cursor follows its act while newer ones come in', () => {
	const [state] = changedTo(['new', '0', '1', '2'], {down: 1});
	expect(state.screens[0]).toMatchObject({cursor: {position: 2}, shown: 4});
});

test('the cursor at the top stays there', () => {
	const [state] = changedTo(['new', '0', '1', '2']);
	expect(state.screens[0]).toMatchObject({cursor: {position: 0}});
});

test('the cursor stays where it is when the filter hides its act', () => {
	const [state] = changedTo(['0', '2'], {down: 1, hidden: ['1']});
	expect(state.screens[0]).toMatchObject({cursor: {position: 1}});
});

test('the act that is looked at shows what became of it, though the filter hides it', () => {
	const on = stage();
	on.press('history');
	const {id} = on.screen;
	const facts = {version: 1, shown: 1, read: 2, damaged: 0, isReading: false, isWhole: true};
	on.tell({type: 'history-changed', screen: id, facts});
	on.press('enter');
	const rows = showing([], [pastAct.intent.id]);
	const ended = {...pastAct, standing: 'done' as const};
	rows.pastActOf = () => ended;
	const [state] = historyChanged(on.state, {type: 'history-changed', screen: id, facts}, rows);
	expect(state.dialog).toMatchObject({kind: 'past-act', act: {standing: 'done'}});
});
