import type {LifecycleRule} from './lifecycle-rule.js';
import {childNamed, type XmlElement} from './xml-tree.js';

/** The elements whose blanks are meant. */
const exact: ReadonlySet<string> = new Set(['ID', 'Prefix', 'Key', 'Value']);

/**
 * A rule in one form, by which it is compared. The same are: any prefix of the same namespace, any order of elements and
 * attributes, comments, CDATA and references, blanks between elements, a date in another notation, and the ways to write what a rule is
 * for (a prefix outside of a filter or in it, `And` around one condition, an empty prefix or filter or none). Everything else is a difference,
 * elements and attributes that are not known included.
 */
export function canonicalRule({element}: Pick<LifecycleRule, 'element'>): string {
	const {namespace: own} = element;
	const legacy = childNamed(element, 'Prefix');
	const filter = childNamed(element, 'Filter');
	const both = legacy !== undefined && filter !== undefined;
	const rest = element.children.filter(each => both || (each !== legacy && each !== filter));
	const conditions = both ? [] : conditionsOf(filter, legacy, own);
	const scope = conditions.length === 0 ? [] : [`<Filter>${conditions.join('')}</Filter>`];
	const parts = [...rest.map(each => canonical(each, own)), ...scope].toSorted();
	return `<Rule${attributesOf(element)}>${parts.join('')}</Rule>`;
}

function conditionsOf(
	filter: XmlElement | undefined,
	legacy: XmlElement | undefined,
	own: string,
): string[] {
	if (filter === undefined) return legacy === undefined ? [] : notEmpty([legacy], own);
	const [and, ...others] = filter.children;
	const isAll = and?.local === 'And' && and.namespace === own && others.length === 0;
	return notEmpty(isAll ? and.children : filter.children, own);
}

function notEmpty(conditions: readonly XmlElement[], own: string): string[] {
	return conditions
		.filter(({local, namespace, text}) => local !== 'Prefix' || namespace !== own || text !== '')
		.map(each => canonical(each, own))
		.toSorted();
}

function canonical(element: XmlElement, own: string): string {
	const {local, namespace, children} = element;
	const name = namespace === own ? local : `{${escaped(namespace)}}${local}`;
	const inner = children.map(child => canonical(child, own)).toSorted();
	return `<${name}${attributesOf(element)}>${textOf(element)}${inner.join('')}</${name}>`;
}

function attributesOf({attributes}: XmlElement): string {
	return attributes
		.map(([name, value]) => ` ${name}="${escaped(value)}"`)
		.toSorted()
		.join('');
}

function textOf({local, text, children}: XmlElement): string {
	if (children.length === 0 && exact.has(local)) return escaped(text);
	const trimmed = text.trim();
	const time = local === 'Date' ? Date.parse(trimmed) : Number.NaN;
	return escaped(Number.isNaN(time) ? trimmed : new Date(time).toISOString());
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** What became of rules that were to be there. */
export type RulesComparison = {
	/** There, and other than they were to be. */
	readonly changed: ReadonlyArray<{readonly asked: LifecycleRule; readonly found: LifecycleRule}>;
	/** Not there. */
	readonly lost: readonly LifecycleRule[];
	/** There, and not asked for. */
	readonly added: readonly LifecycleRule[];
};

/** Compares rule by rule, in whatever order they come. One without an id may have got one from the service. */
export function compareRules(
	asked: readonly LifecycleRule[],
	found: readonly LifecycleRule[],
): RulesComparison {
	const left = new Map<string, LifecycleRule[]>();
	for (const rule of found) {
		const form = canonicalRule(rule);
		left.set(form, [...(left.get(form) ?? []), rule]);
	}
	const missing = asked.filter(rule => left.get(canonicalRule(rule))?.pop() === undefined);
	const others = [...left.values()].flat();
	const changed: Array<{asked: LifecycleRule; found: LifecycleRule}> = [];
	const lost: LifecycleRule[] = [];
	for (const rule of missing) {
		const at = others.findIndex(other =>
			rule.id === '' ? withoutId(other) === withoutId(rule) : other.id === rule.id,
		);
		const [other] = at < 0 ? [] : others.splice(at, 1);
		if (other === undefined) lost.push(rule);
		else if (rule.id !== '') changed.push({asked: rule, found: other});
	}
	return {changed, lost, added: others};
}

function withoutId({element}: LifecycleRule): string {
	const children = element.children.filter(({local}) => local !== 'ID');
	return canonicalRule({element: {...element, children}});
}
