import {invalidArgument} from '../errors.js';
import type {Query} from '../wire/request.js';
import {formEncode} from '../wire/uri.js';

const maxInteger = 2 ** 31 - 1;

/** A count or marker from the query. Throws InvalidArgument in AWS's words. */
export function integerParameter(query: Query, name: string, fallback: number): number {
	const value = query.get(name);
	if (value === undefined || value === '') return fallback;
	const number = /^-?\d+$/.test(value) ? Number(value) : Number.NaN;
	if (!(number >= -maxInteger - 1 && number <= maxInteger)) {
		const message = `Provided ${name} not an integer or within integer range`;
		throw invalidArgument(message, name, value);
	}
	if (number < 0) {
		const message = `Argument ${name} must be an integer between 0 and ${maxInteger}`;
		throw invalidArgument(message, name, String(number));
	}
	return Math.abs(number);
}

/** How many rows a page may have: at most 1000, whatever was asked for. */
export function pageSize(query: Query, name: string): number {
	return Math.min(integerParameter(query, name, 1000), 1000);
}

/** What `encoding-type` makes of keys, prefixes and markers in the answer. */
export function keyEncoder(query: Query): (key: string) => string {
	const type = query.get('encoding-type');
	if (type === undefined) return key => key;
	if (type.toLowerCase() === 'url') return formEncode;
	throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', type);
}

/** A parameter's text; an empty one counts as not sent. */
export function textParameter(query: Query, name: string): string | undefined {
	return query.get(name) || undefined;
}
