import {childNamed, childrenNamed, type XmlElement} from './xml-tree.js';

/** What a rule is for. */
export type RuleRange = {
	/** Of the keys; empty: of every key. Text from outside. */
	readonly prefix: string;
	readonly tags: ReadonlyArray<{readonly key: string; readonly value: string}>;
	/** Bytes; NaN where the service tells something else than a number. */
	readonly largerThan?: number;
	readonly smallerThan?: number;
	/** Names of conditions that are not known here. Text from outside. */
	readonly others: readonly string[];
};

/** Something else that a rule does, by its name in S3 (`Expiration`), and what stands in it, as it is written. */
export type RuleAction = {
	readonly name: string;
	readonly fields: ReadonlyArray<readonly [name: string, value: string]>;
};

/** A rule of a bucket's lifecycle. */
export type LifecycleRule = {
	/** The rule as it came: a slice of its document. */
	readonly xml: string;
	/** UTF-16 units of the document. */
	readonly from: number;
	readonly to: number;
	readonly element: XmlElement;
	/** Text from outside; empty where the service tells none. */
	readonly id: string;
	readonly enabled: boolean;
	/** `legacy`: its prefix stands outside of a filter. */
	readonly form: 'filter' | 'legacy' | 'none';
	readonly range: RuleRange;
	/** Whether it aborts uploads; without `days` where the service tells none that can be. */
	readonly abort?: {readonly days?: number};
	/** What it does beside that, in the order of the document. */
	readonly actions: readonly RuleAction[];
};

const facts: ReadonlySet<string> = new Set(['ID', 'Status', 'Filter', 'Prefix']);
const abortAction = 'AbortIncompleteMultipartUpload';

/** @param text the document that the element is of. */
export function ruleOf(element: XmlElement, text: string): LifecycleRule {
	const filter = childNamed(element, 'Filter');
	const legacy = childNamed(element, 'Prefix');
	const days = daysOf(element);
	return {
		xml: text.slice(element.from, element.to),
		...{from: element.from, to: element.to, element},
		id: childNamed(element, 'ID')?.text.trim() ?? '',
		enabled: childNamed(element, 'Status')?.text.trim() === 'Enabled',
		form: filter !== undefined ? 'filter' : legacy === undefined ? 'none' : 'legacy',
		range: rangeOf(filter, legacy),
		...(days === undefined ? {} : {abort: days}),
		actions: element.children
			.filter(({local}) => !facts.has(local) && local !== abortAction)
			.map(action => ({
				name: action.local,
				fields: action.children.map(({local, text: value}) => [local, value.trim()] as const),
			})),
	};
}

/** Undefined where it aborts nothing, as by an action without days. */
function daysOf(element: XmlElement): {days?: number} | undefined {
	const action = childNamed(element, abortAction);
	const written = action && childNamed(action, 'DaysAfterInitiation')?.text.trim();
	if (written === undefined || written === '') return undefined;
	return /^\d{1,9}$/.test(written) ? {days: Number(written)} : {};
}

function rangeOf(filter: XmlElement | undefined, legacy: XmlElement | undefined): RuleRange {
	if (filter === undefined) return {prefix: legacy?.text ?? '', tags: [], others: []};
	const and = childNamed(filter, 'And');
	const conditions = [...filter.children.filter(each => each !== and), ...(and?.children ?? [])];
	const textOf = (local: string) => conditions.find(each => each.local === local)?.text;
	const sizeOf = (local: string) => {
		const written = textOf(local)?.trim();
		if (written === undefined || written === '') return undefined;
		return /^\d{1,15}$/.test(written) ? Number(written) : Number.NaN;
	};
	const known = ['Prefix', 'Tag', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan'];
	const [largerThan, smallerThan] = [sizeOf(known[2]!), sizeOf(known[3]!)];
	return {
		// Where it stood before there were filters, it may stand still.
		prefix: textOf('Prefix') ?? legacy?.text ?? '',
		tags: [
			...(and === undefined ? [] : childrenNamed(and, 'Tag')),
			...childrenNamed(filter, 'Tag'),
		].map(tag => ({
			key: childNamed(tag, 'Key')?.text ?? '',
			value: childNamed(tag, 'Value')?.text ?? '',
		})),
		...(largerThan === undefined ? {} : {largerThan}),
		...(smallerThan === undefined ? {} : {smallerThan}),
		others: conditions.map(({local}) => local).filter(local => !known.includes(local)),
	};
}

/** Whether a rule asks for more than a prefix, which an upload has neither of: tags and a size come with the object. */
export function hasConditions({tags, largerThan, smallerThan, others}: RuleRange): boolean {
	const isSized = largerThan !== undefined || smallerThan !== undefined;
	return tags.length > 0 || isSized || others.length > 0;
}
