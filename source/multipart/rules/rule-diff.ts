import {canonicalRule} from './canonical-rule.js';
import type {LifecycleDocument} from './lifecycle-document.js';
import type {LifecycleRule} from './lifecycle-rule.js';
import type {XmlElement} from './xml-tree.js';

/** A rule before and after a change, in the order in which a person reads it. Lines hold text from outside. */
export type RuleChange = {
	readonly change: 'kept' | 'added' | 'removed';
	readonly rule: LifecycleRule;
	/** Its XML, an element a line, indented. */
	readonly lines: readonly string[];
};

/** The rules of both documents; undefined: there are none. Where one was changed it is removed, then added. */
export function diffRules(
	before: LifecycleDocument | undefined,
	after: LifecycleDocument | undefined,
): RuleChange[] {
	const left = (after?.rules ?? []).map(rule => ({rule, form: canonicalRule(rule)}));
	const changes: RuleChange[] = [];
	for (const rule of before?.rules ?? []) {
		const form = canonicalRule(rule);
		const at = left.findIndex(other => other.form === form);
		const lines = linesOf(rule.element, before?.text ?? '');
		changes.push({change: at < 0 ? 'removed' : 'kept', rule, lines});
		if (at >= 0) left.splice(at, 1);
	}
	for (const {rule} of left)
		changes.push({change: 'added', rule, lines: linesOf(rule.element, after?.text ?? '')});
	return changes;
}

/** The XML of each rule, as in a change. */
export function linesOfRules({
	rules,
	text,
}: LifecycleDocument): ReadonlyArray<Pick<RuleChange, 'rule' | 'lines'>> {
	return rules.map(rule => ({rule, lines: linesOf(rule.element, text)}));
}

/** An element as lines; what holds no element is one, as it is written but for line ends. */
function linesOf(element: XmlElement, text: string, indent = ''): string[] {
	const {children, innerFrom, innerTo, from} = element;
	if (children.length === 0)
		return [indent + text.slice(from, element.to).replace(/[\r\n\t]+/g, ' ')];
	return [
		indent + text.slice(from, innerFrom),
		...children.flatMap(child => linesOf(child, text, `${indent}  `)),
		indent + text.slice(innerTo, element.to),
	];
}
