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
	expect(app.screen()).toContain('(rule “tidy\\u{1b}[31m”)');
	await app.press('enter');
	await app.waitFor('LAST MODIFIED');
	expect(app.screen()).toMatch(/aborted by the service \d{4}-\d\d-\d\d 00:00:00Z/);
});

test('a bucket without such a rule says so; one whose rules may not be read says nothing', async () => {
	const made = await openStage();
	made.upload('raw/tape');
	const app = await openApp(made.sandbox, {target: {bucket}});
	await app.listed();
	await app.waitFor('the bucket has no rule that aborts unfinished uploads');
	made.sandbox.faults.add({
		operation: 'GetBucketLifecycleConfiguration',
		action: {respond: {status: 403, body: '<Error><Code>AccessDenied</Code></Error>'}},
	});
	const denied = await openApp(made.sandbox, {target: {bucket}});
	await denied.listed();
	expect(denied.screen()).not.toContain('rule');
	expect(denied.screen()).not.toContain('AccessDenied');
});
