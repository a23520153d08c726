import {planChanges} from '../../source/multipart/completion/changes.js';
import {type CompletionPlan, planCompletion} from '../../source/multipart/completion/completion.js';
import type {Seen} from '../../source/multipart/completion/evidence.js';
import type {CompletionFacts} from '../../source/multipart/completion/finding.js';
import {serviceFacts} from '../../source/multipart/services/service.js';
import {
	endStillListed,
	flickering,
	goneAlready,
	goneBefore,
	refusedSentence,
} from '../../source/operations/abort/abort-decision.js';
import type {Reply} from '../../source/operations/abort/abort-sent.js';
import {judgeAbort} from '../../source/operations/abort/abort-verdict.js';
import {type GoneProof, weighProof} from '../../source/operations/abort/gone.js';
import {judgeCompletion} from '../../source/operations/complete/completion-outcome.js';
import type {CompletionLook} from '../../source/operations/complete/look.js';
import {explainRefusal} from '../../source/operations/complete/refusal.js';
import {refusedConditionWords} from '../../source/operations/complete/refused-condition.js';
import type {CompleteReply} from '../../source/operations/complete/reply.js';
import {type FailureFacts, S3Failure} from '../../source/s3/failure/failure.js';

const MiB = 1024 * 1024;
const now = Date.parse('2026-11-22T12:00:00Z');
const etag = '"0c8f9e2b7d4a4f0f8a5f0b8f3b6241d2-2"';
const other = '"ffffffffffffffffffffffffffffffff-2"';

function failed(code: string, more: Partial<FailureFacts> = {}): S3Failure {
	return new S3Failure({
		operation: 'CompleteMultipartUpload',
		target: {bucket: 'media', key: 'a.mov'},
		code,
		retryable: false,
		effect: 'perhaps',
		hint: {code: 'ask-operator'},
		...more,
	});
}

const partAt = (partNumber: number, lastModified = now - 10 * 86_400_000) => ({
	partNumber,
	size: 8 * MiB,
	etag: `"${String(partNumber).padStart(32, '0')}"`,
	lastModified,
	checksums: {},
});

function plan(more: Partial<CompletionFacts> = {}): CompletionPlan {
	return planCompletion({
		target: {bucket: 'media', key: 'a.mov', uploadId: '2~abc'},
		listing: {parts: [partAt(1), partAt(2)]},
		facts: serviceFacts({endpoint: 'https://s3.eu-west-1.amazonaws.com'}),
		existing: undefined,
		now,
		uploadKeyCertain: true,
		...more,
	});
}

const planned = {size: 16 * MiB, partCount: 2, etag};
const object = {size: 16 * MiB, etag, lastModified: now - 86_400_000};
const gone = {kind: 'gone'} as const;
const listed = {kind: 'listed', listing: {parts: [partAt(1), partAt(2)]}} as const;
const unseen = {kind: 'unseen', failure: failed('HTTP 503', {status: 503})} as const;

/** What is at the key for each evidence. */
const seenFor: Readonly<Record<CompletionLook['evidence'], Seen>> = {
	agrees: object,
	plausible: {size: 16 * MiB},
	unproven: {},
	'other-etag': {...object, etag: other},
	differs: {size: 4 * MiB, etag: other},
	'same-as-before': object,
	absent: undefined,
	denied: 'denied',
	'no-answer': undefined,
};

const replies: ReadonlyArray<CompleteReply> = [
	{kind: 'answer', answer: {etag}},
	{kind: 'answer', answer: {etag: other}},
	{kind: 'answer', answer: {}},
	{kind: 'answer', answer: {etag, about: {what: 'key', named: 'b.mov'}}},
	{kind: 'failure', failure: failed('ECONNRESET')},
	{kind: 'failure', failure: failed('NoSuchUpload', {status: 404, effect: 'never'})},
	{kind: 'failure', failure: failed('InternalError', {status: 500})},
	{kind: 'nothing'},
];

/** Every outcome of a Complete, for each answer and each evidence. */
export function completeOutcomes(): string[] {
	const evidences = Object.entries(seenFor) as Array<[CompletionLook['evidence'], Seen]>;
	return replies.flatMap((reply, at) =>
		evidences.flatMap(([evidence, seen]) =>
			// What is left of the upload is told in the same way whatever was answered.
			(at === 0 ? [gone, listed, unseen] : [gone]).map(upload => {
				const failure = failed('HTTP 404', {status: 404});
				const look: CompletionLook = {evidence, seen, upload, failure};
				const {kind, sentence} = judgeCompletion(planned, reply, look);
				return `${kind}: ${sentence}`;
			}),
		),
	);
}

const refusalCodes: Readonly<Record<string, Partial<FailureFacts>>> = {
	ECONNREFUSED: {},
	PreconditionFailed: {status: 412},
	EntityTooSmall: {status: 400},
	InvalidPart: {status: 400},
	InvalidPartOrder: {status: 400},
	InvalidRequest: {status: 400},
	BadDigest: {status: 400},
	AccessDenied: {status: 403},
	NoSuchKey: {status: 404},
	ConditionalRequestConflict: {status: 409},
	NoSuchBucket: {status: 404},
	MalformedXML: {status: 400},
};

