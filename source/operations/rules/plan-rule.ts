import {setImmediate as nextTurn} from 'node:timers/promises';
import type {Thresholds} from '../../multipart/liveness.js';
import {
	type LifecycleDocument,
	type NewRule,
	noRules,
	withoutRule,
	withRule,
} from '../../multipart/rules/lifecycle-document.js';
import {diffRules} from '../../multipart/rules/rule-diff.js';
import {
	blocks,
	findingsOnAdding,
	findingsOnRemoving,
	freeId,
} from '../../multipart/rules/rule-findings.js';
import {daysAreOver, ReachSum, type RuleReach} from '../../multipart/rules/rule-reach.js';
import type {ServiceId} from '../../multipart/services/service-table.js';
import type {Upload} from '../../multipart/upload.js';
import {stateOf as stateOfUpload} from '../../multipart/upload-state.js';
import {S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {whyActRefused} from '../journal/acting.js';
import {mapBounded} from '../pool.js';
import {readSummary} from '../probe/read-summary.js';
import {patiently} from '../scan/patience.js';
import {listAll} from './list-all.js';
import {rulesState} from './read-rules.js';
import type {RulePlan, RuleRequest, RulesState} from './types.js';

/** So many uploads whose days are over are looked at, the oldest first: whether others are active is not known. */
const mostLooks = 1000;

/** Uploads that are summed up before a key is drawn. */
const slice = 1000;

export type PlanOptions = {
	readonly signal: AbortSignal;
	readonly thresholds: Thresholds;
	readonly service?: ServiceId;
	/** Called after each page and each look. */
	readonly onProgress?: (how: {readonly listed: number; readonly read: number}) => void;
};

/**
 * Reads the rules of a bucket, and for a new one the uploads that it is for, and makes the plan of the change. Nothing is
 * sent that changes anything.
 *
 * @throws S3Failure where the rules cannot be read; the signal's reason.
 */
export async function planRule(
	gateway: Gateway,
	bucket: string,
	request: RuleRequest,
	options: PlanOptions,
): Promise<RulePlan> {
	const before = await rulesState(gateway, bucket, options.signal);
	const plan = changeOf(gateway, bucket, request, before);
	if (request.kind === 'remove' || plan.refusal !== undefined) return plan;
	return {...plan, ...(await reach(gateway, bucket, request, options))};
}

/** The plan of a change on rules that were read; without what it does to uploads. */
export function changeOf(
	gateway: Pick<Gateway, 'readOnly' | 'protectedPrefixes'>,
	bucket: string,
	request: RuleRequest,
	before: RulesState,
): RulePlan {
	const changed = request.kind === 'add' ? added(request, before) : removed(request, before);
	const {rule, document, findings} = changed;
	const [blocking] = findings.filter(blocks);
	const refusal =
		whyActRefused(gateway, {bucket, range: rule.prefix}) ??
		changed.refusal ??
		(blocking && ({code: 'rule-refused', finding: blocking} as const));
	const after: RulesState = document === undefined ? {} : {...before, document};
	return {
		...{bucket, request, rule, before, findings},
		after,
		changes: diffRules(before.document, document),
		...(refusal === undefined ? {} : {refusal}),
	};
}

type Changed = Pick<RulePlan, 'rule' | 'findings' | 'refusal'> & {
	readonly document: LifecycleDocument | undefined;
};

function added(
	{prefix, days, id}: Extract<RuleRequest, {kind: 'add'}>,
	{document = noRules}: RulesState,
): Changed {
	const rule: NewRule = {id: id ?? freeId(document, days), prefix, days};
	const findings = findingsOnAdding(document, rule);
	// What cannot be written stands in no document.
	const cannot = findings.some(finding => /^bad-/.test(finding.code));
	return {rule, findings, document: cannot ? document : withRule(document, rule)};
}

function removed(
	{id}: Extract<RuleRequest, {kind: 'remove'}>,
	{document = noRules}: RulesState,
): Changed {
	const [rule, another] = document.rules.filter(each => each.id === id);
	const none = {rule: {id, prefix: ''}, findings: [], document};
	if (rule === undefined || another !== undefined || id === '')
		return {...none, refusal: {code: 'rule-not-found', id}};
	const {range, abort, actions} = rule;
	const named = {id, prefix: range.prefix, days: abort?.days};
	// Objects would live longer by that.
	if (abort === undefined || actions.length > 0)
		return {...none, rule: named, refusal: {code: 'rule-does-more', id}};
	return {
		rule: named,
		findings: findingsOnRemoving(document),
		document: withoutRule(document, rule),
	};
}

async function reach(
	gateway: Gateway,
	bucket: string,
	{prefix, days}: Extract<RuleRequest, {kind: 'add'}>,
	{signal, thresholds, service, onProgress}: PlanOptions,
): Promise<{readonly reach?: RuleReach; readonly unlisted?: RulePlan['unlisted']}> {
	const sum = new ReachSum({prefix, days});
	const due: Upload[] = [];
	let listed = 0;
	const where = {bucket, prefix, thresholds, service};
	const unlisted = await listAll(gateway, where, signal, uploads => {
		const now = gateway.now();
		for (const upload of uploads) {
			const {initiated} = upload;
			if (initiated !== undefined && daysAreOver(initiated, days, now)) due.push(upload);
			else sum.add(upload, now);
		}
		listed += uploads.length;
		onProgress?.({listed, read: 0});
	});
	const looks = new Set(oldestOf(due, mostLooks));
	let read = 0;
	await mapBounded(
		[...looks],
		() => gateway.pace.width,
		async upload => {
			const {key, uploadId} = upload;
			const {reading} = await readSummary(upload, () =>
				patiently(() => gateway.summarizeParts({bucket, key, uploadId}, signal)),
			);
			const now = gateway.now();
			const state = stateOfUpload(upload, reading, now, thresholds);
			const bytes =
				reading.kind === 'read' && !reading.summary.lacksSizes ? reading.summary.bytes : undefined;
			sum.add({...upload, state, ...(bytes === undefined ? {} : {bytes})}, now);
			onProgress?.({listed, read: ++read});
		},
	);
	for (const [at, upload] of due.entries()) {
		if (!looks.has(upload)) sum.add(upload, gateway.now());
		// Keys are drawn meanwhile.
		if (at % slice === slice - 1) await nextTurn();
	}
	return {
		...(unlisted instanceof S3Failure && listed === 0 ? {} : {reach: sum.sum()}),
		...(unlisted === undefined ? {} : {unlisted}),
	};
}

/** The first initiated, in that order. */
function oldestOf(uploads: readonly Upload[], most: number): readonly Upload[] {
	const initiation = ({initiated = 0}: Upload) => initiated;
	// Numbers are sorted far sooner than uploads.
	const times = Float64Array.from(uploads, initiation).sort();
	const last = times[most - 1] ?? Number.POSITIVE_INFINITY;
	return uploads
		.filter(upload => initiation(upload) <= last)
		.sort((one, other) => initiation(one) - initiation(other))
		.slice(0, most);
}
