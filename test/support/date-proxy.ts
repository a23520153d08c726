import {once} from 'node:events';
import {Agent, createServer, request} from 'node:http';
import type {AddressInfo} from 'node:net';
import {onTestFinished} from 'vitest';

/**
 * Passes all on to an endpoint, as a node of it whose clock is off: `hoursOff` says by how much the Date of the
 * nth answer (from 1) is, by the method and the decoded path of what was asked.
 */
export async function dateProxy(
	endpoint: string,
	hoursOff: (nth: number, asked: string) => number,
): Promise<{readonly endpoint: string}> {
	const agent = new Agent({keepAlive: true});
	let count = 0;
	const server = createServer((incoming, outgoing) => {
		const {method, url = '/', headers} = incoming;
		const {hostname, port} = new URL(endpoint);
		const passed = request({hostname, port, method, path: url, headers, agent}, answer => {
			const off = hoursOff(++count, `${method} ${decodeURIComponent(url)}`);
			const date = new Date(Date.parse(answer.headers.date ?? '') + off * 3_600_000);
			outgoing.writeHead(answer.statusCode ?? 500, {...answer.headers, date: date.toUTCString()});
			answer.pipe(outgoing);
		});
		passed.on('error', () => outgoing.destroy());
		incoming.pipe(passed);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(async () => {
		agent.destroy();
		server.closeAllConnections();
		server.close();
		await once(server, 'close');
	});
	return {endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`};
}
