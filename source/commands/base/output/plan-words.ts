import type {CompletionPlan} from '../../../multipart/completion/completion.js';
import type {FindingLevel} from '../../../multipart/completion/finding.js';
import {shownLevel, type VerdictKind, verdictOf} from '../../../multipart/completion/verdict.js';
import {escapeForTerminal} from '../../../terminal/escape.js';
import {findingWords} from '../../../text/plan/finding-words.js';
import {etagWords, makesWords, thereWords, verdictWords} from '../../../text/plan/plan-words.js';
import {neededFlags} from '../acts/agreement.js';
import {awsTarget, awsTime} from './aws-style.js';

const signs: Readonly<Record<FindingLevel, string>> = {blocks: 'x', warns: '!', notes: '-'};

/** A completion plan for a person: what it makes, what is there, what speaks against it, the verdict. */
export function planLines(plan: CompletionPlan, endpoint: string): string[] {
	const {bucket, key, uploadId} = plan.target;
	const facts = [
		['endpoint', endpoint],
		['bucket', bucket],
		['key', escapeForTerminal(key)],
		['upload id', escapeForTerminal(uploadId)],
		['makes', makesWords(plan)],
		['ETag', etagWords(plan)],
		['there now', thereWords(plan)],
	] as const;
	return [
		...facts.map(([name, value]) => `${name.padEnd(10)} ${value}`),
		...plan.findings.map(finding => `${signs[shownLevel(finding)]} ${findingWords(finding)}`),
		`${verdictWords(verdictOf(plan), 'command')}.`,
	];
}

/** What a script reads; `Needs` tells which options it takes. */
const verdicts: Readonly<Record<VerdictKind, string>> = {
	no: 'Blocked',
	hole: 'HasHole',
	'refusal-likely': 'MayBeRefused',
	doubtful: 'Doubtful',
	replaces: 'Replaces',
	'in-use': 'MayBeInUse',
	'left-out': 'LeavesOut',
	yes: 'Completes',
};

/** The plan as JSON, in the style of the AWS CLI. */
export function planJson(plan: CompletionPlan): object {
	const {target, existing, findings, parts, expected, size, partCount, liveness} = plan;
	return {
		...awsTarget(target),
		Verdict: verdicts[verdictOf(plan).kind],
		State: liveness,
		Needs: neededFlags(plan),
		Bytes: size,
		PartCount: partCount,
		ExpectedETag: expected.etag,
		Existing: existingJson(existing),
		Findings: findings.map(finding => ({
			Level: finding.level,
			Code: finding.code,
			Message: findingWords(finding),
			PartNumbers: finding.partNumbers,
		})),
		Parts: parts.map(({partNumber, etag, size, lastModified, checksums}) => ({
			PartNumber: partNumber,
			ETag: etag,
			Size: size,
			LastModified: awsTime(lastModified),
			...checksums,
		})),
	};
}

/** What is at the key, in the AWS CLI's names; null where nothing is. */
export function existingJson(existing: CompletionPlan['existing']) {
	if (existing === undefined) return null;
	if (existing === 'denied') return 'AccessDenied';
	const {size, etag, lastModified, versionId} = existing;
	return {Bytes: size, ETag: etag, LastModified: awsTime(lastModified), VersionId: versionId};
}
