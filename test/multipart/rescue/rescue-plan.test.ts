import {createHash} from 'node:crypto';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {planCompletion} from '../../../source/multipart/completion/completion.js';
import type {CompletionFacts} from '../../../source/multipart/completion/finding.js';
import type {Part} from '../../../source/multipart/part.js';
import {
	countOfParts,
	equalLayout,
	type FileRange,
	lengthOf,
	rangeOfPart,
} from '../../../source/multipart/rescue/part-layout.js';
import {type Digests, proofJobs, type SentPart} from '../../../source/multipart/rescue/proof.js';
import {rescueNeeds} from '../../../source/multipart/rescue/rescue-needs.js';
import {
	chosenLayout,
	isRescueBlocked,
	planRescue,
	type RescueChoice,
	type RescuePlan,
} from '../../../source/multipart/rescue/rescue-plan.js';
import {serviceFacts} from '../../../source/multipart/services/service.js';

const MiB = 1024 * 1024;
const hour = 60 * 60_000;
const now = Date.parse('2026-11-20T12:00:00Z');
const longAgo = now - 10 * hour;
const aws = serviceFacts({endpoint: 'https://s3.eu-west-1.amazonaws.com'});
const r2 = serviceFacts({endpoint: 'https://1.r2.cloudflarestorage.com'});

/** A file whose bytes nobody holds: what is in a range follows from its bounds, and from what was written to it since. */
type File = {readonly size: number; readonly written?: number};

function digest({written}: File, range: FileRange, kind: string): string {
	const isOther = written !== undefined && written >= range.start && written < range.end;
	const text = `${kind} ${range.start} ${range.end} ${isOther}`;
	return createHash('md5').update(text).digest('base64');
}

function partOf(file: File, partNumber: number, range: FileRange, algorithm?: 'SHA256'): Part {
	const etag = `"${Buffer.from(digest(file, range, 'MD5'), 'base64').toString('hex')}"`;
	const checksums =
		algorithm === undefined ? {} : {[`Checksum${algorithm}`]: digest(file, range, algorithm)};
	return {partNumber, size: lengthOf(range), etag, lastModified: longAgo, checksums};
}

function partsOf(file: File, partSize: number, numbers: readonly number[]): Part[] {
	const layout = equalLayout(file.size, partSize);
	return numbers.map(number =>
		partOf(file, number, rangeOfPart(layout, number) ?? {start: 0, end: 0}),
	);
}

/** The plan of a file as it is, for the parts of an upload. */
function plan(
	file: File,
	parts: readonly Part[],
	choice: RescueChoice = {},
	more: Partial<CompletionFacts> & {sent?: readonly SentPart[]; modified?: number} = {},
): RescuePlan {
	const {sent: sentParts = [], modified = longAgo - hour, ...facts} = more;
	const sent = new Map(sentParts.map(each => [each.partNumber, each]));
	const completion = planCompletion({
		target: {bucket: 'media', key: 'a/b', uploadId: 'id'},
		listing: {parts},
		facts: aws,
		existing: undefined,
		initiated: longAgo,
		now,
		uploadKeyCertain: true,
		...facts,
	});
	const layout = chosenLayout(parts, file.size, choice, sent);
	const jobs = typeof layout === 'string' ? [] : proofJobs(parts, layout, sent);
	const digests = new Map(
		jobs.map(({partNumber, kinds, ...range}): [number, Digests] => [
			partNumber,
			Object.fromEntries(kinds.map(kind => [kind, digest(file, range, kind)])),
		]),
	);
	const known = {path: '/data/tape.tar', size: file.size, modified};
	return planRescue({completion, file: known, choice, digests, sent});
}

function codes({findings}: RescuePlan): string[] {
	return findings.map(({level, code}) => `${level} ${code}`);
}

