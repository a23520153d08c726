import {describe, expect, test} from 'vitest';
import {
	checkAmount,
	checkCurrency,
	fromGB,
	monthlyCost,
	readAmount,
} from '../../source/multipart/price.js';

const TiB = 1024 ** 4;

test('a month of 1 TiB at 0.023 for each GiB is 23.552', () => {
	expect(monthlyCost(TiB, {perGiBMonth: 0.023, currency: 'USD'})).toBeCloseTo(23.552, 9);
});

test('a price for 1 GB is more for 1 GiB', () => {
	expect(fromGB(0.015)).toBe(0.0161061);
	expect(fromGB(0.006)).toBe(0.00644245);
});

describe('the amount', () => {
	test.each([
		['0.023', 0.023],
		[' .5 ', 0.5],
		['4.', 4],
		[0.023, 0.023],
	])('%j is read', (value, amount) => {
		expect(readAmount(value)).toBe(amount);
		expect(checkAmount(value, 'USD')).toBeUndefined();
	});

	test.each([
		...['-1', '0', '0.0', '1e-3', '0,023', '0x10', 'NaN', 'Infinity', '$0.02', '0.02 USD'],
		...[-0.1, 0, Number.NaN, Number.POSITIVE_INFINITY, null, true, [0.02]],
	])('%j is refused', value => {
		expect(readAmount(value)).toBeUndefined();
		expect(checkAmount(value, 'USD')).toMatch(/is not a price: write a number above 0/);
	});

	test('that is missing is asked for', () => {
		for (const none of [undefined, ''])
			expect(checkAmount(none, 'USD')).toMatch(/needs its amount/);
	});

	test('more than any service asks is taken for a mistake of the unit', () => {
		expect(checkAmount('23.55', 'USD')).toBe(
			'23.55 USD a month for 1 GiB is more than any service asks. If it is for 1 TiB, write 0.023.',
		);
		expect(checkAmount('23.55', 'JPY')).toBeUndefined();
		expect(checkAmount('100001', 'JPY')).toMatch(/more than any service asks/);
		expect(checkAmount('0.000001', 'USD')).toMatch(/less than any service asks/);
	});
});

test('the currency is one that exists, by its code', () => {
	for (const code of ['USD', 'EUR', 'JPY', 'CHF']) expect(checkCurrency(code)).toBeUndefined();
	for (const none of [undefined, '']) expect(checkCurrency(none)).toMatch(/needs its currency/);
	for (const wrong of ['usd', '$', 'ABC', 'XYZ', 7])
		expect(checkCurrency(wrong)).toMatch(/is no currency/);
});
