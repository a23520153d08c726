import {readLifecycle} from '../../source/multipart/rules/lifecycle-document.js';
import {diffRules} from '../../source/multipart/rules/rule-diff.js';
import type {RuleCounts} from '../../source/multipart/rules/rules-audit.js';
import {changeOf} from '../../source/operations/rules/plan-rule.js';
import type {ChangeResult, RulePlan, RuleRequest} from '../../source/operations/rules/types.js';
import type {RulesFacts} from '../../source/session/rules/rules-facts.js';
import {asWritten} from '../support/reasons.js';
import {bucket, type Stage, stage} from './stage.js';

const rule = (id: string, inner: string, prefix = '', status = 'Enabled') =>
	`<Rule><ID>${id}</ID><Status>${status}</Status><Filter><Prefix>${prefix}</Prefix></Filter>${inner}</Rule>`;

/** A rule that aborts uploads, as XML. */
export const aborting = (id: string, days: number, prefix = '', status = 'Enabled') =>
	rule(
		id,
		`<AbortIncompleteMultipartUpload><DaysAfterInitiation>${days}</DaysAfterInitiation></AbortIncompleteMultipartUpload>`,
		prefix,
		status,
	);

export const expiring = (id: string) =>
	rule(id, '<Expiration><Days>90</Days></Expiration>', 'logs/');

export const documentOf = (...rules: readonly string[]) =>
	readLifecycle(`<LifecycleConfiguration>${rules.join('')}</LifecycleConfiguration>`);

/** What a read brings; with `counts` of its first rules. */
export function rulesFacts(
	rules: readonly string[],
	more: Partial<RulesFacts> = {},
	...counts: readonly RuleCounts[]
): RulesFacts {
	return {
		rows: diffRules(undefined, documentOf(...rules)).map(({rule, lines}, at) => ({
			...{rule, lines},
			...(counts[at] === undefined ? {} : {counts: counts[at]}),
		})),
		cleansUpAll: false,
		...more,
	};
}

/** The rules of the bucket, opened from the list of its uploads. */
export function rulesStage(
	facts: RulesFacts = rulesFacts([
		aborting('tidy', 7),
		aborting('soon', 2, 'tmp/'),
		expiring('old'),
	]),
	options: {readonly readOnly?: boolean} = {},
): Stage {
	const on = stage(undefined, options);
	on.press('rules');
	on.tell({type: 'rules-read', screen: on.screen.id, facts});
	return on;
}

/** The plan that is asked for, on these rules. */
export function rulePlan(
	request: RuleRequest,
	rules: readonly string[],
	more: Partial<RulePlan> = {},
): RulePlan {
	const before = rules.length === 0 ? {} : {document: documentOf(...rules)};
	const open = {readOnly: false, protectedPrefixes: []};
	return {...changeOf(open, bucket, request, before), ...more};
}

/** Types a rule for all keys into the form, and lets its plan come. */
export function askToAdd(on: Stage, more: Partial<RulePlan> = {}): void {
	on.press('add-rule');
	const [planning] = on.hit('enter', 'enter', 'enter');
	if (planning?.type !== 'plan-rule') throw new Error('no plan is asked for');
	on.tell({type: 'rule-planned', plan: rulePlan(planning.request, [expiring('old')], more)});
}

/** What the change came to, with what can be put back where something has changed. */
export function changeEnded(on: Stage, kind: ChangeResult['kind'] = 'done'): void {
	const act = on.state.acts.acts.at(-1)?.id ?? 0;
	const before = {document: documentOf(expiring('old'))};
	const sent = {document: documentOf(expiring('old'), aborting('new', 7))};
	const written = {bucket, rule: {id: 'new', prefix: '', days: 7}, before, sent};
	const result = {kind, reason: asWritten('A sentence.'), written} as ChangeResult;
	const putBack = diffRules(sent.document, before.document);
	on.tell({type: 'rules-ended', act, result, putBack});
}
