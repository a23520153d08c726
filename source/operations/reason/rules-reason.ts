import type {RuleFinding} from '../../multipart/rules/rule-findings.js';

/** What a change of the rules of a bucket came to, or why none was sent. Ids are text from outside, ten of each at most. */
export type RulesReason =
	| {
			readonly code: /** The service shows the rules as they were sent. */
				| 'rules-as-sent'
				/** It was sent, and what the service shows is neither that nor what was there before; or nothing can be seen. */
				| 'rules-unseen'
				/** It was sent without an answer, and the service shows what was there before. */
				| 'rules-as-before'
				/** Nothing was sent: they are others than those that were shown. */
				| 'rules-changed'
				| 'rules-not-ours'
				| 'rules-denied'
				| 'rules-not-offered';
	  }
	/** Nothing was sent, since this speaks against it. */
	| {readonly code: 'rule-refused'; readonly finding: RuleFinding}
	| {readonly code: 'rule-not-found' | 'rule-does-more'; readonly id: string}
	| ({readonly code: 'rules-differ'} & RulesDifference);

/** How the rules that the service shows differ from those that were sent, by their ids. */
export type RulesDifference = {
	/**
	 * The rule that was added or removed. `dropped`: it is not there, or does not abort uploads; `changed`: it does, in another
	 * way; `still-there`: it was to go; `as-sent`: it is not among the differences.
	 */
	readonly own: 'as-sent' | 'dropped' | 'changed' | 'still-there';
	/** Others that are gone. */
	readonly lost: readonly string[];
	/** Others that the service made other ones of, or somebody. */
	readonly changed: readonly string[];
	/** Others that nobody sent from here: somebody else wrote too. */
	readonly added: readonly string[];
	/** TransitionDefaultMinimumObjectSize is another. */
	readonly resetsMinimum?: true;
};
