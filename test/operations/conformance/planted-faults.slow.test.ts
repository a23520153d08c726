import {describe, expect, test} from 'vitest';
import {tryOn} from './conformance-stage.js';
import {plantedFaults} from './planted-faults.js';

describe('of a service with one fault, a conformance run says just that', () => {
	test.each(plantedFaults)('$name', async ({found, alter, plant, clock, leaves}) => {
		const {differs, result, stays} = await tryOn(
			{
				...(alter === undefined ? {} : {alter}),
				...(clock === undefined ? {} : {now: () => Date.now() + clock}),
			},
			plant,
		);
		expect([...differs].sort()).toEqual([...found].sort());
		// What is said to be gone is gone, and what stays is said to stay.
		expect(result.removal.left.length > 0).toBe(leaves === true);
		if (leaves !== true) expect(stays).toEqual([]);
	});
});
