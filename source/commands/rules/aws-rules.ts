import type {LifecycleRule} from '../../multipart/rules/lifecycle-rule.js';
import type {XmlElement} from '../../multipart/rules/xml-tree.js';

type Json = string | number | boolean | {[name: string]: Json | Json[]};

/** What the AWS CLI prints as a list, under its name. */
const lists: Readonly<Record<string, string>> = {
	Transition: 'Transitions',
	NoncurrentVersionTransition: 'NoncurrentVersionTransitions',
};
const numbers = /^(?:.*Days|DaysAfterInitiation|NewerNoncurrentVersions|ObjectSize.*)$/;

/** A rule as `aws s3api get-bucket-lifecycle-configuration` prints it; elements that no SDK knows are printed in the same form. */
export function awsRule({element}: LifecycleRule): Json {
	return toJson(element, false);
}

function toJson({local, children, text}: XmlElement, isAnd: boolean): Json {
	if (children.length === 0) {
		if (local === 'Filter') return {};
		const trimmed = text.trim();
		if (numbers.test(local) && /^\d{1,15}$/.test(trimmed)) return Number(trimmed);
		return /^(?:true|false)$/.test(trimmed) && local.startsWith('Expired')
			? trimmed === 'true'
			: text;
	}
	const json: {[name: string]: Json | Json[]} = {};
	for (const child of children) {
		const value = toJson(child, child.local === 'And');
		const name = isAnd && child.local === 'Tag' ? 'Tags' : lists[child.local];
		if (name === undefined) json[child.local] = value;
		else json[name] = [...((json[name] as Json[] | undefined) ?? []), value];
	}
	return json;
}
