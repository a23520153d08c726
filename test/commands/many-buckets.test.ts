import {expect, test} from 'vitest';
import {nowhere, runCommand} from '../support/io.js';
import {openStage} from '../support/stage.js';
import {parseExposition} from './exposition-parser.js';

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
	// What waits for its answer at one moment.
	let mostUnderWay = 0;
	const looking = setInterval(() => {
		const underWay = sandbox.requests.log.filter(({status}) => status === undefined).length;
		mostUnderWay = Math.max(mostUnderWay, underWay);
	}, 5);
	const args = ['-e', sandbox.endpoint, '--all-buckets'];
	const measured = await runCommand(['metrics', ...args], {env});
	clearInterval(looking);
	expect(measured.code).toBe(1);
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
	// One after the other there would never be more than one, or the two of a bucket.
	expect(mostUnderWay).toBeGreaterThanOrEqual(6);
	const audit = await runCommand(['rules', 'list', ...args, '--check', '--json'], {env});
	expect(audit.code).toBe(1);
	for (const name of names) expect(audit.stdout + audit.stderr).toContain(name);
});
