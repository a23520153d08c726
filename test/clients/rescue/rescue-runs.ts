import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {appendFileSync} from 'node:fs';
import {join} from 'node:path';
import {DeleteObjectCommand, GetObjectCommand} from '@aws-sdk/client-s3';
import {expect} from 'vitest';
import {openJournal} from '../../../source/operations/journal/journal.js';
import {Random} from '../../../source/sandbox/random.js';
import {program} from '../../program/pty.js';
import {gate} from '../../support/gate.js';
import {nowhere} from '../../support/io.js';
import {sandboxClient} from '../../support/sandbox-client.js';
import {allAnswered, holds, type KilledUpload, killedUpload, killWhen} from './killed-upload.js';
import type {WatchedService} from './watched-service.js';

const runLog = process.env['RUN_LOG'];

type Counted = {
	kills: number;
	inTheMiddle: number;
	underWay: number;
	twice: number;
	sent: number;
	unheard: number;
	/** Completed by the client after all. */
	byClient: number;
	clients: Record<string, number>;
};

/** Where a rescue is killed: at the nth request of an operation, of any without one. */
type Moment = {
	readonly operation?: string;
	readonly call: number;
	readonly when: (typeof holds)[number];
};

function drawMoment(random: Random, missing: number): Moment {
	const when = random.pick(holds);
	const at = random.next();
	if (at < 0.7 && missing > 0)
		return {operation: 'UploadPart', call: random.between(1, missing), when};
	if (at < 0.8) return {operation: 'CompleteMultipartUpload', call: 1, when};
	return {call: random.between(1, 10 + missing), when};
}

/** The built program. @returns what it said, or that it was killed. */
async function rescue(on: KilledUpload, there: number, moment: Moment | undefined) {
	const {service, folder, path, key, uploader} = on;
	const {endpoint, faults, users} = service;
	const size = there < 2 ? ['--part-size', String(uploader.partSize)] : [];
	const child = spawn(
		process.execPath,
		[
			...[program, 'rescue', path, `s3://bucket/${key}`, '-e', endpoint],
			...['--include-active', '--yes', '--json', ...size],
		],
		{
			env: {
				...nowhere,
				...{HOME: folder, PARTWAY_STATE_DIR: join(folder, 'state'), AWS_REGION: 'us-east-1'},
				AWS_ACCESS_KEY_ID: users[0]?.accessKeyId,
				AWS_SECRET_ACCESS_KEY: users[0]?.secretAccessKey,
			},
			stdio: ['ignore', 'pipe', 'pipe'],
		},
	);
	let [stdout, stderr] = ['', ''];
	child.stdout.on('data', chunk => {
		stdout += chunk;
	});
	child.stderr.on('data', chunk => {
		stderr += chunk;
	});
	const closed = once(child, 'close');
	if (moment !== undefined) {
		const held = gate();
		const {when, ...which} = moment;
		const struck = faults.add({...which, action: {hold: held.closed, when}});
		const ended = await killWhen(child, () => struck.struck > 0);
		held.open();
		struck.remove();
		await allAnswered(service, key);
		if (ended === 'killed') return 'killed';
	}
	const [code] = await closed;
	return {code: Number(code), stdout, stderr};
}

/** How many Completes have no known outcome; none afterwards. */
async function closeUnheard({folder}: KilledUpload): Promise<number> {
	const journal = openJournal({folder: join(folder, 'state')});
	const unheard = (await journal.openActs()).filter(
		({intent, state}) => intent.act === 'complete' && state === 'unknown',
	);
	for (const {intent} of unheard) await journal.closeByHand(intent);
	return unheard.length;
}

/** Each try sends parts that are not there, each once; what a try sent and a later one sends again was under way at a kill. */
class SentParts {
	readonly #underWay = new Set<number>();
	readonly #before = new Set<number>();
	readonly #counted: Counted;

	constructor(counted: Counted) {
		this.#counted = counted;
	}

