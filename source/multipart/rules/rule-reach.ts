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
};

/** Whether the days of a rule are over for an upload; times in milliseconds since the epoch. */
export function daysAreOver(initiated: number, days: number, now: number): boolean {
	return initiated + days * day <= now;
}

/** Sums up what one rule does to uploads, one after the other: many take a while, since each key is looked at for its maker. */
export class ReachSum {
	readonly #acting: Acting;
	readonly #over = new Sum();
	readonly #waiting = new Sum();
	#covered = 0;
	#undated = 0;

	constructor(acting: Acting) {
		this.#acting = acting;
	}

	/** @param now milliseconds since the epoch. */
	add(upload: RuledUpload, now: number): void {
		const {prefix, days} = this.#acting;
		if (!upload.key.startsWith(prefix)) return;
		this.#covered++;
		const {initiated} = upload;
		if (initiated === undefined || days === undefined) this.#undated++;
		else (daysAreOver(initiated, days, now) ? this.#over : this.#waiting).add(upload);
	}

	sum(): RuleReach {
		return {
			covered: this.#covered,
			now: this.#over.taken(),
			later: this.#waiting.taken(),
			undated: this.#undated,
		};
	}
}

class Sum {
	#count = 0;
	#bytes = 0;
	#unsized = 0;
	#unknown = 0;
	readonly #active: RuledUpload[] = [];
	readonly #held: RuledUpload[] = [];

	add(upload: RuledUpload): void {
		const {key, state, bytes} = upload;
		this.#count++;
		this.#bytes += bytes ?? 0;
		if (bytes === undefined) this.#unsized++;
		if (makerOf(key) !== undefined) this.#held.push(upload);
		else if (state === 'active') this.#active.push(upload);
		else if (state === undefined || state === 'unknown') this.#unknown++;
	}

	taken(): Taken {
		return {
			...{count: this.#count, bytes: this.#bytes, unsized: this.#unsized},
			...{active: this.#active, held: this.#held, unknown: this.#unknown},
		};
	}
}