describe('the plan of a rescue', () => {
	test('sends what is missing and nothing else, whatever the file, the part size and the gaps', () => {
		const upload = fc
			.record({
				fileSize: fc.integer({min: 1, max: 9 * 1024}),
				parts: fc.integer({min: 2, max: 60}),
			})
			.chain(({fileSize, parts}) =>
				fc.record({
					fileSize: fc.constant(fileSize * MiB + parts),
					partSize: fc.constant(Math.max(5, Math.ceil(fileSize / parts)) * MiB),
					kept: fc.infiniteStream(fc.boolean()),
				}),
			);
		fc.assert(
			fc.property(upload, ({fileSize, partSize, kept}) => {
				const file = {size: fileSize};
				const count = countOfParts(equalLayout(fileSize, partSize));
				const all = Array.from({length: count}, (_, at) => at + 1);
				const there = all.filter(() => kept.next().value);
				const made = plan(file, partsOf(file, partSize, there), {partSize});
				expect(made.parts.map(({judgement}) => judgement)).toEqual(there.map(() => 'proven'));
				expect(made.toSend.map(({partNumber}) => partNumber)).toEqual(
					all.filter(number => !there.includes(number)),
				);
				expect(made.sendBytes + made.savedBytes).toBe(fileSize);
				expect(isRescueBlocked(made)).toBe(false);
			}),
		);
	});

	test('a byte that was written since is found in its part, and nothing is sent before it is said', () => {
		const size = 100 * MiB + 7;
		fc.assert(
			fc.property(fc.integer({min: 0, max: size - 1}), written => {
				const parts = partsOf({size}, 8 * MiB, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
				const made = plan({size, written}, parts);
				const [differs] = made.findings;
				expect(codes(made)).toEqual(['blocks parts-differ']);
				expect(differs).toMatchObject({partNumbers: [Math.floor(written / (8 * MiB)) + 1]});
				expect(made.toSend).toEqual([]);
				expect(rescueNeeds(made)).toEqual(['replace-different']);
				const replaced = plan({size, written}, parts, {replaceDifferent: true});
				expect(codes(replaced)).toEqual(['warns parts-differ']);
				expect(replaced.toSend).toMatchObject([{why: 'different'}]);
				expect(rescueNeeds(replaced)).toEqual([]);
			}),
		);
	});

	test.each([
		[
			'a file that lost its end',
			plan({size: 20 * MiB}, partsOf({size: 40 * MiB}, 8 * MiB, [1, 2, 3, 4])),
			['blocks parts-differ', 'blocks parts-beyond'],
		],
		[
			'a file that grew behind its short last part',
			plan({size: 80 * MiB}, partsOf({size: 42 * MiB}, 8 * MiB, [1, 5, 6])),
			['blocks parts-differ'],
		],
		['no part at all', plan({size: 20 * MiB}, []), ['blocks part-size-needed']],
		[
			'a part size that needs more parts than there can be',
			plan({size: 20 * MiB}, [], {partSize: 2000}),
			['blocks file-of-too-many'],
		],
		[
			'parts that the service takes for too small',
			plan({size: 20 * MiB}, partsOf({size: 20 * MiB}, MiB, [1, 2])),
			['blocks part-too-small'],
		],
		[
			'a file that was written to after the upload began',
			plan({size: 20 * MiB}, partsOf({size: 20 * MiB}, 8 * MiB, [1, 2]), {}, {modified: now}),
			['warns file-newer'],
		],
		[
			'an object at the key',
			plan({size: 20 * MiB}, partsOf({size: 20 * MiB}, 8 * MiB, [1, 2]), {}, {existing: {size: 3}}),
			['blocks object-exists'],
		],
		[
			'checksums that nobody knows',
			plan({size: 20 * MiB}, partsOf({size: 20 * MiB}, 8 * MiB, [1, 2]), {}, {
				listing: {
					parts: partsOf({size: 20 * MiB}, 8 * MiB, [1, 2]),
					checksumAlgorithm: 'CRC8',
				},
			} as Partial<CompletionFacts>),
			['blocks checksum-unknown'],
		],
	])('%s stops it', (_, made, found) => {
		expect(codes(made)).toEqual(found);
		expect(isRescueBlocked(made) || rescueNeeds(made).length > 0).toBe(true);
	});

	test('whose parts show nothing but a size says so, and sends them again only when asked', () => {
		const size = 20 * MiB;
		const parts = partsOf({size}, 8 * MiB, [1, 2]).map(part => ({...part, etag: '"x-1"'}));
		const made = plan({size}, parts);
		expect(codes(made)).toEqual(['blocks parts-unproven']);
		expect([made.savedBytes, made.sendBytes]).toEqual([0, 4 * MiB]);
		expect(rescueNeeds(made)).toEqual(['resend-unproven']);
		const again = plan({size}, parts, {resendUnproven: true});
		expect([isRescueBlocked(again), again.sendBytes]).toEqual([false, size]);
		// Without a Complete nothing is made of them.
		const unfinished = plan({size}, parts, {noComplete: true});
		expect(codes(unfinished)).toEqual(['warns parts-unproven']);
	});

	test('of parts that grow goes on where it was killed, though what it had sent left gaps', () => {
		const file = {size: 60 * MiB};
		const ends = [5, 15, 30, 45, 60].map(end => end * MiB);
		const all = ends.map((end, at) => partOf(file, at + 1, {start: ends[at - 1] ?? 0, end}));
		const landed = all.filter(({partNumber}) => partNumber !== 4);
		const sent = all.slice(3).map(({partNumber}): SentPart => {
			const range = {start: ends[partNumber - 2] ?? 0, end: ends[partNumber - 1] ?? 0};
			return {partNumber, range, digests: {MD5: digest(file, range, 'MD5')}};
		});
		const made = plan(file, landed, {}, {sent});
		expect(codes(made)).toEqual([]);
		expect(made.toSend).toMatchObject([{partNumber: 4, start: 30 * MiB, end: 45 * MiB}]);
		// Another client's would tell nothing.
		expect(codes(plan(file, landed))).toEqual(['blocks part-size-needed']);
	});

	test('does not take an ETag for an MD5 where the service says that it is none', () => {
		const size = 20 * MiB;
		const parts = partsOf({size, written: 0}, 8 * MiB, [1, 2]);
		expect(codes(plan({size}, parts, {}, {facts: r2}))).toEqual(
			expect.arrayContaining(['blocks parts-unproven']),
		);
		expect(plan({size}, parts).findings).toMatchObject([{code: 'parts-differ', noneEqual: false}]);
		const none = plan({size}, parts.slice(0, 1), {partSize: 8 * MiB});
		expect(none.findings).toMatchObject([{code: 'parts-differ', noneEqual: true}]);
	});

	test('what was sent from here does not make the ETags of others MD5s', () => {
		const size = 20 * MiB;
		const file = {size};
		const others = partsOf({size, written: 0}, 8 * MiB, [1]);
		const range = {start: 8 * MiB, end: 16 * MiB};
		const ours: Part = {...partOf(file, 2, range), etag: `"${'a'.repeat(32)}"`};
		const md5 = digest(file, range, 'MD5');
		const sent: SentPart = {partNumber: 2, range, etag: ours.etag, digests: {MD5: md5}};
		const made = plan(file, [...others, ours], {partSize: 8 * MiB}, {sent: [sent]});
		expect(made.parts.map(({judgement, by}) => [judgement, by])).toEqual([
			['different', 'MD5'],
			['proven', 'answer'],
		]);
		expect(made.findings).toMatchObject([{code: 'parts-differ', noneEqual: true, byEtag: true}]);
	});

	test('says nothing of the parts of a file that makes too many, which were not compared', () => {
		const size = 5 * 1024 ** 4;
		const parts = partsOf({size: 20 * MiB, written: 0}, 5 * MiB, [1, 2]);
		const made = plan({size}, parts, {partSize: 5 * MiB});
		expect(made.findings).toMatchObject([{code: 'file-of-too-many', count: 1_048_576}]);
		expect(made.parts).toEqual([]);
	});

	test('unequal parts are blocked on R2, which is measured; more than 1,000 are warned of on Scaleway, which only documents it', () => {
		const size = 20 * MiB;
		const ends = [0, 5 * MiB, 12 * MiB];
		const uneven = [1, 2].map(number =>
			partOf({size}, number, {start: ends[number - 1] ?? 0, end: ends[number] ?? 0}, 'SHA256'),
		);
		const listing = {parts: uneven, checksumAlgorithm: 'SHA256'};
		expect(codes(plan({size}, uneven, {}, {facts: r2, listing}))).toEqual(['blocks parts-unequal']);
		const scaleway = serviceFacts({endpoint: 'https://s3.fr-par.scw.cloud'});
		const large = {size: 1001 * 5 * MiB};
		const one = partsOf(large, 5 * MiB, [1]);
		expect(codes(plan(large, one, {partSize: 5 * MiB}, {facts: scaleway}))).toEqual([
			'warns too-many-parts',
		]);
	});

	test('goes by the checksum of a part, where it has one, whatever its ETag', () => {
		const size = 20 * MiB;
		const layout = equalLayout(size, 8 * MiB);
		const range = rangeOfPart(layout, 1) ?? {start: 0, end: 0};
		const one = {...partOf({size}, 1, range, 'SHA256'), etag: `"${'0'.repeat(32)}"`};
		const listing = {parts: [one], checksumAlgorithm: 'SHA256'};
		expect(plan({size}, [one], {}, {listing}).parts).toMatchObject([
			{judgement: 'proven', by: 'SHA256'},
		]);
	});

	test('knows parts that were sent from here by their answer, and takes them for no sign of life', () => {
		const size = 20 * MiB;
		const range = {start: 0, end: 8 * MiB};
		const opaque = {...partOf({size}, 1, range), etag: '"opaque"', lastModified: now};
		const md5 = digest({size}, range, 'MD5');
		const sent = [{partNumber: 1, range, digests: {MD5: md5}, etag: 'opaque'}];
		const made = plan({size}, [opaque], {}, {sent});
		expect(made.parts).toMatchObject([{judgement: 'proven', by: 'answer'}]);
		expect([made.liveness, codes(made)]).toEqual(['empty', []]);
		const foreign = plan({size}, [opaque]);
		expect([foreign.liveness, codes(foreign)]).toEqual([
			'active',
			['blocks parts-unproven', 'warns parts-recent'],
		]);
		expect(rescueNeeds(foreign)).toContain('include-active');
		// Another part by the same number is not the one that was sent.
		const others = plan({size}, [{...opaque, etag: '"another"'}], {}, {sent});
		expect([others.liveness, ...others.parts.map(({judgement}) => judgement)]).toEqual([
			'active',
			'unproven',
		]);
		// What it held is not what the file has there now.
		expect(plan({size, written: 5}, [opaque], {}, {sent}).parts).toMatchObject([
			{judgement: 'unproven'},
		]);
	});

	test('an upload that was begun a moment ago is active, also without a part', () => {
		const made = plan({size: 20 * MiB}, [], {partSize: 8 * MiB}, {initiated: now - 1000});
		expect([made.liveness, codes(made)]).toEqual(['active', ['warns parts-recent']]);
	});
});
