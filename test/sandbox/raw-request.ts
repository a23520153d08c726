import {request as httpRequest, type IncomingHttpHeaders} from 'node:http';

export type RawAnswer = {
	status: number;
	headers: IncomingHttpHeaders;
	body: string;
};

/** Sends exactly these headers and bytes; what a client library would refuse to send. */
export function rawRequest(
	endpoint: string,
	options: {
		method?: string;
		path: string;
		headers?: Record<string, string>;
		body?: string | Buffer;
	},
): Promise<RawAnswer> {
	const {hostname, port} = new URL(endpoint);
	const {method = 'GET', path, headers, body} = options;
	return new Promise((resolve, reject) => {
		const request = httpRequest({hostname, port, method, path, headers, agent: false});
		request.on('error', reject);
		request.on('response', response => {
			const pieces: Buffer[] = [];
			response.on('data', piece => pieces.push(piece));
			response.on('error', reject);
			response.on('end', () =>
				resolve({
					status: response.statusCode ?? 0,
					headers: response.headers,
					body: Buffer.concat(pieces).toString(),
				}),
			);
		});
		request.end(body);
	});
}
