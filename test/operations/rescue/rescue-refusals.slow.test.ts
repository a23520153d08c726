import {appendFile, copyFile, rename, truncate, utimes, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {
	AbortMultipartUploadCommand,
	CompleteMultipartUploadCommand,
	ListPartsCommand,
	PutObjectCommand,
} from '@aws-sdk/client-s3';
import {expect, test} from 'vitest';
import {openJournal} from '../../../source/operations/journal/journal.js';
import {findUploads} from '../../../source/operations/rescue/find.js';
import {seeLocalFile} from '../../../source/operations/rescue/local-file.js';
import {prepareRescue} from '../../../source/operations/rescue/prepare.js';
import {sendRescue} from '../../../source/operations/rescue/rescue.js';
import type {RescueResult} from '../../../source/operations/rescue/rescue-types.js';
import {S3Failure} from '../../../source/s3/failure/failure.js';
import type {Gateway} from '../../../source/s3/gateway/gateway.js';
import {Random} from '../../../source/sandbox/random.js';
import {
	bucket,
	type Interrupted,
	interrupt,
	objectAt,
	partsThere,
	removeObject,
	type Served,
	serveOne,
	services,
} from './interrupted.js';

/** As in rescue-runs. */
const runs = Number(process.env['RUNS'] ?? 200);
const firstSeed = Number(
	process.env['SEED'] ?? (process.env['CI'] ? 20_261_122 : Date.now() % 1e6),
);

/** Right before which request of the rescue somebody meddles; the first one is 1. */
type Moment = {readonly method: keyof Gateway; readonly nth: number};

type Case = {
	/** Before the file is compared. */
	readonly first?: (on: Interrupted, random: Random) => Promise<void>;
	/** While it is compared (`prepare`), or once that was agreed to. */
	readonly meanwhile?: {
		readonly during: 'prepare' | 'send';
		readonly moments: readonly Moment[];
		readonly meddle: (on: Interrupted, random: Random) => Promise<void>;
	};
	/** What it may come to. */
	readonly codes: RegExp;
	/** Whether somebody else put an object at the key. */
	readonly othersObject?: true;
	readonly wrongKey?: true;
};

const reread: Moment = {method: 'listParts', nth: 1};
const firstPart: Moment = {method: 'uploadPart', nth: 1};
const checking: Moment = {method: 'listParts', nth: 2};
const lastLook: Moment = {method: 'listParts', nth: 3};
const completing: Moment = {method: 'complete', nth: 1};

/** A byte of a part that landed is another one. */
async function changeByte({path, content, landed, ends}: Interrupted, random: Random) {
	const number = random.pick(landed);
	const at = random.between(ends[number - 2] ?? 0, (ends[number - 1] ?? 1) - 1);
	const changed = Buffer.from(content);
	changed[at] = (changed[at] ?? 0) ^ (1 << random.between(0, 7));
	await writeFile(path, changed);
}

/** As programs do that put a file's times back. */
async function keepingTimes(on: Interrupted, change: () => Promise<void>) {
	await change();
	const anHourAgo = new Date(Date.now() - 3_600_000);
	await utimes(on.path, anHourAgo, anHourAgo);
}

/** The very same bytes and times, and another file. */
async function replaceFile(on: Interrupted) {
	const other = join(on.folder, 'other');
	await copyFile(on.path, other);
	await keepingTimes(on, () => rename(other, on.path));
}

async function meddleWithFile(on: Interrupted, random: Random) {
	await random.pick([
		() => appendFile(on.path, 'x'),
		() => truncate(on.path, on.content.length - 1),
		() => writeFile(on.path, Buffer.alloc(on.content.length, 'other')),
		() => replaceFile(on),
	])();
}

const others = (on: Interrupted, number: number) =>
	on.send(number, Buffer.alloc(Math.max(on.minPartSize, on.partSize), '!'));

async function othersPart(on: Interrupted, random: Random) {
	await others(on, random.pick(on.landed));
}

const cases: Readonly<Record<string, Case>> = {
	'a byte of it changed': {first: changeByte, codes: /^parts-differ$/},
	'a byte of it changed, and its times did not': {
		first: (on, random) => keepingTimes(on, () => changeByte(on, random)),
		codes: /^parts-differ$/,
	},
	'it was cut': {
		first: ({path, ends, landed}, random) => {
			const end = ends[Math.max(...landed) - 1] ?? 1;
			return truncate(path, random.between(0, end - 1));
		},
		codes: /^(parts-beyond|parts-differ|part-size-needed)( |$)/,
	},
	'it grew behind its short last part': {
		first: async (on, random) => {
			const last = on.ends.length;
			if (!on.landed.includes(last))
				await on.send(last, on.content.subarray(on.ends[last - 2] ?? 0));
			await appendFile(on.path, Buffer.alloc(random.between(1, on.partSize), 'x'));
		},
		codes: /^(parts-differ|parts-beyond)$/,
	},
	'another one has its name': {
		first: (on, random) =>
			keepingTimes(on, async () => {
				const bytes = Buffer.from(on.content.map(byte => byte ^ random.between(1, 255)));
				await writeFile(on.path, bytes);
			}),
		codes: /^parts-differ$/,
	},
	'it changes while it is compared': {
		meanwhile: {during: 'prepare', moments: [reread], meddle: meddleWithFile},
		codes: /^(FileChanged|rescue-file-changed|parts-differ|parts-beyond)$/,
	},
	'it changes while it is sent': {
		meanwhile: {during: 'send', moments: [reread, firstPart, checking], meddle: meddleWithFile},
		codes: /^rescue-file-changed$/,
	},
	'the key is another one': {
		wrongKey: true,
		codes: /^(no-upload|NoSuchUpload|NoSuchKey|no-parts)$/,
	},
	'a part of another one replaces one that was proven': {
		meanwhile: {
			during: 'send',
			moments: [reread, firstPart, checking, lastLook, completing],
			meddle: othersPart,
		},
		codes: /^(changed|rescue-foreign-parts|part-differs|parts-changed)$/,
	},
	'a part of another one lands behind the end': {
		meanwhile: {
			during: 'send',
			moments: [reread, firstPart, checking, lastLook],
			meddle: on => others(on, on.ends.length + 1),
		},
		codes: /^(changed|rescue-foreign-parts)$/,
	},
	'it is aborted by another one': {
		meanwhile: {
			during: 'send',
			moments: [reread, firstPart, checking, lastLook],
			meddle: async ({client, target: {key, uploadId}}) => {
				await client.send(
					new AbortMultipartUploadCommand({Bucket: bucket, Key: key, UploadId: uploadId}),
				);
			},
		},
		codes: /^(changed|rescue-upload-gone|rescue-parts-lost|upload-gone)$/,
	},
	'it is completed by another one': {
		meanwhile: {during: 'send', moments: [reread, firstPart, checking], meddle: completeElsewhere},
		codes: /^(changed|rescue-upload-gone|rescue-parts-lost|rescue-key-changed)$/,
		othersObject: true,
	},
	'an object comes to the key': {
		meanwhile: {
			during: 'send',
			moments: [reread, firstPart, checking],
			meddle: async ({client, target: {key}}) => {
				await client.send(new PutObjectCommand({Bucket: bucket, Key: key, Body: 'other'}));
			},
		},
		codes: /^(changed|rescue-key-changed)$/,
		othersObject: true,
	},
};

/** Its own client goes on, and comes to its end. */
async function completeElsewhere(on: Interrupted) {
	const {client, target, ends, content} = on;
	const there = partsThere(on, target);
	for (const [at, end] of ends.entries())
		if (!there?.has(at + 1)) await on.send(at + 1, content.subarray(ends[at - 1] ?? 0, end));
	const named = {Bucket: bucket, Key: target.key, UploadId: target.uploadId};
	const {Parts = []} = await client.send(new ListPartsCommand(named));
	await client.send(new CompleteMultipartUploadCommand({...named, MultipartUpload: {Parts}}));
}

/** The gateway, and somebody who meddles right before a request of it. */
function meddled(gateway: Gateway, {method, nth}: Moment, meddle: () => Promise<void>): Gateway {
	let left = nth;
	return new Proxy(gateway, {
		get(target, name) {
			const value: unknown = Reflect.get(target, name);
			if (name === 'withTerms')
				return (terms: Gateway['terms']) =>
					meddled(target.withTerms(terms), {method, nth: left}, meddle);
			if (name !== method || typeof value !== 'function') return value;
			return async (...args: unknown[]) => {
				left--;
				if (left === 0) await meddle();
				return Reflect.apply(value, target, args);
			};
		},
	});
}

function codeOf(result: RescueResult): string {
	if (result.kind === 'changed') return 'changed';
	if (result.kind === 'refused' && result.finding !== undefined) return result.finding.code;
	return result.reason.code;
}

/** The whole command. @returns the code of what it came to. */
async function rescue(on: Interrupted, what: Case, random: Random): Promise<string> {
	const {meanwhile} = what;
	let moment = meanwhile && random.pick(meanwhile.moments);
	let hasMeddled = meanwhile === undefined;
	const gatewayFor = (step: 'prepare' | 'send') =>
		meanwhile === undefined || moment === undefined || meanwhile.during !== step
			? on.gateway
			: meddled(on.gateway, moment, async () => {
					hasMeddled = true;
					await meanwhile.meddle(on, random);
				});
	const journal = openJournal({folder: join(on.folder, 'state')});
	const depsFor = (step: 'prepare' | 'send') => ({
		...{gateway: gatewayFor(step), journal, connection: 'test'},
	});
	try {
		const file = await seeLocalFile(on.path);
		const key = what.wrongKey ? `${on.target.key}.other` : on.target.key;
		const {uploads} = await findUploads(on.gateway, {bucket, key});
		if (uploads.length === 0 && random.next() < 0.5) return 'no-upload';
		const target = {...on.target, key, keyCertain: true};
		const choice = {includeActive: true, ...(what.wrongKey ? {partSize: on.partSize} : {})};
		const first = await prepareRescue(depsFor('prepare'), file, target, choice);
		const needsSize = first.plan.findings.some(({code}) => code === 'part-size-needed');
		const prepared = needsSize
			? await prepareRescue({...depsFor('send'), gateway: on.gateway}, file, target, {
					...choice,
					partSize: on.partSize,
				})
			: first;
		if (moment === firstPart && prepared.plan.toSend.length === 0) moment = checking;
		const blocking = prepared.plan.findings.filter(({level}) => level === 'blocks');
		const result = await sendRescue(depsFor('send'), prepared, {sleep: async () => {}});
		if (!hasMeddled) return 'not meddled with';
		if (blocking.length > 0) expect(result.kind).toBe('refused');
		return codeOf(result);
	} catch (error) {
		if (error instanceof S3Failure) return error.code;
		if (error instanceof Error) return error.name;
		throw error;
	}
}

async function runOnce(served: Served, seed: number, name: string, what: Case): Promise<string> {
	const random = new Random(seed);
	const on = await interrupt(served, random, seed, {parts: 2, landed: 1, lastIsShort: true});
	const {key} = on.target;
	on.sandbox.requests.clear();
	try {
		await what.first?.(on, random);
		const code = await rescue(on, what, random);
		expect(code).toMatch(what.codes);
		const completed = on.sandbox.requests.log.filter(
			({operation, status}) => operation === 'CompleteMultipartUpload' && status === 200,
		);
		expect(completed.length).toBe(name === 'it is completed by another one' ? 1 : 0);
		const object = await objectAt(on, key);
		expect(object !== undefined).toBe(what.othersObject === true);
		return code;
	} catch (error) {
		throw new Error(`${name} with ${on.told}: ${(error as Error).message}`, {cause: error});
	} finally {
		await removeObject(on, key);
		await on.remove();
	}
}

test(`${runs} rescues of a file or an upload that is not what it was complete nothing, and say why`, async () => {
	const servers = new Map<number, Served>();
	const wrong: string[] = [];
	const seen: Record<string, number> = {};
	const names = Object.keys(cases);
	try {
		for (let nth = 0; nth < runs; nth++) {
			const seed = firstSeed + nth;
			const which = seed % 20 === 0 ? 0 : 1 + (seed % (services.length - 1));
			const served = servers.get(which) ?? (await serveOne(services[which] ?? services[0]));
			servers.set(which, served);
			const name = names[seed % names.length] ?? '';
			const what = cases[name] ?? expect.fail('no case');
			try {
				const code = `${name}: ${await runOnce(served, seed, name, what)}`;
				seen[code] = (seen[code] ?? 0) + 1;
			} catch (error) {
				wrong.push((error as Error).message);
			}
		}
	} finally {
		for (const served of servers.values()) await served.close();
	}
	console.log(`${runs} refusals from seed ${firstSeed}: ${JSON.stringify(seen, null, '\t')}`);
	expect(wrong).toEqual([]);
}, 3_600_000);
