import {describe, expect, onTestFinished, test} from 'vitest';
import {Scan, type ScanEvent} from '../../../source/operations/scan/scan.js';
import type {ReadRequest} from '../../../source/operations/scan/scan-reads.js';
import {createAwsGateway} from '../../../source/s3/gateway/aws-gateway.js';
import {gate} from '../../support/gate.js';
import {queryOf} from '../../support/queries.js';
import {
	abortElsewhere,
	bucket,
	day,
	hour,
	MiB,
	numbered,
	openStage,
	type Stage,
	sandboxSettings,
} from '../../support/stage.js';

const nothing: ReadRequest = {from: 0, to: 0, budget: 0, moving: false};
const everything: ReadRequest = {...nothing, budget: Number.POSITIVE_INFINITY};

type ScanStage = Stage & {
	readonly scan: Scan;
	readonly events: ScanEvent[];
	/** Resolves when what was asked for holds; looked at after each event. */
	until(holds: () => boolean): Promise<void>;
	readonly keys: () => string[];
};

async function scanning(prefix = ''): Promise<ScanStage> {
	const made = await openStage();
	const gateway = createAwsGateway(sandboxSettings(made.sandbox));
	const events: ScanEvent[] = [];
	const waiting = new Set<() => void>();
	const scan = new Scan({
		gateway,
		bucket,
		prefix,
		onEvent(event) {
			events.push(event);
			for (const check of waiting) check();
		},
	});
	onTestFinished(() => {
		scan.close();
		gateway.close();
	});
	return {
		...made,
		scan,
		events,
		until: holds =>
			new Promise(resolve => {
				const check = () => {
					if (!holds()) return;
					waiting.delete(check);
					resolve();
				};
				waiting.add(check);
				check();
			}),
		keys() {
			scan.index.deriveAll();
			return [...scan.index.shownRows()].map(({upload}) => upload.key);
		},
	};
}

const read = ({scan}: ScanStage) => scan.index.totals(Date.now()).read;

describe('a listing', () => {
	test('goes on where it was stopped, and asks for nothing twice', async () => {
		const on = await scanning();
		for (const key of numbered('key-', 2500)) on.upload(key, {sizes: []});
		const {closed, open} = gate();
		on.sandbox.faults.add({
			operation: 'ListMultipartUploads',
			call: 2,
			action: {hold: closed, when: 'before'},
		});
		void on.scan.list();
		await on.until(() => on.scan.index.count === 1000);
		on.scan.stop();
		open();
		expect(on.scan.canResume).toBe(true);
		const asked = on.sandbox.requests.count('ListMultipartUploads');
		await on.scan.goOn();
		expect(on.keys()).toEqual(numbered('key-', 2500));
		expect(on.sandbox.requests.count('ListMultipartUploads')).toBe(asked + 2);
		expect(on.scan.canResume).toBe(false);
		expect(on.events.at(-1)).toEqual({kind: 'ended', how: 'ended'});
	});

	test('goes on after a failure, too', async () => {
		const on = await scanning();
		for (const key of numbered('key-', 1500)) on.upload(key, {sizes: []});
		on.sandbox.faults.add({
			operation: 'ListMultipartUploads',
			call: 2,
			action: {respond: {status: 403, body: '<Error><Code>AccessDenied</Code></Error>'}},
		});
		await on.scan.list();
		expect(on.events.at(-1)).toMatchObject({kind: 'failed', failure: {code: 'AccessDenied'}});
		expect(on.scan.canResume).toBe(true);
		await on.scan.goOn();
		expect(on.keys()).toHaveLength(1500);
	});

	test('that is begun anew merges: marks and readings stay, what came and went is told', async () => {
		const on = await scanning();
		const [first = '', second = ''] = ['a', 'b'].map(key => on.upload(key));
		await on.scan.list();
		on.scan.read(everything);
		await on.until(() => read(on) === 2);
		const handle = on.scan.index.handleOf({key: 'b', uploadId: second})!;
		on.scan.index.toggleMark(handle);
		await abortElsewhere(on.sandbox, 'a', first);
		on.upload('c');
		on.upload('d');
		await on.scan.list();
		expect(on.events.at(-1)).toEqual({kind: 'ended', how: 'ended', refresh: {came: 2, went: 1}});
		expect(on.keys()).toEqual(['b', 'c', 'd']);
		expect(on.scan.index.row(handle)).toMatchObject({marked: true, reading: {kind: 'read'}});
	});

	test('waits out a service that asks for fewer requests', async () => {
		const on = await scanning();
		for (const key of numbered('key-', 3)) on.upload(key, {sizes: []});
		on.sandbox.faults.add({
			operation: 'ListMultipartUploads',
			times: 4,
			action: {respond: {status: 503, body: '<Error><Code>SlowDown</Code></Error>'}},
		});
		await on.scan.list();
		expect(on.keys()).toHaveLength(3);
	});
});

