/** What a service asks for storage. */
export type Price = {
	/** For 1 GiB (1024³ bytes) that is kept for a month, in the currency. */
	readonly perGiBMonth: number;
	/** ISO 4217: `USD`, `EUR`. */
	readonly currency: string;
};

const GiB = 1024 ** 3;

/** What so many bytes cost in a month, in the currency of the price. */
export function monthlyCost(bytes: number, {perGiBMonth}: Price): number {
	return (bytes / GiB) * perGiBMonth;
}

/** Converts a price for 1 GB (1000³ bytes) to one for 1 GiB. */
export function fromGB(perGB: number): number {
	return Number(((perGB * GiB) / 1000 ** 3).toPrecision(6));
}

/** Currencies of which a unit is worth about as much as a dollar. */
const likeDollars = new Set(['USD', 'EUR', 'GBP', 'CHF', 'CAD', 'AUD', 'NZD', 'SGD']);

/** No service asks for more or for less, whatever its currency: rather the unit is mistaken. */
const most = {likeDollars: 5, others: 100_000};
const least = 0.000_01;

/** The amount of a price, as a number or as it is typed; undefined where it is none. */
export function readAmount(value: unknown): number | undefined {
	const isTyped = typeof value === 'string' && /^\s*(\d+\.?\d*|\.\d+)\s*$/.test(value);
	const amount = isTyped ? Number(value) : value;
	return typeof amount === 'number' && Number.isFinite(amount) && amount > 0 ? amount : undefined;
}

/** What is wrong with the amount of a price; undefined when nothing is. */
export function checkAmount(value: unknown, currency: unknown): string | undefined {
	if (value === undefined || value === '')
		return 'A price needs its amount: what 1 GiB costs in a month, such as 0.023.';
	const amount = readAmount(value);
	if (amount === undefined)
		return `"${String(value)}" is not a price: write a number above 0, with a point, such as 0.023.`;
	const known = typeof currency === 'string' ? currency : '';
	const high = likeDollars.has(known) ? most.likeDollars : most.others;
	const unit = known === '' ? '' : ` ${known}`;
	if (amount > high)
		return `${amount}${unit} a month for 1 GiB is more than any service asks. If it is for 1 TiB, write ${Number((amount / 1024).toPrecision(4))}.`;
	return amount < least
		? `${amount}${unit} a month for 1 GiB is less than any service asks.`
		: undefined;
}

/** What is wrong with the currency of a price; undefined when nothing is. */
export function checkCurrency(value: unknown): string | undefined {
	if (value === undefined || value === '') return 'A price needs its currency, such as USD or EUR.';
	return typeof value === 'string' && Intl.supportedValuesOf('currency').includes(value)
		? undefined
		: `"${String(value)}" is no currency: write its code of three letters, such as USD or EUR.`;
}
