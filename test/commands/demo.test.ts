import {expect, onTestFinished, test, vi} from 'vitest';
import {startDemo} from '../../source/commands/demo.js';
import {listConnections} from '../../source/profiles/resolve/resolve.js';
import {loadConnectionSources} from '../../source/profiles/resolve/sources.js';
import type {Gateway} from '../../source/s3/gateway/gateway.js';
import {connect} from '../../source/session/connections/connect.js';

async function demo(readOnly = false) {
	vi.stubEnv('AWS_ACCESS_KEY_ID', 'PLANTED');
	vi.stubEnv('AWS_ENDPOINT_URL', 'https://planted.example.com');
	// The demo sets them itself.
	vi.stubEnv('AWS_CONFIG_FILE', undefined);
	vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', undefined);
	onTestFinished(() => {
		vi.unstubAllEnvs();
	});
	const started = await startDemo(readOnly);
	onTestFinished(started.close);
	const {env, settings, connection, price} = started;
	const launch = {kind: 'settings', label: connection, demo: true, settings, price} as const;
	const openGateway = ({endpoint = ''}): Gateway => ({endpoint, terms: {}}) as Gateway;
	return {
		...started,
		known: await loadConnectionSources(env),
		connect: async (name: string | undefined) => {
			const result = await connect(launch, name, false, env, {openGateway});
			if (result.kind !== 'connected') throw new Error(JSON.stringify(result));
			return result;
		},
	};
}

test('the demo has connections of its own, and shows none of the user', async () => {
	const {known, env, settings, connection, price, connect, bucket} = await demo();
	expect(known.problems).toEqual([]);
	expect(listConnections(known)).toMatchObject([
		{source: 'own', name: 'demo', endpoint: settings.endpoint, profile: {price}},
		{source: 'own', name: 'demo-partner', endpoint: settings.endpoint},
	]);
	expect(JSON.stringify(env)).not.toMatch(/planted/i);
	expect((await connect(undefined)).info).toMatchObject({label: connection, demo: true, price});
	const again = await connect(connection);
	expect(again.info).toMatchObject({label: connection, demo: true, price, remembered: connection});
	expect(again.target).toEqual({bucket, prefix: ''});
});

test('another server that is added in it is no demo; read-only is kept for each', async () => {
	const {env, connect, connection} = await demo(true);
	const {openProfileStore} = await import('../../source/profiles/store/store.js');
	const endpoint = 'http://127.0.0.1:9';
	await openProfileStore(env).add({name: 'lab', endpoint, credentials: {kind: 'environment'}});
	expect((await connect('own:lab')).info).toMatchObject({demo: false, readOnly: true});
	expect((await connect(connection)).info).toMatchObject({demo: true, readOnly: true});
});
