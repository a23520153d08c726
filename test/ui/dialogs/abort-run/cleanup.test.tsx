import {PutBucketLifecycleConfigurationCommand} from '@aws-sdk/client-s3';
import {expect, test} from 'vitest';
import {openApp} from '../../../support/app.js';
import {sandboxClient} from '../../../support/sandbox-client.js';
import {bucket, day, openStage, type Stage} from '../../../support/stage.js';

async function withRule({sandbox}: Stage, days: number, prefix = ''): Promise<void> {
	const client = sandboxClient(sandbox);
	await client.send(
		new PutBucketLifecycleConfigurationCommand({
			Bucket: bucket,
			LifecycleConfiguration: {
				Rules: [
					{
						ID: 'tidy\u001b[31m',
						Status: 'Enabled',
						Filter: {Prefix: prefix},
						AbortIncompleteMultipartUpload: {DaysAfterInitiation: days},
					},
				],
			},
		}),
	);
	client.destroy();
}

test('what the bucket aborts by itself is said over the list, and of an upload when', async () => {
	const made = await openStage();
	made.upload('raw/tape', {quiet: 3 * day});
	await withRule(made, 30, 'raw/');
	const app = await openApp(made.sandbox, {target: {bucket}, size: {columns: 120, rows: 30}});
	await app.listed();
	await app.waitFor(/the bucket itself aborts uploads of keys that begin with raw\/ after 30 days/);
	expect(app.screen()).toContain('(rule "tidy\\u{1b}[31m")');
	await app.press('enter');
	await app.waitFor('LAST MODIFIED');
	expect(app.screen()).toMatch(/aborted by the service \d{4}-\d\d-\d\d 00:00:00Z/);
});
