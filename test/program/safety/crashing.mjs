import {subscribe} from 'node:diagnostics_channel';
import {isMainThread} from 'node:worker_threads';

/**
 * Loaded into the program before it starts: an error that holds all that it could, in its words and
 * beside them, and that nobody catches. CRASH_IN says where: at USR2 in the thread of the screen, or
 * behind the first signed request of any thread.
 */
const {CRASH_IN, CRASH_WORDS} = process.env;

function fail(headers) {
	throw Object.assign(new Error(`CRASH of ${CRASH_WORDS} with ${JSON.stringify(headers)}`), {
		headers,
		words: CRASH_WORDS,
	});
}

if (CRASH_IN === 'screen' && isMainThread) process.on('SIGUSR2', () => fail({}));

if (CRASH_IN === 'request')
	subscribe('http.client.request.start', ({request}) => {
		const headers = request.getHeaders();
		if (/^AWS4/.test(headers.authorization)) setImmediate(fail, headers);
	});
