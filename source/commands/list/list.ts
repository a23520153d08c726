import {everyUpload} from '../../multipart/query.js';
import {listRows} from '../../operations/list-rows.js';
import {S3Failure} from '../../s3/failure.js';
import {sayClocksApart} from '../base/clocks.js';
import type {Run} from '../base/command.js';
import {type Connection, connectFor} from '../base/connect.js';
import {type ExitCode, exitCodes} from '../base/exit.js';
import {keepHeapSmall} from '../base/heap.js';
import {queryOf, withPrefix} from '../base/query-options.js';
import {readTarget, targetFor} from '../base/targets.js';
import {countOnly} from './count.js';
import {jsonDocument, jsonLines} from './json.js';
import {checkTogether, type ListOptions, wholeNumber} from './options.js';
import type {Scene, Sink} from './sink.js';
import {summary} from './summary.js';
import {plainTable, tableSigns, terminalTable} from './table.js';

/** Lists what the options ask for; whatever could not be read is named on stderr, and makes the exit code 1. */
export async function list(
	run: Run,
	options: ListOptions,
	typed: string | undefined,
): Promise<ExitCode> {
	const named = readTarget(typed);
	checkTogether(options, named);
	const query = queryOf(options) ?? everyUpload;
	const limit = wholeNumber('--limit', options.limit, 1) ?? Number.POSITIVE_INFINITY;
	const depth = wholeNumber('--depth', options.depth, 0) ?? 1;
	const connection = await connectFor(options, run.env);
	const {gateway, thresholds, service} = connection;
	const everywhere = {bucket: '', prefix: ''};
	const {bucket, prefix} = withPrefix(
		options.allBuckets ? everywhere : targetFor(named, connection),
		options,
	);
	const parts = options.parts === true || query.needsParts;
	const scene: Scene = {
		run,
		...(options.allBuckets ? {} : {bucket}),
		...{prefix, parts, thresholds, now: () => gateway.now()},
	};
	const sink = sinkFor(scene, options, depth);
	const buckets = options.allBuckets ? await bucketNames(connection, run) : [bucket];
	const onRead = keepHeapSmall();
	const counted = {left: limit, isWhole: true};
	for (const each of buckets) {
		if (counted.left === 0) counted.isWhole = false;
		else await listBucket(each);
	}
	await sink.end(counted.isWhole);
	if (parts) await sayClocksApart(run, gateway);
	gateway.close();
	return run.hasFailed ? exitCodes.failed : exitCodes.done;

	async function listBucket(bucket: string): Promise<void> {
		const request = {bucket, prefix, query, thresholds, parts, service, onRead};
		const found = listRows(gateway, request, run.signal);
		sink.begin?.(bucket);
		try {
			for (;;) {
				const {done, value} = await found.next();
				if (done) {
					if (value === 'end') return;
					return await failed(
						bucket,
						`The listing of ${bucket} does not come to its end: the service says that there is more and gives no way to it.`,
					);
				}
				for (const {failure} of value) if (failure !== undefined) await run.tell(failure);
				const chosen = value.filter(({chosen}) => chosen).slice(0, counted.left);
				counted.left -= chosen.length;
				if (chosen.length > 0) await sink.rows(bucket, chosen);
				if (counted.left > 0) continue;
				counted.isWhole = false;
				return;
			}
		} catch (error) {
			if (!(error instanceof S3Failure)) throw error;
			await failed(bucket, error);
		}
	}

	async function failed(bucket: string, why: S3Failure | string): Promise<void> {
		counted.isWhole = false;
		sink.fail?.(bucket);
		await run.tell(why);
	}
}

function sinkFor(scene: Scene, options: ListOptions, depth: number): Sink {
	const json = options.json === true;
	if (options.count) return countOnly(scene, json);
	if (options.summary) return summary(scene, {depth, json});
	if (options.jsonl) return jsonLines(scene);
	if (json) return jsonDocument(scene);
	const {stdout, env} = scene.run;
	if (!stdout.isTerminal && !options.wide) return plainTable(scene);
	const wide = options.wide === true;
	return terminalTable(scene, {wide, ...tableSigns(env, options.ascii)});
}

async function bucketNames({gateway}: Connection, {signal}: Run): Promise<string[]> {
	return (await gateway.listBuckets(signal)).map(({name}) => name);
}
