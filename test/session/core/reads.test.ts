import {describe, expect, test} from 'vitest';
import type {Bucket, Gateway} from '../../../source/s3/gateway/gateway.js';
import {MeasuredUploads} from '../../../source/session/buckets/measured-uploads.js';
import type {Action} from '../../../source/session/core/action.js';
import {Reads} from '../../../source/session/core/reads.js';
import {stage} from '../stage.js';

/** Reads whose lists of buckets come when the test says so. */
function waiting() {
	const actions: Action[] = [];
	const asked: Array<{signal: AbortSignal; answer: (buckets: readonly Bucket[]) => void}> = [];
	const gateway = {
		listBuckets: (signal: AbortSignal) =>
			new Promise(resolve => asked.push({signal, answer: resolve})),
	} as unknown as Gateway;
	const reads = new Reads({
		deps: {launch: {kind: 'options', options: {}}, env: {}, writeTerminal() {}},
		gateway: () => gateway,
		journal() {
			throw new Error('no history is open');
		},
		connection: () => undefined,
		indexOf: () => undefined,
		halfMeasured: () => new Map(),
		measured: () => new MeasuredUploads(),
		dispatch: action => actions.push(action),
	});
	return {reads, actions, asked};
}

function bucketsScreen() {
	const on = stage();
	on.press('back');
	return on.screen;
}

describe('what reads for a screen', () => {
	test('is made when the screen opens, and only once', () => {
		const {reads} = waiting();
		const screen = bucketsScreen();
		expect(reads.of('buckets', screen.id)).toBeUndefined();
		reads.follow([screen]);
		const made = reads.of('buckets', screen.id);
		expect(made).toBeDefined();
		reads.follow([{...screen}]);
		expect(reads.of('buckets', screen.id)).toBe(made);
		expect(reads.all('buckets')).toEqual([made]);
		expect(reads.of('uploads', screen.id)).toBeUndefined();
		expect(reads.all('uploads')).toEqual([]);
	});

	test('ends when the screen is left, and reports nothing any more', async () => {
		const {reads, actions, asked} = waiting();
		const screen = bucketsScreen();
		reads.follow([screen]);
		reads.run({type: 'list-buckets', screen: screen.id});
		reads.follow([]);
		expect(asked[0]?.signal.aborted).toBe(true);
		expect(reads.of('buckets', screen.id)).toBeUndefined();
		asked[0]?.answer([{name: 'late'}]);
		await new Promise(setImmediate);
		expect(actions).toEqual([]);
	});

	test('reports what it read while the screen is open, and the newest answer alone', async () => {
		const {reads, actions, asked} = waiting();
		const screen = bucketsScreen();
		reads.follow([screen]);
		reads.run({type: 'list-buckets', screen: screen.id});
		reads.run({type: 'list-buckets', screen: screen.id});
		asked[1]?.answer([{name: 'new'}]);
		asked[0]?.answer([{name: 'old'}]);
		await new Promise(setImmediate);
		expect(actions).toEqual([
			{type: 'buckets-listed', screen: screen.id, buckets: [{name: 'new'}]},
		]);
	});

	test('is not made again once the session is closed', () => {
		const {reads} = waiting();
		const screen = bucketsScreen();
		reads.close();
		reads.follow([screen]);
		expect(reads.of('buckets', screen.id)).toBeUndefined();
	});
});
