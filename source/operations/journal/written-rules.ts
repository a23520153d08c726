import type {LifecycleText} from '../../s3/gateway/gateway.js';

/**
 * What stands for the key and the upload id of a change of a bucket's rules, as S3 names what it changes. An older partway takes the
 * line for one that it cannot understand, of this upload, which there is none of: it refuses nothing else for it.
 */
export const rulesKey = '?lifecycle';

/** A change of the rules of a bucket, with what is needed to look it up and to put back what was there. */
export type WrittenRules = {
	readonly change: 'add' | 'remove' | 'put-back';
	/** Of the rule that is added or removed. Text from outside. */
	readonly id: string;
	readonly prefix: string;
	readonly days?: number;
	/** Absent where no rules were set, or are left. */
	readonly before?: LifecycleText;
	readonly sent?: LifecycleText;
};

const changes: readonly unknown[] = ['add', 'remove', 'put-back'] satisfies Array<
	WrittenRules['change']
>;

/** Whether this partway can look it up by that. */
export function isRules(written: unknown): written is WrittenRules {
	if (typeof written !== 'object' || written === null) return false;
	const {change, id, prefix, before, sent} = written as Partial<WrittenRules>;
	return (
		changes.includes(change) &&
		typeof id === 'string' &&
		typeof prefix === 'string' &&
		[before, sent].every(each => each === undefined || typeof each?.text === 'string')
	);
}
