import fc from 'fast-check';
import {expect, test} from 'vitest';
import {aws} from '../../source/sandbox/personalities/aws.js';
import {Seed} from '../../source/sandbox/seed.js';
import {SortedList} from '../../source/sandbox/store/sorted-list.js';
import {Store} from '../../source/sandbox/store/store.js';
import {sampleUsers} from '../../source/sandbox/users.js';

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

test('many uploads at once are in the order of their bytes, whatever their keys hold', () => {
	const plain = fc.string({unit: fc.constantFrom('a', 'b', '/', 'é', '\ud7ff'), maxLength: 3});
	const any = fc.string({
		unit: fc.constantFrom('a', '\ud7ff', '\ue000', '\uffff', '😀'),
		maxLength: 3,
	});
	const uploads = (keys: fc.Arbitrary<string>) =>
		fc.array(fc.record({key: keys, initiated: fc.nat({max: 2})}), {minLength: 32, maxLength: 50});
	fc.assert(
		fc.property(fc.oneof(uploads(plain), uploads(any)), list => {
			const store = new Store();
			const user = sampleUsers[0]!;
			store.createBucket('bucket', user, 0);
			const seed = new Seed(store, sampleUsers, () => 0, aws);
			const rows = list.map(row => ({...row, id: seed.upload({bucket: 'bucket', ...row})}));
			const model = rows.sort(
				(a, b) =>
					Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)) ||
					a.initiated - b.initiated ||
					(a.id < b.id ? -1 : 1),
			);
			const listed = store
				.bucket('bucket')
				?.uploads.items()
				.map(({id}) => id);
			expect(listed).toEqual(model.map(({id}) => id));
		}),
	);
});
