import {expect, test} from 'vitest';
import {planOf, shrunk} from './plan.js';

test('the shortest session that shows the same is found', async () => {
	const plan = {
		...planOf(1),
		troubles: ['loss', 'kill', 'disk', 'others'] as const,
		steps: 30,
		lives: 3,
		uploads: 9,
	};
	const least = await shrunk(
		plan,
		async ({troubles, steps, uploads}) => troubles.includes('kill') && steps >= 4 && uploads >= 2,
	);
	expect(least).toMatchObject({troubles: ['kill'], steps: 4, uploads: 2, lives: 1});
});
