import {setTimeout as pause} from 'node:timers/promises';
import {elementsOf, type RawAnswer, textOf} from '../../s3/conformance/answer.js';
import type {ListedPart, ScratchRequest} from '../../s3/conformance/requests.js';
import type {ScratchClient} from '../../s3/conformance/scratch-client.js';
import {whyUnusable} from '../../terminal/plain-file.js';
import type {Ledger, LedgerLine} from './ledger.js';
import {type Evidence, NotSeen} from './types.js';

/** An upload that a check began. */
export type Begun = {readonly key: string; readonly uploadId: string; readonly answer: RawAnswer};

/** A row of a list of uploads, as it came. */
export type UploadRow = {
	readonly key: string;
	readonly uploadId: string;
	readonly initiated?: string;
};

/** Bytes of the smallest part that may be followed by another: S3 User Guide, "Amazon S3 multipart upload limits". */
export const wholePart = 5 * 1024 * 1024;

/** Milliseconds before the first and the second repetition of a request that may be repeated; there is no third. */
const pauses = [200, 1000];

/** Sent again where nothing came of it: these change nothing, or the same. */
const repeatable = /^(?:List|Head|Get|Put|UploadPart)/;

/** What the checks work with: single requests, all noted. Names are those within the scratch prefix. */
export class Trial {
	readonly ledger: Ledger;
	/** Set once a list has shown an upload that was begun here. */
	listShows = false;
	readonly #client: ScratchClient;
	readonly #prefix: string;
	readonly #signal: AbortSignal | undefined;
	readonly #shared = new Map<string, {made: Promise<unknown>; evidence?: readonly Evidence[]}>();
	#evidence: Evidence[] = [];
	#seen: {uploadId?: string; requestId?: string; server?: string} = {};

	/** @param signal ends the run between two requests, not within one: what a request makes has to be known. */
	constructor(client: ScratchClient, prefix: string, ledger: Ledger, signal?: AbortSignal) {
		this.ledger = ledger;
		this.#client = client;
		this.#prefix = prefix;
		this.#signal = signal;
	}

	/** What tells which service it is, of the first upload that was begun. */
	get seen() {
		return this.#seen;
	}

	get isInterrupted(): boolean {
		return this.#signal?.aborted === true;
	}

	/** The requests that were looked at since this was asked last. */
	takeEvidence(): readonly Evidence[] {
		const taken = this.#evidence;
		this.#evidence = [];
		return taken;
	}

	key(name: string): string {
		return `${this.#prefix}${name}`;
	}

	/** What several checks look at is made once; its requests are the evidence of each. */
	async shared<T>(name: string, make: () => Promise<T>): Promise<T> {
		const known = this.#shared.get(name);
		if (known !== undefined) {
			this.#evidence.push(...(known.evidence ?? []));
			return known.made as Promise<T>;
		}
		const from = this.#evidence.length;
		const made = make();
		const shared: {made: Promise<unknown>; evidence?: readonly Evidence[]} = {made};
		this.#shared.set(name, shared);
		try {
			return await made;
		} finally {
			shared.evidence = this.#evidence.slice(from);
		}
	}

	/** Sends a request; what has no effect is repeated where the service is busy or nothing comes. */
	async send(request: ScratchRequest): Promise<RawAnswer> {
		for (const milliseconds of [...pauses, undefined]) {
			this.#signal?.throwIfAborted();
			const answer = await this.#client.send(request);
			const {operation, status, code, requestId} = answer;
			this.#evidence.push({operation, status, code, requestId});
			const isBusy = status === undefined || status === 429 || (status >= 500 && status !== 501);
			const isStream = request.operation === 'UploadPart' && request.length !== undefined;
			const isAgain = isBusy && repeatable.test(operation) && !isStream;
			if (!isAgain || milliseconds === undefined) return answer;
			await pause(milliseconds);
		}
		throw new Error('unreachable');
	}

	/** `ok`, or status and code. @throws NotSeen where that says nothing about the service. */
	outcome(answer: RawAnswer): string {
		const {status, code} = answer;
		if (status === undefined) throw new NotSeen({code: 'not-answered', what: code ?? ''});
		const what = `${status}${code === undefined ? '' : ` ${code}`}`;
		if (status === 429 || status === 503) throw new NotSeen({code: 'busy', what});
		if (status === 401 || status === 403) throw new NotSeen({code: 'denied', what});
		if (status === 502 || status === 504) throw new NotSeen({code: 'not-answered', what});
		return status < 300 && code === undefined ? 'ok' : what;
	}

