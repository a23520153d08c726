import type {RuledUpload, RuleReach} from '../../../multipart/rules/rule-reach.js';
import {formatCount, plural} from '../../../multipart/text/units.js';
import type {Reason} from '../../../operations/reason/reason.js';
import type {RulePlan} from '../../../operations/rules/types.js';
import type {ChangeRuleDialog} from '../../../session/rules/change-rule.js';
import {canGoOn} from '../../../session/rules/change-rule-facts.js';
import {escapeForTerminal} from '../../../terminal/escape.js';
import {reasonWords} from '../../../text/reason/reason-words.js';
import {ruleFindingWords} from '../../../text/rule-finding-words.js';
import {takenWords} from '../../../text/rule-words.js';
import {blank, type Drawing, type Groups, type Lined} from '../../components/segments.js';
import {troubleLines} from '../../text/words.js';
import {exactly, fact, note, question, title, waiting, warning} from '../dialog-lines.js';
import type {DialogView} from '../dialog-view.js';
import {diffLines, ruleWords} from './rule-lines.js';

const titles: Readonly<Record<ChangeRuleDialog['request']['kind'], string>> = {
	add: 'Add this rule to the bucket?',
	remove: 'Remove this rule from the bucket?',
	'put-back': 'Put back the earlier rules?',
};

/** What a change of rules would do, before and after; then a word to type. */
export const changeRuleView: DialogView<'change-rule'> = {
	turns: ({request, plan, trouble}) =>
		request.kind !== 'put-back' && plan === undefined && trouble === undefined,
	draw(dialog, {acts, connection}, on) {
		const {bucket, request, plan, progress, trouble, moved} = dialog;
		const of =
			request.kind === 'put-back' ? acts.acts.find(({id}) => id === request.of) : undefined;
		const endpoint = of?.kind === 'rules' ? of.endpoint : connection?.endpoint;
		const rule = request.kind === 'put-back' ? undefined : plan?.rule;
		const changes = request.kind === 'put-back' ? request.changes : plan?.changes;
		return {
			body: [
				title(plan?.refusal === undefined ? titles[request.kind] : 'This is not possible.'),
				exactly('endpoint', endpoint ?? '', on),
				exactly('bucket', bucket, on),
				rule !== undefined && fact('rule', escapeForTerminal(ruleWords(rule)), on),
				...(plan === undefined ? [] : reachGroups(plan, on)),
				changes !== undefined &&
					plan?.refusal === undefined && [...blank, ...diffLines(changes, on)],
				plan?.refusal !== undefined && [...blank, ...warning(refusalWords(plan.refusal), on)],
			],
			foot: [
				moved !== undefined && warning(moved, on),
				...(plan === undefined ? [] : findingLines(plan, on)),
				trouble !== undefined && troubleLines(trouble, on),
				canGoOn(dialog)
					? question(dialog, 'Go on', on)
					: changes === undefined && trouble === undefined
						? waiting(progressWords(progress), on)
						: [...blank, ...note('esc closes', on)],
			],
		};
	},
};

function progressWords(progress: ChangeRuleDialog['progress']): string {
	if (progress === undefined) return 'reading the rules';
	const {listed, read} = progress;
	return `listing what it would take: ${plural(listed, 'upload')}${read === 0 ? '' : `, parts of ${formatCount(read)} read`}`;
}

function refusalWords(refusal: Reason): string {
	return refusal.code === 'rule-refused' ? ruleFindingWords(refusal.finding) : reasonWords(refusal);
}

/** What the rule takes of the uploads that are there. */
function reachGroups({reach, unlisted, request, refusal}: RulePlan, on: Drawing): Groups {
	if (request.kind === 'remove' || refusal !== undefined) return [];
	if (reach === undefined)
		return [warning('Which uploads it takes is unknown: they could not be listed.', on)];
	const {now, later, undated} = reach;
	return [
		fact('takes now', now.count === 0 ? 'nothing' : `${takenWords(now)}: at its next run`, on),
		later.count > 0 &&
			fact(
				'later',
				`${plural(later.count, 'younger one')}, where ${later.count === 1 ? 'it is' : 'they are'} still there then`,
				on,
			),
		undated > 0 && fact('undated', `${plural(undated, 'upload')}: unknown when`, on),
		unlisted !== undefined &&
			warning('The uploads could not be listed to their end: it may take more.', on),
		...namedGroups(reach, on),
	];
}

function namedGroups({now: {active, held}}: RuleReach, on: Drawing): Groups {
	const named = (name: string, uploads: readonly RuledUpload[]): Lined =>
		uploads.flatMap(({key}, at) => exactly(at === 0 ? name : '', key, on));
	return [named('active', active), named('held', held)];
}

/** What speaks against it, above the question. */
function findingLines({findings, reach, refusal, request}: RulePlan, on: Drawing): Groups {
	if (refusal !== undefined) return [];
	const {active = [], held = [], unknown = 0} = reach?.now ?? {};
	return [
		...findings.map(finding => warning(ruleFindingWords(finding), on)),
		active.length > 0 &&
			warning(
				`It takes ${plural(active.length, 'ACTIVE upload')}: a rule does not check whether somebody is uploading.`,
				on,
			),
		held.length > 0 &&
			warning(
				`It takes ${plural(held.length, 'upload')} that a program HOLDS OPEN ON PURPOSE.`,
				on,
			),
		unknown > 0 &&
			warning(
				`Whether ${formatCount(unknown)} of them ${unknown === 1 ? 'is' : 'are'} in use is unknown.`,
				on,
			),
		request.kind === 'add' &&
			note(
				'From then on the service aborts by itself, by the initiation date, without checking parts.',
				on,
			),
	];
}
