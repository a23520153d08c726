import {describe, expect, test} from 'vitest';
import {type Case, cases} from '../../session/dialogs/cases.js';
import {listed, listStage} from '../../session/list-stage.js';
import type {Stage} from '../../session/stage.js';
import {drawn} from '../drawn.js';

/** The rows before and after something is said, without the row that it is said in: the one over the keys. */
function around(on: Pick<Stage, 'state' | 'rows' | 'tell'>, tone: 'info' | 'bad') {
	const before = drawn(on);
	on.tell({type: 'noticed', text: 'Something was said.', tone});
	const after = drawn(on);
	expect(after.at(-2)).toContain('Something was said.');
	return [before, after].map(rows => rows.toSpliced(-2, 1));
}

describe.each(['info', 'bad'] as const)('what is said covers neither dialog nor keys: %s', tone => {
	describe.each(Object.entries(cases))('in the dialog %s', (_, situations) => {
		test.each(Object.entries<Case>(situations))('%s', (_name, {open}) => {
			const [before, after] = around(open(), tone);
			expect(after).toEqual(before);
		});
	});

	test('nor a row of the list', () => {
		const [before, after] = around(listStage([listed('a'), listed('b')]), tone);
		expect(after).toEqual(before);
	});
});
