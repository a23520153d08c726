import {expect, test} from 'vitest';
import {createAwsGateway} from '../../../../source/s3/gateway/aws-gateway.js';
import {abortXml, documentXml, ruleXml} from '../../../multipart/rules/rule-samples.js';
import {openApp} from '../../../support/app.js';
import {abortElsewhere, bucket, day, openStage, sandboxSettings} from '../../../support/stage.js';

test('L answers in its first row whether the rule works, and names what it left', async () => {
	// It keeps rules and never runs them, as moto does, and tells true dates.
	const {sandbox, upload} = await openStage({
		alter: personality => ({...personality, abortRules: 'idle'}),
	});
	const gateway = createAwsGateway(sandboxSettings(sandbox));
	const text = documentXml(ruleXml({id: 'tidy', actions: abortXml(7)}));
	await gateway.putLifecycle({bucket, text});
	gateway.close();
	upload('raw/older', {quiet: 20 * day});
	upload('raw/late', {quiet: 12 * day});
	upload('raw/new', {quiet: day});
	const app = await openApp(sandbox, {target: {bucket}, size: {columns: 80, rows: 24}});
	await app.waitFor('raw/new');
	await app.press('L');
	await app.waitFor('! "tidy" seems to do nothing, or is new: 2 uploads overdue by up to 12 days');
	await app.waitFor(
		/these should be gone, the oldest first:\n.* 20 d {2}raw\/older *\n.* 12 d {2}raw\/late/,
	);
	expect(app.screen()).not.toContain('raw/new');
});

test('r brings what the rules took meanwhile, and the list under them shows it too', async () => {
	const {sandbox, upload} = await openStage();
	const taken = upload('raw/taken');
	upload('raw/stays');
	const app = await openApp(sandbox, {target: {bucket}, size: {columns: 80, rows: 24}});
	await app.listed();
	await app.press('L');
	await app.waitFor('2 uploads, all under no rule');
	await abortElsewhere(sandbox, 'raw/taken', taken);
	await app.press('r');
	await app.waitFor('1 upload, all under no rule');
	await app.press('esc');
	await app.waitFor('raw/stays');
	expect(app.screen()).not.toContain('raw/taken');
});
