import type {Credentials, Server} from '../contract/service.js';

/** The server that `npm run test:real` started. Throws when it was not it that runs the test. */
export function realServer(): Server {
	const endpoint = process.env['PARTWAY_TEST_ENDPOINT'];
	const users = process.env['PARTWAY_TEST_USERS'];
	if (endpoint === undefined || users === undefined)
		throw new Error('These tests need a server: run them with npm run test:real.');
	const [alice, bob] = JSON.parse(users) as Credentials[];
	return {endpoint, alice: alice!, bob: bob!};
}
