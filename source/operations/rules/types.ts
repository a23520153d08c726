import type {LifecycleDocument, NewRule} from '../../multipart/rules/lifecycle-document.js';
import type {LifecycleRule} from '../../multipart/rules/lifecycle-rule.js';
import type {RuleChange} from '../../multipart/rules/rule-diff.js';
import type {RuleFinding} from '../../multipart/rules/rule-findings.js';
import type {RuleReach} from '../../multipart/rules/rule-reach.js';
import type {S3Failure} from '../../s3/failure/failure.js';
import type {JournalError} from '../journal/journal.js';
import type {Reason} from '../reason/reason.js';
import type {RulesDifference} from '../reason/rules-reason.js';
import type {Verdict} from '../reason/verdict.js';

/**
 * The rules of a bucket, from reading them to a change that can be put back:
 *
 * 1. `readRules` reads them; `RulesAudit` (`multipart/rules/rules-audit.ts`) counts what they do to the uploads at hand.
 * 2. `planRule` makes the plan of adding or removing one: what is to be confirmed. Nothing is sent.
 * 3. `changeRules` carries that plan out, once it is confirmed.
 * 4. `planPutBack` and `putBack` bring back what was there before, as long as the bucket is as this change left it.
 */

/** All rules of a bucket at one moment. */
export type RulesState = {
	/** Undefined where none is set. */
	readonly document?: LifecycleDocument;
	/** TransitionDefaultMinimumObjectSize, where the service tells it: it goes back with the document. */
	readonly transitionMinimum?: string;
};

/** What a read of the rules brought. */
export type RulesReading =
	| ({readonly kind: 'read'; readonly rules: readonly LifecycleRule[]} & RulesState)
	| {readonly kind: 'failed'; readonly failure: S3Failure};

/** What is asked for. */
export type RuleRequest =
	| {
			readonly kind: 'add';
			/** Empty: every key. */
			readonly prefix: string;
			/** After the initiation, 1 at least. */
			readonly days: number;
			/** One is made that is free unless given. */
			readonly id?: string;
	  }
	| {readonly kind: 'remove'; readonly id: string};

/** What adding or removing a rule would do. Plain data, but for failures. */
export type RulePlan = {
	readonly bucket: string;
	readonly request: RuleRequest;
	/** The rule that is added, or what the one that is removed says. Ids and prefixes are text from outside. */
	readonly rule: Omit<NewRule, 'days'> & {readonly days?: number};
	/** The rules now. */
	readonly before: RulesState;
	/** The rules afterwards; without a document where none is left: then DeleteBucketLifecycle is sent. */
	readonly after: RulesState;
	/** Before and after as a diff, rule by rule, with lines to show. */
	readonly changes: readonly RuleChange[];
	/** What is to be known before it is confirmed; what blocks it comes first, and is the refusal too. */
	readonly findings: readonly RuleFinding[];
	/** Why nothing may be sent; absent: it may be confirmed. */
	readonly refusal?: Reason;
	/** What an added rule does to the uploads that are there: name `now.active` and `now.held` before it is confirmed. */
	readonly reach?: RuleReach;
	/** Why the uploads could not be listed to their end: then `reach` is not all, and absent where nothing is known. */
	readonly unlisted?: S3Failure | 'unending';
};

/** What is needed to put back what was there before a change. */
export type RulesWritten = {
	readonly bucket: string;
	readonly rule: RulePlan['rule'];
	readonly before: RulesState;
	readonly sent: RulesState;
	/** What the service showed afterwards, where it showed anything. */
	readonly found?: RulesState;
};

/**
 * What a change came to.
 * - `refused`: nothing was sent. With `plan` where the rules are others than those that were confirmed: show that one.
 * - `done`: the service shows the rules as they were sent.
 * - `accepted`: it said yes and shows others: `difference` names what was dropped, changed, lost or added; offer `putBack`.
 * - `failed`: it refused, nothing has changed. - `unknown`: the answer is lost, and what is shown does not tell.
 */
export type ChangeResult =
	| (Verdict<'refused'> & {readonly plan?: RulePlan; readonly journalProblem?: JournalError})
	| (Verdict<'done' | 'accepted' | 'failed' | 'unknown'> & {
			readonly difference?: RulesDifference;
			/** For `putBack`; absent where nothing has changed. */
			readonly written?: RulesWritten;
			/** Of the change, where it was answered by a yes. */
			readonly requestId?: string;
			/** Set where the outcome could not be written to the journal. */
			readonly journalProblem?: JournalError;
	  });
