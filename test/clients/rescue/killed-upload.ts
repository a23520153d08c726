import {type ChildProcess, spawn} from 'node:child_process';
import {createCipheriv, createHash} from 'node:crypto';
import {once} from 'node:events';
import {mkdtemp, rm, utimes, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {expect} from 'vitest';
import type {Random} from '../../../source/sandbox/random.js';
import type {LoggedRequest} from '../../../source/sandbox/sandbox.js';
import {gate} from '../../support/gate.js';
import {drawUploader, type Uploader} from './uploader.js';
import type {WatchedService} from './watched-service.js';

const MB = 1_000_000;

const sizes = [
	...([
		[8.4, 11],
		[8.4, 14],
		[8.4, 9.5],
	] as const),
	...([
		[11, 18],
		[18, 40],
	] as const),
] as const;

/** A file, and what its client left of its upload. */
export type KilledUpload = {
	readonly service: WatchedService;
	/** Of this run alone. */
	readonly folder: string;
	readonly path: string;
	readonly key: string;
	readonly content: Buffer;
	readonly uploader: Uploader;
	/** What was drawn, for the message of a failure. */
	readonly told: string;
	remove(): Promise<void>;
};

/** Starts an upload by a client and kills it: so many parts landed, others are on their way. */
export async function killedUpload(
	service: WatchedService,
	seed: number,
	random: Random,
): Promise<KilledUpload> {
	const folder = await mkdtemp(join(tmpdir(), 'partway-killed-'));
	const path = join(folder, 'tape.tar');
	const key = `raw/tape-${seed}.tar`;
	const uploader = await drawUploader({service, folder, path, key, random});
	// More than one part of most; small files more often, which are cheap, unless parts have to be large.
	const share = random.next() ** (service.minPartSize > 1 ? 0.5 : 2);
	const [low, high] = sizes[Math.floor(share * sizes.length)] ?? expect.fail('no size');
	const content = bytesOf(seed, random.between(low * MB, high * MB));
	await writeFile(path, content);
	const anHourAgo = new Date(Date.now() - 3_600_000);
	await utimes(path, anHourAgo, anHourAgo);

	const partCount = Math.ceil(content.length / uploader.partSize);
	const landing = random.between(0, partCount);
	const when = landing === partCount ? 'mid-request' : random.pick(holds);
	const {name, algorithm, partSize} = uploader;
	const told = JSON.stringify({
		...{seed, like: service.like, name, algorithm, partSize, size: content.length},
		...{partCount, landing, when},
	});
	const on = {service, folder, path, key, content, uploader, told};
	const remove = () => rm(folder, {recursive: true, force: true, maxRetries: 3});
	try {
		await killUploader(on, landing, when);
	} catch (error) {
		await remove();
		throw new Error(`with ${told}: ${(error as Error).message}`, {cause: error});
	}
	return {...on, remove};
}

/** Where a request is when its client is killed. What is held before it takes effect lands after the kill; half a body never does. */
export const holds = ['before', 'mid-request', 'after'] as const;

async function killUploader(
	{service, folder, key, uploader, content}: Omit<KilledUpload, 'remove'>,
	landing: number,
	when: (typeof holds)[number],
): Promise<void> {
	const {faults, requests} = service;
	const held = gate();
	const action = {hold: held.closed, when};
	const partCount = Math.ceil(content.length / uploader.partSize);
	const faulty = [
		...Array.from({length: partCount - landing}, (_, at) => at + landing + 1).map(call =>
			faults.add({operation: 'UploadPart', key, call, action}),
		),
		faults.add({operation: 'CompleteMultipartUpload', key, action}),
	];
	const child = spawn(uploader.program, uploader.args, {
		cwd: folder,
		env: {PATH: '/usr/bin:/bin', HOME: folder, LANG: 'C.UTF-8', ...uploader.env},
		stdio: 'ignore',
	});
	const landed = () =>
		requests.log.filter(
			each => each.key === key && each.operation === 'UploadPart' && each.status === 200,
		).length;
	const isThere = () => landed() === landing && faulty.some(({struck}) => struck > 0);
	const ended = await killWhen(child, isThere);
	held.open();
	await allAnswered(service, key);
	for (const each of faulty) each.remove();
	expect(ended, 'how its client ended').toBe('killed');
}

/** Kills a child once something is so. @returns `ended` where the child was faster. */
export async function killWhen(
	child: ChildProcess,
	isSo: () => boolean,
): Promise<'killed' | 'ended'> {
	let hasEnded = false;
	const ended = once(child, 'exit').then(([, signal]: unknown[]) => {
		hasEnded = true;
		return signal === 'SIGKILL' ? 'killed' : 'ended';
	});
	while (!(hasEnded || isSo())) await setTimeout(4);
	child.kill('SIGKILL');
	return ended;
}

/** Until nothing of a key is under way at the server. */
export async function allAnswered({requests}: WatchedService, key: string): Promise<void> {
	const isOpen = (each: LoggedRequest) => each.key === key && !each.isOver;
	await expect
		.poll(() => requests.log.filter(isOpen).map(({operation}) => operation), {timeout: 20_000})
		.toEqual([]);
}

/** The same for a seed. */
function bytesOf(seed: number, size: number): Buffer {
	const key = createHash('md5').update(String(seed)).digest();
	return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(size));
}
