import {setTimeout as delay} from 'node:timers/promises';
import {bareEtag} from '../../multipart/etag.js';
import {lengthOf} from '../../multipart/rescue/part-layout.js';
import {
	checksumsOf,
	type DigestKind,
	type Digests,
	fieldOf,
	kindOfAlgorithm,
} from '../../multipart/rescue/proof.js';
import type {PartToSend, RescuePlan} from '../../multipart/rescue/rescue-plan.js';
import {losesCredentials, S3Failure} from '../../s3/failure/failure.js';
import type {Gateway, UploadPartAnswer} from '../../s3/gateway/gateway.js';
import type {RunControls} from '../abort-run/run-controls.js';
import {digestRanges} from '../digest/digest-ranges.js';
import type {RescueReason} from '../reason/rescue-reason.js';
import {reasonOfFile} from './local-file.js';
import type {PreparedRescue, RescueProgress, SentCount} from './rescue-types.js';
import {waitBefore, whyNotAgain} from './send-again.js';
import type {SentPartsFile} from './sent-parts.js';

export type SendPartsOptions = {
	readonly signal?: AbortSignal;
	readonly onProgress?: (progress: RescueProgress) => void;
	/** Pauses it, lets it go on, stops it; what is under way is waited for. */
	readonly controls?: RunControls;
	/** For tests. Rejects when the signal is aborted. */
	readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
};

/** How the sending ended. `trouble`: absent where all parts were sent. */
export type PartsSent = {
	readonly sent: SentCount;
	/** The ETags that the parts were answered by, and the digests of what they held. */
	readonly answers: ReadonlyMap<number, {readonly digests: Digests; readonly etag?: string}>;
	readonly trouble?: {
		readonly kind: 'failed' | 'stopped';
		readonly reason: RescueReason;
		readonly failure?: S3Failure;
	};
};

/** Ends the sending of all parts. */
class Ended extends Error {
	readonly trouble: NonNullable<PartsSent['trouble']>;

	constructor(trouble: NonNullable<PartsSent['trouble']>) {
		super(trouble.reason.code);
		this.trouble = trouble;
	}
}

/**
 * Sends the parts of a plan, side by side as the pace allows, each streamed from the file after its digests were taken. What each
 * holds is written down before it leaves.
 *
 * @throws what is a defect; everything else is in `trouble`.
 */
export async function sendParts(
	gateway: Gateway,
	prepared: PreparedRescue,
	written: SentPartsFile,
	options: SendPartsOptions,
): Promise<PartsSent> {
	const {plan, file} = prepared;
	const ending = new AbortController();
	const signals = options.signal === undefined ? [] : [options.signal];
	const signal = AbortSignal.any([ending.signal, ...signals]);
	const sending = new Sending(gateway, prepared, written, {...options, signal});
	const kinds = kindsFor(plan);
	const parts = new Map(plan.toSend.map(part => [part.partNumber, part]));
	const jobs = plan.toSend.map(({partNumber, start, end}) => ({partNumber, start, end, kinds}));
	const underWay = new Set<Promise<void>>();
	let trouble: PartsSent['trouble'];
	const leftNow = () => plan.toSend.length - sending.sent.parts;
	const end = (error: unknown) => {
		trouble ??= troubleOf(error, options.signal, leftNow());
		// What is under way when somebody stops it is waited for.
		if (trouble.kind === 'failed') ending.abort();
	};
	try {
		for await (const {partNumber, digests} of digestRanges(file.path, file.identity, jobs, {
			signal,
		})) {
			const part = parts.get(partNumber);
			if (part === undefined) continue;
			while (underWay.size >= Math.max(1, gateway.pace.width)) await Promise.race(underWay);
			if (trouble !== undefined) break;
			const work = sending
				.send(part, digests)
				.catch(end)
				.finally(() => underWay.delete(work));
			underWay.add(work);
		}
	} catch (error) {
		end(error);
	}
	await Promise.all(underWay);
	// A Complete is sent no more than a part by one that is paused or stopped.
	await released(options.controls, signal);
	if (options.controls?.isStopped)
		trouble ??= {kind: 'stopped', reason: {code: 'rescue-stopped', left: leftNow()}};
	return {sent: sending.sent, answers: sending.answers, trouble};
}

/** An MD5 goes with each part, so that every service can check what arrived; and the checksum that the upload asks for. */
function kindsFor({completion: {checksumAlgorithm}}: RescuePlan): readonly DigestKind[] {
	const kind = kindOfAlgorithm(checksumAlgorithm);
	return kind === undefined || kind === 'MD5' ? ['MD5'] : ['MD5', kind];
}

function troubleOf(
	error: unknown,
	signal: AbortSignal | undefined,
	left: number,
): NonNullable<PartsSent['trouble']> {
	if (error instanceof Ended) return error.trouble;
	const ofFile = reasonOfFile(error);
	if (ofFile !== undefined) return {kind: 'failed', reason: ofFile};
	if (signal?.aborted) return {kind: 'stopped', reason: {code: 'rescue-stopped', left}};
	throw error;
}

