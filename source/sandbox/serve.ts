import {readFile} from 'node:fs/promises';
import {seedDemo, startDemoTicker} from './demo.js';
import {readFaults} from './faults-file.js';
import {routes} from './routes.js';
import {type Sandbox, startSandbox} from './sandbox.js';
import {fillUploads} from './serve-fill.js';
import type {ServeOptions} from './serve-options.js';

/**
 * Starts a sandbox as it was asked for: filled, and failing as its file of faults says. Throws
 * FaultsFileError, and what Node says to a file that cannot be read or a port that is taken.
 */
export async function serve(options: ServeOptions): Promise<Sandbox> {
	const {port, users, like, latency, trueTimes, content} = options;
	// Before it listens, so that a file that is wrong leaves nothing behind.
	const operations = routes.map(({operation}) => operation).concat('Unknown');
	const faults =
		options.faults === undefined
			? []
			: readFaults(await readFile(options.faults, 'utf8'), operations);
	const sandbox = await startSandbox({port, users, like, latency, trueTimes});
	for (const fault of faults) sandbox.faults.add(fault);
	if (content === 'demo') startDemoTicker(sandbox, seedDemo(sandbox));
	else if (content !== 'nothing') fillUploads(sandbox, content.uploads, content.parts);
	return sandbox;
}

/** What a client needs to know of a sandbox, for a line of JSON. */
export function describeSandbox({endpoint, region, like, users, store}: Sandbox) {
	return {
		endpoint,
		region,
		like,
		users: users.map(({name, accessKeyId, secretAccessKey}) => ({
			name,
			accessKeyId,
			secretAccessKey,
		})),
		buckets: store.buckets().map(({name, owner, uploads}) => ({
			name,
			owner: owner.name,
			uploads: uploads.size,
		})),
	};
}
