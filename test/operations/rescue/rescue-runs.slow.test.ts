import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {openJournal} from '../../../source/operations/journal/journal.js';
import {settleEarlier} from '../../../source/operations/journal/settle-earlier.js';
import {findUploads} from '../../../source/operations/rescue/find.js';
import {seeLocalFile} from '../../../source/operations/rescue/local-file.js';
import {prepareRescue} from '../../../source/operations/rescue/prepare.js';
import {sendRescue} from '../../../source/operations/rescue/rescue.js';
import {Random} from '../../../source/sandbox/random.js';
import {program} from '../../program/pty.js';
import {nowhere} from '../../support/io.js';
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
import {Life} from './mortal.js';

/** `RUNS=1000 SEED=1` by hand; what fails names its seed, and `RUNS=1 SEED=that` draws it again. */
const runs = Number(process.env['RUNS'] ?? 30);
const firstSeed = Number(
	process.env['SEED'] ?? (process.env['CI'] ? 20_261_122 : Date.now() % 1e6),
);

/** Every so many-th run is the built program, ended by SIGKILL; the others work in this process. */
const programEvery = 20;

type Counted = {
	kills: number;
	inTheMiddle: number;
	programs: number;
	twice: number;
	sent: number;
	unsettled: number;
};

/**
 * Looks at what a try sent, while none or more of the parts were there at its start. What left just before a kill may be noted
 * after it, with the parts of the next try: once at most.
 */
function expectNothingTwice(
	on: Interrupted,
	from: number,
	there: ReadonlySet<number>,
	counted: Counted,
	before: Set<number>,
	isAfterKill: boolean,
): void {
	const log = on.sandbox.requests.log.slice(from).filter(({key}) => key === on.target.key);
	const sent = log
		.filter(({operation}) => operation === 'UploadPart')
		.map(({query}) => Number(query['partNumber']));
	const most = Math.max(0, ...sent.map(number => sent.filter(each => each === number).length));
	expect(most, `a part left twice in one try: ${sent}`).toBeLessThanOrEqual(isAfterKill ? 2 : 1);
	const again = sent.filter(number => there.has(number));
	expect(again, 'sent again, though it was there').toEqual([]);
	counted.sent += sent.length;
	counted.twice += sent.filter(number => before.has(number)).length;
	for (const number of sent) before.add(number);
	const others = log.map(({operation}) => operation);
	expect(others).not.toContain('AbortMultipartUpload');
	expect(others).not.toContain('CreateMultipartUpload');
	expect(others).not.toContain('PutObject');
}

/** The whole command in this process, as a process that lives so long. Undefined where no upload is there any more. */
async function tryHere(on: Interrupted, life: Life) {
	return life.of(async gateway => {
		const journal = openJournal({folder: join(on.folder, 'state'), isAlive: () => false});
		const file = await seeLocalFile(on.path);
		const {uploads} = await findUploads(gateway, on.target);
		const upload = uploads[0]?.upload;
		if (upload === undefined) return undefined;
		const deps = {gateway, journal, connection: 'test'};
		const target = {...on.target, ...upload};
		await settleEarlier({gateway, journal}, {upload: target});
		const choice = {includeActive: true};
		const first = await prepareRescue(deps, file, target, choice);
		const needsSize = first.plan.findings.some(({code}) => code === 'part-size-needed');
		const prepared = needsSize
			? await prepareRescue(deps, file, target, {...choice, partSize: on.partSize})
			: first;
		const result = await sendRescue(deps, prepared);
		return result;
	}, on.gateway);
}

/** The same by the built program. @param upTo how many parts leave before it is killed; to its end without. */
async function tryProgram(on: Interrupted, upTo: number | undefined, delay: number) {
	const {sandbox, target, path, folder, partSize} = on;
	const [user] = sandbox.users;
	const needsSize = (partsThere(on, target)?.size ?? 0) < 2;
	const args = [
		...['rescue', path, `s3://${bucket}/${target.key}`, '-e', sandbox.endpoint],
		...['--include-active', '--yes', '--json'],
		...(needsSize ? ['--part-size', String(partSize)] : []),
	];
	const child = spawn(process.execPath, [program, ...args], {
		env: {
			...nowhere,
			...{HOME: folder, PARTWAY_STATE_DIR: join(folder, 'state')},
			AWS_ACCESS_KEY_ID: user?.accessKeyId,
			AWS_SECRET_ACCESS_KEY: user?.secretAccessKey,
			AWS_REGION: 'us-east-1',
		},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let said = '';
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', chunk => {
			said += chunk;
		});
	let hasEnded = false;
	const ended = once(child, 'close').finally(() => {
		hasEnded = true;
	});
	if (upTo !== undefined) {
		const from = sandbox.requests.log.length;
		const left = () =>
			sandbox.requests.log
				.slice(from)
				.filter(({operation}) => operation === 'UploadPart' || operation.startsWith('Complete'));
		while (!hasEnded && left().length < upTo) await setTimeout(1);
		await setTimeout(delay);
		child.kill('SIGKILL');
	}
	const [code, signal] = await ended;
	return signal === 'SIGKILL' ? 'killed' : {code: Number(code), said};
}

