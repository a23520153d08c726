import type {FaultAction} from './fault.js';
import {endlessListings} from './fault-pages.js';
import {count, flag, oneOf, type Reader, text, texts} from './faults-file-reader.js';

/** More than this a timer of Node cannot wait. */
const longest = 2 ** 31 - 1;
const milliseconds = count(0, longest);

/** What a fault can do, by the field that says so. Undefined where the field is wrong, which was said. */
const actions: Readonly<Record<string, (reader: Reader) => FaultAction | undefined>> = {
	delay(reader) {
		const delay = reader.required('delay', milliseconds);
		return delay === undefined ? undefined : {delay};
	},
	respond(reader) {
		const inner = reader.within('respond');
		if (!inner.isObject) return undefined;
		const status = inner.required('status', count(200, 599));
		const body = inner.optional('body', text) ?? '';
		const headers = inner.optional('headers', texts);
		const afterEffect = inner.optional('afterEffect', flag);
		inner.sayUnread();
		return status === undefined ? undefined : {respond: {status, headers, body, afterEffect}};
	},
	slowDown(reader) {
		const inner = reader.within('slowDown');
		if (!inner.isObject) return undefined;
		const retryAfter = inner.required('retryAfter', count(0));
		inner.sayUnread();
		return retryAfter === undefined ? undefined : {slowDown: {retryAfter}};
	},
	cut(reader) {
		const cut = reader.required('cut', oneOf(['before', 'after', 'mid-body', 'mid-request']));
		return cut === undefined ? undefined : {cut};
	},
	whitespace(reader) {
		const inner = reader.within('whitespace');
		if (!inner.isObject) return undefined;
		const every = inner.required('every', count(1, longest));
		const until = inner.required('for', milliseconds);
		inner.sayUnread();
		return every === undefined || until === undefined ? undefined : {whitespace: {every, until}};
	},
	trickle(reader) {
		const inner = reader.within('trickle');
		if (!inner.isObject) return undefined;
		const bytes = inner.required('bytes', count(1));
		const every = inner.required('every', milliseconds);
		inner.sayUnread();
		return bytes === undefined || every === undefined ? undefined : {trickle: {bytes, every}};
	},
	truncate(reader) {
		const truncate = reader.required('truncate', count(0));
		return truncate === undefined ? undefined : {truncate};
	},
	replaceBody(reader) {
		const replaceBody = reader.required('replaceBody', text);
		return replaceBody === undefined ? undefined : {replaceBody};
	},
	page(reader) {
		const page = reader.required('page', oneOf(['repeated', 'endless']));
		return page === undefined ? undefined : {page};
	},
};

/** The one thing that a fault does; undefined when that is wrong, which is said. */
export function readAction(reader: Reader, operation: string | undefined): FaultAction | undefined {
	const named = Object.keys(actions).filter(name => reader.has(name));
	const [name, other] = named;
	if (name === undefined) {
		const all = Object.keys(actions).map(word => `"${word}"`);
		reader.say(`it does nothing. It needs one of ${all.join(', ')}`);
		return undefined;
	}
	if (other !== undefined)
		reader.say(`"${name}" and "${other}" are two faults: write them one after the other`);
	const [action] = named.map(field => actions[field]?.(reader));
	const endless = action !== undefined && 'page' in action && action.page === 'endless';
	if (endless && !endlessListings.includes(operation ?? ''))
		reader.say(`endless pages need an "operation": ${endlessListings.join(' or ')}`);
	return action;
}
