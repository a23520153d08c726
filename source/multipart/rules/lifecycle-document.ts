import {type LifecycleRule, ruleOf} from './lifecycle-rule.js';
import {escapeXml, fitsXml, readXml, type XmlElement} from './xml-tree.js';

/**
 * The lifecycle of a bucket as the service sent it. The text is kept: what goes back are its own slices, so that nothing of the other
 * rules can be lost that is not known here.
 */
export type LifecycleDocument = {
	readonly text: string;
	readonly rules: readonly LifecycleRule[];
	readonly root: XmlElement;
};

/** S3 takes no more. */
export const mostRules = 1000;

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** Where there were no rules. */
export const noRules: LifecycleDocument = readLifecycle(
	`<LifecycleConfiguration xmlns="${namespace}"></LifecycleConfiguration>`,
);

/** @throws XmlProblem */
export function readLifecycle(text: string): LifecycleDocument {
	const root = readXml(text);
	// Some service names the namespace of the root, and none within.
	const isRule = ({local, namespace: of}: XmlElement) =>
		local === 'Rule' && (of === root.namespace || of === '');
	return {text, root, rules: root.children.filter(isRule).map(element => ruleOf(element, text))};
}

/** Why the rest of a document could not go back as it came. */
export type Unchangeable =
	/** Bytes of it are no UTF-8, or stand for some that were none. */
	| 'garbled'
	/** Its root has another name than S3 takes. */
	| 'odd-root';

/** Undefined where the rest of it goes back as it came. */
export function whyUnchangeable({text, root}: LifecycleDocument): Unchangeable | undefined {
	if (text.includes('\ufffd') || !fitsXml(text)) return 'garbled';
	return root.local === 'LifecycleConfiguration' ? undefined : 'odd-root';
}

/** A rule that aborts uploads, and nothing else. */
export type NewRule = {
	readonly id: string;
	/** Empty: for every key. */
	readonly prefix: string;
	/** After the initiation: 1 at least. */
	readonly days: number;
};

/**
 * The document with a rule behind its others, legacy where they are: AWS takes no mixture. Ceph shows one, and takes it: it writes an
 * empty filter as a prefix.
 */
export function withRule(document: LifecycleDocument, rule: NewRule): LifecycleDocument {
	const {text, root, rules} = document;
	const {name, local} = rules.at(-1)?.element ?? root;
	const under = name.slice(0, name.length - local.length);
	const has = (form: LifecycleRule['form']) => rules.some(rule => rule.form === form);
	const written = ruleXml(rule, under, has('legacy') && !has('filter'));
	const last = rules.at(-1);
	if (last !== undefined) return readLifecycle(spliced(text, last.to, last.to, written));
	const isOneTag = root.innerTo === root.to;
	if (!isOneTag) return readLifecycle(spliced(text, root.innerTo, root.innerTo, written));
	const opening = text.slice(root.from, root.to).replace(/\s*\/>$/, '>');
	return readLifecycle(spliced(text, root.from, root.to, `${opening}${written}</${root.name}>`));
}

/** The document without one of its rules; undefined where none is left. */
export function withoutRule(
	{text, rules}: LifecycleDocument,
	{from, to}: Pick<LifecycleRule, 'from' | 'to'>,
): LifecycleDocument | undefined {
	return rules.length < 2 ? undefined : readLifecycle(spliced(text, from, to, ''));
}

function spliced(text: string, from: number, to: number, written: string): string {
	return text.slice(0, from) + written + text.slice(to);
}

/** @param under the prefix of S3's namespace with its colon; empty for none. */
function ruleXml({id, prefix, days}: NewRule, under: string, isLegacy: boolean): string {
	const element = (name: string, ...inner: string[]) =>
		`<${under}${name}>${inner.join('')}</${under}${name}>`;
	const range = element('Prefix', escapeXml(prefix));
	return element(
		'Rule',
		element('ID', escapeXml(id)),
		isLegacy ? range : element('Filter', range),
		element('Status', 'Enabled'),
		element('AbortIncompleteMultipartUpload', element('DaysAfterInitiation', String(days))),
	);
}
