import {doing, type ScriptCommand, scriptCommand} from './base/command.js';
import type {Io} from './base/io.js';
import {addMetricsOptions, type MetricsOptions} from './metrics/options.js';

/** `partway metrics`: what is held, for Prometheus. */
export function metricsCommand(io: Io): ScriptCommand {
	const command = scriptCommand(io, {
		name: 'metrics',
		summary: 'print what is held and how old it is, for Prometheus',
		description:
			'Prints how many uploads there are, what they hold, in which states they are and how old, in the text format of Prometheus. Changes nothing.\n\nIt lists every bucket, then reads the parts of as many uploads as the budget allows. A bucket that refuses is counted in partway_errors, and hides no other. docs/metrics.md describes each metric.',
		examples: [
			['partway metrics my-bucket', 'print the numbers of a bucket'],
			[
				'partway metrics --all-buckets --output /var/lib/node_exporter/textfile/partway.prom',
				'for node_exporter, from cron',
			],
			['partway metrics my-bucket --depth 1 --budget 500', 'by prefix, with few requests'],
		],
		exits: {1: 'something could not be read: it is named on stderr, and the rest is written'},
	});
	return doing<MetricsOptions>(addMetricsOptions(command), io, async (run, options, target) => {
		const {metrics} = await import('./metrics/metrics.js');
		return metrics(run, options, target, command.parent?.version() ?? '');
	});
}
