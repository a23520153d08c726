import {createHmac, hash} from 'node:crypto';
import type {AwsCredentialIdentity} from '@smithy/types';
import {lastKept} from '../answer/last-kept.js';

/** SHA-256 of nothing. */
const ofNoBody = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** Headers that no signature covers (as @smithy/signature-v4 has it): of those that the SDK sends here. */
export const unsigned: ReadonlySet<string> = new Set(['user-agent', 'x-amzn-trace-id']);

/** A request without a body. Its query is in the path, in the order in which it is signed. */
export type Signable = {
	readonly method: string;
	readonly path: string;
	readonly query: string;
	readonly headers: Record<string, string>;
};

/**
 * Signs the requests for S3 in one region by Signature Version 4 (AWS General Reference), each with the headers that
 * it adds: the time, the token of a session, the hash of the body. The key of a day is kept for as long as the
 * credentials are the same.
 */
export class Signer {
	readonly #region: string;
	#second = {is: Number.NaN, written: ''};
	/** What is signed of headers with these names, which are mostly the same, in the order in which they stand. */
	readonly #namesOf = lastKept(joined => {
		const names = joined
			.split(',')
			.filter(name => !unsigned.has(name))
			.sort();
		return {names, signed: names.join(';')};
	});
	#key: {readonly of: string; readonly bytes: Buffer} | undefined;

	constructor(region: string) {
		this.#region = region;
	}

	/** @param time milliseconds since the epoch. */
	sign({method, path, query, headers}: Signable, by: AwsCredentialIdentity, time: number): void {
		const at = this.#written(time);
		headers['x-amz-date'] = at;
		if (by.sessionToken) headers['x-amz-security-token'] = by.sessionToken;
		headers['x-amz-content-sha256'] = ofNoBody;
		const {names, signed} = this.#namesOf(Object.keys(headers).join());
		let lines = '';
		for (const name of names) lines += `${name}:${canonical(headers[name] ?? '')}\n`;
		const asked = `${method}\n${path}\n${query}\n${lines}\n${signed}\n${ofNoBody}`;
		const day = at.slice(0, 8);
		const scope = `${day}/${this.#region}/s3/aws4_request`;
		const signature = createHmac('sha256', this.#keyOf(day, by.secretAccessKey))
			.update(`AWS4-HMAC-SHA256\n${at}\n${scope}\n${hash('sha256', asked)}`)
			.digest('hex');
		headers['authorization'] =
			`AWS4-HMAC-SHA256 Credential=${by.accessKeyId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`;
	}

	/** `20261122T101112Z`: of a second in which there may be many. */
	#written(time: number): string {
		const second = Math.floor(time / 1000);
		if (this.#second.is !== second) {
			const written = new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '');
			this.#second = {is: second, written};
		}
		return this.#second.written;
	}

	#keyOf(day: string, secret: string): Buffer {
		const of = `${day}${secret}`;
		if (this.#key?.of !== of) {
			let bytes: Buffer | string = `AWS4${secret}`;
			for (const data of [day, this.#region, 's3', 'aws4_request'])
				bytes = createHmac('sha256', bytes).update(data).digest();
			this.#key = {of, bytes: bytes as Buffer};
		}
		return this.#key.bytes;
	}
}

function canonical(value: string): string {
	return value.includes('  ') || value.includes('\t') || value !== value.trim()
		? value
				.replace(/[\r\n]/g, ' ')
				.replace(/[ \t]+/g, ' ')
				.replace(/^ | $/g, '')
		: value;
}
