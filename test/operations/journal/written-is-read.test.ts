import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import fc from 'fast-check';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {dateOrNone} from '../../../source/multipart/dates.js';
import {livenessStates} from '../../../source/multipart/liveness.js';
import {readPartsFile, writePartsFile} from '../../../source/multipart/parts-file/parts-file.js';
import {readPlanFile, writePlanFile} from '../../../source/operations/abort/plan-file.js';
import {createRunFile, readRunFile} from '../../../source/operations/abort-run/run-file.js';
import {encodeRunLine, parseRunLine} from '../../../source/operations/abort-run/run-record.js';
import {
	encodeIntent,
	encodeOutcome,
	type Intent,
	type OutcomeRecord,
	parseLine,
} from '../../../source/operations/journal/journal-record.js';
import {outcomeKinds} from '../../../source/operations/journal/outcome-kinds.js';
import {LocalFileError} from '../../../source/operations/typed-file.js';
import {readRecents, rememberLocation} from '../../../source/profiles/recents/recents.js';
import {openProfileStore} from '../../../source/profiles/store/store.js';

let folder: string;
let count = 0;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'partway-written-'));
});

afterAll(() => {
	rmSync(folder, {recursive: true});
});

/** What services send: controls, halves of characters, U+FFFD, quotes, line ends. */
const text = fc.oneof(
	fc.string({unit: 'binary', maxLength: 30}),
	fc.string({
		unit: fc.constantFrom(
			'\u009b',
			'\u202e',
			'\ufffd',
			'\ud800',
			'\0',
			'\n',
			'"',
			'\\',
			'a',
			'\u2028',
		),
		maxLength: 12,
	}),
	fc.constantFrom('{"v":1,"type":"intent"}', '__proto__', ''),
);
const name = text.filter(value => value !== '');
/** Numbers as they may come in, those that JSON has no word for included. */
const any = fc.oneof(
	fc.maxSafeNat(),
	fc.double(),
	fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1, 17.5, 1e21),
);
const whole = fc.maxSafeNat();
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, {nil: undefined});

/** What is left of a number that cannot be told. */
const told = (value: number | undefined) =>
	// JSON knows no -0.
	Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) + 0 : undefined;
const harmless = /^(?:[\n\t]|[^\p{C}\ufffd\u2028\u2029])*$/u;

