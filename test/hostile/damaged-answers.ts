import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {stateOf} from '../../source/multipart/upload-state.js';
import {abortUpload, planAbort} from '../../source/operations/abort/abort.js';
import {isListed, proveGone, weighProof} from '../../source/operations/abort/gone.js';
import {completeUpload, prepareCompletion} from '../../source/operations/complete/complete.js';
import {openJournal} from '../../source/operations/journal/journal.js';
import {readSummary} from '../../source/operations/probe/read-summary.js';
import {S3Failure} from '../../source/s3/failure/failure.js';
import {createAwsGateway} from '../../source/s3/gateway/aws-gateway.js';
import type {Gateway} from '../../source/s3/gateway/gateway.js';
import {listUploads} from '../../source/s3/gateway/pages.js';
import {
	type FaultAction,
	type PersonalityName,
	personalityNames,
	type Sandbox,
	startSandbox,
} from '../../source/sandbox/sandbox.js';
import {type Draw, drawing} from '../s3/lean/random.js';
import {damaged} from './damage.js';
import {damagingProxy, type WireAnswer} from './damaging-proxy.js';

const MiB = 1024 * 1024;
const minute = 60_000;
const day = 24 * 60 * minute;

/** One case: a sandbox, a bucket of its own in it, and a gateway that sees damaged answers. */
type Case = {
	readonly draw: Draw;
	readonly sandbox: Sandbox;
	readonly bucket: string;
	/** Sees what is there. */
	readonly clean: Gateway;
	/** Sees what is left of the answers. */
	readonly gateway: Gateway;
	readonly folder: string;
};

/** What is said, and what of it the true state does not bear out; undefined where it does. */
type Judged = {readonly said: string; readonly wrong?: string};

const key = 'raw/tape 0091.tar';

const keys = (sandbox: Sandbox) => {
	const {accessKeyId = '', secretAccessKey = ''} = sandbox.users[0] ?? {};
	return {kind: 'keys', accessKeyId, secretAccessKey} as const;
};

function gatewayFor(sandbox: Sandbox, endpoint: string, way?: 'lean' | 'sdk'): Gateway {
	return createAwsGateway(
		{
			...{endpoint, region: sandbox.region, pathStyle: true, readOnly: false},
			...{checksums: 'when-required', credentials: keys(sandbox)},
		},
		{},
		{connect: 20_000, readSilence: 20_000, actSilence: 20_000, partSilence: 20_000},
		way,
	);
}

/** Pages of two rows, so that a listing of few has an end that can be lost. */
function inShortPages(gateway: Gateway): Gateway {
	return {
		...gateway,
		listUploadsPage: (request, signal) =>
			gateway.listUploadsPage({maxUploads: 2, ...request}, signal),
	};
}

/** How old an upload and its parts are, and what it is called then. */
const ages = [
	{state: 'active', initiated: 10 * day, parts: [9 * day, 8 * day, 5 * minute]},
	{state: 'active', initiated: 10 * day, parts: [5 * minute, 9 * day]},
	{state: 'active', initiated: 5 * minute, parts: []},
	{state: 'idle', initiated: 10 * day, parts: [9 * day, 0.4 * day]},
	{state: 'empty', initiated: 0.4 * day, parts: []},
	{state: 'stalled', initiated: 10 * day, parts: [9 * day, 8 * day]},
] as const;

type Age = {readonly state: string; readonly initiated: number; readonly parts: readonly number[]};

function seedUpload({sandbox, bucket}: Case, {initiated, parts}: Age, under = key): string {
	return sandbox.seed.upload({
		...{bucket, key: under, initiated: sandbox.now() - initiated},
		parts: parts.map((age, at) => ({
			...{number: at + 1, size: at === parts.length - 1 ? MiB : 8 * MiB},
			lastModified: sandbox.now() - age,
		})),
	});
}

/** Others beside it, so that its row is not the only one. */
function seedOthers(on: Case): void {
	for (const other of ['raw/tape 0001.tar', 'raw/tape 0092.tar', 'x/y', key])
		if (on.draw.chance(0.5)) seedUpload(on, on.draw.one(ages), other);
}

/** The newest part stands behind a page. */
const paged: Age = {
	...{state: 'active', initiated: 10 * day},
	parts: Array.from({length: 1001}, (_, at) => (at === 1000 ? 5 * minute : 9 * day)),
};

/** An upload that is there is listed, its parts are read, and it is called something. */
async function look(on: Case): Promise<Judged> {
	const {draw, gateway, bucket} = on;
	const age: Age = draw.chance(0.08) ? paged : draw.one(ages);
	const uploadId = seedUpload(on, age);
	seedOthers(on);
	let found = {key, uploadId} as {key: string; uploadId: string; initiated?: number};
	try {
		for await (const page of listUploads(inShortPages(gateway), {bucket, prefix: 'raw/'}))
			found = page.find(each => each.key === key && each.uploadId === uploadId) ?? found;
	} catch (error) {
		if (!(error instanceof S3Failure)) throw error;
	}
	const {reading} = await readSummary({}, () => gateway.summarizeParts({bucket, ...found}));
	const said = stateOf(found, reading, gateway.now());
	const borneOut = [age.state, 'unknown', 'not-found', 'active'].includes(said);
	return {said, ...(borneOut ? {} : {wrong: `it is ${age.state}`})};
}

