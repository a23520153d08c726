import type {LifecycleRule} from './lifecycle-rule.js';
import {actingOf, cleansUpAll, type RuledUpload, type RuleReach, reachOf} from './rule-reach.js';

/** What the rules of a bucket do to the uploads that are there. */
export type RulesAudit = {
	/** Those that abort uploads, in the order of the document, and what each does; without `reach`: it is disabled, or asks for more than a prefix. */
	readonly aborting: ReadonlyArray<{readonly rule: LifecycleRule; readonly reach?: RuleReach}>;
	/** Those that do other things alone. */
	readonly others: readonly LifecycleRule[];
	/** An enabled rule is for all keys. */
	readonly cleansUpAll: boolean;
	/** How many of the uploads some rule acts on. */
	readonly covered: number;
	/** Which of them were due more than two days ago: the rules are declared and do nothing, where they are not younger. */
	readonly overdue: number;
};

/**
 * @param now milliseconds since the epoch. @param sinceOf when a rule came, where that is known.
 */
export function auditRules(
	rules: readonly LifecycleRule[],
	uploads: readonly RuledUpload[],
	now: number,
	sinceOf: (rule: LifecycleRule) => number | undefined = () => undefined,
): RulesAudit {
	const covered = new Set<RuledUpload>();
	const overdue = new Set<RuledUpload>();
	const aborting = rules
		.filter(({abort}) => abort !== undefined)
		.map(rule => {
			const acting = actingOf(rule);
			if (acting === undefined) return {rule};
			const reach = reachOf(acting, uploads, now, sinceOf(rule));
			for (const upload of uploads) if (upload.key.startsWith(acting.prefix)) covered.add(upload);
			for (const upload of reach.overdue) overdue.add(upload);
			return {rule, reach};
		});
	return {
		aborting,
		others: rules.filter(({abort}) => abort === undefined),
		cleansUpAll: cleansUpAll(rules),
		covered: covered.size,
		overdue: overdue.size,
	};
}
