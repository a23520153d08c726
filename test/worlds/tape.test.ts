import {expect} from 'vitest';
import {tapeWorld} from './tape.js';
import {test, toWorld} from './world-test.js';

test('the plain world is one that partway completes', async ({world, pipe}) => {
	const served = await world(tapeWorld());
	const {code, stdout} = await pipe(
		...toWorld(served, 'complete', 's3://media/raw/tape.tar', '--upload-id', 'UPLOAD1', '--yes'),
	).ended;
	expect(stdout).toContain('Done');
	expect(code).toBe(0);
	expect(served.asked.filter(line => line.startsWith('POST'))).toHaveLength(1);
});