describe('what is written is what is read, and harmless on a terminal', () => {
	test('an intent of the journal', () => {
		const terms = fc.record(
			{expectedBucketOwner: text, requestPayer: fc.constant('requester' as const)},
			{requiredKeys: []},
		);
		const seen = fc.record({size: whole, etag: text, lastModified: whole}, {requiredKeys: []});
		const intents = fc.record(
			{
				...{id: name, time: text, connection: text, endpoint: text, host: text, pid: fc.nat()},
				...{
					bucket: text,
					key: text,
					uploadId: text,
					act: fc.constantFrom('abort', 'acl', 'complete', 'rescue'),
					file: text,
				},
				...{caller: text, user: text, run: text, started: text, bytes: any, terms},
				before: fc.oneof(fc.constant('denied' as const), seen),
				planned: fc.record(
					{partCount: whole, size: whole, etag: text},
					{requiredKeys: ['partCount']},
				),
			},
			{
				requiredKeys: [
					...(['id', 'time', 'connection', 'endpoint', 'host', 'pid', 'bucket', 'key'] as const),
					...(['uploadId', 'act', 'planned', 'file'] as const),
				],
			},
		);
		fc.assert(
			fc.property(intents, each => {
				const intent = each as Intent;
				const line = String(encodeIntent(intent));
				expect(line).toMatch(harmless);
				expect(line).not.toContain('\n');
				const wanted: Record<string, unknown> = {...intent, bytes: told(intent.bytes)};
				expect(parseLine(line)).toEqual({kind: 'intent', intent: wanted});
			}),
		);
	});

	const reasons = fc.oneof(
		fc.record({code: fc.constant('as-written'), sentence: text}),
		fc.record({code: fc.constant('another-upload'), what: fc.constant('key'), named: text}),
		fc.record({code: fc.constant('nothing-sent'), because: fc.record({code: text})}),
	);

	test('an outcome of the journal, which is written whatever it says', () => {
		const outcomes = fc.record(
			{
				...{id: name, time: text, reason: reasons, outcome: fc.constantFrom(...outcomeKinds)},
				...{code: text, status: any, requestId: text, etag: text, location: text, bytes: any},
				user: text,
			},
			{requiredKeys: ['id', 'time', 'reason', 'outcome']},
		);
		fc.assert(
			fc.property(outcomes, each => {
				const line = encodeOutcome(each as OutcomeRecord);
				expect(line).toMatch(harmless);
				const wanted = {...each, bytes: told(each.bytes), status: told(each.status)};
				expect(parseLine(line)).toEqual({kind: 'outcome', record: wanted});
			}),
		);
		const location = 'l'.repeat(2 ** 22);
		const reason = {code: 'another-upload', what: 'key', named: location} as const;
		const line = encodeOutcome({id: '1', time: '', outcome: 'gone', reason, location});
		expect(line.length).toBeLessThan(10_000);
		expect(parseLine(line)).toMatchObject({kind: 'outcome', record: {outcome: 'gone'}});
		expect(line).toContain('(cut)');
	});

	const summary = fc.record({count: whole, bytes: whole, lastPart: maybe(any), fingerprint: whole});
	const upload = fc.record({
		...{key: name, uploadId: name, initiated: maybe(any), summary: maybe(summary)},
		liveness: fc.constantFrom(...livenessStates),
	});
	type Upload = Parameters<typeof createRunFile>[2][number];
	const asRead = ({initiated, summary, ...rest}: Upload) => ({
		...{...rest, initiated: dateOrNone(told(initiated))},
		summary: summary && {...summary, lastPart: dateOrNone(told(summary.lastPart))},
	});
	const header = fc.record({
		...{connection: text, endpoint: text, bucket: text, prefix: maybe(text), listed: maybe(any)},
	});

	test('the file of a run', async () => {
		const results = fc.array(
			fc.record({
				kind: fc.constantFrom('gone', 'accepted', 'failed', 'unknown', 'left-alone', 'refused'),
				...{reason: reasons, freed: maybe(any), code: maybe(text), status: maybe(any)},
				requestId: maybe(text),
			}),
			{maxLength: 3},
		);
		await fc.assert(
			fc.asyncProperty(
				header,
				fc.array(upload, {minLength: 3, maxLength: 5}),
				results,
				async (each, uploads, told_) => {
					const id = `run-${count++}`;
					const time = '2026-11-20T12:00:00.000Z';
					const confirmed = {uploads: uploads.length, bytes: 0};
					const whole = {...each, id, time, pid: 1, host: 'h', confirmed};
					const file = await createRunFile(folder, whole, uploads as Upload[]);
					for (const [n, result] of told_.entries()) file.result({n, ...result} as never);
					await file.close(true);
					expect(readFileSync(file.file, 'utf8')).toMatch(harmless);
					const read = await readRunFile(file.file);
					expect(read).toMatchObject({whole: true, ended: true});
					expect(read.header).toEqual({...whole, listed: told(each.listed)});
					expect(read.uploads).toEqual((uploads as Upload[]).map(asRead));
					expect([...read.results.values()]).toEqual(
						told_.map(({freed, status, ...result}, n) => ({
							...{n, ...result, freed: told(freed), status: told(status)},
						})),
					);
				},
			),
			{numRuns: 30},
		);
	});

	test('the file of a plan', async () => {
		await fc.assert(
			fc.asyncProperty(header, fc.array(upload, {maxLength: 5}), async (each, uploads) => {
				const path = join(folder, `plan-${count++}`);
				await writePlanFile(path, {...each, uploads: uploads as Upload[]});
				expect(readFileSync(path, 'utf8')).toMatch(harmless);
				const {time: _, ...read} = await readPlanFile(path);
				const wanted = (uploads as Upload[]).map(asRead);
				expect(read).toEqual({...each, listed: told(each.listed), uploads: wanted});
			}),
			{numRuns: 30},
		);
		const endless = {key: 'k'.repeat(2 ** 20), uploadId: '1', liveness: 'stalled'} as Upload;
		const plan = {connection: '', endpoint: '', bucket: 'b', uploads: [endless]};
		await expect(writePlanFile(join(folder, 'endless'), plan)).rejects.toThrow(LocalFileError);
	});

	test('that a run was taken up, and its end', () => {
		const carrier = fc.record({time: text, pid: fc.nat(), host: text, started: maybe(text)});
		fc.assert(
			fc.property(carrier, text, (each, time) => {
				for (const line of [
					{type: 'resumed', carrier: each} as const,
					{type: 'end', time} as const,
					{type: 'planned', uploads: 3} as const,
				])
					expect(parseRunLine(encodeRunLine(line), false)).toEqual(line);
			}),
		);
	});

	test('a file of parts', () => {
		const part = fc.record({
			partNumber: fc.integer({min: 1, max: 10_000}),
			etag: text.map(value => value.trim()).filter(value => value !== ''),
			checksums: fc.record({ChecksumSHA256: fc.base64String({minLength: 4})}, {requiredKeys: []}),
		});
		const parts = fc.uniqueArray(part, {minLength: 1, selector: ({partNumber}) => partNumber});
		fc.assert(
			fc.property(parts, each => {
				const sorted = each.toSorted((one, other) => one.partNumber - other.partNumber);
				const file = writePartsFile(sorted);
				expect(file).toMatch(harmless);
				expect(readPartsFile(file)).toEqual({kind: 'read', parts: sorted});
			}),
		);
	});

	test('the recent locations', async () => {
		const location = fc.record({
			...{connection: text, endpoint: text, bucket: name, prefix: text, time: whole},
		});
		await fc.assert(
			fc.asyncProperty(location, async each => {
				const own = join(folder, `recents-${count++}`);
				await rememberLocation(own, each);
				expect(readFileSync(join(own, 'last-places.json'), 'utf8')).toMatch(harmless);
				expect(readRecents(own)).toEqual({content: [each]});
			}),
			{numRuns: 20},
		);
	});

	test('the store of profiles', async () => {
		await fc.assert(
			fc.asyncProperty(text, text, async (accessKeyId, secretAccessKey) => {
				const env = {PARTWAY_CONFIG_DIR: join(folder, `store-${count++}`)};
				const credentials = {kind: 'keys', accessKeyId, secretAccessKey} as const;
				const store = openProfileStore(env);
				const stored = await store.add({name: 'lab', credentials}).then(
					() => true,
					() => false,
				);
				const read = openProfileStore(env);
				expect(read.messages).toEqual([]);
				expect(read.get('lab')).toEqual(stored ? {name: 'lab', credentials} : undefined);
				if (stored) expect(readFileSync(store.file, 'utf8')).toMatch(harmless);
			}),
			{numRuns: 30},
		);
	});
});
