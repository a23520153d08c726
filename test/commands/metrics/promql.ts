import type {Sample} from './exposition-parser.js';

type Labels = Sample['labels'];

/** One of a result: what Prometheus makes an alert of, with these labels. */
export type Result = {readonly labels: Labels; readonly value: number};

/** A number is the same for all; a list has one for each series. */
type Value = number | readonly Result[];

const operators: Readonly<Record<string, (one: number, other: number) => number | boolean>> = {
	'*': (one, other) => one * other,
	'-': (one, other) => one - other,
	'>': (one, other) => one > other,
	'==': (one, other) => one === other,
};

/** From the loosest to the closest. */
const levels = [['or'], ['>', '=='], ['-'], ['*']] as const;

/**
 * Evaluates what the alerts of docs/nightly are written in, as "Querying Prometheus" describes it: selectors with labels, `time()`,
 * `absent()`, numbers, `*`, `-`, `>`, `==`, `or`. It throws at anything else, and at two lists where one has to be a number.
 *
 * @param now seconds since the epoch.
 */
export function evaluate(
	expression: string,
	samples: readonly Sample[],
	now: number,
): readonly Result[] {
	const tokens = expression.match(/\w[\w.]*(?:\{[^}]*\})?|"[^"]*"|==|[-*>(){}]|\S/g) ?? [];
	let at = 0;
	const take = (wanted: string) => {
		if (tokens[at++] !== wanted) throw new Error(`${wanted} is missing: ${expression}`);
	};

	function level(depth: number): Value {
		const ours: readonly string[] | undefined = levels[depth];
		if (ours === undefined) return atom();
		let value = level(depth + 1);
		while (ours.includes(tokens[at] ?? '')) {
			const operator = tokens[at++]!;
			const other = level(depth + 1);
			value = operator === 'or' ? either(list(value), list(other)) : both(operator, value, other);
		}
		return value;
	}

	function atom(): Value {
		const token = tokens[at++] ?? '';
		if (/^\d/.test(token)) return Number(token);
		if (token === 'time') {
			take('(');
			take(')');
			return now;
		}
		if (token !== 'absent') return selected(token, samples);
		take('(');
		const found = selected(tokens[at++] ?? '', samples);
		take(')');
		return found.length === 0 ? [{labels: {}, value: 1}] : [];
	}

	const value = list(level(0));
	if (at !== tokens.length) throw new Error(`${tokens[at]} cannot be read: ${expression}`);
	return value;
}

function selected(selector: string, samples: readonly Sample[]): readonly Result[] {
	const [, name, matchers = ''] = /^([a-z_]+)(?:\{(.*)\})?$/.exec(selector) ?? [];
	if (name === undefined) throw new Error(`no selector: ${selector}`);
	const wanted =
		matchers === '' ? [] : matchers.split(',').map(each => /^(\w+)="(.*)"$/.exec(each)!);
	return samples.filter(
		sample =>
			sample.name === name && wanted.every(([, label = '', text]) => sample.labels[label] === text),
	);
}

function list(value: Value): readonly Result[] {
	if (typeof value === 'number') throw new Error('a number, where series are wanted');
	return value;
}

/** A comparison keeps those that are so, with their value. */
function both(operator: string, one: Value, other: Value): Value {
	const apply = operators[operator]!;
	if (typeof one === 'number' && typeof other === 'number') return Number(apply(one, other));
	const series = typeof one === 'number' ? other : one;
	if (typeof series === 'number' || (typeof one !== 'number' && typeof other !== 'number'))
		throw new Error(`${operator} between two lists`);
	return series.flatMap(({labels, value}) => {
		const result = apply(
			typeof one === 'number' ? one : value,
			typeof other === 'number' ? other : value,
		);
		if (typeof result === 'number') return [{labels, value: result}];
		return result ? [{labels, value}] : [];
	});
}

function either(one: readonly Result[], other: readonly Result[]): readonly Result[] {
	const sorted = ({labels}: Result) => JSON.stringify(Object.entries(labels).sort());
	const known = new Set(one.map(sorted));
	return [...one, ...other.filter(result => !known.has(sorted(result)))];
}
