import {isDeepStrictEqual} from 'node:util';
import {describe, expect, test} from 'vitest';
import {allCases} from './all-cases.js';
import {differences} from './differences.js';

describe('the table of differences', () => {
	test('no two cases have one name', () => {
		const names = allCases.map(({name}) => name);
		expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
	});

	for (const [personality, table] of Object.entries(differences)) {
		test(`${personality}: every entry is of a case, and is a difference`, () => {
			const idle = Object.entries(table).filter(([name, observed]) => {
				const found = allCases.find(one => one.name === name);
				return found === undefined || isDeepStrictEqual(found.aws, observed);
			});
			expect(idle.map(([name]) => name)).toEqual([]);
		});
	}
});
