import {describe, expect, test} from 'vitest';
import {type Case, cases} from '../../session/dialogs/cases.js';
import {listed, listStage, MiB} from '../../session/list-stage.js';
import {partsStage} from '../../session/parts-stage.js';
import {type Stage, stage} from '../../session/stage.js';
import {segmentsOf} from '../drawn.js';

/** The rows that have the cursor in front, and those that are lit. */
function rowsOf(on: Pick<Stage, 'state' | 'rows'>) {
	const rows = segmentsOf(on);
	const text = (row: (typeof rows)[number]) => row.map(each => each.text).join('');
	return {
		pointed: rows.filter(row => /^ ?▸/.test(text(row))).map(text),
		lit: rows.filter(([first]) => first?.role === 'cursor').map(text),
	};
}

const list = () => listStage(['raw/a', 'raw/b', 'logs/c'].map(key => listed(key)));
const screens: Readonly<Record<string, () => Stage>> = {
	uploads: list,
	tree() {
		const on = list();
		on.keys('t');
		return on;
	},
	parts: () => partsStage(),
	'a gap among the parts'() {
		const on = partsStage([
			[1, 8 * MiB],
			[4, 8 * MiB],
			[5, MiB],
		]);
		on.keys('j');
		return on;
	},
	buckets() {
		const on = stage();
		on.press('back');
		const buckets = ['one', 'two'].map(name => ({name}));
		on.tell({type: 'buckets-listed', screen: on.screen.id, buckets});
		return on;
	},
	connections() {
		const on = stage();
		on.press('connections');
		const entries = [{source: 'own', name: 'one', endpoint: 'http://127.0.0.1:9000'}];
		on.tell({type: 'connections-listed', screen: on.screen.id, entries} as never);
		return on;
	},
	history() {
		const on = stage();
		on.press('history');
		const facts = {version: 1, shown: 1, read: 1, damaged: 0, isReading: false, isWhole: true};
		on.tell({type: 'history-changed', screen: on.screen.id, facts});
		return on;
	},
};

test.each(Object.entries(screens))(
	'the row under the cursor is lit, and no other: %s',
	(_, open) => {
		const {pointed, lit} = rowsOf(open());
		expect(pointed).toHaveLength(1);
		expect(lit).toEqual(pointed);
	},
);

// A field that is typed into has its caret instead.
const fields: readonly string[] = ['form', 'rescue-file'];

describe.each(Object.entries(cases).filter(([kind]) => !fields.includes(kind)))(
	'in the dialog %s',
	(_, situations) => {
		test.each(Object.entries<Case>(situations))('%s: what the cursor is on is lit', (_, {open}) => {
			const {pointed, lit} = rowsOf(open());
			expect(lit).toEqual(pointed);
		});
	},
);
