import type {LifecycleRule} from './lifecycle-rule.js';
import {PrefixForest} from './prefix-forest.js';
import {actingOf, cleansUpAll, dueAt, graceDays, type RuledUpload} from './rule-reach.js';

const day = 24 * 3_600_000;

/** What a rule does to uploads, in numbers. */
export type RuleCounts = {
	/** Whose keys it is for. */
	readonly covered: number;
	/** Whose days are over: its next run takes them. */
	readonly due: number;
	/** Of these, those that were due more than two days ago. */
	readonly overdue: number;
	/** When the first of them was due, milliseconds since the epoch; absent where there are none. */
	readonly overdueSince?: number;
};

/** An upload whose age is known. */
export type DatedUpload = Pick<RuledUpload, 'key' | 'uploadId'> & {
	/** Milliseconds since the epoch. */
	readonly initiated: number;
};

/** What the rules of a bucket do to the uploads that are there. */
export type AuditedRules = {
	/** Those that abort uploads, in the order of the document; without `counts`: it is disabled, or asks for more than a prefix. */
	readonly aborting: ReadonlyArray<{readonly rule: LifecycleRule; readonly counts?: RuleCounts}>;
	/** Those that do other things alone. */
	readonly others: readonly LifecycleRule[];
	/** An enabled rule is for all keys. */
	readonly cleansUpAll: boolean;
	readonly uploads: number;
	/** How many of the uploads some rule acts on. */
	readonly covered: number;
	/** Which of them were due more than two days ago: the rules are declared and do nothing, where they are not younger. */
	readonly overdue: number;
	/** As in `RuleCounts`. */
	readonly overdueSince?: number;
	/** The oldest of them, 20 at most, the oldest first; absent where there are none. */
	readonly overdueUploads?: readonly DatedUpload[];
};

/** The most overdue uploads that are named. */
const mostNamed = 20;

/** The uploads under one prefix of rules, and under no longer one. */
class Group {
	covered = 0;
	/** How many are so many whole days old. */
	readonly ages = new Map<number, number>();
	/** How many were initiated on a day, which is counted from the epoch. */
	readonly days = new Map<number, number>();
	/** Of the rules that may be said to do nothing the soonest, in days. */
	soonest = Number.POSITIVE_INFINITY;

	take({covered, ages, days}: Group): void {
		this.covered += covered;
		for (const [age, count] of ages) add(this.ages, age, count);
		for (const [initiated, count] of days) add(this.days, initiated, count);
	}
}

type ActingRule = {
	readonly rule: LifecycleRule;
	readonly prefix: string;
	readonly days: number | undefined;
	readonly since: number;
};

/**
 * Counts what rules do to uploads, one upload after the other. Each is looked up once, however many rules there are: a rule
 * counts by its days and by the days of initiation, of which there are few.
 */
export class RulesAudit {
	readonly #rules: readonly LifecycleRule[];
	readonly #acting: readonly ActingRule[];
	readonly #forest: PrefixForest;
	readonly #groups: readonly Group[];
	readonly #now: number;
	/** What was due before may be called overdue. */
	readonly #limit: number;
	#uploads = 0;
	#covered = 0;
	#overdue = 0;
	readonly #oldest: DatedUpload[] = [];

	/** @param now milliseconds since the epoch. @param sinceOf when a rule came, where that is known: before, nothing was due by it. */
	constructor(
		rules: readonly LifecycleRule[],
		now: number,
		sinceOf: (rule: LifecycleRule) => number | undefined = () => undefined,
	) {
		this.#rules = rules;
		this.#now = now;
		this.#limit = now - graceDays * day;
		this.#acting = rules.flatMap(rule => {
			const acting = actingOf(rule);
			const since = sinceOf(rule) ?? Number.NEGATIVE_INFINITY;
			return acting === undefined ? [] : [{rule, since, ...acting}];
		});
		this.#forest = new PrefixForest(this.#acting.map(({prefix}) => prefix));
		const {prefixes, parents} = this.#forest;
		this.#groups = prefixes.map(() => new Group());
		const byPrefix = new Map(prefixes.map((prefix, at) => [prefix, this.#groups[at]!]));
		for (const {prefix, days, since} of this.#acting) {
			if (days === undefined || since >= this.#limit) continue;
			const group = byPrefix.get(prefix)!;
			group.soonest = Math.min(group.soonest, days);
		}
		// Those for more keys act on these too.
		this.#groups.forEach((group, at) => {
			const parent = this.#groups[parents[at]!];
			if (parent !== undefined) group.soonest = Math.min(group.soonest, parent.soonest);
		});
	}

	add({key, uploadId, initiated}: RuledUpload): void {
		this.#uploads++;
		const group = this.#groups[this.#forest.longestOf(key)];
		if (group === undefined) return;
		this.#covered++;
		group.covered++;
		if (initiated === undefined) return;
		add(group.ages, Math.floor((this.#now - initiated) / day), 1);
		add(group.days, Math.floor(initiated / day), 1);
		if (dueAt(initiated, group.soonest) >= this.#limit) return;
		this.#overdue++;
		keepOldest(this.#oldest, {key, uploadId, initiated});
	}

	/** What they come to so far. */
	result(): AuditedRules {
		const {prefixes, parents} = this.#forest;
		const groups = this.#groups.map(() => new Group());
		for (let at = groups.length - 1; at >= 0; at--) {
			groups[at]!.take(this.#groups[at]!);
			groups[parents[at]!]?.take(groups[at]!);
		}
		const byPrefix = new Map(prefixes.map((prefix, at) => [prefix, groups[at]!]));
		const counts = new Map(
			this.#acting.map(acting => [
				acting.rule,
				this.#countsOf(acting, byPrefix.get(acting.prefix)!),
			]),
		);
		const first = Math.min(
			...[...counts.values()].map(({overdueSince = Number.POSITIVE_INFINITY}) => overdueSince),
		);
		return {
			aborting: this.#rules
				.filter(({abort}) => abort !== undefined)
				.map(rule => {
					const counted = counts.get(rule);
					return {rule, ...(counted === undefined ? {} : {counts: counted})};
				}),
			others: this.#rules.filter(({abort}) => abort === undefined),
			cleansUpAll: cleansUpAll(this.#rules),
			...{uploads: this.#uploads, covered: this.#covered, overdue: this.#overdue},
			...(this.#overdue === 0 ? {} : {overdueSince: first, overdueUploads: [...this.#oldest]}),
		};
	}

	#countsOf({days, since}: ActingRule, group: Group): RuleCounts {
		let [due, overdue, first] = [0, 0, Number.POSITIVE_INFINITY];
		if (days !== undefined) for (const [age, count] of group.ages) if (age >= days) due += count;
		if (days !== undefined && since < this.#limit)
			for (const [initiated, count] of group.days) {
				const at = dueAt(initiated * day, days);
				if (at >= this.#limit) continue;
				overdue += count;
				first = Math.min(first, Math.max(at, since));
			}
		return {covered: group.covered, due, overdue, ...(overdue === 0 ? {} : {overdueSince: first})};
	}
}

function keepOldest(kept: DatedUpload[], upload: DatedUpload): void {
	const at = kept.findLastIndex(({initiated}) => initiated <= upload.initiated) + 1;
	if (at === mostNamed) return;
	kept.splice(at, 0, upload);
	kept.splice(mostNamed);
}

function add(counts: Map<number, number>, of: number, count: number): void {
	counts.set(of, (counts.get(of) ?? 0) + count);
}
