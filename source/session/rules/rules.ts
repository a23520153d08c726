import {whyNoActsHere, whyProtected, whyReadOnly} from '../acts/rights.js';
import {bucketsKey} from '../buckets/buckets.js';
import type {ActionOf} from '../core/action.js';
import type {ScreenRecord} from '../core/screen-record.js';
import {type RulesScreen, type SessionState, withScreen} from '../core/state.js';
import {type Step, step, stepOn} from '../core/step.js';
import {askToCopy} from '../dialogs/copy.js';
import {clampCursor} from '../frame/list-cursor.js';
import {type Keys, key} from '../keys/binding.js';
import {listAgain} from '../uploads/keys.js';
import {startChange} from './change-rule.js';
import {isBeingListed, listUnder, readEffect} from './open.js';
import {ruleForm} from './rule-form.js';
import {copyItemsOfRules} from './rules-commands.js';
import type {RuleRow} from './rules-facts.js';
import {rulesHeight} from './rules-layout.js';

/** The rules came, or more uploads of them. */
export function rulesRead(
	state: SessionState,
	{screen: id, facts, listed}: ActionOf<'rules-read'>,
): Step {
	return step(
		withScreen<RulesScreen>(state, id, 'rules', screen => {
			const read = {
				...screen,
				facts: listed === undefined || screen.facts === undefined ? facts : screen.facts,
				listed,
				loading: listed !== undefined || isBeingListed(state, screen),
				trouble: undefined,
			};
			const height = rulesHeight(state, read);
			return {...read, cursor: clampCursor(read.cursor, rowCount(read), height)};
		}),
	);
}

function rowCount({facts}: RulesScreen): number {
	return facts?.rows.length ?? 0;
}

/** The rule under the cursor. */
function ruleUnderCursor({facts, cursor}: RulesScreen): RuleRow | undefined {
	return facts?.rows[cursor.position];
}

/** Why the rule under the cursor cannot be removed; undefined when it can. */
function whyNotRemoved(state: SessionState, screen: RulesScreen): string | undefined {
	const rule = ruleUnderCursor(screen)?.rule;
	if (rule === undefined) return 'no rule is here';
	const {id, abort, actions, range} = rule;
	if (abort === undefined) return 'the rule aborts no uploads';
	if (actions.length > 0) return 'the rule does not only abort uploads';
	if (id === '') return 'the rule has no id';
	const twins = screen.facts?.rows.filter(each => each.rule.id === id) ?? [];
	if (twins.length > 1) return 'another rule has the same id';
	return whyReadOnly(state) ?? whyProtected(state, {bucket: screen.bucket, range: range.prefix});
}

/** Reads the rules again, and lists what they are counted over: in the list that is under them, or for them. */
function refresh(state: SessionState, screen: RulesScreen): Step {
	const list = listUnder(state, screen);
	const reading = {...screen, loading: true};
	if (screen.lists || screen.facts?.uploads === undefined)
		return stepOn(state, reading, readEffect(state, screen));
	if (list?.kind !== 'uploads') return listForRules(state, screen);
	const [read, effects] = stepOn(state, reading, readEffect(state, screen));
	if (list.listing !== 'ended') return [read, effects];
	const [listing, more] = listAgain(read, list);
	return step(listing, ...effects, ...more);
}

/** Lists all uploads of the bucket for this screen alone. */
function listForRules(state: SessionState, screen: RulesScreen): Step {
	const listing = {...screen, lists: true, loading: true, listed: 0};
	return stepOn(state, listing, readEffect(state, listing));
}

const changes = {needsOwnKeypress: true, dangerous: true};

/** The keys of the rules of a bucket. */
const rulesKeys: Keys<RulesScreen> = {
	enter: key(
		'enter l right i',
		'as XML',
		'Show the rule as the service sent it',
		(state, screen) => {
			const row = ruleUnderCursor(screen);
			return step(row === undefined ? state : {...state, dialog: {kind: 'rule', row}});
		},
		{
			priority: 3,
			rare: true,
			disabled: (_, screen) =>
				ruleUnderCursor(screen) === undefined ? 'no rule is here' : undefined,
		},
	),
	'add-rule': key(
		'a',
		'add',
		'Add a rule that aborts old uploads: shows what it would take, then asks',
		(state, {bucket}) => step({...state, dialog: ruleForm(bucket)}),
		{...changes, priority: 1, disabled: whyNoActsHere},
	),
	'remove-rule': key(
		'x',
		'remove',
		'Remove the rule under the cursor, where it only aborts uploads: asks first',
		(state, screen) => {
			const rule = ruleUnderCursor(screen)?.rule;
			return rule === undefined
				? step(state)
				: startChange(state, screen.bucket, {kind: 'remove', id: rule.id});
		},
		{...changes, priority: 2, rare: true, disabled: whyNotRemoved},
	),
	'read-more': key(
		'm',
		'list uploads',
		'List all uploads of the bucket, to see which of them the rules take; esc stops',
		listForRules,
		{
			priority: 3,
			needsOwnKeypress: true,
			rare: true,
			disabled: (state, {facts, listed, lists, uploads}) =>
				listed !== undefined
					? 'they are being listed'
					: facts?.uploads?.isWhole &&
							facts.uploads.prefix === '' &&
							(lists || state.screens.some(({id, kind}) => id === uploads && kind === 'uploads'))
						? 'all uploads are listed'
						: undefined,
		},
	),
	copy: key(
		'y',
		'copy',
		'Copy a command that shows the rules, or the rule under the cursor',
		(state, screen) =>
			askToCopy(state, copyItemsOfRules(state, screen.bucket, ruleUnderCursor(screen)?.rule)),
		{priority: 4},
	),
	refresh: key(
		'r',
		'refresh',
		'Read the rules again, and list the uploads anew that they are counted over',
		refresh,
		{priority: 5, needsOwnKeypress: true},
	),
	buckets: bucketsKey,
};

/** The rules of a bucket. */
export const rulesScreen: ScreenRecord<RulesScreen> = {
	keys: rulesKeys,
	rowCount,
	height: rulesHeight,
	/** Esc ends a listing; the rules stay. */
	onBack: (state, screen) =>
		screen.listed === undefined
			? undefined
			: stepOn(
					state,
					{...screen, lists: false, loading: false, listed: undefined},
					{type: 'stop-reads', screen: screen.id},
				),
};
