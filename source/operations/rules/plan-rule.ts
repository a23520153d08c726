import type {Thresholds} from '../../multipart/liveness.js';
import {everyUpload} from '../../multipart/query/query.js';
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
import {type RuledUpload, type RuleReach, reachOf} from '../../multipart/rules/rule-reach.js';
import type {ServiceId} from '../../multipart/services/service-table.js';
import type {Upload} from '../../multipart/upload.js';
import {stateOf as stateOfUpload} from '../../multipart/upload-state.js';
import {S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {whyActRefused} from '../journal/acting.js';
import {mapBounded} from '../pool.js';
import {readSummary} from '../probe/read-summary.js';
import {listRows} from '../scan/list-rows.js';
import {patiently} from '../scan/patience.js';
import {rulesState} from './read-rules.js';
import type {RulePlan, RuleRequest, RulesState} from './types.js';

/** So many uploads whose days are over are looked at, the oldest first: whether others are active is not known. */
const mostLooks = 1000;

export type PlanOptions = {
	readonly signal: AbortSignal;
	readonly thresholds: Thresholds;
	readonly service?: ServiceId;
	/** Told after each page and each look. */
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
	const uploads: RuledUpload[] = [];
	const due: Array<{readonly upload: Upload; readonly at: number}> = [];
	let unlisted: RulePlan['unlisted'];
	try {
		const where = {bucket, prefix, service, query: everyUpload, thresholds, parts: false};
		const rows = listRows(gateway, where, signal);
		for (;;) {
			const {done, value} = await rows.next();
			if (done && value !== 'end') unlisted = 'unending';
			if (done) break;
			for (const {upload} of value) {
				const {key, uploadId, initiated} = upload;
				const isDue = reachOf({prefix, days}, [upload], gateway.now()).now.count > 0;
				if (isDue) due.push({upload, at: uploads.length});
				uploads.push({key, uploadId, ...(initiated === undefined ? {} : {initiated})});
			}
			onProgress?.({listed: uploads.length, read: 0});
		}
	} catch (error) {
		if (!(error instanceof S3Failure)) throw error;
		unlisted = error;
	}
	const initiation = ({initiated = 0}: Upload) => initiated;
	const oldest = due.toSorted((one, other) => initiation(one.upload) - initiation(other.upload));
	let read = 0;
	await mapBounded(
		oldest.slice(0, mostLooks),
		() => gateway.pace.width,
		async ({upload, at}) => {
			const {key, uploadId} = upload;
			const {reading} = await readSummary(upload, () =>
				patiently(() => gateway.summarizeParts({bucket, key, uploadId}, signal)),
			);
			const state = stateOfUpload(upload, reading, gateway.now(), thresholds);
			const bytes =
				reading.kind === 'read' && !reading.summary.lacksSizes ? reading.summary.bytes : undefined;
			uploads[at] = {...uploads[at]!, state, ...(bytes === undefined ? {} : {bytes})};
			onProgress?.({listed: uploads.length, read: ++read});
		},
	);
	return {
		...(unlisted instanceof S3Failure && uploads.length === 0
			? {}
			: {reach: reachOf({prefix, days}, uploads, gateway.now())}),
		...(unlisted === undefined ? {} : {unlisted}),
	};
}
