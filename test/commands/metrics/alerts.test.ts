import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {metricHelp} from '../../../source/commands/metrics/metric-names.js';
import {createAwsGateway} from '../../../source/s3/gateway/aws-gateway.js';
import {abortXml, documentXml, ruleXml} from '../../multipart/rules/rule-samples.js';
import {nowhere, runCommand} from '../../support/io.js';
import {bucket, day, openStage, sandboxSettings} from '../../support/stage.js';
import {alerts, alertsFile, firing} from './alerts.js';
import {parseExposition, type Sample} from './exposition-parser.js';
import {hasPromtool, promtool} from './promtool.js';

/** What `partway metrics` writes, and when, in seconds since the epoch. */
async function measured(endpoint: string, ...args: string[]) {
	const env = {...nowhere, PARTWAY_STATE_DIR: join(tmpdir(), 'partway-no-state')};
	const {stdout} = await runCommand(['metrics', '-e', endpoint, ...args], {env});
	const samples = parseExposition(stdout);
	const now = samples.find(({name}) => name === 'partway_run_timestamp_seconds')!.value;
	return {samples, now};
}

/** A bucket in which all is well, though only just: nine days, and no terabyte. */
async function well() {
	const stage = await openStage();
	const gateway = createAwsGateway(sandboxSettings(stage.sandbox));
	onTestFinished(() => gateway.close());
	await gateway.putLifecycle({
		bucket,
		text: documentXml(ruleXml({id: 'all', actions: abortXml(30)})),
	});
	stage.upload('quiet', {quiet: 9 * day, sizes: [9e11]});
	return measured(stage.sandbox.endpoint, '--all-buckets');
}

/** A bucket that refuses, one that holds too much for too long without a rule. */
async function ill() {
	const stage = await openStage();
	stage.upload('dead', {quiet: 11 * day, sizes: [11e11]});
	stage.sandbox.seed.bucket('refusing');
	const body = '<Error><Code>AccessDenied</Code></Error>';
	const headers = {'content-type': 'application/xml'};
	stage.sandbox.faults.add({
		...{operation: 'ListMultipartUploads', bucket: 'refusing'},
		action: {respond: {status: 403, headers, body}},
	});
	return measured(stage.sandbox.endpoint, '--all-buckets');
}

async function poor() {
	const stage = await openStage();
	for (const key of ['a', 'b', 'c']) stage.upload(key, {quiet: day});
	return measured(stage.sandbox.endpoint, bucket, '--no-rules', '--budget', '2');
}

const days = (count: number) => count * 86_400;

/** What was measured, how many seconds later Prometheus asks, and which alerts of which buckets that is. */
const worlds = [
	['all is well', well, days(1), []],
	['the next run did not come', well, days(2) + 60, [['PartwayRunMissing', undefined]]],
	[
		'a bucket refuses, and one is never cleaned up',
		ill,
		60,
		[
			['PartwayErrors', 'refusing'],
			['PartwayBucketNotListed', 'refusing'],
			['PartwayDeadBytes', bucket],
			['PartwayNoRule', bucket],
			['PartwayNoRule', 'refusing'],
			['PartwayCleanupIdle', bucket],
		],
	],
	['the budget is too small', poor, 60, [['PartwayBudgetSpent', bucket]]],
	[
		'nothing was ever measured',
		async () => ({samples: [], now: 0}),
		60,
		[['PartwayRunMissing', undefined]],
	],
] as const;

describe('the alerts of docs/metrics.md', () => {
	test('stand in it as they are, each under a name of its own', () => {
		const page = readFileSync(new URL('../../../docs/metrics.md', import.meta.url), 'utf8');
		expect(page).toContain(`\`\`\`\n${readFileSync(alertsFile, 'utf8')}\`\`\``);
		expect(new Set(alerts.map(({alert}) => alert)).size).toBe(alerts.length);
		// Each is seen to fire below.
		const seen = worlds.flatMap(([, , , expected]) => expected.map(([alert]) => alert));
		expect(new Set(seen)).toEqual(new Set(alerts.map(({alert}) => alert)));
	});

	test('ask for metrics and labels that partway writes', async () => {
		const {samples} = await ill();
		for (const {expr} of alerts)
			for (const [, name = '', matcher] of expr.matchAll(/(partway_\w+)(?:\{(.*?)\})?/g)) {
				expect(Object.keys(metricHelp)).toContain(name);
				if (matcher === undefined) continue;
				const [, label = '', value] = /^(\w+)="(.*)"$/.exec(matcher) ?? [];
				const written = samples.filter(sample => sample.name === name);
				expect(written.map(({labels}) => labels[label])).toContain(value);
			}
	});

	test.each(worlds)('%s', async (_, measure, later, expected) => {
		const {samples, now} = await measure();
		const found = firing(samples, now + later).map(({alert, labels}) => [alert, labels['bucket']]);
		expect(found).toEqual(expected);
	});

	test.skipIf(!hasPromtool)('Prometheus finds nothing wrong with them', () => {
		expect(() => promtool(['check', 'rules', alertsFile])).not.toThrow();
	});

	test.skipIf(!hasPromtool).each(worlds)(
		'Prometheus says the same: %s',
		async (_, measure, later) => {
			const {samples, now} = await measure();
			expect(() => promtoolTests(samples, now, later)).not.toThrow();
			// It looks: what should not fire is missed where it does not.
			expect(() => promtoolTests(samples, now, later, true)).toThrow();
		},
	);
});

/** Has promtool evaluate each alert, which must fire for the same series. @param otherwise expects what is not so. */
function promtoolTests(
	samples: readonly Sample[],
	now: number,
	later: number,
	otherwise = false,
): void {
	const folder = mkdtempSync(join(tmpdir(), 'partway-alerts-'));
	onTestFinished(() => rmSync(folder, {recursive: true}));
	// Its clock begins at 0.
	const shifted = samples.map(sample =>
		/timestamp/.test(sample.name) ? {...sample, value: sample.value - now} : sample,
	);
	const fired = firing(shifted, later);
	const series = ({name, labels}: Sample) =>
		`${name}{${Object.entries(labels)
			.map(([label, value]) => `${label}=${JSON.stringify(value)}`)
			.join(',')}}`;
	const tests = {
		rule_files: [alertsFile],
		evaluation_interval: '1m',
		tests: [
			{
				interval: '1m',
				input_series: shifted.map(sample => ({
					series: series(sample),
					values: `${sample.value}+0x${Math.ceil(later / 60)}`,
				})),
				alert_rule_test: alerts.map(({alert}) => ({
					eval_time: `${later}s`,
					alertname: alert,
					exp_alerts: otherwise
						? [{exp_labels: {bucket: 'another'}}]
						: fired.filter(each => each.alert === alert).map(({labels}) => ({exp_labels: labels})),
				})),
			},
		],
	};
	// JSON is YAML.
	const path = join(folder, 'alerts.test.yaml');
	writeFileSync(path, JSON.stringify(tests));
	promtool(['test', 'rules', path]);
}
