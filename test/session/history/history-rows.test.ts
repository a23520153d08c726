import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {HistoryRows} from '../../../source/session/history/history-rows.js';
import {pastAct} from '../stage.js';

const act = (id: string, run?: string) => ({...pastAct, intent: {...pastAct.intent, id, run}});

/** Rows of these acts, written `id` or `id@run`. */
function rowsOf(acts: readonly string[], open: readonly string[] = []): HistoryRows {
	const rows = new HistoryRows(new Set(open));
	for (const each of acts) {
		const [id = '', run] = each.split('@');
		rows.add(act(id, run));
	}
	return rows;
}

/** Each row in words: `id`, ` id` of a run, `run: id id`. */
function shown(rows: HistoryRows): string[] {
	return Array.from({length: rows.count}, (_, position) => {
		const row = rows.at(position)!;
		if ('act' in row) return `${row.isOfRun ? ' ' : ''}${row.act.intent.id}`;
		return `${row.run.id}: ${row.run.acts.map(({intent}) => intent.id).join(' ')}`;
	});
}

const mixed = ['9', '8@r', '7@s', '6@r', '5', '4@s', '3@t', '2@s', '1'];

describe('the rows of a history', () => {
	test('are one for a run, where its newest operation is; a run of one is that operation', () => {
		expect(shown(rowsOf(mixed))).toEqual(['9', 'r: 8 6', 's: 7 4 2', '5', '3', '1']);
	});

	test('are those of an open run, under it', () => {
		expect(shown(rowsOf(mixed, ['s']))).toEqual([
			'9',
			'r: 8 6',
			's: 7 4 2',
			' 7',
			' 4',
			' 2',
			'5',
			'3',
			'1',
		]);
		expect(shown(rowsOf(mixed, ['t', 's', 'r', 'gone']))).toEqual([
			'9',
			'r: 8 6',
			' 8',
			' 6',
			's: 7 4 2',
			' 7',
			' 4',
			' 2',
			'5',
			'3',
			'1',
		]);
	});

	test('are found by the id of an operation or of a run; a closed run stands for its own', () => {
		const closed = rowsOf(mixed);
		expect(['9', '6', 'r', '2', '5', '3', '1', 'x'].map(id => closed.placeOf(id))).toEqual([
			0, 1, 1, 2, 3, 4, 5, -1,
		]);
		const open = rowsOf(mixed, ['r']);
		expect(['r', '8', '6', 's', '4', '1'].map(id => open.placeOf(id))).toEqual([1, 2, 3, 4, 4, 7]);
	});

	test('hold each operation once, and each is found where it is', () => {
		const runs = fc.constantFrom(undefined, 'r', 's', 't');
		fc.assert(
			fc.property(fc.array(runs, {maxLength: 20}), fc.subarray(['r', 's', 't']), (all, open) => {
				const rows = rowsOf(
					all.map((run, at) => (run === undefined ? `${at}` : `${at}@${run}`)),
					open,
				);
				const ids = shown(rows).flatMap(words =>
					/^[rst]:/.test(words) && open.includes(words[0]!)
						? []
						: words.replace(/^.: /, '').trim().split(' '),
				);
				expect(ids.map(Number).sort((a, b) => a - b)).toEqual(all.map((_, at) => at));
				for (let position = 0; position < rows.count; position++) {
					const row = rows.at(position)!;
					expect(rows.placeOf('run' in row ? row.run.id : row.act.intent.id)).toBe(position);
				}
				expect(rows.at(rows.count)).toBeUndefined();
			}),
		);
	});
});
