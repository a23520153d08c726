import type {ServerResponse} from 'node:http';
import type {Reply} from './reply.js';
import {splitDeclaration} from './xml.js';

/**
 * Answers 200 before the result is known and sends spaces meanwhile, as S3 does when completing an
 * upload takes long. The XML declaration goes first, or the spaces would make the document invalid.
 */
export class EarlyAnswer {
	readonly #outgoing: ServerResponse;
	readonly #timer: NodeJS.Timeout;

	/** @param every - milliseconds between two spaces */
	constructor(outgoing: ServerResponse, every: number) {
		this.#outgoing = outgoing;
		outgoing.writeHead(200, {'Content-Type': 'application/xml'});
		outgoing.write(splitDeclaration('')[0]);
		this.#timer = setInterval(() => outgoing.write(' '), every);
		this.#timer.unref();
		outgoing.once('close', () => clearInterval(this.#timer));
	}

	/** Sends the result, or the error that it turned out to be, under the 200 that went before. */
	finish(reply: Reply): void {
		clearInterval(this.#timer);
		this.#outgoing.end(splitDeclaration(typeof reply.body === 'string' ? reply.body : '')[1]);
	}
}
