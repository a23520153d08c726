import {missingPackages, startCeph} from '../../scripts/ceph.mjs';

/** Starts the Ceph that `realServer` finds, for the whole run. What is missing is a failure. */
export async function setup() {
	const missing = missingPackages();
	if (missing.length > 0)
		throw new Error(`These tests need the Debian packages ${missing.join(', ')}.`);
	const ceph = await startCeph();
	process.env.PARTWAY_TEST_ENDPOINT = ceph.endpoint;
	process.env.PARTWAY_TEST_USERS = JSON.stringify(ceph.users);
	return () => ceph.stop();
}
