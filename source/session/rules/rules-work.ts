import {setImmediate as nextTurn} from 'node:timers/promises';
import type {UploadIndex} from '../../multipart/index/upload-index.js';
import type {Thresholds} from '../../multipart/liveness.js';
import {everyUpload} from '../../multipart/query/query.js';
import type {LifecycleRule} from '../../multipart/rules/lifecycle-rule.js';
import {diffRules} from '../../multipart/rules/rule-diff.js';
import {cleansUpAll, dueAt, type RuledUpload} from '../../multipart/rules/rule-reach.js';
import {auditRules} from '../../multipart/rules/rules-audit.js';
import type {Journal} from '../../operations/journal/journal.js';
import {rulesOf, rulesState} from '../../operations/rules/read-rules.js';
import {rulesAdded} from '../../operations/rules/rules-added.js';
import {listRows} from '../../operations/scan/list-rows.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import type {RuleCounts, RuledUploads, RulesFacts} from './rules-facts.js';

/** Uploads that are gone through before a key is drawn. */
const slice = 1000;

type Counted = {
	-readonly [Field in keyof RuleCounts]: RuleCounts[Field];
};

/** The rules of a bucket, as they are read. @throws S3Failure; the signal's reason. */
export async function readBucketRules(
	gateway: Gateway,
	bucket: string,
	signal: AbortSignal,
): Promise<RulesFacts> {
	const state = await rulesState(gateway, bucket, signal);
	const rules = rulesOf(state);
	const rows = diffRules(undefined, state.document).map(({rule, lines}) => ({rule, lines}));
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
	const uploads: RuledUpload[] = [];
	const {service} = gateway;
	const where = {bucket, prefix: '', service, query: everyUpload, thresholds, parts: false};
	const rows = listRows(gateway, where, signal);
	for (;;) {
		const {done, value} = await rows.next();
		if (done) return {uploads, isWhole: value === 'end'};
		for (const {upload} of value) uploads.push(upload);
		onListed(uploads.length);
	}
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
	of: Pick<RuledUploads, 'prefix' | 'isWhole'>,
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
	const added = await rulesAdded(on.journal, {endpoint: on.gateway.endpoint, bucket: on.bucket});
	return added.size === 0 ? counted : countAll(facts, uploads(), of, on, added);
}

async function countAll(
	{rows, ...facts}: RulesFacts,
	uploads: Iterable<RuledUpload>,
	of: Pick<RuledUploads, 'prefix' | 'isWhole'>,
	{gateway, signal}: {readonly gateway: Gateway; readonly signal: AbortSignal},
	added: ReadonlyMap<string, number> = new Map(),
): Promise<RulesFacts> {
	const now = gateway.now();
	const rules = rows.map(({rule}) => rule);
	const counts = new Map<LifecycleRule, Counted>();
	const all = {listed: 0, covered: 0, overdue: 0, overdueSince: Number.POSITIVE_INFINITY};
	const take = async (some: readonly RuledUpload[]) => {
		const audit = auditRules(rules, some, now, ({id}) => added.get(id));
		all.listed += some.length;
		all.covered += audit.covered;
		all.overdue += audit.overdue;
		for (const {rule, reach} of audit.aborting) {
			if (reach === undefined) continue;
			const sum = counts.get(rule) ?? {covered: 0, due: 0, overdue: 0};
			sum.covered += reach.covered;
			sum.due += reach.now.count;
			sum.overdue += reach.overdue.length;
			for (const {initiated = 0} of reach.overdue) {
				const at = Math.max(dueAt(initiated, rule.abort?.days ?? 0), added.get(rule.id) ?? 0);
				sum.overdueSince = Math.min(sum.overdueSince ?? at, at);
				all.overdueSince = Math.min(all.overdueSince, at);
			}
			counts.set(rule, sum);
		}
		await nextTurn();
		signal.throwIfAborted();
	};
	let some: RuledUpload[] = [];
	for (const upload of uploads) {
		some.push(upload);
		if (some.length < slice) continue;
		await take(some);
		some = [];
	}
	await take(some);
	const {overdueSince, ...sums} = all;
	return {
		...facts,
		rows: rows.map(({rule, lines}) => ({rule, lines, counts: counts.get(rule)})),
		uploads: {...of, ...sums, ...(sums.overdue === 0 ? {} : {overdueSince})},
	};
}
