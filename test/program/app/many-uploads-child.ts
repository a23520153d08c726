import {once} from 'node:events';
import {startSandbox} from '../../../source/sandbox/sandbox.js';

/**
 * A server in a process of its own, so that it takes no time from the one that measures: a bucket
 * `media` with as many uploads as its first argument says, every answer as late as the second says in
 * milliseconds. Tells its endpoint in one line and stays until it is killed. The last page of the
 * first listing waits for a byte on stdin, so that what is done before happens while it is listed.
 */
const [count = 0, latency = 0] = process.argv.slice(2).map(Number);
const sandbox = await startSandbox({latency});
sandbox.seed.bucket('media');
const initiated = sandbox.now() - 7 * 24 * 3_600_000;
for (let nth = 1; nth <= count; nth++)
	sandbox.seed.upload({
		bucket: 'media',
		key: `camera-${String(nth % 40).padStart(2, '0')}/${String(nth).padStart(6, '0')}.mxf`,
		initiated,
		parts: [1, 2].map(number => ({number, size: 8 * 2 ** 20})),
	});
sandbox.faults.add({
	operation: 'ListMultipartUploads',
	call: Math.ceil(count / 1000),
	action: {hold: once(process.stdin, 'data').then(() => {}), when: 'before'},
});
process.stdout.write(`${sandbox.endpoint}\n`);