class Sending {
	readonly answers = new Map<number, {digests: Digests; etag?: string}>();
	#bytesDone = 0;
	#bytesSent = 0;
	readonly #gateway: Gateway;
	readonly #prepared: PreparedRescue;
	readonly #written: SentPartsFile;
	readonly #options: SendPartsOptions & {readonly signal: AbortSignal};
	readonly #kind: DigestKind | undefined;
	/** Whether ETags are seen to be MD5s here: then the one that is answered tells what arrived. */
	readonly #provesByEtag: boolean;

	constructor(
		gateway: Gateway,
		prepared: PreparedRescue,
		written: SentPartsFile,
		options: SendPartsOptions & {readonly signal: AbortSignal},
	) {
		const {plan} = prepared;
		this.#gateway = gateway;
		this.#prepared = prepared;
		this.#written = written;
		this.#options = options;
		this.#kind = kindOfAlgorithm(plan.completion.checksumAlgorithm);
		this.#provesByEtag = plan.parts.some(
			({judgement, byEtag}) => judgement === 'proven' && byEtag === true,
		);
		this.#tell();
	}

	get sent(): SentCount {
		return {parts: this.answers.size, bytes: this.#bytesSent};
	}

	#tell(): void {
		const {toSend, sendBytes} = this.#prepared.plan;
		this.#options.onProgress?.({
			...{phase: 'sending', bytesDone: this.#bytesDone, bytesTotal: sendBytes},
			...{partsDone: this.answers.size, partsTotal: toSend.length},
		});
	}

	/** Sends a part until it is there, or is not to be sent any more. @throws Ended, or what is wrong with the file */
	async send(part: PartToSend, digests: Digests): Promise<void> {
		const {controls, signal, sleep = pause} = this.#options;
		for (let times = 1; ; times++) {
			await released(controls, signal);
			if (controls?.isStopped) throw new Ended(this.#stopped());
			signal.throwIfAborted();
			const meter = this.#meter(lengthOf(part));
			const begunAfter = controls?.releases;
			try {
				await this.#sendOnce(part, digests, meter.add);
				return;
			} catch (error) {
				meter.takeBack();
				if (!(error instanceof S3Failure)) throw error;
				signal.throwIfAborted();
				if (losesCredentials(error) && controls !== undefined) {
					if (controls.releases === begunAfter) controls.pause(error);
					times = 0;
					continue;
				}
				const reason = whyNotAgain(error, part, times);
				if (reason !== undefined) throw new Ended({kind: 'failed', reason, failure: error});
				await sleep(waitBefore(times), signal);
			}
		}
	}

	/** Counts the bytes of one try of a part. A try that fails takes them back, and counts none after that. */
	#meter(length: number) {
		let count = 0;
		let isOver = false;
		return {
			add: (bytes: number) => {
				if (isOver) return;
				const added = Math.min(bytes, length - count);
				count += added;
				this.#bytesDone += added;
				this.#tell();
			},
			takeBack: () => {
				isOver = true;
				this.#bytesDone -= count;
				this.#tell();
			},
		};
	}

	#stopped() {
		const left = this.#prepared.plan.toSend.length - this.answers.size;
		return {kind: 'stopped', reason: {code: 'rescue-stopped', left}} as const;
	}

	async #sendOnce(
		part: PartToSend,
		digests: Digests,
		onBytes: (bytes: number) => void,
	): Promise<void> {
		const {plan, file} = this.#prepared;
		const {partNumber, start, end} = part;
		await this.#write(() =>
			this.#written.sending({partNumber, range: {start, end}, digests: {...digests}}),
		);
		const answer = await this.#gateway.uploadPart(
			{
				...plan.completion.target,
				partNumber,
				file: {path: file.path, identity: file.identity, start, end},
				checksums: checksumsOf(digests, this.#kind),
				contentMd5: digests.MD5,
			},
			this.#options.signal,
			onBytes,
		);
		if (this.#differs(answer, digests))
			throw new Ended({kind: 'failed', reason: {code: 'rescue-part-damaged', partNumber}});
		const {etag} = answer;
		if (etag !== undefined) await this.#write(() => this.#written.answered(partNumber, etag));
		this.answers.set(partNumber, {digests, etag});
		this.#bytesSent += lengthOf(part);
		this.#tell();
	}

	/** Whether the service says that it holds something else than what was sent. */
	#differs({etag, checksums}: UploadPartAnswer, digests: Digests): boolean {
		const echoed = this.#kind && checksums[fieldOf(this.#kind)];
		if (echoed !== undefined && echoed !== digests[this.#kind ?? 'MD5']) return true;
		if (!this.#provesByEtag || etag === undefined || digests.MD5 === undefined) return false;
		return bareEtag(etag) !== Buffer.from(digests.MD5, 'base64').toString('hex');
	}

	async #write(work: () => Promise<void>): Promise<void> {
		try {
			await work();
		} catch {
			throw new Ended({kind: 'failed', reason: {code: 'rescue-unwritten'}});
		}
	}
}

/** Waits while it is paused, and no longer than the signal allows. */
async function released(controls: RunControls | undefined, signal: AbortSignal): Promise<void> {
	if (!controls?.isPaused || signal.aborted) return;
	await new Promise<void>(resolve => {
		signal.addEventListener('abort', () => resolve(), {once: true});
		void controls.untilReleased().then(resolve);
	});
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
	await delay(milliseconds, undefined, {signal});
}
