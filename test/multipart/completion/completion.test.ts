import {describe, expect, test} from 'vitest';
import {
	asksToOverwrite,
	type CompletionPlan,
	guardOf,
	isBlocked,
	planCompletion,
	replan,
} from '../../../source/multipart/completion/completion.js';
import type {CompletionFacts} from '../../../source/multipart/completion/finding.js';
import {type VerdictKind, verdictOf} from '../../../source/multipart/completion/verdict.js';
import {activeWithin} from '../../../source/multipart/liveness.js';
import type {Part} from '../../../source/multipart/part.js';
import {
	factsOfService,
	s3Limits,
	serviceFacts,
} from '../../../source/multipart/services/service.js';
import {findingWords} from '../../../source/text/plan/finding-words.js';

const MiB = 1024 * 1024;
const GiB = 1024 * MiB;
const now = Date.parse('2026-11-20T12:00:00Z');
const longAgo = now - 10 * activeWithin;
const aws = serviceFacts({endpoint: 'https://s3.eu-west-1.amazonaws.com'});
const rgw = serviceFacts({uploadId: '2~a'});
const r2 = serviceFacts({endpoint: 'https://1.r2.cloudflarestorage.com'});
const unknown = serviceFacts({});

function part(partNumber: number, size = 8 * MiB, more: Partial<Part> = {}): Part {
	const etag = `"${partNumber.toString(16).padStart(32, '0')}"`;
	return {partNumber, size, etag, lastModified: longAgo, checksums: {}, ...more};
}

function parts(...sizes: number[]): Part[] {
	return sizes.map((size, index) => part(index + 1, size));
}

function plan(listed: readonly Part[], more: Partial<CompletionFacts> = {}, listing = {}) {
	return planCompletion({
		target: {bucket: 'media', key: 'a/b', uploadId: 'id'},
		listing: {parts: listed, ...listing},
		facts: aws,
		existing: undefined,
		now,
		uploadKeyCertain: true,
		...more,
	});
}

function found(...of: Parameters<typeof plan>): string[] {
	return plan(...of).findings.map(({level, code}) => `${level} ${code}`);
}

const whole = parts(8 * MiB, 8 * MiB, MiB);
const crc = {checksumAlgorithm: 'CRC32', checksumType: 'COMPOSITE'};
const summed = (...numbers: number[]) =>
	numbers.map(number => part(number, 8 * MiB - number, {checksums: {ChecksumCRC32: 'AAAAAA=='}}));

describe('a plan', () => {
	test('with nothing against it names every part, the size and the ETag', () => {
		const made = plan(whole);
		expect(made.findings).toEqual([]);
		expect(isBlocked(made)).toBe(false);
		expect(made).toMatchObject({partCount: 3, size: 17 * MiB, parts: whole, listed: whole});
		expect(made.expected.etag).toMatch(/^"[0-9a-f]{32}-3"$/);
	});

	test('knows no ETag where the service makes its own, and says so', () => {
		expect(plan(whole, {facts: r2}).expected.reason).toContain('Cloudflare R2');
	});

	test('names what is not excluded, and keeps what is listed beside it', () => {
		const made = plan(whole, {excluded: new Set([2, 9])});
		expect(made.listed).toBe(whole);
		expect(made.parts.map(({partNumber}) => partNumber)).toEqual([1, 3]);
		expect(made).toMatchObject({partCount: 2, size: 9 * MiB});
		expect(made.expected).toEqual(plan([whole[0]!, whole[2]!]).expected);
		const back = replan(made, {excluded: new Set()});
		expect(back.parts).toEqual(whole);
		expect(back.findings).toEqual([]);
	});

	test('asks for the key where only the object there blocks it', () => {
		const made = plan(whole, {existing: object});
		expect([isBlocked(made), asksToOverwrite(made)]).toEqual([true, true]);
		const typed = replan(made, {overwrite: true});
		expect([isBlocked(typed), asksToOverwrite(typed)]).toEqual([false, false]);
		expect(asksToOverwrite(plan([], {existing: object}))).toBe(false);
		expect(asksToOverwrite(plan(whole))).toBe(false);
	});

	test.each<[string, Partial<CompletionFacts>, 'server' | 'look']>([
		['AWS, nothing there', {}, 'server'],
		['AWS, overwriting what has an ETag', {existing: object, overwrite: true}, 'server'],
		['AWS, overwriting what has no ETag to match', {existing: {size: 1}, overwrite: true}, 'look'],
		['Ceph', {facts: rgw}, 'look'],
		['a service that is not known', {facts: unknown}, 'look'],
		['AWS, without a condition', {unconditional: true}, 'look'],
	])('is guarded by the server, or by nothing but the look: %s', (_name, more, guard) => {
		expect(guardOf(plan(whole, more))).toBe(guard);
	});

	test.each<[string, Parameters<typeof plan>, VerdictKind]>([
		['whole', [whole], 'yes'],
		['a gap', [[part(1), part(3, MiB)]], 'hole'],
		['a gap, and an object', [[part(1), part(3, MiB)], {existing: object}], 'hole'],
		['an object at the key', [whole, {existing: object}], 'replaces'],
		['an object, and no part', [[], {existing: object}], 'no'],
		['what is at the key may not be seen', [whole, {existing: 'denied'}], 'doubtful'],
		['a part of this minute', [[part(1, MiB, {lastModified: now})]], 'in-use'],
		['a left out part', [whole, {excluded: new Set([3])}], 'left-out'],
		['a left out part on Ceph', [whole, {facts: rgw, excluded: new Set([3])}], 'refusal-likely'],
		['a small part where limits are settings', [parts(1, 1), {facts: unknown}], 'refusal-likely'],
		['a small part on AWS', [parts(1, 1)], 'no'],
	])('verdict: %s', (_name, of, verdict) => {
		expect(verdictOf(plan(...of)).kind).toBe(verdict);
	});

	test('repeats the checksums of the parts and their type', () => {
		const made = plan(summed(1, 2), {}, crc);
		expect(made.checksumType).toBe('COMPOSITE');
		expect(made.parts.map(({checksums}) => checksums.ChecksumCRC32)).toEqual([
			'AAAAAA==',
			'AAAAAA==',
		]);
	});
});

