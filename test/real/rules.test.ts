import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {PutBucketVersioningCommand} from '@aws-sdk/client-s3';
import {afterEach, expect, onTestFinished, test} from 'vitest';
import {defaultThresholds} from '../../source/multipart/liveness.js';
import {canonicalRule} from '../../source/multipart/rules/canonical-rule.js';
import {readLifecycle} from '../../source/multipart/rules/lifecycle-document.js';
import {openJournal} from '../../source/operations/journal/journal.js';
import {changeRules} from '../../source/operations/rules/change-rules.js';
import {planRule} from '../../source/operations/rules/plan-rule.js';
import {putBack} from '../../source/operations/rules/put-back.js';
import {BucketFixture} from '../contract/service.js';
import {abortXml, documentXml, ruleXml} from '../multipart/rules/rule-samples.js';
import {nowhere, runCommand} from '../support/io.js';
import {realServer} from './server.js';

let fixture: BucketFixture | undefined;
afterEach(() => fixture?.close());

const again = {signal: new AbortController().signal, thresholds: defaultThresholds};

const others = [
	ruleXml({
		...{id: 'expire', scope: '<Filter><Prefix>old &amp; more/</Prefix></Filter>'},
		actions: '<Expiration><Days>4000</Days></Expiration>',
	}),
	ruleXml({id: 'off', status: 'Disabled', scope: '<Filter/>', actions: abortXml(3000)}),
	ruleXml({
		id: 'tagged',
		scope:
			'<Filter><And><Prefix>x/</Prefix><Tag><Key>team</Key><Value>vidéo</Value></Tag></And></Filter>',
		actions:
			'<NoncurrentVersionExpiration><NoncurrentDays>900</NoncurrentDays></NoncurrentVersionExpiration>',
	}),
];

/** A day of a lifecycle is five seconds here: see `scripts/ceph.mjs`. */
test.each(['a bucket', 'a versioned bucket'])(
	'a rule of %s beside three others: these stay, uploads go by it, and what was there is put back',
	async kind => {
		fixture = await BucketFixture.open(realServer());
		const {gateway, bucket, s3} = fixture;
		if (kind === 'a versioned bucket')
			await s3.send(
				new PutBucketVersioningCommand({
					Bucket: bucket,
					VersioningConfiguration: {Status: 'Enabled'},
				}),
			);
		const folder = await mkdtemp(join(tmpdir(), 'partway-rules-'));
		onTestFinished(() => rm(folder, {recursive: true}));
		const deps = {gateway, journal: openJournal({folder}), connection: 'test'};
		await gateway.putLifecycle({bucket, text: documentXml(...others)});
		const before = await gateway.lifecycleDocument(bucket);
		await fixture.initiate('logs/a');
		await fixture.initiate('kept/b');

		const plan = await planRule(gateway, bucket, {kind: 'add', prefix: 'logs/', days: 1}, again);
		expect(plan).toMatchObject({reach: {covered: 1, later: {count: 1}}});
		const result = await changeRules(deps, plan, again);
		expect(result).toMatchObject({kind: 'done', reason: {code: 'rules-as-sent'}});
		const after = await gateway.lifecycleDocument(bucket);
		const rules = (text = '') => readLifecycle(text).rules;
		const kept = rules(after?.text).filter(({id}) => id !== plan.rule.id);
		expect(kept.map(({xml}) => xml)).toEqual(rules(before?.text).map(({xml}) => xml));
		expect(kept.map(canonicalRule).toSorted()).toEqual(
			rules(documentXml(...others))
				.map(canonicalRule)
				.toSorted(),
		);

		const keysThere = async () => (await fixture?.uploads())?.map(({key}) => key);
		for (let tries = 0; (await keysThere())?.includes('logs/a'); tries++) {
			expect(tries).toBeLessThan(120);
			await delay(500);
		}
		expect(await keysThere()).toEqual(['kept/b']);

		const {endpoint, alice} = realServer();
		const env = {...nowhere, PARTWAY_STATE_DIR: folder};
		const list = ['rules', 'list', '-e', endpoint, bucket, '--check'];
		const {code, stdout} = await runCommand(list, {env, as: alice});
		expect(code).toBe(1);
		expect(stdout).toContain(
			'keys that begin with logs/  "abort-uploads-after-1-day"  0 of 1 upload\n',
		);
		expect(stdout).toContain(
			'"expire" (enabled, keys that begin with old & more/: Expiration Days 4000)',
		);

		if (result.kind !== 'done' || result.written === undefined) throw new Error(result.kind);
		expect(await putBack(deps, result.written)).toMatchObject({kind: 'done'});
		expect((await gateway.lifecycleDocument(bucket))?.text).toBe(before?.text);
	},
);
