import {describe, expect, test} from 'vitest';
import {checkAmount, checkCurrency, type Price} from '../../source/multipart/price.js';
import {serviceIds} from '../../source/multipart/services/service-table.js';
import {
	listPriceOf,
	monthlyCostCell,
	monthlyCostWords,
	plainPriceSigns,
	priceSigns,
} from '../../source/text/price-words.js';
import {asciiGlyphs, unicodeGlyphs} from '../../source/ui/frame/theme.js';

const GiB = 1024 ** 3;
/** So that a GiB is one of the currency. */
const one = (currency: string): Price => ({perGiBMonth: 1, currency});
const words = (amount: number, currency = 'USD', isLeast = false) =>
	monthlyCostWords(amount * GiB, one(currency), unicodeGlyphs, isLeast);

describe('what bytes cost in a month', () => {
	test.each([
		[412.4, 'USD', '≈ $412 a month'],
		[1284.5, 'USD', '≈ $1,285 a month'],
		[84, 'EUR', '≈ 84 € a month'],
		[84, 'CHF', '≈ 84 CHF a month'],
		[4.2, 'USD', '≈ $4.20 a month'],
		[9.994, 'USD', '≈ $9.99 a month'],
		[9.996, 'USD', '≈ $10 a month'],
		[0.014, 'EUR', '≈ 0.01 € a month'],
		[0.01, 'USD', '≈ $0.01 a month'],
		[0.009, 'USD', 'less than $0.01 a month'],
		[0.009, 'EUR', 'less than 0.01 € a month'],
		[3.4, 'JPY', '≈ 3 JPY a month'],
		[0.4, 'JPY', 'less than 1 JPY a month'],
		[0.005, 'KWD', '≈ 0.005 KWD a month'],
	])('%s %s: %s', (amount, currency, expected) => {
		expect(words(amount, currency)).toBe(expected);
	});

	test('is a lower bound where the bytes are one, and never more than they cost', () => {
		expect(words(412.9, 'USD', true)).toBe('≥ $412 a month');
		expect(words(9.999, 'EUR', true)).toBe('≥ 9.99 € a month');
		expect(words(0.29, 'USD', true)).toBe('≥ $0.29 a month');
		expect(words(0.009, 'USD', true)).toBeUndefined();
	});

	test('is nothing without a price, and where nothing is held', () => {
		expect(monthlyCostWords(GiB, undefined, unicodeGlyphs)).toBeUndefined();
		expect(words(0)).toBeUndefined();
	});

	test('has words where there are no signs', () => {
		for (const signs of [asciiGlyphs, plainPriceSigns]) {
			expect(monthlyCostWords(84 * GiB, one('EUR'), signs)).toBe('about 84 EUR a month');
			expect(monthlyCostWords(84 * GiB, one('USD'), signs, true)).toBe('at least $84 a month');
		}
	});
});

test('a cell of a table has only the amount', () => {
	const cell = (amount: number, signs = priceSigns, isLeast = false) =>
		monthlyCostCell(amount * GiB, one('USD'), signs, isLeast);
	expect([cell(412), cell(412, priceSigns, true), cell(0.001), cell(0)]).toEqual([
		'$412',
		'≥ $412',
		'< $0.01',
		undefined,
	]);
	expect(cell(412, plainPriceSigns)).toBe('$412');
});

describe('the list price of a service', () => {
	test('says of what it is, where it stands and when it was looked at', () => {
		expect(listPriceOf('aws')).toEqual({
			price: {perGiBMonth: 0.023, currency: 'USD'},
			words: expect.stringMatching(
				/^List price of AWS S3: 0\.023 USD \(S3 Standard in us-east-1.*aws\.amazon\.com\/s3\/pricing.*, \d{4}-\d\d-\d\d\)\.$/,
			),
		});
	});

	test('for 1 GB is told for 1 GiB, and says so', () => {
		expect(listPriceOf('r2')).toEqual({
			price: {perGiBMonth: 0.0161061, currency: 'USD'},
			words: expect.stringContaining('0.0161061 USD, from 0.015 for 1 GB (Standard storage; '),
		});
	});

	test('is none where nothing is published or known, and each that is could be stored', () => {
		expect(listPriceOf('ceph')).toBeUndefined();
		for (const id of serviceIds) {
			const {price} = listPriceOf(id) ?? {};
			if (price === undefined) continue;
			const {perGiBMonth, currency} = price;
			expect([checkAmount(perGiBMonth, currency), checkCurrency(currency)]).toEqual([
				undefined,
				undefined,
			]);
		}
	});
});
