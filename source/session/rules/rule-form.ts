import type {RuleRequest} from '../../operations/rules/types.js';
import {ruleFindingWords} from '../../text/rule-finding-words.js';
import {whyProtected} from '../acts/rights.js';
import type {SessionState} from '../core/state.js';
import {type FormDialog, field, formOf, textIn} from '../dialogs/form.js';

/** Asks for a rule that aborts uploads. */
export function ruleForm(bucket: string): FormDialog {
	return formOf({kind: 'rule', bucket}, `Add a rule that aborts uploads in ${bucket}`, [
		field('days', 'days', 'since the initiation, even if parts still arrive', '7'),
		field('prefix', 'prefix', 'only keys that begin with this; empty: every key', '', 'every key'),
		field('id', 'id', 'empty: one that no rule has', '', 'generated: abort-uploads-after-… days'),
	]);
}

/** What is typed, or what is wrong with a field of it. */
export function ruleTyped(
	state: SessionState,
	form: FormDialog,
	bucket: string,
): Extract<RuleRequest, {kind: 'add'}> | {readonly field: string; readonly problem: string} {
	const days = textIn(form, 'days').trim();
	const prefix = textIn(form, 'prefix');
	const id = textIn(form, 'id').trim();
	if (!/^[1-9]\d{0,4}$/.test(days) || Number(days) > 36_500)
		return {field: 'days', problem: ruleFindingWords({code: 'bad-days'})};
	const why = whyProtected(state, {bucket, range: prefix});
	if (why !== undefined) return {field: 'prefix', problem: `Not possible: ${why}.`};
	return {kind: 'add', days: Number(days), prefix, ...(id === '' ? {} : {id})};
}
