import {makerOf} from '../makers/makers.js';
import type {UploadState} from '../upload-state.js';
import {hasConditions, type LifecycleRule} from './lifecycle-rule.js';

const day = 24 * 3_600_000;

/** A rule is only said to do nothing so long after an upload was due: services run their rules once a day, or less. */
export const graceDays = 2;

/** What is known of an upload when rules are asked about it. */
export type RuledUpload = {
	readonly key: string;
	readonly uploadId: string;
	/** Milliseconds since the epoch. */
	readonly initiated?: number;
	/** Absent where its parts were not read. */
	readonly state?: UploadState;
	/** Absent where that is not known. */
	readonly bytes?: number;
};

/** What a rule acts on. */
export type Acting = {
	readonly prefix: string;
	/** After the initiation; undefined where the service tells none that can be. */
	readonly days: number | undefined;
};

/** A rule that is enabled and aborts uploads by their keys alone; undefined for any other. */
export function actingOf({enabled, abort, range}: LifecycleRule): Acting | undefined {
	if (!enabled || abort === undefined || hasConditions(range)) return undefined;
	return {prefix: range.prefix, days: abort.days};
}

/** Whether a bucket has an enabled rule for all its keys. */
export function cleansUpAll(rules: readonly LifecycleRule[]): boolean {
	return rules.some(rule => actingOf(rule)?.prefix === '');
}

/**
 * When S3 aborts an upload by a rule, milliseconds since the epoch: at the midnight of UTC after its days are over. Other services may
 * act from `initiated` and the days on.
 */
export function dueAt(initiated: number, days: number): number {
	return (Math.floor(initiated / day) + days + 1) * day;
}

/** Uploads that a rule takes. */
export type Taken = {
	readonly count: number;
	/** Of those whose bytes are known. */
	readonly bytes: number;
	/** How many others there are. */
	readonly unsized: number;
	/** Somebody is uploading. */
	readonly active: readonly RuledUpload[];
	/** A program holds them open on purpose. */
	readonly held: readonly RuledUpload[];
	/** Whether somebody is uploading is not known. */
	readonly unknown: number;
};

export type RuleReach = {
	/** Whose keys the rule is for. */
	readonly covered: number;
	/** Whose days are over: the next run of the rule takes them. */
	readonly now: Taken;
	/** Whose days are not over yet: it takes those that are still there then. */
	readonly later: Taken;
	/** Of the covered ones, those without a date: when it takes them is not known. */
	readonly undated: number;
	/** They were due more than two days ago, and are still there. */
	readonly overdue: readonly RuledUpload[];
};

/**
 * What a rule does to uploads.
 *
 * @param now milliseconds since the epoch. @param since when the rule came, where that is known: before, nothing was due by it.
 */
export function reachOf(
	{prefix, days}: Acting,
	uploads: Iterable<RuledUpload>,
	now: number,
	since = Number.NEGATIVE_INFINITY,
): RuleReach {
	const [over, waiting] = [new Sum(), new Sum()];
	const overdue: RuledUpload[] = [];
	let [covered, undated] = [0, 0];
	for (const upload of uploads) {
		if (!upload.key.startsWith(prefix)) continue;
		covered++;
		const {initiated} = upload;
		if (initiated === undefined || days === undefined) {
			undated++;
			continue;
		}
		(initiated + days * day <= now ? over : waiting).add(upload);
		if (now - Math.max(dueAt(initiated, days), since) > graceDays * day) overdue.push(upload);
	}
	return {covered, now: over.taken(), later: waiting.taken(), undated, overdue};
}

class Sum {
	readonly #uploads: RuledUpload[] = [];

	add(upload: RuledUpload): void {
		this.#uploads.push(upload);
	}

	taken(): Taken {
		const all = this.#uploads;
		const isHeld = ({key}: RuledUpload) => makerOf(key) !== undefined;
		const others = all.filter(upload => !isHeld(upload));
		const sized = all.filter(({bytes}) => bytes !== undefined);
		return {
			count: all.length,
			bytes: sized.reduce((sum, {bytes = 0}) => sum + bytes, 0),
			unsized: all.length - sized.length,
			active: others.filter(({state}) => state === 'active'),
			held: all.filter(isHeld),
			unknown: others.filter(({state}) => state === undefined || state === 'unknown').length,
		};
	}
}
