import {expect, test} from 'vitest';
import type {LoggedRequest} from '../../source/sandbox/request-log.js';
import {nowhere, runCommand} from '../support/io.js';
import {openStage} from '../support/stage.js';
import {parseExposition} from './metrics/exposition-parser.js';

const denied = {
	respond: {
		status: 403,
		headers: {'content-type': 'application/xml'},
		body: '<Error><Code>AccessDenied</Code><Message>No</Message></Error>',
	},
};

test('25 buckets, three of them refusing: all others are measured, side by side, and the audit is whole', async () => {
	const {sandbox} = await openStage({latency: 50});
	const names = Array.from({length: 24}, (_, nth) => `bucket-${String(nth).padStart(2, '0')}`);
	for (const name of names) {
		sandbox.seed.bucket(name);
		sandbox.seed.upload({bucket: name, key: 'dead', initiated: sandbox.now() - 9e9, parts: []});
	}
	const refusing = ['bucket-03', 'bucket-11', 'bucket-20'];
	for (const bucket of refusing) sandbox.faults.add({bucket, action: denied});
	const env = {...nowhere, PARTWAY_STATE_DIR: '/nowhere'};
	/** How many of this operation wait for their answer at one moment, at most, while the work goes on. */
	async function mostUnderWay<T>(operation: string, work: Promise<T>): Promise<[T, number]> {
		let most = 0;
		const looking = setInterval(() => {
			const underWay = sandbox.requests.log.filter(
				request => request.status === undefined && request.operation === operation,
			);
			most = Math.max(most, underWay.length);
		}, 5);
		const result = await work;
		clearInterval(looking);
		return [result, most];
	}
	/** The longest chain of requests each of which came after the one before was answered: what is waited for, whatever the machine. */
	const rounds = () => Math.max(...roundOf.values());
	const roundOf = new Map<LoggedRequest, number>();
	const {requests} = sandbox;
	const add = requests.add.bind(requests);
	requests.add = request => {
		const answered = [...roundOf].filter(([{status}]) => status !== undefined);
		roundOf.set(request, 1 + Math.max(0, ...answered.map(([, round]) => round)));
		add(request);
	};
	const args = ['-e', sandbox.endpoint, '--all-buckets'];
	const [measured, listings] = await mostUnderWay(
		'ListMultipartUploads',
		runCommand(['metrics', ...args], {env}),
	);
	expect(measured.code).toBe(1);
	expect(rounds()).toBeLessThan(roundOf.size / 3);
	roundOf.clear();
	const samples = parseExposition(measured.stdout);
	const bucketsOf = (name: string, value: number) =>
		samples
			.filter(sample => sample.name === name && sample.value === value)
			.map(({labels}) => labels['bucket']);
	expect(bucketsOf('partway_bucket_listed', 0).sort()).toEqual(refusing);
	expect(bucketsOf('partway_bucket_listed', 1)).toHaveLength(22);
	expect(
		new Set(
			samples.filter(({name}) => name === 'partway_errors').map(({labels}) => labels['bucket']),
		),
	).toEqual(new Set(refusing));
	expect(
		samples
			.filter(({name, labels}) => name === 'partway_uploads' && labels['state'] === 'stalled')
			.reduce((sum, {value}) => sum + value, 0),
	).toBe(21);
	// A bucket here is one page: one bucket after the other would never have more than one listing under way.
	expect(listings).toBeGreaterThanOrEqual(4);
	const [audit, rules] = await mostUnderWay(
		'GetBucketLifecycleConfiguration',
		runCommand(['rules', 'list', ...args, '--check', '--json'], {env}),
	);
	expect(rules).toBeGreaterThanOrEqual(4);
	expect(audit.code).toBe(1);
	expect(rounds()).toBeLessThan(roundOf.size / 3);
	for (const name of names) expect(audit.stdout + audit.stderr).toContain(name);
});