const object = {size: 3 * MiB, etag: '"e"', lastModified: longAgo};
/** So many parts, the last one of another size. */
const filling = (count: number, size: number, last: number) =>
	Array.from({length: count}, (_, index) => part(index + 1, count === index + 1 ? last : size));
const thousands = (count: number) =>
	Array.from({length: count}, (_, index) => part(index + 1, count === index + 1 ? 1 : 5 * MiB));

describe('findings fire, and just do not', () => {
	const cases: Array<
		[
			name: string,
			fires: Parameters<typeof plan>,
			finding: string,
			quiet: Parameters<typeof plan>,
			partNumbers?: number[],
		]
	> = [
		['no parts', [[]], 'blocks no-parts', [parts(0)]],
		[
			'a part below 5 MiB that is not the last',
			[parts(8 * MiB, s3Limits.minPartSize - 1, MiB)],
			'blocks part-too-small',
			[parts(8 * MiB, s3Limits.minPartSize, MiB)],
			[2],
		],
		[
			'the same where it may be set up otherwise',
			[parts(8 * MiB, s3Limits.minPartSize - 1, MiB), {facts: rgw}],
			'warns part-too-small',
			[parts(8 * MiB, s3Limits.minPartSize, MiB), {facts: rgw}],
			[2],
		],
		[
			'a small part that leaving out the last one puts before the last',
			[parts(8 * MiB, MiB, 8 * MiB, MiB), {excluded: new Set([4])}],
			'blocks part-too-small',
			[parts(8 * MiB, MiB, MiB), {excluded: new Set([3])}],
			[2],
		],
		[
			'a small part that is named, not one that is left out',
			[parts(8 * MiB, MiB, MiB)],
			'blocks part-too-small',
			[parts(8 * MiB, MiB, MiB), {excluded: new Set([2])}],
			[2],
		],
		[
			'a part above 5 GiB',
			[parts(5 * GiB + 1, MiB)],
			'blocks part-too-large',
			[parts(5 * GiB, MiB)],
			[1],
		],
		[
			'an object above 48.8 TiB',
			[filling(10_000, 5 * GiB, 5 * GiB + 1)],
			'blocks object-too-large',
			[filling(10_000, 5 * GiB, 5 * GiB)],
		],
		[
			'an object above 4.995 TiB on R2',
			[filling(1024, 5 * GiB, 1), {facts: r2}],
			'blocks object-too-large',
			[filling(1024, 5 * GiB, 0).slice(0, 1023), {facts: r2}],
		],
		[
			'the same where it may be set up otherwise',
			[filling(10_000, 5 * GiB, 5 * GiB + 1), {facts: unknown}],
			'warns object-too-large',
			[filling(10_000, 5 * GiB, 5 * GiB), {facts: unknown}],
		],
		[
			'unequal parts on R2',
			[parts(8 * MiB, 9 * MiB, 8 * MiB, MiB), {facts: r2}],
			'blocks parts-unequal',
			[parts(8 * MiB, 8 * MiB, 8 * MiB, MiB), {facts: r2}],
			[2],
		],
		[
			'a last part larger than the others on R2',
			[parts(8 * MiB, 8 * MiB, 9 * MiB), {facts: r2}],
			'blocks parts-unequal',
			[parts(8 * MiB, 8 * MiB, 8 * MiB), {facts: r2}],
			[3],
		],
		[
			'unequal parts elsewhere do not count',
			[parts(8 * MiB, 9 * MiB), {facts: r2}],
			'blocks parts-unequal',
			[parts(8 * MiB, 9 * MiB)],
			[2],
		],
		[
			'a part left out on Ceph',
			[whole, {facts: rgw, excluded: new Set([2])}],
			'warns parts-left-out',
			[[part(0), ...whole], {facts: rgw, excluded: new Set([0])}],
			[2],
		],
		[
			'a part left out on AWS',
			[whole, {excluded: new Set([3])}],
			'warns parts-left-out',
			[whole, {excluded: new Set([4])}],
			[3],
		],
		[
			'a part left out of an upload with checksums',
			[summed(1, 2, 3), {excluded: new Set([2])}, crc],
			'blocks parts-left-out',
			[summed(1, 2, 3), {}, crc],
			[2],
		],
		[
			'the last part left out of an upload with checksums',
			[summed(1, 2, 3), {excluded: new Set([3])}, crc],
			'warns parts-left-out',
			[summed(1, 2, 3), {}, crc],
			[3],
		],
		[
			'a part missing in a directory bucket',
			[
				[part(1), part(3, MiB)],
				{target: {bucket: 'media--use1-az4--x-s3', key: 'a', uploadId: 'id'}},
			],
			'blocks parts-missing',
			[whole, {target: {bucket: 'media--use1-az4--x-s3', key: 'a', uploadId: 'id'}}],
			[2],
		],
		[
			'every part left out',
			[whole, {excluded: new Set([1, 2, 3])}],
			'blocks no-parts',
			[whole, {excluded: new Set([2, 3])}],
		],
		[
			'10,001 parts where more may be set up',
			[thousands(10_001), {facts: rgw}],
			'warns too-many-parts',
			[thousands(10_000), {facts: rgw}],
		],
		[
			'part 10,001 where more may be set up',
			[[part(1), part(10_001, MiB)], {facts: rgw}],
			'warns part-number-out-of-range',
			[[part(1), part(10_000, MiB)], {facts: rgw}],
			[10_001],
		],
		[
			'a gap where only the whole object has a checksum',
			[summed(1, 3), {}, {...crc, checksumType: 'FULL_OBJECT'}],
			'warns parts-missing',
			[summed(1, 2), {}, {...crc, checksumType: 'FULL_OBJECT'}],
			[2],
		],
		['checksums to repeat', [summed(1, 2), {}, crc], 'notes checksums-repeated', [whole]],
		[
			'an object to replace',
			[whole, {existing: object, overwrite: true}],
			'warns object-exists',
			[whole, {overwrite: true}],
		],
		[
			'a service that ignores If-Match',
			[whole, {facts: rgw, existing: object, overwrite: true}],
			'notes not-enforced',
			[whole, {existing: object, overwrite: true}],
		],
		[
			'a service that never meets If-Match',
			[whole, {facts: factsOfService('swift'), existing: object, overwrite: true}],
			'warns condition-refused',
			[whole, {facts: factsOfService('swift')}],
		],
		[
			'a Complete without a condition',
			[whole, {unconditional: true}],
			'warns unconditional',
			[whole],
		],
		['10,001 parts', [thousands(10_001)], 'blocks too-many-parts', [thousands(10_000)]],
		[
			'a part number below 1',
			[[part(0), ...whole]],
			'blocks part-number-out-of-range',
			[whole],
			[0],
		],
		[
			'a part number above 10,000',
			[[...thousands(10_000).slice(0, -1), part(10_001, MiB)]],
			'blocks part-number-out-of-range',
			[thousands(10_000)],
			[10_001],
		],
		[
			'a gap without checksums',
			[[part(1), part(4), part(6, MiB)]],
			'warns parts-missing',
			[whole],
			[2, 3, 5],
		],
		['a gap at the start', [[part(2), part(3, MiB)]], 'warns parts-missing', [whole], [1]],
		[
			'a gap with checksums',
			[summed(1, 3), {}, crc],
			'blocks parts-missing',
			[summed(1, 2), {}, crc],
			[2],
		],
		[
			'checksums missing on some parts',
			[[...summed(1), part(2, MiB)], {}, crc],
			'blocks checksums-missing',
			[summed(1, 2), {}, crc],
			[2],
		],
		[
			'checksums listed for no part',
			[whole, {}, crc],
			'warns checksums-missing',
			[whole],
			[1, 2, 3],
		],
		[
			'checksums missing where the full object has one',
			[[...summed(1), part(2, MiB)], {}, {...crc, checksumType: 'FULL_OBJECT'}],
			'warns checksums-missing',
			[summed(1, 2), {}, {...crc, checksumType: 'FULL_OBJECT'}],
			[2],
		],
		[
			'checksums of an algorithm that is not known',
			[whole, {}, {...crc, checksumAlgorithm: 'BLAKE3'}],
			'blocks checksum-unknown',
			[summed(1, 2), {}, crc],
		],
		['an object at the key', [whole, {existing: object}], 'blocks object-exists', [whole]],
		[
			'a key that may not be looked at',
			[whole, {existing: 'denied'}],
			'warns destination-not-seen',
			[whole],
		],
		[
			'a key that may not be looked at, where nothing else keeps an object',
			[whole, {existing: 'denied', facts: serviceFacts({uploadId: '2~a'})}],
			'blocks destination-not-seen',
			[whole],
		],
		[
			'a key that may not be looked at, sent without the condition',
			[whole, {existing: 'denied', facts: aws, unconditional: true}],
			'blocks destination-not-seen',
			[whole],
		],
		[
			'what may be at a key that may not be looked at, once that is agreed to',
			[whole, {existing: 'denied', facts: serviceFacts({}), overwrite: true}],
			'warns destination-not-seen',
			[whole],
		],
		[
			'a service that ignores If-None-Match',
			[whole, {facts: serviceFacts({uploadId: '2~a'})}],
			'notes not-enforced',
			[whole, {facts: aws}],
		],
		[
			'a service that is not known to obey',
			[whole, {facts: serviceFacts({})}],
			'notes not-enforced',
			[whole],
		],
		[
			'a part within the hour',
			[[part(1), part(2, MiB, {lastModified: now - activeWithin + 1})]],
			'warns parts-recent',
			[[part(1), part(2, MiB, {lastModified: now - activeWithin})]],
			[2],
		],
		[
			'a part within what the connection calls active',
			[whole, {thresholds: {activeWithin: 11 * activeWithin, stalledAfter: 20 * activeWithin}}],
			'warns parts-recent',
			[whole],
			[1, 2, 3],
		],
		[
			'an upload that was initiated within the hour',
			[whole, {initiated: now - 1}],
			'warns parts-recent',
			[whole, {initiated: now - activeWithin}],
			[],
		],
		[
			'a part without a date among others that are old',
			[[part(1), part(2, MiB, {lastModified: undefined})]],
			'warns activity-unknown',
			[[part(1), part(2, MiB)]],
			[2],
		],
		[
			'a last part as large as the others',
			[parts(8 * MiB, 8 * MiB)],
			'notes last-part-as-large',
			[parts(8 * MiB, 8 * MiB - 1)],
			[2],
		],
		[
			'a key that is not certain',
			[whole, {uploadKeyCertain: false}],
			'blocks key-uncertain',
			[whole],
		],
		[
			'an empty key',
			[whole, {target: {bucket: 'b', key: '', uploadId: 'id'}}],
			'blocks key-uncertain',
			[whole],
		],
	];

	test.each(cases)('%s', (_name, fires, expected, quiet, partNumbers = []) => {
		expect(found(...fires)).toContain(expected);
		const [, code] = expected.split(' ');
		const made = plan(...fires).findings.find(finding => finding.code === code);
		expect(made?.partNumbers.slice(0, 5)).toEqual(partNumbers.slice(0, 5));
		expect(isBlocked(plan(...fires))).toBe(expected.startsWith('blocks'));
		expect(found(...quiet).filter(other => other.endsWith(` ${code}`))).toEqual([]);
	});
});

