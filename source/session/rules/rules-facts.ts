import type {LifecycleRule} from '../../multipart/rules/lifecycle-rule.js';
import type {DatedUpload, RuleCounts} from '../../multipart/rules/rules-audit.js';

/** A rule of the bucket. */
export type RuleRow = {
	readonly rule: LifecycleRule;
	/** As it came, an element a line, indented. Text from outside. */
	readonly lines: readonly string[];
	/** Absent where no uploads are listed, and where it acts on none: it is disabled, or asks for more than a prefix. */
	readonly counts?: RuleCounts;
};

/** The uploads that the counts are of. */
export type RuledUploads = {
	readonly listed: number;
	/** Nothing is left to be listed under the prefix. */
	readonly isWhole: boolean;
	/** Text from outside; empty: of the whole bucket. */
	readonly prefix: string;
	/** When they were listed, milliseconds since the epoch; absent while that has not ended once. */
	readonly at?: number;
	/** How many of them some rule acts on. */
	readonly covered: number;
	readonly overdue: number;
	/** As in `RuleCounts`. */
	readonly overdueSince?: number;
	/** As in `AuditedRules`. */
	readonly overdueUploads?: readonly DatedUpload[];
};

/** What is known of the rules of a bucket. */
export type RulesFacts = {
	/** Those that abort uploads first. */
	readonly rows: readonly RuleRow[];
	/** An enabled rule is for all keys. */
	readonly cleansUpAll: boolean;
	/** Absent while none are listed. */
	readonly uploads?: RuledUploads;
};

/** Where the uploads come from: the list of a screen, a bucket that was measured in one, or a list that is made for it. */
export type UploadsSource =
	| {readonly screen: number; readonly prefix: string; readonly isWhole: boolean}
	| 'listing';