/** Of the operation, or of the program. */
function isDone(ended: object): boolean {
	return 'code' in ended
		? ended.code === 0
		: 'kind' in ended && /^(done|accepted)$/.test(String(ended.kind));
}

/** How many Completes have no known outcome; none afterwards. */
async function closeUnheard({folder}: Interrupted): Promise<number> {
	const journal = openJournal({folder: join(folder, 'state'), isAlive: () => false});
	const unheard = (await journal.openActs()).filter(
		({intent, state}) => intent.act === 'complete' && state === 'unknown',
	);
	for (const {intent} of unheard) await journal.closeByHand(intent);
	return unheard.length;
}

async function runOnce(served: Served, seed: number, byProgram: boolean, counted: Counted) {
	const random = new Random(seed);
	const on = await interrupt(served, random, seed);
	const {key} = on.target;
	const lives: Life[] = [];
	const {requests, faults} = on.sandbox;
	requests.clear();
	// Some parts are slow, so that they land after the process that sent them has ended.
	if (random.next() < 0.5)
		faults.add({
			...{operation: 'UploadPart', key, share: 0.4, seed},
			action: {delay: random.between(1, 30)},
		});
	try {
		const kills = random.between(0, 4);
		const before = new Set<number>();
		let wasKilled = false;
		for (let nth = 0; ; nth++) {
			const there = partsThere(on, on.target);
			const from = requests.log.length;
			const isLast = nth >= kills || there === undefined;
			const delay = random.pick([0, random.between(1, 8), random.between(1, 30)]);
			let ended: Awaited<ReturnType<typeof tryHere | typeof tryProgram>>;
			if (byProgram && there !== undefined) {
				counted.programs++;
				const upTo = isLast
					? undefined
					: random.between(1, Math.max(1, on.ends.length - there.size));
				ended = await tryProgram(on, upTo, delay);
			} else {
				// The first dozen only read.
				const left = on.ends.length - (there?.size ?? 0);
				const steps = (random.next() < 0.2 ? 1 : 12) + random.between(0, 10 + 2 * left);
				const life = isLast ? new Life() : new Life(steps, delay);
				lives.push(life);
				ended = await tryHere(on, life);
			}
			expectNothingTwice(on, from, there ?? new Set(), counted, before, wasKilled);
			wasKilled = ended === 'killed';
			if (ended === 'killed') {
				counted.kills++;
				if (requests.log.slice(from).some(({operation}) => operation === 'UploadPart'))
					counted.inTheMiddle++;
				continue;
			}
			if (ended === undefined || isDone(ended)) break;
			// A Complete whose answer nobody heard is not sent again: a person looks, and closes it.
			expect(await closeUnheard(on), JSON.stringify(ended)).toBe(1);
			counted.unsettled++;
		}
		const object = await objectAt(on, key);
		expect(object === undefined ? 'no object' : object.equals(on.content)).toBe(true);
		expect(partsThere(on, on.target)).toBeUndefined();
		const completed = requests.log.filter(
			({operation, status}) => operation === 'CompleteMultipartUpload' && status === 200,
		);
		expect(completed.length).toBeLessThanOrEqual(1);
	} catch (error) {
		throw new Error(`with ${on.told}: ${(error as Error).message}`, {cause: error});
	} finally {
		faults.clear();
		for (const life of lives) life.bury();
		await removeObject(on, key);
		await on.remove();
	}
}

test(`${runs} rescues that were killed at any moment make the file, and send nothing twice but what was under way`, async () => {
	const counted: Counted = {kills: 0, inTheMiddle: 0, programs: 0, twice: 0, sent: 0, unsettled: 0};
	const servers = new Map<number, Served>();
	const wrong: string[] = [];
	try {
		for (let nth = 0; nth < runs; nth++) {
			const seed = firstSeed + nth;
			// A tenth of them with true sizes: they take long.
			const which = seed % 10 === 0 ? 0 : 1 + (seed % (services.length - 1));
			const service = services[which] ?? expect.fail('no service');
			const served = servers.get(which) ?? (await serveOne(service));
			servers.set(which, served);
			await runOnce(served, seed, seed % programEvery === 7, counted).catch((error: Error) =>
				wrong.push(error.message),
			);
		}
	} finally {
		for (const served of servers.values()) await served.close();
	}
	console.log(`${runs} rescues from seed ${firstSeed}: ${JSON.stringify(counted)}`);
	expect(wrong).toEqual([]);
	if (runs >= 30) expect(counted.inTheMiddle).toBeGreaterThan(runs / 4);
	// Most of what is under way at a kill lands all the same.
	if (runs >= 200) expect(counted.twice).toBeGreaterThan(0);
}, 3_600_000);
