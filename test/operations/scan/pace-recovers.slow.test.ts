import {expect, onTestFinished, test} from 'vitest';
import type {Upload} from '../../../source/multipart/upload.js';
import {readAllParts} from '../../../source/operations/scan/parts-reader.js';
import {createAwsGateway} from '../../../source/s3/gateway/aws-gateway.js';
import {bucket, MiB, numbered, openStage, sandboxSettings} from '../../support/stage.js';

test('the pace falls while the service asks for fewer, recovers after, and nothing is lost', async () => {
	const {sandbox, upload} = await openStage();
	const uploads = numbered('key-', 400).map(
		(key): Upload => ({key, uploadId: upload(key, {sizes: [MiB]}), keyCertain: true}),
	);
	const gateway = createAwsGateway(sandboxSettings(sandbox));
	onTestFinished(() => gateway.close());
	const widths: number[] = [];
	const read = new Set<string>();
	const readThese = (these: readonly Upload[]) =>
		readAllParts({
			gateway,
			bucket,
			uploads: these,
			signal: new AbortController().signal,
			onReading({key}, {kind}) {
				if (kind === 'read') read.add(key);
				widths.push(gateway.pace.width);
			},
		});
	const first = gateway.pace.width;
	sandbox.faults.add({
		operation: 'ListParts',
		share: 0.3,
		action: {respond: {status: 503, body: '<Error><Code>SlowDown</Code></Error>'}},
	});
	await readThese(uploads.slice(0, 40));
	const fallen = Math.min(...widths);
	expect(fallen).toBeLessThanOrEqual(first / 2);
	expect(gateway.pace.facts().throttled).toBeGreaterThan(0);
	sandbox.faults.clear();
	widths.length = 0;
	await readThese(uploads.slice(40));
	expect(Math.max(...widths)).toBeGreaterThan(2 * fallen);
	expect(read.size).toBe(400);
});