describe('parts of unknown size', () => {
	const untold = [part(1), part(2, undefined, {size: undefined}), part(3)];
	const bad = [part(1), part(2, undefined, {size: undefined, badSize: true}), part(3)];

	test('not told: a warning, no size planned, and the ETag all the same', () => {
		const {size, expected, findings} = plan(untold);
		expect(size).toBeUndefined();
		expect(expected.etag).toMatch(/-3"$/);
		expect(findings[0]).toMatchObject({
			level: 'warns',
			code: 'part-size-unknown',
			partNumbers: [2],
			isImpossible: false,
		});
		expect(verdictOf(plan(untold)).kind).toBe('doubtful');
	});

	test('a size that can be none blocks, until that part is left out', () => {
		expect(verdictOf(plan(bad)).kind).toBe('no');
		expect(plan(bad, {excluded: new Set([2])}).size).toBe(16 * MiB);
		expect(found(bad, {excluded: new Set([2])})).not.toContain('blocks part-size-unknown');
	});

	test('says nothing of small, unequal or last parts that it does not know', () => {
		const last = [part(1), part(2), part(3, undefined, {size: undefined})];
		expect(found(last)).toEqual(['warns part-size-unknown']);
		expect(found(untold, {facts: r2})).not.toContain('blocks parts-unequal');
	});
});

test('what a service does with parts that are left out is said as far as it is known', () => {
	const ruleOf = (facts: CompletionFacts['facts']) =>
		plan(whole, {facts, excluded: new Set([3])}).findings.flatMap(found =>
			found.code === 'parts-left-out' ? [found.rule] : [],
		);
	expect([aws, rgw, unknown].flatMap(ruleOf)).toEqual(['dropped', 'refused', 'unknown']);
});

describe('sentences', () => {
	const firstWords = ({findings: [first]}: CompletionPlan) => first && findingWords(first);

	test('a single small part is named with its size, to the byte where rounding would lie', () => {
		const say = (size: number) => firstWords(plan(parts(8 * MiB, size, MiB)));
		expect(say(MiB)).toBe('Part 2 holds 1.0 MiB: every part except the last needs at least 5 MiB.');
		expect(say(s3Limits.minPartSize - 1)).toBe(
			'Part 2 holds 5,242,879 bytes: every part except the last needs at least 5 MiB.',
		);
	});

	test('missing parts are told as ranges, many of them in short', () => {
		const gap = [part(1), part(724), part(743, MiB)];
		expect(firstWords(plan(gap))).toBe(
			'Parts 2-723, 725-742 are missing: the object would lack their data.',
		);
		const holes = Array.from({length: 12}, (_, index) => part(2 * index + 1, 8 * MiB - index));
		expect(firstWords(plan(holes))).toContain('2, 4, 6, 8, 10, 12 and 5 more are missing');
	});

	test('an object is told with size, date and ETag; a foreign form of ETag is not', () => {
		const say = (etag: string) =>
			firstWords(
				plan(whole, {
					existing: {size: 3 * MiB, etag, lastModified: Date.parse('2026-01-02T03:04:05Z')},
				}),
			);
		const md5 = '0c8f9e2b7d4a4f0f8a5f0b8f3b6241d2-2';
		expect(say(`"${md5}"`)).toBe(
			`An object of 3.0 MiB from 2026-01-02 03:04:05Z, ETag ${md5}, is at this key already: completing would replace it.`,
		);
		expect(say('"\u001b[31m"')).toBe(
			'An object of 3.0 MiB from 2026-01-02 03:04:05Z is at this key already: completing would replace it.',
		);
	});

	test('a limit that may be another one says so', () => {
		const made = plan(parts(MiB, MiB), {facts: rgw});
		expect(made.findings[0]).toEqual({
			level: 'warns',
			code: 'part-too-small',
			size: MiB,
			limit: 5 * MiB,
			service: 'Ceph RGW',
			partNumbers: [1],
			mayBeRefused: true,
		});
		expect(firstWords(made)).toBe(
			'Part 1 holds 1.0 MiB: every part except the last needs at least 5 MiB, unless Ceph RGW is configured differently.',
		);
	});

	test('what blocks comes first', () => {
		const levels = plan([part(1), part(3, 8 * MiB, {lastModified: now})], {
			existing: object,
		}).findings;
		expect(levels.map(finding => finding.level)).toEqual(['blocks', 'warns', 'warns', 'notes']);
	});

	test('among what warns, what may be refused comes first', () => {
		const of = [part(1, MiB), part(3, MiB, {lastModified: now})];
		expect(plan(of, {facts: unknown}).findings.map(({code}) => code)).toEqual([
			'part-too-small',
			'parts-missing',
			'parts-recent',
			'last-part-as-large',
			'not-enforced',
		]);
	});
});
