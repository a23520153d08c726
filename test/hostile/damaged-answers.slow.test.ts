import {test} from 'vitest';
import {damageBySeeds} from './damaged-answers.js';

const first = Number(process.env['SEED'] ?? 1_000_000);
const count = Number(process.env['COUNT'] ?? 4000);

test(`of the damaged answers of ${count} seeds from ${first} on none makes anything so that is not`, async () => {
	await damageBySeeds(first, count);
}, 3_600_000);
