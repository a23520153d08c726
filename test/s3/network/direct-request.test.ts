import {Agent} from 'node:http';
import {connect, type NetConnectOpts} from 'node:net';
import {Readable} from 'node:stream';
import {HttpRequest} from '@smithy/core/protocols';
import {expect, onTestFinished, test} from 'vitest';
import {sendDirectly} from '../../../source/s3/network/direct-request.js';
import {startRawServer} from '../raw-server.js';

/** An agent whose connections call back when they were silent for too long, and are left alone from then on. */
function agentThatTells(onSilence: () => void): Agent {
	return Object.assign(new Agent(), {
		createConnection(options: NetConnectOpts) {
			const socket = connect(options);
			return socket.once('timeout', () => {
				socket.setTimeout(0);
				setImmediate(onSilence);
			});
		},
	});
}

test('while a part is not read from its disk yet it is not the server that is silent', async () => {
	const server = await startRawServer(() => ({body: 'taken'}));
	onTestFinished(() => server.close());
	const body = new Readable({read() {}});
	const agent = agentThatTells(() => {
		body.push('part');
		body.push(null);
	});
	const {hostname, port} = new URL(server.endpoint);
	const request = new HttpRequest({
		...{protocol: 'http:', hostname, port: Number(port), method: 'PUT', path: '/b/k', body},
		headers: {'content-length': '4'},
	});
	const {response} = await sendDirectly(request, agent, {connect: 60_000, silence: 20});
	expect(response.statusCode).toBe(200);
	(response.body as Readable).resume();
	expect(server.seen.map(seen => seen.body)).toEqual(['part']);
});
