import type {Draw} from '../s3/lean/random.js';
import type {WireAnswer} from './damaging-proxy.js';

/**
 * What damages a true answer so that a client can see it. No damage here is a lie that reads like an answer: a plausible date, another
 * key or id in the place of a row's own, a row that is left out whole, a service's own error where there was none. Nobody sees
 * through these, and what they lead to is no fault.
 */
type Damage = (
	answer: WireAnswer,
	draw: Draw,
	pool: readonly WireAnswer[],
) => WireAnswer | undefined;

type Field = {
	readonly whole: string;
	readonly at: number;
	readonly name: string;
	readonly value: string;
};

/** An element that holds text alone. */
const leaf = /<(\w+)(?:\s[^<>]*)?>([^<]*)<\/\1>/g;

/** Names in a row and behind which a listing goes on: half of one is another one, and no damage that shows. */
const isName = /^(?:Key|UploadId|NextKeyMarker|NextUploadIdMarker|Prefix)$/;

const noDates = [
	...['', ' ', '0001-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z', '2005-12-31T23:59:59Z'],
	...['2010-11-10T20:48:33.000Z', '9999-12-31T23:59:59Z', '2026-02-30T00:00:00Z', '1760000000'],
	...['2026-11-02T10:11:12', 'Mon, 02 Nov 2026 10:11:12 GMT', 'yesterday', '2026-11-02', 'null'],
	...['2026-11-02T25:00:00Z', '2026-11-02T10:11:12+99:99', '-000001-01-01T00:00:00Z'],
];

const noNumbers = [
	...[
		'',
		' ',
		'-1',
		'0x10',
		'1e3',
		'1e999',
		'NaN',
		'٣',
		'1 000',
		'99999999999999999999',
		'7.5',
		'null',
		'+',
	],
];

function fieldsOf(body: string): Field[] {
	return [...body.matchAll(leaf)].map(({0: whole, 1: name = '', 2: value = '', index: at}) => ({
		...{whole, at, name, value},
	}));
}

function put(body: string, {at, whole}: Pick<Field, 'at' | 'whole'>, instead: string): string {
	return body.slice(0, at) + instead + body.slice(at + whole.length);
}

/** Changes one of the fields of a document that will do. */
function inField(
	change: (field: Field, draw: Draw) => string,
	fits: (field: Field) => boolean = () => true,
): Damage {
	return (answer, draw) => {
		const fields = fieldsOf(answer.body).filter(fits);
		if (fields.length === 0) return undefined;
		const field = draw.one(fields);
		return {...answer, body: put(answer.body, field, change(field, draw))};
	};
}

/** Changes one row of a listing, or all of them. */
function inRows(change: (row: string, name: string, draw: Draw) => string): Damage {
	return (answer, draw) => {
		const rows = [...answer.body.matchAll(/<(Upload|Part)>.*?<\/\1>/gs)];
		if (rows.length === 0) return undefined;
		const chosen = draw.chance(0.5) ? rows : [draw.one(rows)];
		let body = answer.body;
		for (const {0: whole, 1: name = '', index: at} of chosen.toReversed())
			body = put(body, {at, whole}, change(whole, name, draw));
		return {...answer, body};
	};
}

const isDate = ({name}: Field) => /^(?:Initiated|LastModified)$/.test(name);
const isNumber = ({value}: Field) => /^\d+$/.test(value);
const isEcho = ({name, at}: Field, body: string) =>
	/^(?:Bucket|BucketName|Prefix)$/.test(name) ||
	(/^(?:Key|UploadId)$/.test(name) && !/<Upload>/.test(body.slice(0, at)));

const foreign = (name: string, inner: string) => `<x:${name} xmlns:x="urn:x">${inner}</x:${name}>`;
const innerOf = (row: string, name: string) => row.slice(name.length + 2, -name.length - 3);

const otherNames: Readonly<Record<string, string>> = {
	Bucket: 'another-bucket',
	BucketName: 'another-bucket',
	Key: 'another/key.bin',
	UploadId: 'another-upload-id',
	Prefix: 'another/prefix',
};

const page = '<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in</body></html>';

/** Headers that say something of what an answer is about. */
function inHeaders(change: (headers: Record<string, string>, draw: Draw) => void): Damage {
	return (answer, draw) => {
		const headers = {...answer.headers};
		change(headers, draw);
		return {...answer, headers};
	};
}

