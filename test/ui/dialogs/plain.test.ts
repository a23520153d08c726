import {describe, expect, test} from 'vitest';
import {cellsOf} from '../../../source/terminal/cells.js';
import {type Case, cases} from '../../session/dialogs/cases.js';
import {drawn} from '../drawn.js';

describe.each(Object.entries(cases))('the dialog %s', (_, situations) => {
	test.each(Object.entries<Case>(situations))(
		'is ASCII alone where it has to be, %s',
		(_name, on) => {
			for (const columns of [60, 80, 160]) {
				const stage = on.open();
				stage.tell({type: 'resized', columns, rows: 24});
				for (const row of drawn(stage, {ascii: true})) {
					expect(row).toMatch(/^[ -~]*$/);
					expect(cellsOf(row)).toBeLessThanOrEqual(columns);
				}
			}
		},
	);
});
