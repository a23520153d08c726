import {expect, onTestFinished, test} from 'vitest';
import {everyUpload} from '../../../source/multipart/query/query.js';
import {createAwsGateway} from '../../../source/s3/gateway/aws-gateway.js';
import type {Gateway} from '../../../source/s3/gateway/gateway.js';
import {MeasuredUploads} from '../../../source/session/buckets/measured-uploads.js';
import type {Action, IndexFacts} from '../../../source/session/core/action.js';
import type {UploadsScreen} from '../../../source/session/core/state.js';
import {UploadsReads} from '../../../source/session/uploads/uploads-reads.js';
import {bucket, openStage, sandboxSettings} from '../../support/stage.js';
import {now, stage, upload} from '../stage.js';

const rows = 4096;
const level = {by: {kind: 'prefix', delimiter: '/'}, prefix: ''} as const;
const order = {sort: 'bytes', reverse: true} as const;
const target = (at: number) => upload(`team-${at % 50}/${at + 1e6}`);

/** Reads of a list of uploads by a gateway, and what they tell. */
function readsBy(gateway: Gateway, dispatch: (action: Action) => void) {
	const screen = {...(stage().screen as UploadsScreen), bucket};
	const reads = new UploadsReads(screen, {
		deps: {launch: {kind: 'options', options: {}}, env: {}, writeTerminal() {}},
		gateway: () => gateway,
		journal() {
			throw new Error('no history is open');
		},
		connection: () => undefined,
		indexOf: () => undefined,
		halfMeasured: () => new Map(),
		measured: () => new MeasuredUploads(),
		dispatch,
	});
	onTestFinished(() => reads.dispose());
	return {reads, screen: screen.id};
}

/** Reads of a list of so many uploads, of which one is read in each slice of the work on the order; what they report. */
function readWhileDerived() {
	const facts: IndexFacts[] = [];
	let told = () => {};
	const dispatch = (action: Action) => {
		if (action.type === 'index-changed') facts.push(action.facts);
		told();
	};
	const gateway = {now: () => now, pace: {facts: () => undefined}} as unknown as Gateway;
	const {reads, screen} = readsBy(gateway, dispatch);
	const {index} = reads;
	index.add(Array.from({length: rows}, (_, at) => target(at)));
	index.deriveAll();
	const derive = index.derive.bind(index);
	let slices = 0;
	index.derive = () => {
		const isDone = derive(0);
		const summary = {count: 1, bytes: slices + 1, lastPart: now, fingerprint: slices};
		index.setReading(target(slices++), {kind: 'read', summary});
		if (slices > 1000) throw new Error('It does not end.');
		return isDone;
	};
	return {
		...{reads, facts, screen},
		slices: () => slices,
		report: () =>
			new Promise<void>(resolve => {
				told = resolve;
			}),
	};
}

test('an order by size is told although parts are read all the time', async () => {
	const {reads, facts, screen, slices, report} = readWhileDerived();
	const told = report();
	const view = {query: everyUpload, sort: 'size', reverse: true} as const;
	reads.handlers['set-view']({type: 'set-view', screen, view});
	await told;
	expect(facts).toHaveLength(1);
	expect(slices()).toBeLessThan(100);
	expect(facts[0]).toMatchObject({shown: rows, totals: {read: slices()}});
	expect(reads.index.isCurrent).toBe(false);
});

test('so are the groups of a tree, and what a key does meanwhile follows at once', async () => {
	const {reads, facts, screen, report} = readWhileDerived();
	const told = report();
	const view = {query: everyUpload, sort: 'size', reverse: true} as const;
	reads.handlers['set-view']({type: 'set-view', screen, view});
	reads.handlers['roll-up']({type: 'roll-up', screen, level, order});
	await told;
	expect(facts[0]?.tree).toMatchObject({groups: 50, total: {count: rows}});
	const again = report();
	await again;
	expect(facts).toHaveLength(2);
});

test('the first tree is there at once, where all was listed and nothing is read', async () => {
	const on = await openStage();
	for (let at = 0; at < rows; at++) on.upload(`${bucket}-${at % 50}/${at}`, {sizes: []});
	const gateway = createAwsGateway(sandboxSettings(on.sandbox));
	onTestFinished(() => gateway.close());
	const told: Action[] = [];
	const {reads, screen} = readsBy(gateway, action => told.push(action));
	const {groups} = reads;
	const prepare = groups.prepare.bind(groups);
	const isPrepared = new Promise<void>(resolve => {
		groups.prepare = (first, milliseconds) => {
			const isDone = prepare(first, milliseconds);
			if (isDone) resolve();
			return isDone;
		};
	});
	const list = {type: 'list-uploads', screen, bucket, prefix: '', from: 'start'} as const;
	reads.handlers['list-uploads'](list);
	await isPrepared;
	told.length = 0;
	reads.handlers['roll-up']({type: 'roll-up', screen, level, order});
	expect(told).toMatchObject([
		{type: 'index-changed', facts: {tree: {groups: 50, total: {count: rows}}}},
	]);
});

test('a listing has not ended before its rows are told', async () => {
	const on = await openStage();
	for (let at = 0; at < 1200; at++) on.upload(`${at % 50}/${at}`, {sizes: []});
	const gateway = createAwsGateway(sandboxSettings(on.sandbox));
	onTestFinished(() => gateway.close());
	let last: IndexFacts | undefined;
	let ended = (_: IndexFacts | undefined) => {};
	const {reads, screen} = readsBy(gateway, action => {
		if (action.type === 'index-changed') last = action.facts;
		if (action.type === 'listing-ended') ended(last);
	});
	const {groups} = reads;
	const derive = groups.derive.bind(groups);
	let turns = 0;
	// Whenever something comes, what came before is still being grouped.
	groups.derive = () => turns++ % 5 === 4 && derive(1000);
	reads.handlers['roll-up']({type: 'roll-up', screen, level, order});
	const list = {type: 'list-uploads', screen, bucket, prefix: '', from: 'start'} as const;
	for (const wanted of [1200, 1201]) {
		const told = new Promise<IndexFacts | undefined>(resolve => {
			ended = resolve;
		});
		reads.handlers['list-uploads'](list);
		expect(await told).toMatchObject({
			totals: {count: wanted},
			tree: {total: {count: wanted}},
		});
		on.upload('later', {sizes: []});
	}
});
