import {execFileSync} from 'node:child_process';
import {join} from 'node:path';
import type {Sample} from './exposition-parser.js';
import {evaluate, type Result} from './promql.js';

/** The rules for Prometheus that docs/metrics.md shows. */
export const alertsFile = join(import.meta.dirname, '../../../docs/nightly/partway-alerts.yaml');

export type Alert = {readonly alert: string; readonly expr: string};

/** The alerts of it, as a YAML parser reads them. */
export const alerts: readonly Alert[] = (() => {
	const reader = join(import.meta.dirname, '../../program/commands/manifest.mjs');
	const json = execFileSync(process.execPath, [reader, alertsFile], {encoding: 'utf8'});
	return JSON.parse(json)[0].groups.flatMap(({rules}: {rules: Alert[]}) => rules);
})();

/** Which of them fire at a time, in seconds since the epoch, and for what. */
export function firing(
	samples: readonly Sample[],
	now: number,
): ReadonlyArray<Pick<Alert, 'alert'> & Pick<Result, 'labels'>> {
	return alerts.flatMap(({alert, expr}) =>
		evaluate(expr, samples, now).map(({labels}) => ({alert, labels})),
	);
}
