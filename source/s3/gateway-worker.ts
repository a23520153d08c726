import {parentPort} from 'node:worker_threads';
import {serveGateways} from './gateway-host.js';

// What a thread runs: built as a file of its own.
if (parentPort !== null) serveGateways(parentPort);
