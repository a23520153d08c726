import {
	asksToOverwrite,
	type CompletionPlan,
	canComplete,
} from '../../../multipart/completion/completion.js';
import type {FindingLevel} from '../../../multipart/completion/finding.js';
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
		...plan.findings.map(finding => `${signs[finding.level]} ${findingWords(finding)}`),
		`${verdictWords(plan)}.${asksToOverwrite(plan) ? ' --overwrite replaces the object.' : ''}`,
	];
}

/** `Completes`: nothing speaks against it. `MayBeRefused`: the service may well refuse. `Blocked`: certain to fail. */
const verdicts = {yes: 'Completes', 'refusal-likely': 'MayBeRefused', no: 'Blocked'} as const;

/** The plan as JSON, in the style of the AWS CLI. */
export function planJson(plan: CompletionPlan): object {
	const {target, existing, findings, parts, expected, size, partCount, liveness} = plan;
	return {
		...awsTarget(target),
		Verdict: verdicts[canComplete(plan)],
		State: liveness,
		Needs: neededFlags(plan),
		Bytes: size,
		PartCount: partCount,
		ExpectedETag: expected.etag,
		Existing:
			existing === undefined
				? null
				: existing === 'denied'
					? 'AccessDenied'
					: {
							Bytes: existing.size,
							ETag: existing.etag,
							LastModified: awsTime(existing.lastModified),
							VersionId: existing.versionId,
						},
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
