import {createHash} from 'node:crypto';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {bareEtag, expectedEtag, partCountOfEtag, sameEtag} from '../../source/multipart/etag.js';

function md5(bytes: Uint8Array): Buffer {
	return createHash('md5').update(bytes).digest();
}

describe('the expected ETag', () => {
	test('of two known parts is what md5sum and xxd work out', () => {
		// The bytes "hello" and "world", each through `md5sum`, both through `xxd -r -p | md5sum`.
		const parts = ['5d41402abc4b2a76b9719d911017c592', '7d793037a0760186574b0282f2f435e7'];
		const named = parts.map((etag, index) => ({partNumber: index + 1, etag}));
		expect(expectedEtag(named).etag).toBe('"065947336a2f2a95ba8899f3675c3be6-2"');
	});

	test('is the MD5 of the concatenated MD5s of any contents, quoted or not', () => {
		const contents = fc.array(fc.uint8Array({maxLength: 64}), {minLength: 1, maxLength: 40});
		fc.assert(
			fc.property(contents, fc.boolean(), (bodies, quoted) => {
				const sums = bodies.map(md5);
				const parts = sums.map((sum, index) => ({
					partNumber: index + 1,
					etag: quoted ? `"${sum.toString('hex')}"` : sum.toString('hex'),
				}));
				const whole = md5(Buffer.concat(sums)).toString('hex');
				expect(expectedEtag(parts)).toEqual({etag: `"${whole}-${bodies.length}"`});
			}),
		);
	});

	test('depends on the order of the parts', () => {
		const one = {partNumber: 1, etag: md5(Buffer.from('a')).toString('hex')};
		const two = {partNumber: 2, etag: md5(Buffer.from('b')).toString('hex')};
		expect(expectedEtag([one, two]).etag).not.toBe(expectedEtag([two, one]).etag);
	});

	test.each([
		['"CPbA9J2x"', 'a token'],
		['"d41d8cd98f00b204e9800998ecf8427"', '31 digits'],
		['"d41d8cd98f00b204e9800998ecf8427e-1"', 'a multipart ETag'],
		['""', 'nothing'],
	])('is not known from %s (%s), and the part is named', etag => {
		const good = {partNumber: 1, etag: md5(Buffer.from('a')).toString('hex')};
		expect(expectedEtag([good, {partNumber: 7, etag}])).toEqual({
			reason: 'the ETag of part 7 is not an MD5',
		});
	});

	test('is not known without parts', () => {
		expect(expectedEtag([])).toEqual({reason: 'there are no parts'});
	});
});

describe('two ETags', () => {
	test.each([
		['"abc-2"', 'abc-2', true],
		['"abc-2"', '"ABC-2"', true],
		['W/"abc-2"', '"abc-2"', true],
		['"abc-2"', '"abc-3"', false],
		['""', '""', false],
		[undefined, '"abc-2"', false],
		[undefined, undefined, false],
	])('%s and %s: %s', (one, other, same) => {
		expect(sameEtag(one, other)).toBe(same);
		expect(sameEtag(other, one)).toBe(same);
	});

	test('a lone quote stays, since it is not a pair', () => {
		expect(bareEtag('"abc')).toBe('"abc');
	});
});

test.each([
	['"0c8f-1186"', 1186],
	['0c8f-1', 1],
	['"0c8f"', undefined],
	[undefined, undefined],
])('the parts of %s: %s', (etag, count) => {
	expect(partCountOfEtag(etag)).toBe(count);
});
