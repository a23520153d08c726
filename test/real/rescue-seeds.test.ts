import {test} from 'vitest';
import {chosenRuns, rescueKilledUploads} from '../clients/rescue/rescue-runs.js';
import {watchedServer} from '../clients/rescue/watching-proxy.js';
import {wholePart} from '../contract/service.js';
import {realServer} from './server.js';

/** `RUNS=100 SEED=1` by hand. Of the eight from 71 on four are killed while parts are sent. */
const chosen = chosenRuns(8, 71);

test(`${chosen.runs} uploads to a real server whose client was killed are finished by a rescue that is killed as well`, async () => {
	const {endpoint, alice} = realServer();
	const user = {...alice, name: 'alice'};
	const service = await watchedServer({endpoint, user, like: 'ceph', minPartSize: wholePart});
	await rescueKilledUploads(chosen, async () => service);
}, 7_200_000);
