import {Readable} from 'node:stream';
import {OverlongAnswer} from './bounds.js';
import {WireError} from './wire-error.js';
import type {Answered} from './wire-response.js';

/** What is borne of a body. */
export type BodyBounds = {
	/** Bytes. */
	readonly longest: number;
	/** Whether the answer has to come at some rate: what keeps somebody waiting for an act may take its time. */
	readonly isRead: boolean;
	readonly answered: Answered;
};

/** Servers send pieces of some kilobytes; one that sends single bytes has Node make an object for each. */
const mostPieces = 1_000_000;

/** Milliseconds, and bytes for each second of them: what is slower by then is as good as silent, and would never end. */
const slowFor = 10 * 60_000;
const leastRate = 16;

/** After this many pieces they are joined: each of them holds all that the socket read with it. */
const joined = 1024;

/**
 * All of a body, in the pieces in which it arrives; many small ones are joined.
 *
 * @param onPiece is called with each as it comes.
 * @throws WireError where it is too long, or too slow.
 */
export async function collect(
	body: unknown,
	{longest, isRead, answered}: BodyBounds,
	onPiece?: (piece: Uint8Array) => void,
): Promise<Uint8Array[]> {
	const pieces: Uint8Array[] = [];
	let [count, bytes, lastJoined] = [0, 0, 0];
	const began = Date.now();
	const take = (piece: Uint8Array) => {
		pieces.push(piece);
		bytes += piece.length;
		if (bytes > longest || ++count > mostPieces) throw new OverlongAnswer('bytes', answered);
		const time = Date.now() - began;
		if (isRead && time > slowFor && bytes < (time / 1000) * leastRate)
			throw new WireError('SilenceTimeout', 'The server sends almost nothing.');
		if (pieces.length - lastJoined === joined)
			lastJoined = pieces.push(Buffer.concat(pieces.splice(lastJoined)));
		onPiece?.(piece);
	};
	if (body === undefined || body === null) return pieces;
	if (body instanceof Uint8Array) take(body);
	else if (body instanceof Readable) await listen(body, take);
	else for await (const piece of body as AsyncIterable<Uint8Array>) take(piece);
	return pieces;
}

/** As `for await` does it, at a fraction of its cost: most answers have a single piece. */
function listen(body: Readable, take: (piece: Uint8Array) => void): Promise<void> {
	return new Promise((resolve, reject) => {
		const fail = (error: unknown) => {
			reject(error);
			body.destroy();
		};
		body.on('data', (piece: Uint8Array) => {
			try {
				take(piece);
			} catch (error) {
				fail(error);
			}
		});
		let hasEnded = false;
		body.on('end', () => {
			hasEnded = true;
			resolve();
		});
		body.on('error', reject);
		body.on('close', () => {
			// Every body closes, and an error takes long to make. One that failed has said so before.
			if (hasEnded) return;
			reject(new WireError('CutAnswer', ''));
		});
	});
}
