import {UploadIndex} from '../../../source/multipart/index/upload-index.js';
import {everyUpload} from '../../../source/multipart/query/query.js';

/** Fills an index, reads all parts, leaves every order once, and writes what each upload took beyond its text. */
const uploads = 200_000;
const textBytes = 60;

function held(): number {
	globalThis.gc?.();
	globalThis.gc?.();
	const {heapUsed, arrayBuffers} = process.memoryUsage();
	return heapUsed + arrayBuffers;
}

const upload = (number: number) => ({
	key: String(number).padEnd(textBytes, 'k'),
	uploadId: String(number).padEnd(textBytes, 'i'),
	initiated: 1e12 + number,
	keyCertain: true,
	storageClass: 'STANDARD',
	owner: {id: 'owner'},
	initiator: {id: `user-${number % 5}`},
});

const before = held();
const index = new UploadIndex();
index.beginListing();
for (let from = 0; from < uploads; from += 1000)
	index.add(Array.from({length: 1000}, (_, at) => upload(from + at)));
for (let number = 0; number < uploads; number++)
	index.setReading(upload(number), {
		kind: 'read',
		summary: {
			count: number % 100,
			bytes: number * 1e6,
			lastPart: 1e12 + number,
			fingerprint: number,
		},
	});
index.setView({query: everyUpload, sort: 'size', reverse: true});
index.deriveAll();
const full = held();
index.markShown();
index.beginListing();
index.endListing();
process.stdout.write(
	JSON.stringify({
		each: (full - before) / uploads - 2 * textBytes,
		left: (held() - before) / uploads,
		count: index.count,
	}),
);
