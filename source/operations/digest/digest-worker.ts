import {parentPort, workerData} from 'node:worker_threads';
import type {FileToDigest} from './digest-messages.js';
import {serveDigests} from './serve-digests.js';

// What a thread runs: built as a file of its own.
if (parentPort !== null) serveDigests(parentPort, workerData as FileToDigest);