const ofMarkup: Readonly<Record<string, Damage>> = {
	'field left out': inField(() => ''),
	'field emptied': inField(({name}, draw) =>
		draw.one([`<${name}></${name}>`, `<${name}/>`, `<${name}> </${name}>`]),
	),
	'field doubled': inField(({whole, name, value}, draw) =>
		draw.chance(0.3)
			? whole + whole
			: draw.chance(0.5)
				? `${whole}<${name}>${value}1</${name}>`
				: `<${name}>${noDates[0]}</${name}>${whole}`,
	),
	'field cut': inField(
		({name, value}, draw) => `<${name}>${value.slice(0, draw.below(value.length))}</${name}>`,
		({name, value}) => value.length > 0 && !isName.test(name),
	),
	'field moved': (answer, draw) => {
		const fields = fieldsOf(answer.body);
		if (fields.length < 2) return undefined;
		const field = draw.one(fields);
		const without = put(answer.body, field, '');
		const opened = [...without.matchAll(/<\w+(?:\s[^<>]*)?>/g)];
		const {index = 0, 0: tag = ''} = draw.one(opened);
		const at = index + tag.length;
		return {...answer, body: without.slice(0, at) + field.whole + without.slice(at)};
	},
	'field in another case': inField(({name, value}, draw) => {
		const other = draw.one([name.toLowerCase(), name.toUpperCase()]);
		return `<${other}>${value}</${other}>`;
	}),
	'fields in another case': answer => ({
		...answer,
		body: answer.body.replace(/<(\/?)(\w+)/g, (_, slash, name) => `<${slash}${name.toLowerCase()}`),
	}),
	'field of another namespace': inField(({name, value}) => foreign(name, value)),
	'field without its end': inField(({name, value}) => `<${name}>${value}`),
	'date that is none': inField(({name}, draw) => `<${name}>${draw.one(noDates)}</${name}>`, isDate),
	'number that is none': inField(
		({name}, draw) => `<${name}>${draw.one(noNumbers)}</${name}>`,
		isNumber,
	),
	'row emptied': inRows((_, name, draw) => draw.one([`<${name}></${name}>`, `<${name}/>`])),
	'row doubled': inRows(row => row + row),
	'row in another case': inRows((row, name, draw) => {
		const other = draw.one([name.toLowerCase(), name.toUpperCase()]);
		return `<${other}>${innerOf(row, name)}</${other}>`;
	}),
	'row of another namespace': inRows((row, name) => foreign(name, innerOf(row, name))),
	'row in an element': inRows((row, name) => `<${name}s>${row}</${name}s>`),
	'row without its end': inRows((row, name) => row.slice(0, -name.length - 3)),
	'row cut': inRows((row, _, draw) => row.slice(0, 1 + draw.below(row.length - 1))),
	'answer about another': (answer, draw) => {
		const echoes = fieldsOf(answer.body).filter(field => isEcho(field, answer.body));
		if (echoes.length === 0) return undefined;
		const field = draw.one(echoes);
		const other = `<${field.name}>${otherNames[field.name]}</${field.name}>`;
		return {...answer, body: put(answer.body, field, other)};
	},
	'root emptied': answer => ({
		...answer,
		body: answer.body.replace(/<(\w+)([^<>]*)>(?!.*<\?).*<\/\1>/s, '<$1$2></$1>'),
	}),
};

const ofAny: Readonly<Record<string, Damage>> = {
	'another status': (answer, draw) => ({
		...answer,
		status: draw.one([200, 204, 202, 301, 400, 403, 404, 500, 502, 503]),
	}),
	'body of another operation': (answer, draw, pool) => ({...answer, body: draw.one(pool).body}),
	'answer of another operation': (_, draw, pool) => draw.one(pool),
	'web page': (answer, draw) => ({
		...answer,
		status: draw.one([200, 404, 403, 502]),
		headers: {...answer.headers, 'content-type': draw.one(['text/html', 'application/xml'])},
		body: page,
	}),
	'error under 200': (answer, draw) => ({
		...answer,
		status: 200,
		body: `<Error><Code>${draw.one(['InternalError', 'SlowDown', 'ServiceUnavailable', 'Unheard'])}</Code></Error>`,
	}),
	'body cut': (answer, draw) => ({
		...answer,
		body: answer.body.slice(0, draw.below(answer.body.length + 1)),
	}),
	'nothing at all': answer => ({...answer, body: ''}),
	'wrong length': (answer, draw) => ({
		...answer,
		length: draw.one(['0', '1', String(Math.max(0, answer.body.length - 1)), '99999', '-1', '0x1']),
	}),
	'no date, or an odd one': inHeaders((headers, draw) => {
		headers['date'] = draw.one([
			'',
			'yesterday',
			'Thu, 01 Jan 1970 00:00:00 GMT',
			'0',
			headers['date'] ?? '',
		]);
	}),
	'no type': inHeaders(headers => {
		delete headers['content-type'];
	}),
};

const ofHead: Readonly<Record<string, Damage>> = {
	'no ETag': inHeaders(headers => {
		delete headers['etag'];
	}),
	'another ETag': inHeaders((headers, draw) => {
		headers['etag'] = draw.one([
			'',
			'""',
			'"',
			`W/${headers['etag'] ?? ''}`,
			(headers['etag'] ?? '').slice(0, 9),
		]);
	}),
	'an odd Last-Modified': inHeaders((headers, draw) => {
		headers['last-modified'] = draw.one([...noDates, 'Thu, 01 Jan 1970 00:00:00 GMT', '٣']);
	}),
	'an odd length': (answer, draw) => ({
		...answer,
		length: draw.one(['0', '1', '99999999999999999999', '5497558138881', '-1', '0x10', '']),
	}),
};

/** The answer, damaged in one way; as it is where nothing in it can be. */
export function damaged(
	answer: WireAnswer,
	draw: Draw,
	pool: readonly WireAnswer[],
): {readonly answer: WireAnswer; readonly how: string} {
	const isDocument = answer.body.trimStart().startsWith('<');
	const kinds = Object.entries(
		isDocument && draw.chance(0.75)
			? ofMarkup
			: answer.length === undefined
				? ofAny
				: {...ofAny, ...ofHead},
	);
	for (let tries = 0; tries < 20; tries++) {
		const [how, change] = draw.one(kinds);
		const made = change(answer, draw, pool);
		if (made !== undefined) return {answer: made, how};
	}
	return {answer, how: 'nothing'};
}
