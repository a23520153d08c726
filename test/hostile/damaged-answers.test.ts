import {expect, test} from 'vitest';
import {damageBySeeds} from './damaged-answers.js';

const count = 200;

test(`of ${count} damaged answers and more none makes an upload that is there gone or stalled, or a Complete done that is not`, async () => {
	const said = await damageBySeeds(1, count);
	// Else nothing was looked at.
	for (const what of [
		'look: active',
		'look: unknown',
		'prove: there',
		'abort: gone',
		'complete: done',
	])
		expect([what, said.get(what) ?? 0]).toEqual([what, expect.toSatisfy(times => times > 2)]);
});
