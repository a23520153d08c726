import {expect, test} from 'vitest';
import {openApp} from '../../../support/app.js';
import {bucket, openStage} from '../../../support/stage.js';

const key = 'site/banner.png';

/** Completed, and looked at. */
async function completed(readOnlyLater = false) {
	const {sandbox, upload} = await openStage();
	upload(key);
	const app = await openApp(sandbox, {target: {bucket}, readOnly: readOnlyLater});
	await app.listed();
	await app.press('c');
	await app.waitFor(/▸ Cancel +Complete/);
	await app.press('tab', 'enter');
	await app.waitFor('Done.');
	return {sandbox, app};
}

/** Whether anybody can read it, from outside of the app. */
async function anybody(endpoint: string): Promise<number> {
	return (await fetch(`${endpoint}/${bucket}/${key}`, {method: 'HEAD'})).status;
}

test('who can read it is asked without credentials, on demand; opening it asks first, and is asked again', async () => {
	const {sandbox, app} = await completed();
	expect(app.row('public?')).toContain('not checked');
	await app.press('P');
	await app.waitFor('ask first with p');
	await app.press('p');
	await app.waitFor('cannot be read without credentials');
	expect(sandbox.requests.count('PutObjectAcl')).toBe(0);

	await app.press('P');
	await app.waitFor('Let everybody read this object?');
	for (const fact of [sandbox.endpoint, bucket, key]) expect(app.screen()).toContain(fact);
	await app.press('enter');
	await app.waitFor('Done.');
	expect(sandbox.requests.count('PutObjectAcl')).toBe(0);
	expect(await anybody(sandbox.endpoint)).toBe(403);

	await app.press('P');
	await app.waitFor(/▸ Cancel/);
	await app.press('tab', 'enter');
	await app.waitFor(/Anybody can read it/);
	expect(sandbox.requests.count('PutObjectAcl')).toBe(1);
	expect(await anybody(sandbox.endpoint)).toBe(200);
});

test('a refusal is told with its code, and nothing is open', async () => {
	const {sandbox, app} = await completed();
	sandbox.faults.add({
		operation: 'PutObjectAcl',
		action: {
			respond: {
				status: 400,
				body: '<Error><Code>AccessControlListNotSupported</Code><Message>no</Message></Error>',
			},
		},
	});
	await app.press('p');
	await app.waitFor('cannot be read without credentials');
	await app.press('P', 'tab', 'enter');
	await app.waitFor(/ACL +Failed\./);
	expect(await anybody(sandbox.endpoint)).toBe(403);
});
