import fc from 'fast-check';
import {expect, test} from 'vitest';
import {SortedList} from '../../source/sandbox/store/sorted-list.js';

test('a list stays what a plain array sorted anew would be', () => {
	const values = fc.integer({min: 0, max: 20});
	const step = fc.oneof(
		fc.record({add: fc.array(values, {maxLength: 40})}),
		fc.record({remove: fc.nat()}),
		fc.record({find: values}),
	);
	fc.assert(
		fc.property(fc.array(step, {maxLength: 30}), steps => {
			const list = new SortedList<{value: number}>((a, b) => a.value - b.value);
			let model: Array<{value: number}> = [];
			let last: {value: number} | undefined;
			for (const action of steps) {
				if ('add' in action) {
					const items = action.add.map(value => ({value}));
					for (const item of items) list.add(item);
					model.push(...items);
				} else if ('remove' in action && model.length > 0) {
					last = model[action.remove % model.length]!;
					list.delete(last);
					model = model.filter(item => item !== last);
				} else if ('find' in action) {
					const at = list.firstIndex(({value}) => value >= action.find);
					expect(at).toBe(model.filter(({value}) => value < action.find).length);
				}
				expect(list.size).toBe(model.length);
			}
			if (last !== undefined) {
				list.add(last);
				model.push(last);
			}
			const sorted = list.items();
			expect(sorted.map(({value}) => value)).toEqual(
				model.map(({value}) => value).sort((a, b) => a - b),
			);
			expect(new Set(sorted)).toEqual(new Set(model));
		}),
	);
});
