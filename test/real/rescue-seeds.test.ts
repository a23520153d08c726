import {test} from 'vitest';
import {rescueKilledUploads, runsOr} from '../clients/rescue/rescue-runs.js';
import {watchedServer} from '../clients/rescue/watching-proxy.js';
import {wholePart} from '../contract/service.js';
import {realServer} from './server.js';

/** `RUNS=100 SEED=1` by hand. */
const runs = runsOr(8);

test(`${runs} uploads to a real server whose client was killed are finished by a rescue that is killed as well`, async () => {
	const {endpoint, alice} = realServer();
	const user = {...alice, name: 'alice'};
	const service = await watchedServer({endpoint, user, like: 'ceph', minPartSize: wholePart});
	await rescueKilledUploads(runs, async () => service);
}, 7_200_000);
