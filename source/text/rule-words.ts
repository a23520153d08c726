import type {LifecycleRule, RuleAction, RuleRange} from '../multipart/rules/lifecycle-rule.js';
import type {Taken} from '../multipart/rules/rule-reach.js';
import {objectSizeOrNone} from '../multipart/sizes.js';
import {formatBytes, formatCount, plural, sizeOrUnknown} from '../multipart/text/units.js';

/** Which keys or objects a rule is for: `every key`, `keys that begin with logs/, tagged a=b`. Holds text from outside. */
export function rangeWords({prefix, tags, largerThan, smallerThan, others}: RuleRange): string {
	const size = (bytes: number) => sizeOrUnknown(objectSizeOrNone(bytes));
	return [
		prefix === '' ? 'every key' : `keys that begin with ${prefix}`,
		...tags.map(({key, value}) => `tagged ${key}=${value}`),
		...(largerThan === undefined ? [] : [`larger than ${size(largerThan)}`]),
		...(smallerThan === undefined ? [] : [`smaller than ${size(smallerThan)}`]),
		...others,
	].join(', ');
}

/** `7 d`, `? d` where the service tells no number. */
export function ruleDays(days: number | undefined): string {
	return `${days === undefined ? '?' : formatCount(days)} d`;
}

/** What is said of a rule that should have taken uploads which are still there. */
export const seemsIdle = 'seems to do nothing, or is new';

/** What else a rule does, in S3's words: `Expiration Days 30`. Holds text from outside. */
export function actionWords({name, fields}: RuleAction): string {
	return [name, ...fields.map(([field, value]) => `${field} ${value}`.trim())].join(' ');
}

/** A rule that aborts nothing, in a line: `"expire" (enabled, every key: Expiration Days 30)`. Holds text from outside. */
export function otherRuleWords({id, enabled, range, actions}: LifecycleRule): string {
	const state = enabled ? 'enabled' : 'disabled';
	return `"${id}" (${state}, ${rangeWords(range)}: ${actions.map(actionWords).join(', ')})`;
}

/** `3 uploads, 1.2 GiB listed`; bytes are said as far as they are known. */
export function takenWords({count, bytes, unsized}: Taken): string {
	const held = unsized === count ? '' : `, ${unsized > 0 ? '≥ ' : ''}${formatBytes(bytes)}`;
	return plural(count, 'upload') + held;
}
