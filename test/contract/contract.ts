import {describe, expect, test} from 'vitest';
import {allCases} from './all-cases.js';
import {type Differences, differences, type Personality} from './differences.js';
import {BucketFixture, type Server} from './service.js';

/**
 * Declares the tests that hold a server against the contract.
 *
 * @param server is asked once the tests run, so that a hook may start it
 * @param personality names a column of the table of differences; without one the server must be S3
 */
export function holdToContract(server: () => Server, personality?: Personality): void {
	const known: Differences = personality === undefined ? {} : differences[personality];

	describe(`the contract, as ${personality ?? 'S3'} keeps it`, () => {
		for (const {name, observe, aws} of allCases)
			test(name, async () => {
				const fixture = await BucketFixture.open(server());
				try {
					expect(await observe(fixture)).toEqual(name in known ? known[name] : aws);
				} finally {
					fixture.close();
				}
			});
	});
}