describe('parts', () => {
	test('of what is seen come first; the budget ends the rest', async () => {
		const on = await scanning();
		for (const key of numbered('key-', 60)) on.upload(key, {sizes: [MiB]});
		await on.scan.list();
		on.scan.index.deriveAll();
		on.scan.read({from: 30, to: 35, budget: 20, moving: false});
		await on.until(() => on.scan.pending === 0);
		const asked = on.sandbox.requests.log.flatMap(({operation, key}) =>
			operation === 'ListParts' && key !== undefined ? [key] : [],
		);
		// Eight leave together, over new connections and old ones: they arrive in any order.
		expect(asked.slice(0, 16)).toEqual(expect.arrayContaining(numbered('key-', 60).slice(30, 35)));
		expect(asked.length).toBeGreaterThanOrEqual(20);
		expect(asked.length).toBeLessThanOrEqual(20 + 5);
	});

	test('that a query asks for are read of what may match, and of nothing else', async () => {
		const on = await scanning();
		for (const key of numbered('logs/', 20)) on.upload(key, {sizes: [MiB], quiet: 9 * day});
		for (const key of numbered('raw/', 20)) on.upload(key, {sizes: [MiB], quiet: 9 * day});
		on.upload('logs/young', {sizes: [MiB], quiet: 2 * hour});
		await on.scan.list();
		const query = queryOf('state:stalled prefix:logs/');
		on.scan.index.setView({query, sort: 'key', reverse: false});
		on.scan.read(everything);
		await on.until(() => read(on) === 21 && on.scan.pending === 0);
		on.scan.index.setClock({now: on.sandbox.now(), thresholds: on.scan.thresholds});
		expect(on.keys()).toEqual(numbered('logs/', 20));
		const asked = on.sandbox.requests.log.filter(({operation}) => operation === 'ListParts');
		expect(asked.every(({key}) => key?.startsWith('logs/'))).toBe(true);
	});

	test('are put back where the service asks for fewer requests: none is lost', async () => {
		const on = await scanning();
		for (const key of numbered('key-', 30)) on.upload(key, {sizes: [MiB]});
		await on.scan.list();
		on.sandbox.faults.add({
			operation: 'ListParts',
			share: 0.3,
			action: {respond: {status: 503, body: '<Error><Code>SlowDown</Code></Error>'}},
		});
		on.scan.read(everything);
		await on.until(() => read(on) === 30);
		expect(on.events.filter(({kind}) => kind === 'look-failed')).toEqual([]);
	});
});

test('watching tells which uploads move, and how fast', async () => {
	const on = await scanning();
	const uploadId = on.upload('moving', {sizes: [MiB]});
	on.upload('still', {sizes: [MiB]});
	await on.scan.list();
	on.scan.index.deriveAll();
	on.scan.read({from: 0, to: 2, budget: 0, moving: false});
	await on.until(() => read(on) === 2);
	const handleOf = (key: string) =>
		[...on.scan.index.shownRows()].find(({upload}) => upload.key === key)!.handle;
	const [moving, still] = [handleOf('moving'), handleOf('still')];
	on.scan.watch(true);
	await on.until(() => on.scan.pending === 0);
	on.sandbox.seed.part({bucket, key: 'moving', uploadId, number: 2, size: 50 * MiB});
	await on.until(
		() => on.scan.movementOf(moving) !== undefined && on.scan.movementOf(still) !== undefined,
	);
	expect(on.scan.movementOf(moving)?.rate).toBeGreaterThan(MiB);
	expect(on.scan.movementOf(still)?.rate).toBe(0);
	on.scan.watch(false);
	expect(on.scan.movementOf(moving)).toBeUndefined();
});