	look({service, key}: KilledUpload, from: number, there: ReadonlySet<number>): number[] {
		const log = service.requests.log.slice(from).filter(each => each.key === key);
		const parts = log.filter(({operation}) => operation === 'UploadPart');
		const sent = parts.map(({query}) => Number(query['partNumber']));
		expect(sent, 'a part left twice in one try').toEqual([...new Set(sent)]);
		const again = sent.filter(number => there.has(number));
		expect(again, 'sent again, though it was there').toEqual([]);
		const twice = sent.filter(number => this.#before.has(number));
		const unfounded = twice.filter(number => !this.#underWay.has(number));
		expect(unfounded, 'sent twice, though it was not under way').toEqual([]);
		for (const {operation} of log)
			expect(operation).not.toMatch(/^(Abort|Create|Copy|Put|Delete|UploadPartCopy)/);
		const open = parts.filter(({status}) => status !== 200);
		this.#counted.underWay += open.length;
		for (const {query} of open) this.#underWay.add(Number(query['partNumber']));
		for (const number of sent) this.#before.add(number);
		this.#counted.twice += twice.length;
		this.#counted.sent += sent.length;
		return sent;
	}
}

/** What is read at a key. */
async function objectAt(service: WatchedService, key: string): Promise<Buffer> {
	const client = sandboxClient(service);
	const named = {Bucket: 'bucket', Key: key};
	const {Body} = await client.send(new GetObjectCommand(named));
	const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
	// So that a long series of runs keeps nothing.
	await client.send(new DeleteObjectCommand(named));
	client.destroy();
	return bytes;
}

async function finish(on: KilledUpload, random: Random, counted: Counted): Promise<void> {
	const {service, key, content, uploader} = on;
	const {log} = service.requests;
	const partCount = Math.ceil(content.length / uploader.partSize);
	const sentParts = new SentParts(counted);
	const from = log.length;
	// A Complete of the client itself may take effect after its kill: then nothing is left to rescue.
	if ((await service.partsThere(key)) === undefined) {
		counted.byClient++;
		expect((await objectAt(service, key)).equals(content), 'byte for byte').toBe(true);
		return;
	}
	let kills = random.pick([0, 0, 1, 1, 2]);
	for (;;) {
		const there = await service.partsThere(key);
		// A Complete may take effect after whoever sent it was killed.
		if (there === undefined) break;
		const missing = partCount - there.size;
		const moment = kills-- > 0 ? drawMoment(random, missing) : undefined;
		const begun = log.length;
		const ended = await rescue(on, there.size, moment);
		const sent = sentParts.look(on, begun, there);
		if (ended === 'killed') {
			counted.kills++;
			if (sent.length > 0) counted.inTheMiddle++;
			continue;
		}
		const {stdout, stderr} = ended;
		const {Outcome, SentParts: told, Bytes} = stdout === '' ? {} : JSON.parse(stdout);
		// Where ETags say nothing of the parts, the end cannot be verified.
		if (Outcome === (service.like === 'r2' ? 'accepted' : 'done')) {
			expect([told, Bytes, sent.length]).toEqual([missing, content.length, missing]);
			break;
		}
		// A Complete that may have been sent is not sent again: a person looks, and closes it.
		expect(await closeUnheard(on), `${stdout}${stderr}`).toBe(1);
		counted.unheard++;
	}
	expect(await service.partsThere(key), 'an upload of the key').toBeUndefined();
	const completes = log
		.slice(from)
		.filter(each => each.key === key && each.operation === 'CompleteMultipartUpload')
		.filter(({code}) => code === undefined);
	expect(completes).toHaveLength(1);
	expect((await objectAt(service, key)).equals(content), 'byte for byte').toBe(true);
}

/** How many runs, and the first seed; `inCi`: the seed there. What fails names its seed, and `RUNS=1 SEED=that` draws it again. */
export function chosenRuns(usual: number, inCi: number) {
	const {RUNS = usual, SEED = process.env['CI'] ? inCi : Date.now() % 1e6} = process.env;
	return {runs: Number(RUNS), firstSeed: Number(SEED)};
}

/**
 * As many uploads, each by a client that is killed, and finished by a rescue that is killed as well. `RUN_LOG`: a file that gets a
 * line for each.
 *
 * @param serviceFor draws where it is; what it gave is closed at the end.
 */
export async function rescueKilledUploads(
	{runs, firstSeed}: ReturnType<typeof chosenRuns>,
	serviceFor: (random: Random) => Promise<WatchedService>,
): Promise<void> {
	const used = new Set<WatchedService>();
	const wrong: string[] = [];
	const counted: Counted = {
		...{kills: 0, inTheMiddle: 0, underWay: 0, twice: 0, sent: 0, unheard: 0, byClient: 0},
		clients: {},
	};
	try {
		for (let nth = 0; nth < runs; nth++) {
			const seed = firstSeed + nth;
			const random = new Random(seed);
			const service = await serviceFor(random);
			used.add(service);
			let on: KilledUpload | undefined;
			let what = 'done';
			try {
				on = await killedUpload(service, seed, random);
				const {name} = on.uploader;
				counted.clients[name] = (counted.clients[name] ?? 0) + 1;
				await finish(on, random, counted);
			} catch (error) {
				what = `${on === undefined ? '' : `with ${on.told}: `}${(error as Error).message}`;
				wrong.push(what);
			} finally {
				await on?.remove();
				service.faults.clear();
				service.requests.clear();
			}
			if (runLog !== undefined)
				appendFileSync(runLog, `${seed} ${what} ${what === 'done' ? on?.told : ''}\n`);
		}
	} finally {
		for (const service of used) await service.close();
	}
	console.log(`${runs} uploads from seed ${firstSeed}: ${JSON.stringify(counted)}`);
	expect(wrong).toEqual([]);
	// How many, the machine decides.
	if (runs >= 30) expect(counted.inTheMiddle).toBeGreaterThan(0);
}
