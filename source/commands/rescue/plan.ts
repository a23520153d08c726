import type {FindingLevel} from '../../multipart/completion/finding.js';
import {shownLevel} from '../../multipart/completion/verdict.js';
import type {RescuePlan} from '../../multipart/rescue/rescue-plan.js';
import {exactBytes} from '../../multipart/text/units.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {thereWords} from '../../text/plan/plan-words.js';
import {rescueFindingWords} from '../../text/rescue/rescue-finding-words.js';
import {cutWords, provenWords, sendWords} from '../../text/rescue/rescue-plan-words.js';
import {awsTarget, awsTime} from '../base/output/aws-style.js';
import {existingJson} from '../base/output/plan-words.js';

const signs: Readonly<Record<FindingLevel, string>> = {blocks: 'x', warns: '!', notes: '-'};

/** What a rescue would do, for a person: the file, the upload, what is there, what is sent, what speaks against it. */
export function rescueLines(plan: RescuePlan, endpoint: string): string[] {
	const {completion, file, choice, findings} = plan;
	const {bucket, key, uploadId} = completion.target;
	const facts = [
		['file', escapeForTerminal(file.path)],
		['holds', exactBytes(file.size)],
		['endpoint', endpoint],
		['bucket', bucket],
		['key', escapeForTerminal(key)],
		['upload id', escapeForTerminal(uploadId)],
		['cut into', cutWords(plan)],
		['there', provenWords(plan)],
		['to send', sendWords(plan)],
		...(choice.noComplete ? [] : [['there now', thereWords(completion)] as const]),
	] as const;
	return [
		...facts.map(([name, value]) => `${name.padEnd(10)} ${value}`),
		...findings.map(finding => {
			return `${signs[shownLevel(finding)]} ${rescueFindingWords(finding)}`;
		}),
	];
}

/** The plan as JSON, in the style of the AWS CLI. `needs`: the options that were not given. */
export function rescueJson(plan: RescuePlan, needs: readonly string[]): object {
	const {completion, file, layout, partCount, parts, toSend, sendBytes, savedBytes} = plan;
	const {target, existing} = completion;
	return {
		...awsTarget(target),
		File: file.path,
		FileBytes: file.size,
		FileModified: awsTime(Math.trunc(file.modified)),
		State: plan.liveness,
		Needs: needs,
		PartSize: layout?.partSize,
		PartCount: layout === undefined ? undefined : partCount,
		SavedBytes: savedBytes,
		SendBytes: sendBytes,
		Existing: existingJson(existing),
		Findings: plan.findings.map(finding => ({
			Level: finding.level,
			Code: finding.code,
			Message: rescueFindingWords(finding),
			PartNumbers: finding.partNumbers,
		})),
		Parts: parts.map(({part, judgement, by, range}) => ({
			...{PartNumber: part.partNumber, Judgement: judgement, By: by, Size: part.size},
			...{ETag: part.etag, Start: range?.start, End: range?.end},
		})),
		ToSend: toSend.map(({partNumber, start, end, why}) => ({
			...{PartNumber: partNumber, Why: why, Start: start, End: end},
		})),
	};
}