/** An upload that is there is looked for. */
async function prove(on: Case): Promise<Judged> {
	const {draw, bucket} = on;
	const target = {bucket, key, uploadId: seedUpload(on, draw.one(ages))};
	seedOthers(on);
	const gateway = draw.chance(0.5) ? inShortPages(on.gateway) : on.gateway;
	const keyProven = draw.chance(0.5);
	// In a run of many a listing alone proves it, after a yes.
	const proof = draw.chance(0.5)
		? await proveGone(gateway, target, {keyProven})
		: weighProof({kind: 'unasked'}, await isListed(gateway, target, {keyProven}));
	return {said: proof.kind, ...(proof.kind === 'gone' ? {wrong: 'it is there'} : {})};
}

const refusals: ReadonlyArray<FaultAction | undefined> = [
	undefined,
	undefined,
	{respond: {status: 403, headers: xml(), body: errorOf('AccessDenied')}},
	{respond: {status: 500, headers: xml(), body: errorOf('InternalError')}},
	{respond: {status: 503, headers: xml(), body: errorOf('SlowDown')}},
	{cut: 'before'},
	{cut: 'after'},
];

function xml() {
	return {'content-type': 'application/xml'};
}

function errorOf(code: string): string {
	return `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>No</Message></Error>`;
}

function refuse({draw, sandbox, bucket}: Case, operation: string): void {
	const action = draw.one(refusals);
	if (action !== undefined) sandbox.faults.add({operation, bucket, action});
}

/** An upload is aborted, or that is refused or lost. */
async function abort(on: Case): Promise<Judged> {
	const {draw, sandbox, clean, gateway, bucket, folder} = on;
	const age = draw.one(ages);
	const uploadId = seedUpload(on, age);
	const upload = {key, uploadId, initiated: sandbox.now() - age.initiated, keyCertain: true};
	const plan = await planAbort(clean, bucket, upload);
	refuse(on, 'AbortMultipartUpload');
	const deps = {gateway, journal: openJournal({folder}), connection: 'test'};
	const {kind, reason} = await abortUpload(deps, plan, {sleep: async () => {}});
	const isThere = sandbox.store.bucket(bucket)?.upload(key, uploadId) !== undefined;
	const isWrong = isThere ? kind === 'gone' : ['failed', 'left-alone', 'refused'].includes(kind);
	return {
		said: `${kind} ${JSON.stringify(reason)}`,
		...(isWrong ? {wrong: isThere ? 'it is there' : 'it is gone'} : {}),
	};
}

/** An upload is completed, or that is refused or lost; where something else is at the key it is to be replaced. */
async function complete(on: Case): Promise<Judged> {
	const {draw, sandbox, clean, gateway, bucket, folder} = on;
	const uploadId = seedUpload(on, draw.one(ages.filter(({parts}) => parts.length > 0)));
	const overwrite = draw.chance(0.3);
	if (overwrite) sandbox.seed.object({bucket, key, size: draw.one([7, 9 * MiB, 17 * MiB])});
	const before = sandbox.store.bucket(bucket)?.object(key);
	const plan = await prepareCompletion(clean, {bucket, key, uploadId, keyCertain: true});
	refuse(on, 'CompleteMultipartUpload');
	const deps = {gateway, journal: openJournal({folder}), connection: 'test'};
	const result = await completeUpload(deps, plan, {
		...(overwrite ? {overwrite: {typedKey: key}} : {}),
		sleep: async () => {},
	});
	const {kind} = result;
	const isMade = sandbox.store.bucket(bucket)?.object(key) !== before;
	const isWrong = isMade ? ['failed', 'refused', 'changed'].includes(kind) : kind === 'done';
	return {
		said: `${kind} ${'reason' in result ? JSON.stringify(result.reason) : ''}`,
		...(isWrong ? {wrong: isMade ? 'it is done' : 'it is not done'} : {}),
	};
}

const scenarios = {look, prove, abort, complete};

/** The sandboxes of all services, and true answers of each that are about something else. */
export type DamagedWorld = {
	/** Lives through the case of a seed; throws where something is said that is not so. */
	run(seed: number): Promise<void>;
	/** How often each thing was said. */
	readonly said: ReadonlyMap<string, number>;
	close(): Promise<void>;
};

