import {test} from 'vitest';
import {chosenRuns, rescueKilledUploads} from './rescue-runs.js';
import {type WatchedService, watchedSandbox} from './watched-service.js';

const services = ['aws', 'r2', 'minio', 'seaweedfs'] as const;

/** `RUNS=1000 SEED=1` by hand. */
const chosen = chosenRuns(30, 20_261_122);

test(`${chosen.runs} uploads whose client was killed are finished by a rescue that is killed as well`, async () => {
	const started = new Map<string, WatchedService>();
	await rescueKilledUploads(chosen, async random => {
		const like = random.pick(services);
		const service = started.get(like) ?? (await watchedSandbox(like));
		started.set(like, service);
		return service;
	});
}, 7_200_000);
