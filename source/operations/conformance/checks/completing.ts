import {expectedEtag, sameEtag} from '../../../multipart/etag.js';
import {type RawAnswer, textOf} from '../../../s3/conformance/answer.js';
import type {ListedPart} from '../../../s3/conformance/requests.js';
import type {Check} from '../check.js';
import {type Trial, wholePart} from '../trial.js';
import {NotSeen} from '../types.js';
import {dateSeen} from './dates.js';

/** An upload that was completed, with a gap in its numbers, and what was said of it. */
function completed(trial: Trial) {
	return trial.shared('completed', async () => {
		const {upload, parts} = await trial.large('completed', [2, 5]);
		const answer = await trial.complete(upload, parts);
		const outcome = trial.outcome(answer);
		return {upload, parts, answer, outcome, head: await trial.head('completed')};
	});
}

async function done(trial: Trial) {
	const all = await completed(trial);
	if (all.outcome !== 'ok')
		throw new NotSeen({code: 'not-made', what: `CompleteMultipartUpload ${all.outcome}`});
	return all;
}

function etagSeen(etag: string | undefined, parts: readonly ListedPart[]): string {
	if (!etag) return 'none';
	const {etag: expected} = expectedEtag(
		parts.map(({number, etag}) => ({partNumber: number, etag})),
	);
	return sameEtag(etag, expected) ? 'the composite ETag' : 'another';
}

const sizeOf = ({status, headers}: RawAnswer) =>
	status === 200 ? Number(headers['content-length']) : null;

/** Bytes of what is at a key; null where nothing is. */
async function sizeAt(trial: Trial, name: string): Promise<number | null> {
	const answer = await trial.head(name);
	if (answer.status !== 404) trial.outcome(answer);
	return sizeOf(answer);
}

/** A Complete of one small part, with a list that the check makes of it. */
const refused = <const Id extends string>(
	id: Id,
	want: unknown,
	list: (part: ListedPart) => readonly ListedPart[],
	more: Parameters<Trial['complete']>[2] = {},
) => ({
	id,
	want,
	async observe(trial: Trial) {
		const {upload, parts} = await trial.small(id);
		return trial.outcome(await trial.complete(upload, list(parts[0]), more));
	},
});

/** A Complete under a condition, over an object of ten bytes. */
async function overObject(
	trial: Trial,
	name: string,
	condition: (etag: string | undefined) => Parameters<Trial['complete']>[2],
) {
	const {headers} = await trial.put(name, 'old object');
	const {upload, parts} = await trial.small(name);
	const complete = trial.outcome(await trial.complete(upload, parts, condition(headers['etag'])));
	return {complete, bytes: await sizeAt(trial, name)};
}

const anotherEtag = '"0123456789abcdef0123456789abcdef"';

export const completingChecks = [
	{
		id: 'complete',
		want: 'ok',
		observe: async (trial: Trial) => (await completed(trial)).outcome,
	},
	{
		id: 'complete-root',
		want: 'CompleteMultipartUploadResult',
		observe: async (trial: Trial) => (await done(trial)).answer.root?.local ?? null,
	},
	{
		id: 'complete-etag',
		want: 'the composite ETag',
		async observe(trial: Trial) {
			const {answer, parts} = await done(trial);
			return etagSeen(textOf(answer.root, 'ETag'), parts);
		},
	},
	{
		id: 'head-size',
		want: wholePart + 1,
		observe: async (trial: Trial) => sizeOf((await done(trial)).head),
	},
	{
		id: 'head-etag',
		want: 'the composite ETag',
		async observe(trial: Trial) {
			const {head, parts} = await done(trial);
			return etagSeen(head.headers['etag'], parts);
		},
	},
	{
		id: 'head-date',
		want: 'within 15 minutes',
		async observe(trial: Trial) {
			const {head} = await done(trial);
			return dateSeen(head.headers['last-modified'], head);
		},
	},
	{
		id: 'complete-ends',
		want: '404 NoSuchUpload',
		async observe(trial: Trial) {
			const {upload} = await done(trial);
			return trial.outcome(await trial.listParts(upload));
		},
	},
	{
		id: 'complete-again',
		want: {again: 'ok', bytes: wholePart + 1},
		async observe(trial: Trial) {
			const {upload, parts} = await done(trial);
			const again = trial.outcome(await trial.complete(upload, parts));
			return {again, bytes: await sizeAt(trial, 'completed')};
		},
	},
	{
		id: 'complete-left-out',
		want: {complete: 'ok', bytes: 1},
		async observe(trial: Trial) {
			const {upload, parts} = await trial.small('left-out');
			await trial.part(upload, 2, Buffer.from('xy'));
			const complete = trial.outcome(await trial.complete(upload, parts));
			return {complete, bytes: await sizeAt(trial, 'left-out')};
		},
	},
	{
		id: 'complete-order',
		want: '400 InvalidPartOrder',
		async observe(trial: Trial) {
			const {upload, parts} = await trial.large('order');
			return trial.outcome(await trial.complete(upload, parts.toReversed()));
		},
	},
	refused('complete-wrong-etag', '400 InvalidPart', part => [{...part, etag: anotherEtag}]),
	refused('complete-missing-part', '400 InvalidPart', part => [part, {...part, number: 2}]),
	refused('complete-size', '400 InvalidRequest', part => [part], {size: 5}),
	{
		id: 'complete-small',
		want: '400 EntityTooSmall',
		async observe(trial: Trial) {
			const {upload, parts} = await trial.small('too-small');
			const second = await trial.part(upload, 2, Buffer.from('x'));
			return trial.outcome(await trial.complete(upload, [...parts, second]));
		},
	},
	{
		id: 'complete-other-key',
		want: {complete: '404 NoSuchUpload', bytes: null},
		async observe(trial: Trial) {
			const {upload, parts} = await trial.small('right-key');
			const other = {key: trial.key('other-key'), uploadId: upload.uploadId};
			const complete = trial.outcome(await trial.complete(other, parts));
			return {
				complete,
				bytes: (await sizeAt(trial, 'other-key')) ?? (await sizeAt(trial, 'right-key')),
			};
		},
	},
	{
		id: 'if-none-match',
		want: {complete: '412 PreconditionFailed', bytes: 10},
		observe: (trial: Trial) => overObject(trial, 'if-none-match', () => ({ifNoneMatch: '*'})),
	},
	refused('if-none-match-free', 'ok', part => [part], {ifNoneMatch: '*'}),
	{
		id: 'if-match',
		want: {complete: '412 PreconditionFailed', bytes: 10},
		observe: (trial: Trial) => overObject(trial, 'if-match', () => ({ifMatch: anotherEtag})),
	},
	{
		id: 'if-match-same',
		want: {complete: 'ok', bytes: 1},
		observe: (trial: Trial) => overObject(trial, 'if-match-same', etag => ({ifMatch: etag ?? ''})),
	},
	{
		id: 'head-absent',
		want: 404,
		async observe(trial: Trial) {
			const answer = await trial.head('nothing-is-here');
			if (answer.status !== 404) trial.outcome(answer);
			return answer.status;
		},
	},
] as const satisfies readonly Check[];