/** Every refusal of a Complete, by itself and by what the plan and a look say of it. */
export function refusals(): string[] {
	const small = plan({listing: {parts: [{...partAt(1), size: MiB}, partAt(2)]}});
	const leftOut = plan({excluded: new Set([2]), facts: serviceFacts({uploadId: '2~a'})});
	const replacing = plan({existing: object, overwrite: true});
	const lookOf = (upload: CompletionLook['upload']): CompletionLook => ({
		evidence: 'absent',
		upload,
	});
	return Object.entries(refusalCodes).flatMap(([code, more]) => {
		const failure = failed(code, {...more, effect: 'never'});
		const naming = failed(code, {...more, effect: 'never', named: {partNumber: 2}});
		return [
			explainRefusal({failure}),
			explainRefusal({failure: naming}),
			...[small, leftOut, replacing].map(each => explainRefusal({failure, plan: each})),
			...[gone, listed, unseen].map(upload =>
				explainRefusal({failure, plan: replacing, look: lookOf(upload)}),
			),
			explainRefusal({
				failure,
				plan: plan(),
				look: lookOf({kind: 'listed', listing: {parts: [partAt(1), partAt(3)]}}),
			}),
		].map(({sentence}) => sentence);
	});
}

export function conditionRefusals(): string[] {
	const unmet = failed('PreconditionFailed', {status: 412});
	const cannot = failed('NotImplemented', {status: 501});
	return (['If-None-Match', 'If-Match'] as const).flatMap(condition =>
		[unmet, cannot].map(failure => refusedConditionWords(failure, condition)),
	);
}

/** What changed between two plans of one upload. */
export function changes(): string[] {
	const before = plan();
	const parts = (...numbers: number[]) => ({parts: numbers.map(number => partAt(number))});
	const undated = {parts: [partAt(1), {...partAt(2), lastModified: undefined}]};
	return [
		planChanges(before, plan({listing: parts(1, 2, 3)})),
		planChanges(before, plan({listing: parts(1)})),
		planChanges(before, plan({listing: {parts: [partAt(1), {...partAt(2), size: 1}]}})),
		planChanges(before, plan({existing: object})),
		planChanges(before, plan({existing: 'denied'})),
		planChanges(plan({existing: object}), before),
		planChanges(plan({existing: 'denied'}), before),
		planChanges(plan({existing: 'denied'}), plan({existing: object})),
		planChanges(plan({existing: object}), plan({existing: {...object, size: 1}})),
		planChanges(before, plan({initiated: now - 60_000})),
		planChanges(
			plan({listing: {...undated, parts: undated.parts}, now: now - 1}),
			plan({listing: undated}),
		),
		planChanges(before, plan({listing: {...before.known.listing, checksumType: 'COMPOSITE'}})),
	].flat();
}

const replyKinds = {
	yes: {kind: 'yes'},
	none: {kind: 'none'},
	'no-such-upload': {kind: 'no-such-upload', failure: failed('NoSuchUpload', {status: 404})},
	refused: {kind: 'refused', failure: failed('AccessDenied', {status: 403})},
	declined: {kind: 'declined', failure: failed('SlowDown', {status: 503})},
	lost: {kind: 'lost', failure: failed('ECONNRESET')},
} satisfies Record<Reply['kind'], Reply>;

/** Every outcome of an Abort, for each answer and each proof. */
export function abortOutcomes(): string[] {
	const denied = failed('AccessDenied', {status: 403});
	const proofs: GoneProof[] = [
		weighProof({kind: 'gone'}, false),
		weighProof({kind: 'gone'}, true),
		weighProof({kind: 'there'}, true),
		weighProof({kind: 'gone'}, denied),
		weighProof({kind: 'inconclusive'}, false),
		weighProof({kind: 'unseen', failure: denied}, false),
		weighProof({kind: 'unseen', failure: failed('NotImplemented', {status: 501})}, false),
		{kind: 'no-answer', failure: failed('ECONNRESET')},
	];
	const ends = ['left-alone', 'stopped', 'failed'].map(kind => ({kind, sentence: 'It is active.'}));
	return [
		...Object.values<Reply>(replyKinds).flatMap(reply => [
			...proofs.flatMap(proof => judgeAbort(reply, proof) ?? []),
			...ends.map(end => endStillListed(reply, end)),
		]),
		...proofs.map(goneBefore),
		flickering,
		{kind: 'gone', sentence: goneAlready},
		...[denied, failed('ECONNREFUSED')].map(failure => ({
			kind: 'failed',
			sentence: refusedSentence(failure),
		})),
	].map(({kind, sentence}) => `${kind}: ${sentence}`);
}

/** Plans that differ in what their facts say. */
export function plans(): CompletionPlan[] {
	const unsized = {parts: [partAt(1), {...partAt(2), size: undefined}]};
	return [
		plan(),
		plan({excluded: new Set([2])}),
		plan({listing: unsized}),
		plan({listing: {parts: [{...partAt(1), size: undefined}]}}),
		plan({listing: {parts: []}}),
		plan({listing: {parts: [{...partAt(1), etag: '"abc"'}]}}),
		plan({existing: 'denied', facts: serviceFacts({endpoint: 'https://storage.googleapis.com'})}),
		plan({existing: object}),
		plan({existing: {}, overwrite: true}),
		plan({existing: object, overwrite: true}),
		plan({unconditional: true}),
	];
}
