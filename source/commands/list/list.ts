import {everyUpload} from '../../multipart/query/query.js';
import {formatCount} from '../../multipart/text/units.js';
import {type ListedRow, listRows} from '../../operations/scan/list-rows.js';
import {S3Failure} from '../../s3/failure/failure.js';
import {isPoorTerminal} from '../../terminal/guard.js';
import {plainPriceSigns, priceSigns} from '../../text/price-words.js';
import {droppedWords} from '../../text/reason/gap-words.js';
import {sayClocksApart} from '../base/clocks.js';
import type {Run} from '../base/command.js';
import {connectFor} from '../base/connect.js';
import {type ExitCode, exitCodes} from '../base/exit.js';
import {notFoundWords} from '../base/not-found.js';
import {queryOf, withPrefix} from '../base/options/query-options.js';
import {savedFilters} from '../base/options/saved-filters.js';
import {readTarget, targetFor} from '../base/options/targets.js';
import {compileLate} from '../base/output/compile-late.js';
import {keepHeapSmall} from '../base/output/heap.js';
import {countOnly} from './count.js';
import {jsonDocument, jsonLines} from './json.js';
import {ListingNotes} from './notes.js';
import {checkTogether, type ListOptions, wholeNumber} from './options.js';
import type {Scene, Sink} from './sink.js';
import {summary} from './summary.js';
import {plainTable, tableSigns, terminalTable} from './table.js';

/**
 * Rows that are written at once. The text of a page, 300 kB, and its bytes take three times as long to make as those of its rows
 * in such pieces: memory of that size comes anew from the system each time.
 */
const fewRows = 50;

/** Lists what the options ask for; whatever could not be read is named on stderr, and makes the exit code 1. */
export async function list(
	run: Run,
	options: ListOptions,
	typed: string | undefined,
): Promise<ExitCode> {
	const named = readTarget(typed);
	checkTogether(options, named);
	const query = queryOf(options, await savedFilters(options, run.env)) ?? everyUpload;
	const limit = wholeNumber('--limit', options.limit, 1) ?? Number.POSITIVE_INFINITY;
	const depth = wholeNumber('--depth', options.depth, 0) ?? 1;
	const connection = await connectFor(options, run.env);
	const {gateway, thresholds, service, price} = connection;
	const everywhere = {bucket: '', prefix: ''};
	const {bucket, prefix} = withPrefix(
		options.allBuckets ? everywhere : targetFor(named, connection),
		options,
	);
	const parts = options.parts === true || query.needsParts;
	const scene: Scene = {
		run,
		...(options.allBuckets ? {} : {bucket}),
		...{prefix, parts, thresholds, price, now: () => gateway.now()},
	};
	const sink = sinkFor(scene, options, depth);
	const buckets = options.allBuckets ? await gateway.listBuckets(run.signal) : [{name: bucket}];
	const onRead = keepHeapSmall();
	compileLate();
	const counted = {left: limit, isWhole: true, open: 0, gone: 0, notFound: 0};
	const notes = new ListingNotes(run);
	for (const {name} of buckets) {
		if (counted.left === 0) counted.isWhole = false;
		else await listBucket(name);
	}
	await sink.end(counted.isWhole, notes.isSure);
	await notes.say();
	if (parts) await sayClocksApart(run, gateway);
	const {open, gone, notFound} = counted;
	if (open > 0)
		await run.say(`Left out: ${formatCount(open)} of unknown state: they may or may not match.`);
	if (gone > 0) await run.say(`Left out: ${formatCount(gone)} gone meanwhile.`);
	gateway.close();
	return run.hasFailed || notFound > 0 ? exitCodes.failed : exitCodes.done;

	async function listBucket(bucket: string): Promise<void> {
		const {left} = counted;
		const request = {bucket, prefix, query, thresholds, parts, service, onRead, limit: left};
		const {onAnswer} = notes;
		const found = listRows(gateway, {...request, onAnswer}, run.signal);
		sink.begin?.(bucket);
		try {
			for (;;) {
				const {done, value} = await found.next();
				if (done) {
					if (value === 'end') break;
					if (value === 'limit') {
						counted.isWhole = false;
						break;
					}
					await failed(
						bucket,
						`The listing of ${bucket} has no end: the service says that there is more, and gives no marker for it.`,
					);
					break;
				}
				for (const row of value) {
					notes.see(row.upload);
					if (hasNews(row)) await tellRow(bucket, row);
				}
				const chosen = value.every(({chosen}) => chosen)
					? value
					: value.filter(({chosen}) => chosen);
				counted.left -= chosen.length;
				for (let at = 0; at < chosen.length; at += fewRows)
					await sink.rows(bucket, chosen.slice(at, at + fewRows));
			}
		} catch (error) {
			if (!(error instanceof S3Failure)) throw error;
			await failed(bucket, error);
		}
		const dropped = notes.takeDropped();
		if (dropped > 0)
			await failed(bucket, `${bucket}: ${droppedWords(dropped)}: not all of it can be shown.`);
	}

	async function tellRow(
		bucket: string,
		{upload: {key, uploadId}, reading, failure, chosen}: ListedRow,
	): Promise<void> {
		if (failure !== undefined) await run.tell(failure);
		else if (reading.kind === 'gone') counted.gone++;
		else if (reading.kind === 'not-found') {
			counted.notFound++;
			await run.say(notFoundWords({bucket, key, uploadId}));
		} else if (!chosen) counted.open++;
	}

	async function failed(bucket: string, why: S3Failure | string): Promise<void> {
		counted.isWhole = false;
		sink.fail?.(bucket, why);
		await run.tell(why);
	}
}

/** Whether there is something to say of a row, or to count: nearly none has, and none of these is waited for. */
function hasNews({chosen, failure, reading}: ListedRow): boolean {
	const isListed = reading.kind !== 'gone' && reading.kind !== 'not-found';
	return !chosen || failure !== undefined || !isListed;
}

function sinkFor(scene: Scene, options: ListOptions, depth: number): Sink {
	const json = options.json === true;
	if (options.count) return countOnly(scene, json);
	if (options.summary) {
		const {env} = scene.run;
		const isPoor = options.ascii ?? isPoorTerminal(env);
		return summary(scene, {depth, json, signs: isPoor ? plainPriceSigns : priceSigns});
	}
	if (options.jsonl) return jsonLines(scene);
	if (json) return jsonDocument(scene);
	const {stdout, env} = scene.run;
	if (!stdout.isTerminal && !options.wide) return plainTable(scene);
	const wide = options.wide === true;
	return terminalTable(scene, {wide, ...tableSigns(env, options.ascii)});
}
