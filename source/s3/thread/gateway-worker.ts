import {parentPort} from 'node:worker_threads';
import {stackWithoutSecrets} from '../../terminal/crash.js';
import {serveGateways} from './gateway-host.js';
import type {FromThread} from './thread-messages.js';

// What a thread runs: built as a file of its own.
if (parentPort !== null) {
	const port = parentPort;
	serveGateways(port);
	// Only this thread knows the secrets that it fetched: what it fails with is shown from here.
	process.on('uncaughtException', error => {
		const crash: FromThread = {type: 'crash', stack: stackWithoutSecrets(error)};
		port.postMessage(crash);
	});
}