export async function startDamaging(): Promise<DamagedWorld> {
	const folder = await mkdtemp(join(tmpdir(), 'partway-damaged-'));
	const sandboxes = new Map<PersonalityName, Sandbox>();
	const pools = new Map<PersonalityName, readonly WireAnswer[]>();
	for (const like of personalityNames) {
		const sandbox = await startSandbox({like});
		sandboxes.set(like, sandbox);
		pools.set(like, await answersAboutOthers(sandbox));
	}
	const said = new Map<string, number>();
	return {
		said,
		async run(seed) {
			const draw = drawing(seed);
			const like = draw.one(personalityNames);
			const sandbox = sandboxes.get(like) as Sandbox;
			const [name, scenario] = draw.one(Object.entries(scenarios));
			const share = draw.one([0.3, 0.7, 1]);
			const bucket = `bucket-${seed}`;
			const told: string[] = [];
			sandbox.seed.bucket(bucket);
			const proxy = await damagingProxy(sandbox.endpoint, (answer, operation) => {
				// How many there are is chance, where several are under way: each draws by its own number.
				const own = drawing(seed * 1000 + told.length);
				if (operation === 'other' || !own.chance(share)) return answer;
				const {answer: made, how} = damaged(answer, own, pools.get(like) ?? []);
				told.push(`${operation}, ${how}: ${JSON.stringify(made)}`);
				return made;
			});
			const clean = gatewayFor(sandbox, sandbox.endpoint);
			const gateway = gatewayFor(sandbox, proxy.endpoint, draw.one(['lean', 'sdk']));
			try {
				const {said: what, wrong} = await scenario({
					...{draw, sandbox, bucket, clean, gateway},
					folder: join(folder, String(seed)),
				});
				if (wrong !== undefined)
					throw new Error(
						`Seed ${seed}, ${like}, ${name}: said ${what}, but ${wrong}.\n${told.join('\n').slice(0, 20_000)}`,
					);
				const kind = `${name}: ${what.split(' ', 1)[0]}`;
				said.set(kind, (said.get(kind) ?? 0) + 1);
			} catch (error) {
				if (error instanceof Error && error.message.startsWith('Seed ')) throw error;
				throw new Error(`Seed ${seed}, ${like}, ${name}: ${told.join('\n').slice(0, 20_000)}`, {
					cause: error,
				});
			} finally {
				gateway.close();
				clean.close();
				await proxy.close();
			}
		},
		async close() {
			for (const sandbox of sandboxes.values()) await sandbox.close();
			await rm(folder, {recursive: true, force: true, maxRetries: 5});
		},
	};
}

/** So many cases at a time: some answers are asked for again after a wait. */
const lanes = 12;

/** Lives through the cases of so many seeds. */
export async function damageBySeeds(first: number, count: number) {
	const world = await startDamaging();
	let seed = first;
	try {
		await Promise.all(
			Array.from({length: lanes}, async () => {
				while (seed < first + count) await world.run(seed++);
			}),
		);
		return world.said;
	} finally {
		await world.close();
	}
}

/** Answers of every operation that are about another bucket, upload or prefix, and say so. */
async function answersAboutOthers(sandbox: Sandbox): Promise<readonly WireAnswer[]> {
	const answers: WireAnswer[] = [];
	const proxy = await damagingProxy(sandbox.endpoint, answer => {
		answers.push(answer);
		return answer;
	});
	const gateway = gatewayFor(sandbox, proxy.endpoint);
	const bucket = 'others';
	sandbox.seed.bucket(bucket);
	sandbox.seed.object({bucket, key: 'there', size: 5});
	const upload = (key: string) => ({
		...{bucket, key},
		uploadId: sandbox.seed.upload({
			...{bucket, key, initiated: sandbox.now() - 10 * day},
			parts: [{number: 1, size: MiB, lastModified: sandbox.now() - 9 * day}],
		}),
	});
	const [one, two, three] = [upload('one'), upload('two'), upload('three')];
	for (const ask of [
		() => gateway.listUploadsPage({bucket, prefix: 'one'}),
		() => gateway.listUploadsPage({bucket: 'others', prefix: 'none'}),
		() => gateway.listParts(one),
		() => gateway.headObject({bucket, key: 'there'}),
		() => gateway.headObject({bucket, key: 'nothing'}),
		() => gateway.abort(two),
		() => gateway.listParts(two),
		() => gateway.abort(two),
		async () =>
			gateway.complete({
				...{...three, onlyIfAbsent: false},
				parts: (await gateway.listParts(three)).parts,
			}),
		() => gateway.listBuckets(),
		() => gateway.anyKey({bucket}),
		() => gateway.listUploadsPage({bucket: 'no-such-bucket-anywhere'}),
	] as ReadonlyArray<() => Promise<unknown>>)
		await ask().catch((error: unknown) => {
			if (!(error instanceof S3Failure)) throw error;
		});
	gateway.close();
	await proxy.close();
	// An error that does not say what it is about reads like one about anything.
	return answers.filter(
		({body}) => !/<Error>/.test(body) || /<(?:UploadId|Key|BucketName)>[^<]/.test(body),
	);
}
