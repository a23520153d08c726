import {setImmediate as nextTurn} from 'node:timers/promises';
import type {UploadIndex} from '../../multipart/index/upload-index.js';
import type {Thresholds} from '../../multipart/liveness.js';
import type {LifecycleRule} from '../../multipart/rules/lifecycle-rule.js';
import {linesOfRules} from '../../multipart/rules/rule-diff.js';
import {cleansUpAll, type RuledUpload} from '../../multipart/rules/rule-reach.js';
import {RulesAudit} from '../../multipart/rules/rules-audit.js';
import type {Journal} from '../../operations/journal/journal.js';
import {listAll} from '../../operations/rules/list-all.js';
import {rulesOf, rulesState} from '../../operations/rules/read-rules.js';
import {rulesAdded} from '../../operations/rules/rules-added.js';
import {S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import type {RuledUploads, RulesFacts} from './rules-facts.js';

/** Uploads that are gone through before a key is drawn. */
const slice = 1000;

/** The rules of a bucket, as they are read. @throws S3Failure; the signal's reason. */
export async function readBucketRules(
	gateway: Gateway,
	bucket: string,
	signal: AbortSignal,
): Promise<RulesFacts> {
	const state = await rulesState(gateway, bucket, signal);
	const rules = rulesOf(state);
	const rows = state.document === undefined ? [] : linesOfRules(state.document);
	const aborts = ({rule}: {rule: LifecycleRule}) => rule.abort !== undefined;
	return {
		rows: [...rows.filter(aborts), ...rows.filter(row => !aborts(row))],
		cleansUpAll: cleansUpAll(rules),
	};
}

/** All uploads of a bucket. @throws S3Failure; the signal's reason. */
export async function listRuled(
	gateway: Gateway,
	bucket: string,
	thresholds: Thresholds,
	signal: AbortSignal,
	onListed: (count: number) => void,
): Promise<{readonly uploads: readonly RuledUpload[]; readonly isWhole: boolean}> {
	const all: RuledUpload[] = [];
	const where = {bucket, prefix: '', service: gateway.service, thresholds};
	const unlisted = await listAll(gateway, where, signal, uploads => {
		for (const upload of uploads) all.push(upload);
		onListed(all.length);
	});
	if (unlisted instanceof S3Failure) throw unlisted;
	return {uploads: all, isWhole: unlisted === undefined};
}

/** The uploads of a list, whatever its filter shows; some may go meanwhile. */
export function* ruledIn(index: UploadIndex): Generator<RuledUpload> {
	for (let handle = 0, seen = 0; seen < index.count; handle++) {
		const row = index.row(handle);
		if (row === undefined) continue;
		seen++;
		yield row.upload;
	}
}

/** What the rules do to uploads; keys are drawn meanwhile. */
export async function withUploads(
	facts: RulesFacts,
	uploads: () => Iterable<RuledUpload>,
	of: Pick<RuledUploads, 'prefix' | 'isWhole' | 'at'>,
	on: {
		readonly gateway: Gateway;
		readonly journal: Journal;
		readonly bucket: string;
		readonly signal: AbortSignal;
	},
): Promise<RulesFacts> {
	const counted = await countAll(facts, uploads(), of, on);
	if (counted.uploads?.overdue === 0) return counted;
	// Nothing was due by a rule before it was there.
	const added = await rulesAdded(on.journal, on.gateway.endpoint);
	const sinceOf = ({id}: LifecycleRule) => added(on.bucket, id);
	const isNew = facts.rows.some(({rule}) => sinceOf(rule) !== undefined);
	return isNew ? countAll(facts, uploads(), of, on, sinceOf) : counted;
}

async function countAll(
	{rows, ...facts}: RulesFacts,
	uploads: Iterable<RuledUpload>,
	of: Pick<RuledUploads, 'prefix' | 'isWhole' | 'at'>,
	{gateway, signal}: {readonly gateway: Gateway; readonly signal: AbortSignal},
	sinceOf?: (rule: LifecycleRule) => number | undefined,
): Promise<RulesFacts> {
	const rules = rows.map(({rule}) => rule);
	const counting = new RulesAudit(rules, gateway.now(), sinceOf);
	let seen = 0;
	for (const upload of uploads) {
		counting.add(upload);
		if (++seen % slice !== 0) continue;
		await nextTurn();
		signal.throwIfAborted();
	}
	const {aborting, uploads: listed, ...sums} = counting.result();
	const {covered, overdue, overdueSince, overdueUploads} = sums;
	const counts = new Map(aborting.map(each => [each.rule, each.counts]));
	return {
		...facts,
		rows: rows.map(({rule, lines}) => ({rule, lines, counts: counts.get(rule)})),
		uploads: {...of, ...{listed, covered, overdue, overdueSince, overdueUploads}},
	};
}
