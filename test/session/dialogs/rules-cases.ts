import {askToAdd, changeEnded, rulePlan, rulesStage} from '../rules-stage.js';
import {now, type Stage, upload} from '../stage.js';
import type {Case} from './cases.js';

/** On the rules of a bucket, after some steps. */
function after(...steps: ReadonlyArray<(on: Stage) => unknown>): Stage {
	const on = rulesStage();
	for (const go of steps) go(on);
	return on;
}

const planned = (on: Stage) => askToAdd(on);
const takesActive = (on: Stage) => {
	const taken = {count: 2, bytes: 9, unsized: 0, held: [], unknown: 0};
	const active = [{...upload('live/a'), initiated: now}];
	askToAdd(on, {
		reach: {
			...{covered: 2, undated: 0, overdue: []},
			now: {...taken, active},
			later: {...taken, count: 0, active: []},
		},
	});
};
const type = (text: string) => (on: Stage) => on.type(text);
const press = (name: string) => (on: Stage) => on.press(name);
const sent = (on: Stage) => {
	planned(on);
	on.type('add');
	on.press('confirm');
};

/** The dialogs of a bucket's rules. */
export const rulesCases: Readonly<
	Record<'change-rule' | 'rules-act' | 'rule', Readonly<Record<string, Case>>>
> = {
	'change-rule': {
		'while it is planned': {
			open: () => after(on => on.press('remove-rule')),
			leadsTo: {
				copy: 'says "command is not possible: no command does it."',
				confirm: 'closed, stop-preparing',
				'page-down': 'scrolls',
				back: 'closed, stop-preparing',
			},
		},
		'with nothing typed': {
			open: () => after(planned),
			leadsTo: {
				copy: 'copy',
				confirm: 'says "Type add to go on; esc cancels."',
				'page-down': 'scrolls',
				back: 'closed, stop-preparing',
			},
		},
		'with the word typed': {
			open: () => after(planned, type('add')),
			leadsTo: {
				copy: 'copy',
				confirm: 'rules-act, change-rules',
				'page-down': 'scrolls',
				back: 'closed, stop-preparing',
			},
		},
		'that takes active ones': {
			open: () => after(takesActive, type('add')),
			leadsTo: {
				copy: 'copy',
				confirm: 'says "Type add active to go on; esc cancels."',
				'page-down': 'scrolls',
				back: 'closed, stop-preparing',
			},
		},
		'that is refused': {
			open: () =>
				after(press('remove-rule'), on => {
					const {dialog} = on.state;
					if (dialog?.kind !== 'change-rule' || dialog.request.kind !== 'remove') return;
					on.tell({type: 'rule-planned', plan: rulePlan(dialog.request, [])});
				}),
			leadsTo: {
				copy: 'says "command is not possible: no command does it."',
				confirm: 'closed, stop-preparing',
				'page-down': 'scrolls',
				back: 'closed, stop-preparing',
			},
		},
		'of a put back': {
			open: () => after(sent, on => changeEnded(on), press('put-back'), type('put back')),
			leadsTo: {
				copy: 'says "command is not possible: no command does it."',
				confirm: 'rules-act, put-back-rules',
				'page-down': 'scrolls',
				back: 'rules-act, stop-preparing',
			},
		},
	},
	'rules-act': {
		'that runs': {
			open: () => after(sent),
			leadsTo: {
				'put-back': 'says "put back is not possible: nothing has changed."',
				'look-again': 'says "look again is not possible: it has no unknown outcome."',
				down: 'scrolls',
				'page-down': 'scrolls',
				back: 'closed',
			},
		},
		'that is done': {
			open: () => after(sent, on => changeEnded(on)),
			leadsTo: {
				'put-back': 'change-rule',
				'look-again': 'says "look again is not possible: it has no unknown outcome."',
				down: 'scrolls',
				'page-down': 'scrolls',
				back: 'closed',
			},
		},
	},
	rule: {
		'of the list': {
			open: () => after(press('enter')),
			leadsTo: {
				copy: 'copy',
				down: 'scrolls',
				'page-down': 'scrolls',
				last: 'scrolls',
				back: 'closed',
			},
		},
	},
};
