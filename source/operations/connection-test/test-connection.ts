import {randomUUID} from 'node:crypto';
import {factsOfService, serviceFacts} from '../../multipart/services/service.js';
import type {ServiceId} from '../../multipart/services/service-table.js';
import type {Upload} from '../../multipart/upload.js';
import type {Target} from '../../profiles/resolve/target.js';
import type {ConnectionSettings} from '../../s3/client/connection.js';
import {isNoSuchUpload, S3Failure} from '../../s3/failure/failure.js';
import type {Bucket, Gateway} from '../../s3/gateway/gateway.js';
import {shownProxy} from '../../s3/network/proxy.js';
import {
	type Asked,
	type ConnectionTest,
	type TestedPermission,
	type TestTrouble,
	untested,
} from './connection-test.js';
import type {PermissionReason} from './reasons.js';
import {callerIn, isInTheWay, troubleOf, verdictOf, verdictOfNothing} from './test-answers.js';

export type TestOptions = {
	readonly settings: ConnectionSettings;
	/** What the profile says. */
	readonly service?: ServiceId;
	/** Where to look; without one it is the first bucket that is listed. */
	readonly target?: Target;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly signal?: AbortSignal;
	/** Milliseconds for all of it. */
	readonly limit?: number;
	/** Called whenever something is known. */
	readonly onProgress?: (test: ConnectionTest) => void;
};

type NotAsked = Extract<PermissionReason, {code: 'not-asked'}>['why'];

/** Nothing more is asked, and why. */
class Stopped extends Error {
	readonly why: {readonly notAsked?: NotAsked; readonly trouble?: TestTrouble};
	constructor(why: Stopped['why']) {
		super();
		this.why = why;
	}
}

/**
 * Finds out what a connection is good for, by five reads at most; nothing is changed. Rejects with the
 * signal's reason when it was cancelled, and never for what the service answers.
 */
