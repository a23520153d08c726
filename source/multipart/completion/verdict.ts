import type {PartRange} from '../text/words.js';
import {asksToOverwrite, type CompletionPlan, isBlocked} from './completion.js';
import {agreedByOverwrite, type Finding, type FindingCode, type FindingLevel} from './finding.js';

/**
 * How a plan stands, by the worst of its findings.
 *
 * - `no`: it is certain to fail.
 * - `hole`: the object would lack the data of parts that are missing.
 * - `refusal-likely`: it may be sent, and the service may well refuse.
 * - `doubtful`: not all that counts is known.
 * - `replaces`: nothing but an object at its key speaks against it.
 * - `in-use`: a client is or may be uploading.
 * - `left-out`: parts are left out, as was chosen.
 * - `yes`: nothing speaks against it.
 */
export type Verdict =
	| {
			readonly kind:
				| 'no'
				| 'refusal-likely'
				| 'doubtful'
				| 'replaces'
				| 'in-use'
				| 'left-out'
				| 'yes';
	  }
	| {readonly kind: 'hole'; readonly gaps: readonly PartRange[]};

export type VerdictKind = Verdict['kind'];

const doubts: readonly FindingCode[] = ['destination-not-seen', 'part-size-unknown'];
const signsOfUse: readonly FindingCode[] = ['parts-recent', 'activity-unknown'];

/** How a finding is shown: what can be agreed to is no bar. */
export function shownLevel({
	level,
	code,
}: {
	readonly level: FindingLevel;
	readonly code: string;
}): FindingLevel {
	return agreedByOverwrite.has(code) ? 'warns' : level;
}

/** The findings without the one that the verdict says already: a hole, where nothing more is known of it. */
export function besidesVerdict(plan: CompletionPlan): readonly Finding[] {
	if (verdictOf(plan).kind !== 'hole') return plan.findings;
	return plan.findings.filter(({code, mayBeRefused}) => code !== 'parts-missing' || mayBeRefused);
}

export function verdictOf(plan: CompletionPlan): Verdict {
	return judged(plan).verdict;
}

/** The verdict, and the finding that it is for; absent where the verdict says all, and where nothing speaks against it. */
export function judged(plan: CompletionPlan): {
	readonly verdict: Verdict;
	readonly because?: Finding | undefined;
} {
	const replaces = asksToOverwrite(plan);
	if (isBlocked(plan) && !replaces)
		return {verdict: {kind: 'no'}, because: plan.findings.find(({level}) => level === 'blocks')};
	// What can be agreed to is no bar: an object that may be there is a doubt.
	const warnings = plan.findings.filter(
		({level, code}) => level === 'warns' || code === 'destination-not-seen',
	);
	const warningOf = (codes: readonly FindingCode[]) =>
		warnings.find(({code}) => codes.includes(code));
	const hole = warnings.find(finding => finding.code === 'parts-missing');
	if (hole !== undefined) return {verdict: {kind: 'hole', gaps: hole.gaps}};
	const refused = warnings.find(({mayBeRefused}) => mayBeRefused);
	if (refused !== undefined) return {verdict: {kind: 'refusal-likely'}, because: refused};
	const doubt = warningOf(doubts);
	if (doubt !== undefined) return {verdict: {kind: 'doubtful'}, because: doubt};
	if (replaces) return {verdict: {kind: 'replaces'}};
	if (warningOf(signsOfUse) !== undefined) return {verdict: {kind: 'in-use'}};
	return {verdict: {kind: warningOf(['parts-left-out']) === undefined ? 'yes' : 'left-out'}};
}