	/** @throws NotSeen for an answer that is no yes. */
	#made(answer: RawAnswer): RawAnswer {
		const what = this.outcome(answer);
		if (what !== 'ok') throw new NotSeen({code: 'not-made', what: `${answer.operation} ${what}`});
		return answer;
	}

	/** @throws NotSeen where it cannot be written down: what nobody would find is not made. */
	#note(line: LedgerLine): void {
		try {
			this.ledger.note(line);
		} catch (error) {
			throw new NotSeen({code: 'not-made', what: whyUnusable(error)});
		}
	}

	async begin(name: string, more: {readonly crc32?: boolean} = {}): Promise<Begun> {
		const key = this.key(name);
		this.#note({does: 'create', key});
		const answer = this.#made(await this.send({operation: 'CreateMultipartUpload', key, ...more}));
		const uploadId = textOf(answer.root, 'UploadId');
		if (!uploadId)
			throw new NotSeen({code: 'not-made', what: 'CreateMultipartUpload without an id'});
		this.ledger.note({does: 'created', key, uploadId});
		const {requestId, headers} = answer;
		this.#seen = {uploadId, requestId, server: headers['server'], ...this.#seen};
		return {key, uploadId, answer};
	}

	/** Sends a part and gives it as a Complete names it. */
	async part(
		{key, uploadId}: Begun,
		number: number,
		body: Uint8Array,
		crc32?: string,
	): Promise<ListedPart> {
		const answer = await this.send({
			...{operation: 'UploadPart', key, uploadId, number, body},
			...(crc32 === undefined ? {} : {crc32}),
		});
		const etag = this.#made(answer).headers['etag'] ?? '';
		return {number, etag, ...(crc32 === undefined ? {} : {crc32})};
	}

	/** An upload of a single part of one byte, as most checks need it. */
	async small(name: string): Promise<{readonly upload: Begun; readonly parts: [ListedPart]}> {
		const upload = await this.begin(name);
		return {upload, parts: [await this.part(upload, 1, Buffer.from('x'))]};
	}

	/** An upload of two parts, of which the first is as large as it has to be. */
	async large(
		name: string,
		numbers: readonly [number, number] = [1, 2],
	): Promise<{readonly upload: Begun; readonly parts: [ListedPart, ListedPart]}> {
		const upload = await this.begin(name);
		const first = await this.part(upload, numbers[0], Buffer.alloc(wholePart, 'partway '));
		return {upload, parts: [first, await this.part(upload, numbers[1], Buffer.from('x'))]};
	}

	/** Sends a Complete, once. */
	async complete(
		{key, uploadId}: Pick<Begun, 'key' | 'uploadId'>,
		parts: readonly ListedPart[],
		more: {
			readonly ifNoneMatch?: '*';
			readonly ifMatch?: string;
			readonly size?: number;
		} = {},
	): Promise<RawAnswer> {
		this.#signal?.throwIfAborted();
		this.#note({does: 'complete', key, uploadId, at: Date.now()});
		const answer = await this.send({
			...{operation: 'CompleteMultipartUpload', key, uploadId, parts},
			...more,
		});
		if (isAnswered(answer)) this.ledger.note({does: 'completed', uploadId});
		return answer;
	}

	abort({key, uploadId}: Pick<Begun, 'key' | 'uploadId'>): Promise<RawAnswer> {
		return this.send({operation: 'AbortMultipartUpload', key, uploadId});
	}

	listParts(
		{key, uploadId}: Pick<Begun, 'key' | 'uploadId'>,
		more: {readonly max?: number; readonly marker?: string} = {},
	): Promise<RawAnswer> {
		return this.send({operation: 'ListParts', key, uploadId, ...more});
	}

	async put(name: string, body: string): Promise<RawAnswer> {
		const key = this.key(name);
		this.#note({does: 'put', key});
		return this.#made(await this.send({operation: 'PutObject', key, body: Buffer.from(body)}));
	}

	head(name: string): Promise<RawAnswer> {
		return this.send({operation: 'HeadObject', key: this.key(name)});
	}

	/** One page of uploads under a prefix, as it comes. @throws NotSeen where there is none. */
	async page(
		prefix: string,
		more: Omit<
			Extract<ScratchRequest, {operation: 'ListMultipartUploads'}>,
			'operation' | 'prefix'
		> = {},
	): Promise<{readonly rows: readonly UploadRow[]; readonly answer: RawAnswer}> {
		const operation = 'ListMultipartUploads';
		const answer = this.#made(await this.send({operation, prefix: this.key(prefix), ...more}));
		const rows = uploadRows(answer);
		this.listShows ||= rows.some(({uploadId}) => this.ledger.uploads.has(uploadId));
		return {answer, rows};
	}
}

/** The rows of a page of uploads. */
export function uploadRows({root}: RawAnswer): readonly UploadRow[] {
	return elementsOf(root, 'Upload').map(row => ({
		key: textOf(row, 'Key') ?? '',
		uploadId: textOf(row, 'UploadId') ?? '',
		initiated: textOf(row, 'Initiated'),
	}));
}

/** Where a list goes on: by the markers that a page names, as partway does; behind its last row where it names none. Undefined at the end. */
export function nextPage(
	answer: RawAnswer,
	last: UploadRow | undefined,
): {readonly keyMarker?: string; readonly uploadIdMarker?: string} | undefined {
	if (textOf(answer.root, 'IsTruncated') !== 'true' || last === undefined) return undefined;
	const key = textOf(answer.root, 'NextKeyMarker') || undefined;
	const id = textOf(answer.root, 'NextUploadIdMarker') || undefined;
	if (key === undefined && id === undefined)
		return {keyMarker: last.key, uploadIdMarker: last.uploadId};
	return {
		...(key === undefined ? {} : {keyMarker: key}),
		...(id === undefined ? {} : {uploadIdMarker: id}),
	};
}

/** Whether the service itself said something: a proxy that waited too long did not. */
export function isAnswered({status, code}: RawAnswer): boolean {
	if (status === undefined || status === 408) return false;
	return status < 500 || (code !== undefined && status !== 502 && status !== 504);
}