export async function testConnection(
	gateway: Gateway,
	{settings, service, target, env, signal, limit = 20_000, onProgress}: TestOptions,
): Promise<ConnectionTest> {
	const {endpoint} = gateway;
	const late = AbortSignal.timeout(limit);
	const ended = signal === undefined ? late : AbortSignal.any([signal, late]);
	const prefix = target?.prefix ?? '';
	const key = `${prefix}partway-test-${randomUUID()}`;
	let listed: readonly Bucket[] | undefined;
	let bucket = target?.bucket;
	let upload: Upload | undefined;
	let existing: string | undefined;
	let mayListObjects = false;
	let test: ConnectionTest = {
		endpoint,
		region: settings.region,
		...serviceOf({endpoint, service}),
		...(service === undefined ? {} : {saidService: service}),
		...(bucket === undefined ? {} : {bucket: {name: bucket, from: 'named'}}),
		proxy: shownProxy(endpoint, env),
		caBundle: settings.caBundle ?? (env['AWS_CA_BUNDLE'] || undefined),
		permissions: untested(bucket, prefix),
		isDone: false,
	};

	function learn(found: Partial<ConnectionTest>): void {
		test = {...test, ...found};
		onProgress?.(test);
	}

	function tell(asked: Asked, found: Partial<TestedPermission>): void {
		learn({
			permissions: test.permissions.map(row =>
				row.operation === asked ? {...row, ...found} : row,
			),
		});
	}

	/** The clock, the service and the caller, as far as a refusal tells. */
	function learnFrom(failure: S3Failure): void {
		const {status, requestId} = failure;
		const arn = callerIn(failure);
		learn({
			...(status === undefined ? {} : {clockOffset: gateway.clock().offset ?? 0}),
			...(test.service === undefined ? serviceOf({endpoint, requestId}) : {}),
			...(arn === undefined ? {} : {caller: {...test.caller, arn}}),
		});
	}

	async function ask(asked: Asked, read: () => Promise<Partial<TestedPermission>>): Promise<void> {
		try {
			const found = await read();
			learn({clockOffset: gateway.clock().offset ?? 0});
			tell(asked, {verdict: 'allowed', ...found});
		} catch (error) {
			if (signal?.aborted) throw signal.reason;
			if (late.aborted) {
				tell(asked, {verdict: 'failed'});
				throw new Stopped({
					trouble: {reason: {code: 'too-slow', seconds: Math.round(limit / 1000)}},
				});
			}
			if (!(error instanceof S3Failure)) throw error;
			learnFrom(error);
			const {code, status, requestId, retryable, hint} = error;
			const said = {code, status, requestId, retryable, hint};
			if (isInTheWay(error)) {
				tell(asked, {verdict: 'failed', ...said});
				throw new Stopped({trouble: troubleOf(error, settings)});
			}
			const isThere = (asked === 'ListParts' ? upload : existing) !== undefined;
			const {service: known} = test;
			const of = {bucket: bucket ?? '', listed, isThere, mayListObjects, service: known?.id};
			tell(asked, {...verdictOf(error, asked, of), ...said});
			if (code === 'NoSuchBucket') throw new Stopped({notAsked: 'no-such-bucket'});
		}
	}

	async function account(): Promise<Partial<TestedPermission>> {
		const {owner, buckets, isCut} = await gateway.account(ended);
		listed = buckets;
		if (owner !== undefined) learn({caller: {...test.caller, ...owner}});
		return {reason: {code: 'buckets-listed', count: buckets.length, isCut: isCut === true}};
	}

	/** The first bucket that is listed, where none was named. */
	function choose(): string {
		const name = bucket ?? listed?.[0]?.name;
		if (name === undefined) throw new Stopped({notAsked: 'no-bucket'});
		if (bucket === undefined) {
			const permissions = test.permissions.slice(0, 1).concat(untested(name, prefix).slice(1));
			learn({bucket: {name, from: 'listed'}, permissions});
		}
		bucket = name;
		return name;
	}

	async function uploadsOf(name: string): Promise<Partial<TestedPermission>> {
		const page = await gateway.listUploadsPage({bucket: name, prefix, maxUploads: 10}, ended);
		upload = page.uploads.find(({keyCertain}) => keyCertain);
		const {bucketRegion} = page;
		// Its headers tell more than an id, and where nothing is listed too.
		const {kind, name: named, showsCaller} = factsOfService(page.service ?? 'other', page.version);
		const seen =
			kind === 'other'
				? serviceOf({endpoint, uploadId: upload?.uploadId, service})
				: {service: {id: kind, name: named}};
		learn({...seen, ...(bucketRegion === undefined ? {} : {bucketRegion})});
		if (showsCaller && test.caller === undefined && upload?.initiator)
			learn({caller: upload.initiator});
		return {};
	}

	async function objectsIn(name: string): Promise<Partial<TestedPermission>> {
		existing = await gateway.anyKey({bucket: name, prefix}, ended);
		mayListObjects = true;
		return {};
	}

	async function partsIn(name: string): Promise<Partial<TestedPermission>> {
		try {
			const {key: wanted, uploadId} = upload ?? {key, uploadId: 'partway-test'};
			await gateway.summarizeParts({bucket: name, key: wanted, uploadId}, ended);
		} catch (error) {
			if (!isNoSuchUpload(error)) throw error;
			// One that was listed may be gone by now: it says no more than one that never was.
			return verdictOfNothing('ListParts', test.service?.id);
		}
		return {};
	}

	async function objectIn(name: string): Promise<Partial<TestedPermission>> {
		const found = await gateway.headObject({bucket: name, key: existing ?? key}, ended);
		return found === undefined ? verdictOfNothing('HeadObject', test.service?.id) : {};
	}

	async function run(): Promise<Stopped> {
		try {
			await ask('ListBuckets', account);
			const name = choose();
			await ask('ListMultipartUploads', () => uploadsOf(name));
			await ask('ListObjectsV2', () => objectsIn(name));
			await ask('ListParts', () => partsIn(name));
			await ask('HeadObject', () => objectIn(name));
			return new Stopped({});
		} catch (error) {
			if (error instanceof Stopped) return error;
			throw error;
		}
	}

	const {notAsked, trouble} = (await run()).why;
	const unasked: Partial<TestedPermission> = {
		verdict: 'unknown',
		...(notAsked === undefined ? {} : {reason: {code: 'not-asked', why: notAsked}}),
	};
	const permissions = test.permissions.map(row =>
		row.verdict === 'waiting' ? {...row, ...unasked} : row,
	);
	learn({permissions, ...(trouble === undefined ? {} : {trouble}), isDone: true});
	return test;
}

/** By host, ids and what the profile says; nothing where none of them tells. */
function serviceOf(seen: Parameters<typeof serviceFacts>[0]): Pick<ConnectionTest, 'service'> {
	const {kind, name} = serviceFacts(seen);
	return kind === 'other' ? {} : {service: {id: kind, name}};
}
