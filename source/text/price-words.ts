import {fromGB, monthlyCost, type Price} from '../multipart/price.js';
import {knownService} from '../multipart/services/known-services.js';
import type {ServiceId} from '../multipart/services/service-table.js';
import {formatCount} from '../multipart/text/units.js';

/** How it is written: the glyphs of the screens have these signs, and `plainPriceSigns` are for scripts. */
export type PriceSigns = {
	/** Before what is about so much. */
	readonly about: string;
	/** Before what is so much or more. */
	readonly atLeast: string;
	/** Behind an amount; without it stands `EUR`. */
	readonly euro: string;
};

/** For terminals that show them. */
export const priceSigns: PriceSigns = {about: '≈', atLeast: '≥', euro: '€'};

/** Words in the place of signs that not every terminal has. */
export const plainPriceSigns: PriceSigns = {about: 'about', atLeast: 'at least', euro: 'EUR'};

/**
 * What bytes cost in a month: `≈ $412 a month`, `≈ 84 € a month`, `≈ 84 CHF a month`, `less than $0.01 a month`.
 * It is never exact: services bill by storage class, by hour and by volume. Undefined without a price, and where
 * nothing is held.
 *
 * @param isLeast there may be more bytes: `≥ $412 a month`, rounded down; undefined where it is less than the smallest coin.
 */
export function monthlyCostWords(
	bytes: number,
	price: Price | undefined,
	signs: PriceSigns,
	isLeast = false,
): string | undefined {
	if (price === undefined || bytes <= 0) return undefined;
	const {currency} = price;
	const digits = digitsOf(currency);
	const cost = monthlyCost(bytes, price);
	const smallest = 10 ** -digits;
	if (cost < smallest)
		return isLeast
			? undefined
			: `less than ${withCurrency(smallest.toFixed(digits), currency, signs)} a month`;
	const amount = withCurrency(rounded(cost, digits, isLeast), currency, signs);
	return `${isLeast ? signs.atLeast : signs.about} ${amount} a month`;
}

/** The same without the month, for a column of a table: `$412`, `≥ $412`, `< $0.01`; undefined as there. */
export function monthlyCostCell(...what: Parameters<typeof monthlyCostWords>): string | undefined {
	return monthlyCostWords(...what)
		?.replace(/ a month$/, '')
		.replace(/^less than/, '<')
		.replace(`${what[2].about} `, '');
}

/** The list price of a service for 1 GiB, and what there is to know of it; undefined where none is known. */
export function listPriceOf(
	id: ServiceId,
): {readonly price: Price; readonly words: string} | undefined {
	const fact = knownService(id).listPrice;
	if (fact === undefined) return undefined;
	const {amount, currency, per, of} = fact.is;
	const perGiBMonth = per === 'GiB' ? amount : fromGB(amount);
	const given = per === 'GiB' ? '' : `, from ${amount} for 1 GB`;
	const words = `List price of ${knownService(id).name}: ${perGiBMonth} ${currency}${given} (${of}; ${fact.source}, ${fact.on}).`;
	return {price: {perGiBMonth, currency}, words};
}

/** From ten on without a fraction. */
function rounded(cost: number, digits: number, isLeast: boolean): string {
	const unit = 10 ** (cost < 10 ? digits : 0);
	// What is a whole number of coins but for the arithmetic is not rounded down to one less.
	const coins = isLeast ? Math.floor(cost * unit * (1 + 1e-12)) : Math.round(cost * unit);
	const amount = coins / unit;
	return amount < 10 ? amount.toFixed(digits) : formatCount(amount);
}

function digitsOf(currency: string): number {
	const {maximumFractionDigits} = new Intl.NumberFormat('en', {
		style: 'currency',
		currency,
	}).resolvedOptions();
	return maximumFractionDigits ?? 2;
}

function withCurrency(amount: string, currency: string, {euro}: PriceSigns): string {
	if (currency === 'USD') return `$${amount}`;
	return `${amount} ${currency === 'EUR' ? euro : currency}`;
}
