import {describe, expect, test} from 'vitest';
import {isBlocked, planCompletion} from '../../source/multipart/completion.js';
import {type CompletionFacts, minPartSize} from '../../source/multipart/findings.js';
import {activeWithin} from '../../source/multipart/liveness.js';
import type {Part} from '../../source/multipart/part.js';
import {serviceFacts} from '../../source/multipart/service.js';

const MiB = 1024 * 1024;
const now = Date.parse('2026-11-20T12:00:00Z');
const longAgo = now - 10 * activeWithin;
const aws = serviceFacts({endpoint: 'https://s3.eu-west-1.amazonaws.com'});

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
	numbers.map(number => part(number, (8 * MiB) / number, {checksums: {ChecksumCRC32: 'AAAAAA=='}}));

describe('a plan', () => {
	test('with nothing against it names every part, the size and the ETag', () => {
		const made = plan(whole);
		expect(made.findings).toEqual([]);
		expect(isBlocked(made)).toBe(false);
		expect(made).toMatchObject({partCount: 3, size: 17 * MiB, parts: whole});
		expect(made.expected.etag).toMatch(/^"[0-9a-f]{32}-3"$/);
	});

	test('knows no ETag where the service makes its own, and says so', () => {
		const r2 = serviceFacts({endpoint: 'https://1.r2.cloudflarestorage.com'});
		expect(plan(whole, {facts: r2}).expected.reason).toContain('Cloudflare R2');
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
			[parts(8 * MiB, minPartSize - 1, MiB)],
			'blocks part-too-small',
			[parts(8 * MiB, minPartSize, MiB)],
			[2],
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
		['an object at the key', [whole, {existing: object}], 'blocks object-exists', [whole]],
		[
			'a key that may not be looked at',
			[whole, {existing: 'denied'}],
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

describe('sentences', () => {
	test('a single small part is named with its size, to the byte where rounding would lie', () => {
		const say = (size: number) => plan(parts(8 * MiB, size, MiB)).findings[0]?.sentence;
		expect(say(MiB)).toBe('Part 2 holds 1.0 MiB: every part but the last needs at least 5 MiB.');
		expect(say(minPartSize - 1)).toBe(
			'Part 2 holds 5,242,879 bytes: every part but the last needs at least 5 MiB.',
		);
	});

	test('missing parts are told as ranges, many of them in short', () => {
		const gap = [part(1), part(724), part(743, MiB)];
		expect(plan(gap).findings[0]?.sentence).toBe(
			'Parts 2-723, 725-742 are missing: the object would lack what they held.',
		);
		const holes = Array.from({length: 12}, (_, index) => part(2 * index + 1, 8 * MiB - index));
		expect(plan(holes).findings[0]?.sentence).toContain(
			'2, 4, 6, 8, 10, 12 and 5 more are missing',
		);
	});

	test('what blocks comes first', () => {
		const levels = plan([part(1), part(3, 8 * MiB, {lastModified: now})], {
			existing: object,
		}).findings;
		expect(levels.map(finding => finding.level)).toEqual(['blocks', 'warns', 'warns', 'notes']);
	});
});
