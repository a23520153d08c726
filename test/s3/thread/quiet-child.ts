import {errorXml, gatewayTo, htmlPage, startRawServer, uploadsXml} from '../raw-server.js';

/**
 * Everything that makes the SDK or Node want to say something, in a process of its own: an old Node,
 * a full pool of connections, retries, time-outs, broken answers. Prints only `done`, on the last line.
 */
const server = await startRawServer((seen, count, response) => {
	const bucket = seen.url.split(/[/?]/)[1];
	if (bucket === 'silent') return undefined;
	if (bucket === 'cut') {
		response.destroy();
		return undefined;
	}
	if (bucket === 'busy') return {status: 503, body: errorXml('SlowDown')};
	if (bucket === 'page') return {status: 502, body: htmlPage};
	if (bucket === 'broken') return {body: '<ListMultipartUploadsResult><Upload>'};
	return count % 7 === 0 ? {status: 500} : {body: uploadsXml('')};
});
/** More than three times what the pool of connections holds, until the SDK has looked at it. */
async function fillPool(): Promise<void> {
	const patient = gatewayTo(
		server.endpoint,
		{},
		{connect: 100, readSilence: 9000, actSilence: 9000, partSilence: 9000},
	);
	const left = new AbortController();
	const waiting = Array.from({length: 200}, () =>
		patient.listUploadsPage({bucket: 'silent'}, left.signal),
	);
	setTimeout(() => left.abort(), 2500);
	await Promise.allSettled(waiting);
	patient.close();
}

const gateway = gatewayTo(
	server.endpoint,
	{},
	{connect: 500, readSilence: 300, actSilence: 300, partSilence: 300},
);
const target = {bucket: 'silent', key: 'k', uploadId: 'u'};
const crowd = Array.from({length: 300}, () => gateway.listUploadsPage({bucket: 'crowd'}));
await Promise.allSettled([
	...crowd,
	...['silent', 'cut', 'busy', 'page', 'broken'].map(bucket => gateway.listUploadsPage({bucket})),
	gateway.abort(target),
	gateway.complete({...target, parts: [], onlyIfAbsent: true}),
	fillPool(),
	gatewayTo(server.endpoint, {credentials: {kind: 'aws-profile', name: 'nobody'}}).listBuckets(),
]);
gateway.close();
await server.close();
console.log('done');
