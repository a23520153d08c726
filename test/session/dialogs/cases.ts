import type {DialogKind} from '../../../source/session/dialogs/dialog.js';
import {asWritten} from '../../support/reasons.js';
import {
	abortPlan,
	askToComplete,
	bucket,
	completionPlan,
	openAct,
	pastAct,
	runFacts,
	runResult,
	type Stage,
	selectionOf,
	stage,
	upload,
} from '../stage.js';

const a = upload('a');
const two = [a, upload('b')];

import {rescueCases} from './rescue-cases.js';
import {rulesCases} from './rules-cases.js';

/** A dialog, and what each of its keys leads to: see `outcome`. */
export type Case = {
	readonly open: () => Stage;
	readonly leadsTo: Readonly<Record<string, string>>;
};

const killedRun = (wasEmptying: boolean) => ({
	file: 'run.jsonl',
	header: {
		id: 'run',
		time: '2026-11-20T12:00:00.000Z',
		pid: 1,
		host: 'here',
		connection: 'own:test',
		endpoint: 'http://127.0.0.1:9000',
		bucket,
		confirmed: {uploads: 9, bytes: 9},
		...(wasEmptying ? {everything: true as const} : {}),
	},
	total: 9,
	done: 4,
	accepted: 0,
	unknown: 1,
	notSent: 4,
	wasEmptying,
});

/** A stage after some steps. */
function after(...steps: ReadonlyArray<(on: Stage) => unknown>): Stage {
	const on = stage();
	for (const go of steps) go(on);
	return on;
}

const prepared =
	(...of: Parameters<typeof completionPlan>) =>
	(on: Stage) =>
		on.tell({type: 'complete-prepared', plan: completionPlan(...of), changes: []});
const press =
	(...names: readonly string[]) =>
	(on: Stage) =>
		on.press(...names);
const type = (text: string) => (on: Stage) => on.type(text);

const completing = () => after(on => askToComplete(on, a), press('confirm'));
const completed = () => {
	const on = completing();
	on.tell({
		type: 'complete-ended',
		act: 1,
		result: {kind: 'done', reason: asWritten('It is there.'), etag: '"e"'},
	});
	return on;
};
const notReadable = () => {
	const on = completed();
	const reading = {kind: 'not-readable', sentence: 'Nobody can.'} as const;
	on.tell({type: 'public-read', act: 1, reading});
	return on;
};
const planned = (on: Stage) => {
	on.mark(...two);
	on.press('abort');
	on.tell({type: 'run-planned', hidden: 0, selection: selectionOf(two)});
};
const running = () => after(planned, type('2'), press('confirm'));
const results = [runResult(a, 'failed'), runResult(upload('b'), 'unknown')];
const withResults = (state: 'running' | 'paused') => {
	const on = running();
	const facts = {...runFacts({failed: 1}), state};
	on.tell({type: 'run-progress', act: 1, gone: [], facts, results});
	return on;
};
const ended = () => {
	const on = withResults('running');
	on.tell({type: 'run-ended', act: 1});
	return on;
};
const withConnection = (on: Stage) => {
	on.press('connections');
	const profile = {name: 'one', credentials: {kind: 'environment'}} as const;
	const entries = [{source: 'own', name: 'one', profile}] as const;
	on.tell({type: 'connections-listed', screen: on.screen.id, entries});
};
/** The act of the history as the journal holds it open, at the service that is connected. */
const unknown = (on: Stage) => {
	const intent = {...pastAct.intent, endpoint: 'http://127.0.0.1:9000'};
	on.tell({type: 'unsettled', acts: [{intent, state: 'unknown'}]});
};
const loaded = (on: Stage) => {
	on.press('enter');
	on.tell({type: 'parts-loaded', screen: on.screen.id, plan: completionPlan(a)});
};

/** A list of one bucket, of which a page is counted. */
const withBucket = (on: Stage) => {
	on.press('back');
	const {id} = on.screen;
	on.tell(
		{type: 'buckets-listed', screen: id, buckets: [{name: 'one'}]},
		{
			...{type: 'buckets-counted', screen: id, pending: 0, isEnded: false},
			...{rules: new Map(), measures: new Map()},
			counts: new Map([['one', {kind: 'counted', uploads: 1000, more: true}]]),
		},
	);
};

export const cases: {readonly [K in DialogKind]: {readonly [situation: string]: Case}} = {
	...rulesCases,
	...rescueCases,
	complete: {
		'while it is read': {
			open: () => after(press('complete')),
			leadsTo: {
				copy: 'says "command is not possible: the upload is being read."',
				confirm: 'closed, stop-preparing',
				'page-down': 'scrolls',
				back: 'closed, stop-preparing',
				'act-options': 'says "options is not possible: the upload is being read."',
			},
		},
		'with two buttons': {
			open: () => after(press('complete'), prepared(a)),
			leadsTo: {
				copy: 'copy',
				'next-choice': 'focus go',
				'previous-choice': 'focus go',
				confirm: 'closed, stop-preparing',
				'act-options': 'form',
				'page-down': 'scrolls',
				back: 'closed, stop-preparing',
			},
		},
		'with the focus on Complete': {
			open: () => after(press('complete'), prepared(a), press('next-choice')),
			leadsTo: {
				copy: 'copy',
				'next-choice': 'focus cancel',
				'previous-choice': 'focus cancel',
				confirm: 'act, complete',
				'act-options': 'form',
				'page-down': 'scrolls',
				back: 'closed, stop-preparing',
			},
		},
		'with a word, nothing typed': {
			open: () => after(press('complete'), prepared(a, {quiet: 1000})),
			leadsTo: {
				copy: 'copy',
				confirm: 'says "Type the key to go on; esc cancels."',
				'act-options': 'form',
				'page-down': 'scrolls',
				back: 'closed, stop-preparing',
			},
		},
		'with the word typed': {
			open: () => after(press('complete'), prepared(a, {quiet: 1000}), type('a')),
			leadsTo: {
				copy: 'copy',
				confirm: 'act, complete',
				'act-options': 'form',
				'page-down': 'scrolls',
				back: 'closed, stop-preparing',
			},
		},
		'that is blocked': {
			open: () => after(press('complete'), prepared(a, {sizes: [1, 8]})),
			leadsTo: {
				copy: 'says "command is not possible: no command does it."',
				confirm: 'closed, stop-preparing',
				'act-options': 'form',
				'page-down': 'scrolls',
				back: 'closed, stop-preparing',
			},
		},
		'that could not be read': {
			open: () =>
				after(press('complete'), on => on.tell({type: 'act-refused', trouble: 'It is gone.'})),
			leadsTo: {
				copy: 'says "command is not possible: no command does it."',
				confirm: 'closed, stop-preparing',
				'act-options': 'form',
				'page-down': 'scrolls',
				back: 'closed, stop-preparing',
			},
		},
	},
	abort: {
		'while it is read': {
			open: () => after(press('abort')),
			leadsTo: {
				copy: 'says "command is not possible: the upload is being read."',
				confirm: 'closed, stop-preparing',
				'page-down': 'scrolls',
				back: 'closed, stop-preparing',
			},
		},
		'with two buttons': {
			open: () =>
				after(press('abort'), on =>
					on.tell({type: 'abort-prepared', plan: abortPlan(a, 'stalled')}),
				),
			leadsTo: {
				copy: 'copy',
				'next-choice': 'focus go',
				'previous-choice': 'focus go',
				confirm: 'closed, stop-preparing',
				'page-down': 'scrolls',
				back: 'closed, stop-preparing',
			},
		},
		'with the focus on Abort': {
			open: () =>
				after(
					press('abort'),
					on => on.tell({type: 'abort-prepared', plan: abortPlan(a, 'stalled')}),
					press('next-choice'),
				),
			leadsTo: {
				copy: 'copy',
				'next-choice': 'focus cancel',
				'previous-choice': 'focus cancel',
				confirm: 'act, abort',
				'page-down': 'scrolls',
				back: 'closed, stop-preparing',
			},
		},
		'with the word typed': {
			open: () =>
				after(
					press('abort'),
					on => on.tell({type: 'abort-prepared', plan: abortPlan(a, 'active')}),
					type('a'),
				),
			leadsTo: {
				copy: 'copy',
				confirm: 'act, abort',
				'page-down': 'scrolls',
				back: 'closed, stop-preparing',
			},
		},
		'that is refused': {
			open: () =>
				after(press('abort'), on =>
					on.tell({type: 'abort-prepared', plan: abortPlan(a, 'refused')}),
				),
			leadsTo: {
				copy: 'says "command is not possible: no command does it."',
				confirm: 'closed, stop-preparing',
				'page-down': 'scrolls',
				back: 'closed, stop-preparing',
			},
		},
	},
	'abort-many': {
		'while it is planned': {
			open: () => after(on => on.mark(...two), press('abort')),
			leadsTo: {
				'page-down': 'scrolls',
				back: 'closed, stop-preparing',
				confirm: 'says "choose is not possible: the uploads are being read."',
				'include-active': 'says "include active is not possible: the uploads are being read."',
				'include-held': 'says "include held is not possible: the uploads are being read."',
			},
		},
		'with the count to type': {
			open: () => after(planned),
			leadsTo: {
				'show-keys': 'anew',
				copy: 'says "command is not possible: no query names just these: --plan-out, then --plan."',
				confirm: 'says "Type 2 to go on; esc cancels."',
				'page-down': 'scrolls',
				back: 'closed, stop-preparing',
				'include-active': 'says "include active is not possible: no active upload is left out."',
				'include-held': 'says "include held is not possible: no held upload is left out."',
			},
		},
		'with the count typed': {
			open: () => after(planned, type('2')),
			leadsTo: {
				'show-keys': 'anew',
				copy: 'says "command is not possible: no query names just these: --plan-out, then --plan."',
				confirm: 'run, start-run, clear-marks',
				'page-down': 'scrolls',
				back: 'closed, stop-preparing',
				'include-active': 'says "include active is not possible: no active upload is left out."',
				'include-held': 'says "include held is not possible: no held upload is left out."',
			},
		},
		'with active ones left out': {
			open: () =>
				after(
					on => on.mark(...two, upload('c')),
					press('abort'),
					on => on.tell({type: 'run-planned', hidden: 0, selection: selectionOf(two, {active: 1})}),
				),
			leadsTo: {
				'show-keys': 'anew',
				copy: 'says "command is not possible: no query names just these: --plan-out, then --plan."',
				confirm: 'says "Type 2 to go on; esc cancels."',
				'include-active': 'plan-run',
				'include-held': 'says "include held is not possible: no held upload is left out."',
				'page-down': 'scrolls',
				back: 'closed, stop-preparing',
			},
		},
		'with held ones left out': {
			open: () =>
				after(
					on => on.mark(...two, upload('c')),
					press('abort'),
					on =>
						on.tell({
							...{type: 'run-planned', hidden: 0},
							selection: selectionOf(two, {heldBy: {flink: 1}}),
						}),
				),
			leadsTo: {
				confirm: 'says "Type 2 to go on; esc cancels."',
				'include-active': 'says "include active is not possible: no active upload is left out."',
				'include-held': 'plan-run',
				'show-keys': 'anew',
				copy: 'says "command is not possible: no query names just these: --plan-out, then --plan."',
				'page-down': 'scrolls',
				back: 'closed, stop-preparing',
			},
		},
		'with nothing to abort': {
			open: () =>
				after(
					on => on.mark(...two),
					press('abort'),
					on => on.tell({type: 'run-planned', hidden: 0, selection: selectionOf([])}),
				),
			leadsTo: {
				confirm: 'closed, stop-preparing',
				'page-down': 'scrolls',
				back: 'closed, stop-preparing',
				'include-active': 'says "include active is not possible: no active upload is left out."',
				'include-held': 'says "include held is not possible: no held upload is left out."',
			},
		},
		'of what is left of a run': {
			open: () => {
				const on = ended();
				on.press('retry');
				return on;
			},
			leadsTo: {
				'page-down': 'scrolls',
				back: 'run, stop-preparing',
				confirm: 'says "choose is not possible: the uploads are being read."',
				'include-active': 'says "include active is not possible: the uploads are being read."',
				'include-held': 'says "include held is not possible: the uploads are being read."',
			},
		},
	},
	'empty-bucket': {
		'with nothing typed': {
			open: () => after(press('empty-bucket')),
			leadsTo: {
				confirm: 'says "Type the name of the bucket to go on; esc cancels."',
				'cover-held': 'anew',
				copy: 'copy',
				'page-down': 'scrolls',
				back: 'closed',
			},
		},
		'with the name typed': {
			open: () => after(press('empty-bucket'), type(bucket)),
			leadsTo: {
				confirm: 'run, start-emptying',
				'cover-held': 'anew',
				copy: 'copy',
				'page-down': 'scrolls',
				back: 'closed',
			},
		},
	},
	run: {
		'while it runs': {
			open: running,
			leadsTo: {
				pause: 'control-run pause',
				stop: 'control-run stop',
				enter: 'closed',
				retry: 'says "try again is not possible: it still runs."',
				'export-failures': 'says "export is not possible: everything is gone so far."',
				back: 'closed',
				'go-on': 'says "go on is not possible: it is not paused."',
			},
		},
		'while it runs, with results': {
			open: () => withResults('running'),
			leadsTo: {
				pause: 'control-run pause',
				stop: 'control-run stop',
				enter: 'closed, to parts, load-parts',
				retry: 'says "try again is not possible: it still runs."',
				'export-failures': 'form',
				down: 'row 1',
				'page-down': 'row 1',
				last: 'row 1',
				back: 'closed',
				'go-on': 'says "go on is not possible: it is not paused."',
			},
		},
		'while it is paused': {
			open: () => withResults('paused'),
			leadsTo: {
				pause: 'control-run go-on',
				stop: 'control-run stop',
				'go-on': 'control-run go-on',
				enter: 'closed, to parts, load-parts',
				retry: 'says "try again is not possible: it still runs."',
				'export-failures': 'form',
				down: 'row 1',
				'page-down': 'row 1',
				last: 'row 1',
				back: 'closed',
			},
		},
		'when it has ended': {
			open: ended,
			leadsTo: {
				enter: 'closed, to parts, load-parts',
				retry: 'abort-many, plan-run',
				'export-failures': 'form',
				down: 'row 1',
				'page-down': 'row 1',
				last: 'row 1',
				back: 'closed',
				pause: 'says "pause/go on is not possible: it has ended."',
				stop: 'says "stop is not possible: it has ended."',
				'go-on': 'says "go on is not possible: it is not paused."',
			},
		},
	},
	'resume-run': {
		'with two buttons': {
			open: () =>
				after(
					on => on.tell({type: 'runs-interrupted', runs: [killedRun(false)]}),
					press('acts', 'enter'),
				),
			leadsTo: {
				'next-choice': 'focus go',
				'previous-choice': 'focus go',
				confirm: 'closed',
				'page-down': 'scrolls',
				back: 'closed',
			},
		},
		'with the focus on Go on': {
			open: () =>
				after(
					on => on.tell({type: 'runs-interrupted', runs: [killedRun(false)]}),
					press('acts', 'enter', 'next-choice'),
				),
			leadsTo: {
				'next-choice': 'focus cancel',
				'previous-choice': 'focus cancel',
				confirm: 'run, resume-run',
				'page-down': 'scrolls',
				back: 'closed',
			},
		},
	},
	act: {
		'of a Complete that runs': {
			open: completing,
			leadsTo: {
				'look-again': 'says "look again is not possible: it has no unknown outcome."',
				down: 'scrolls',
				'page-down': 'scrolls',
				back: 'closed',
				copy: 'says "copy is not possible: there is no location and no ETag."',
				'show-part': 'says "show part is not possible: it names no part."',
				'without-condition':
					'says "without the condition is not possible: the service did not refuse a condition."',
				'check-public': 'says "public? is not possible: there is no object yet."',
				'make-public':
					'says "make public is not possible: ask first with p whether it can be read."',
			},
		},
		'of a Complete that is done': {
			open: completed,
			leadsTo: {
				copy: 'copy',
				'check-public': 'read-publicly',
				'look-again': 'says "look again is not possible: it has no unknown outcome."',
				down: 'scrolls',
				'page-down': 'scrolls',
				back: 'closed',
				'show-part': 'says "show part is not possible: it names no part."',
				'without-condition':
					'says "without the condition is not possible: the service did not refuse a condition."',
				'make-public':
					'says "make public is not possible: ask first with p whether it can be read."',
			},
		},
		'of a Complete whose object nobody can read': {
			open: notReadable,
			leadsTo: {
				copy: 'copy',
				'check-public': 'read-publicly',
				'make-public': 'make-public',
				'look-again': 'says "look again is not possible: it has no unknown outcome."',
				down: 'scrolls',
				'page-down': 'scrolls',
				back: 'closed',
				'show-part': 'says "show part is not possible: it names no part."',
				'without-condition':
					'says "without the condition is not possible: the service did not refuse a condition."',
			},
		},
		'of a Complete that was refused for a part': {
			open: () => {
				const on = completing();
				on.tell({
					type: 'complete-ended',
					act: 1,
					result: {kind: 'failed', reason: asWritten('Part 2 is not there.'), partNumbers: [2]},
				});
				return on;
			},
			leadsTo: {
				copy: 'copy',
				'show-part': 'closed, to parts, load-parts',
				'look-again': 'says "look again is not possible: it has no unknown outcome."',
				down: 'scrolls',
				'page-down': 'scrolls',
				back: 'closed',
				'without-condition':
					'says "without the condition is not possible: the service did not refuse a condition."',
				'check-public': 'says "public? is not possible: there is no object yet."',
				'make-public':
					'says "make public is not possible: ask first with p whether it can be read."',
			},
		},
		'of a Complete whose condition was refused': {
			open: () => {
				const on = completing();
				on.tell({
					type: 'complete-ended',
					act: 1,
					result: {kind: 'failed', reason: asWritten('No.'), refusedCondition: 'If-None-Match'},
				});
				return on;
			},
			leadsTo: {
				copy: 'copy',
				'without-condition': 'complete, prepare-complete',
				'look-again': 'says "look again is not possible: it has no unknown outcome."',
				down: 'scrolls',
				'page-down': 'scrolls',
				back: 'closed',
				'show-part': 'says "show part is not possible: it names no part."',
				'check-public': 'says "public? is not possible: there is no object yet."',
				'make-public':
					'says "make public is not possible: ask first with p whether it can be read."',
			},
		},
		'of an abort with an unknown outcome': {
			open: () =>
				after(
					press('abort'),
					on => on.tell({type: 'abort-prepared', plan: abortPlan(a, 'stalled')}),
					press('next-choice', 'confirm'),
					on => on.tell({type: 'unsettled', acts: [openAct(a, 'abort', 'unknown')]}),
				),
			leadsTo: {
				'look-again': 'look-again',
				down: 'scrolls',
				'page-down': 'scrolls',
				back: 'closed',
				copy: 'says "copy is not possible: an abort makes no object."',
				'show-part': 'says "show part is not possible: an abort makes no object."',
				'without-condition':
					'says "without the condition is not possible: an abort makes no object."',
				'check-public': 'says "public? is not possible: an abort makes no object."',
				'make-public': 'says "make public is not possible: an abort makes no object."',
			},
		},
	},
	acts: {
		'with a run that was interrupted': {
			open: () =>
				after(
					on => on.tell({type: 'runs-interrupted', runs: [killedRun(true)]}),
					on => on.tell({type: 'unsettled', acts: [openAct(a, 'abort', 'unknown')]}),
					press('acts'),
				),
			leadsTo: {
				down: 'row 1',
				'page-down': 'row 1',
				last: 'row 1',
				enter: 'empty-bucket',
				back: 'closed',
				'look-again': 'look-again',
			},
		},
		'with a Complete': {
			open: () => {
				const on = completed();
				on.press('back', 'acts');
				return on;
			},
			leadsTo: {enter: 'act', back: 'closed', 'look-again': 'look-again'},
		},
		'with a run': {
			open: () => {
				const on = running();
				on.press('back', 'acts');
				return on;
			},
			leadsTo: {enter: 'run', back: 'closed', 'look-again': 'look-again'},
		},
	},
	'make-public': {
		'with two buttons': {
			open: () => {
				const on = notReadable();
				on.press('make-public');
				return on;
			},
			leadsTo: {
				'next-choice': 'focus go',
				'previous-choice': 'focus go',
				confirm: 'act',
				'page-down': 'scrolls',
				back: 'act',
			},
		},
		'with the focus on Make public': {
			open: () => {
				const on = notReadable();
				on.press('make-public', 'next-choice');
				return on;
			},
			leadsTo: {
				'next-choice': 'focus cancel',
				'previous-choice': 'focus cancel',
				confirm: 'act, make-public',
				'page-down': 'scrolls',
				back: 'act',
			},
		},
	},
	'past-act': {
		'that is over': {
			open: () => after(press('history', 'enter')),
			leadsTo: {
				copy: 'copy',
				'close-act': 'says "close by hand is not possible: it is over."',
				down: 'scrolls',
				'page-down': 'scrolls',
				back: 'closed',
				'look-again': 'says "look again is not possible: its outcome is known."',
			},
		},
		'with an unknown outcome': {
			open: () => after(unknown, press('history', 'enter')),
			leadsTo: {
				copy: 'copy',
				'look-again': 'look-again',
				'close-act': 'close-act',
				down: 'scrolls',
				'page-down': 'scrolls',
				back: 'closed',
			},
		},
	},
	'close-act': {
		'with nothing typed': {
			open: () => after(unknown, press('history', 'enter', 'close-act')),
			leadsTo: {
				confirm: 'says "Type the key to close it; esc cancels."',
				'page-down': 'scrolls',
				back: 'past-act',
			},
		},
		'with the key typed': {
			open: () => after(unknown, press('history', 'enter', 'close-act'), type('a')),
			leadsTo: {confirm: 'past-act, close-act', 'page-down': 'scrolls', back: 'past-act'},
		},
	},
	'read-more': {
		'with two buttons': {
			open: () => after(press('read-more')),
			leadsTo: {
				'next-choice': 'focus go',
				'previous-choice': 'focus go',
				confirm: 'closed',
				'page-down': 'scrolls',
				back: 'closed',
			},
		},
		'with the focus on Read': {
			open: () => after(press('read-more', 'next-choice')),
			leadsTo: {
				'next-choice': 'focus cancel',
				'previous-choice': 'focus cancel',
				confirm: 'closed, read-parts',
				'page-down': 'scrolls',
				back: 'closed',
			},
		},
	},
	'measure-all': {
		'with the focus on Measure': {
			open: () => after(withBucket, press('measure-all')),
			leadsTo: {
				'next-choice': 'focus cancel',
				'previous-choice': 'focus cancel',
				confirm: 'closed, measure-buckets',
				'page-down': 'scrolls',
				back: 'closed',
			},
		},
		'with two buttons': {
			open: () => after(withBucket, press('measure-all', 'next-choice')),
			leadsTo: {
				'next-choice': 'focus go',
				'previous-choice': 'focus go',
				confirm: 'closed',
				'page-down': 'scrolls',
				back: 'closed',
			},
		},
	},
	'roll-up': {
		'on its first row': {
			open: () => after(press('roll-up')),
			leadsTo: {
				down: 'row 1',
				'page-down': 'row 8',
				last: 'row 8',
				enter: 'closed, roll-up, read-parts',
				back: 'closed',
			},
		},
		'on its last row': {
			open: () => after(press('roll-up', 'last')),
			leadsTo: {
				up: 'row 7',
				'page-up': 'row 0',
				first: 'row 0',
				enter: 'closed, roll-up, read-parts',
				back: 'closed',
			},
		},
	},
	form: {
		'of an upload': {
			open: () => after(press('open-by-id')),
			leadsTo: {
				'next-field': 'field 1',
				'previous-field': 'field 1',
				confirm: 'field 1',
				'save-form': 'says "save is not possible: this is not the form of a connection."',
				back: 'closed',
				'test-connection': 'says "test is not possible: this is not the form of a connection."',
				'list-price': 'says "list price is not possible: this is not the form of a connection."',
			},
		},
		'of an upload, filled in': {
			open: () => after(press('open-by-id'), type('k'), press('confirm'), type('i')),
			leadsTo: {
				'next-field': 'field 0',
				'previous-field': 'field 0',
				confirm: 'closed, to parts, load-parts',
				'save-form': 'says "save is not possible: this is not the form of a connection."',
				back: 'closed',
				'test-connection': 'says "test is not possible: this is not the form of a connection."',
				'list-price': 'says "list price is not possible: this is not the form of a connection."',
			},
		},
		'of a connection': {
			open: () => after(withConnection, press('edit-connection')),
			leadsTo: {
				'next-field': 'field 1',
				'previous-field': 'field 16',
				confirm: 'field 1',
				'save-form': 'save-connection',
				'test-connection': 'test, test-connection',
				'list-price': 'says "list price is not possible: no list price of the service is known."',
				back: 'closed',
			},
		},
		'of a connection that was changed': {
			open: () => after(withConnection, press('edit-connection'), type('s')),
			leadsTo: {
				'next-field': 'field 1',
				'previous-field': 'field 16',
				confirm: 'field 1',
				'save-form': 'save-connection',
				'test-connection': 'test, test-connection',
				'list-price': 'says "list price is not possible: no list price of the service is known."',
				back: 'discard',
			},
		},
		'of the options of a Complete': {
			open: () => after(press('complete'), prepared(a), press('act-options')),
			leadsTo: {
				'next-field': 'field 1',
				'previous-field': 'field 1',
				confirm: 'field 1',
				'save-form': 'says "save is not possible: this is not the form of a connection."',
				back: 'complete',
				'test-connection': 'says "test is not possible: this is not the form of a connection."',
				'list-price': 'says "list price is not possible: this is not the form of a connection."',
			},
		},
		'of a file for what is left of a run': {
			open: () => {
				const on = ended();
				on.press('export-failures');
				return on;
			},
			leadsTo: {
				confirm: 'export-failures',
				'save-form': 'says "save is not possible: this is not the form of a connection."',
				back: 'run',
				'test-connection': 'says "test is not possible: this is not the form of a connection."',
				'list-price': 'says "list price is not possible: this is not the form of a connection."',
			},
		},
		'of a parts file': {
			open: () => after(loaded, press('export-parts')),
			leadsTo: {
				confirm: 'export-parts',
				'save-form': 'says "save is not possible: this is not the form of a connection."',
				back: 'closed',
				'test-connection': 'says "test is not possible: this is not the form of a connection."',
				'list-price': 'says "list price is not possible: this is not the form of a connection."',
			},
		},
	},
	discard: {
		'with two buttons': {
			open: () => after(withConnection, press('edit-connection'), type('s'), press('back')),
			leadsTo: {
				'next-choice': 'focus go',
				'previous-choice': 'focus go',
				confirm: 'form',
				'page-down': 'scrolls',
				back: 'form',
			},
		},
		'with the focus on Discard': {
			open: () =>
				after(withConnection, press('edit-connection'), type('s'), press('back', 'next-choice')),
			leadsTo: {
				'next-choice': 'focus cancel',
				'previous-choice': 'focus cancel',
				confirm: 'closed',
				'page-down': 'scrolls',
				back: 'form',
			},
		},
	},
	test: {
		'of a stored connection': {
			open: () => after(withConnection, press('test-connection')),
			leadsTo: {
				refresh: 'anew, stop-test, test-connection',
				down: 'scrolls',
				'page-down': 'scrolls',
				back: 'closed, stop-test',
			},
		},
		'of what is typed': {
			open: () => after(withConnection, press('edit-connection', 'test-connection')),
			leadsTo: {
				refresh: 'anew, stop-test, test-connection',
				down: 'scrolls',
				'page-down': 'scrolls',
				back: 'form, stop-test',
			},
		},
	},
	'remove-connection': {
		'with two buttons': {
			open: () => after(withConnection, press('remove-connection')),
			leadsTo: {
				'next-choice': 'focus go',
				'previous-choice': 'focus go',
				confirm: 'closed',
				'page-down': 'scrolls',
				back: 'closed',
			},
		},
		'with the focus on Remove': {
			open: () => after(withConnection, press('remove-connection', 'next-choice')),
			leadsTo: {
				'next-choice': 'focus cancel',
				'previous-choice': 'focus cancel',
				confirm: 'closed, remove-connection',
				'page-down': 'scrolls',
				back: 'closed',
			},
		},
	},
	copy: {
		'on its first row': {
			open: () => after(press('copy')),
			leadsTo: {
				down: 'row 1',
				'page-down': 'row 4',
				last: 'row 4',
				enter: 'closed, copy',
				back: 'closed',
			},
		},
		'on its last row': {
			open: () => after(press('copy', 'last')),
			leadsTo: {
				up: 'row 3',
				'page-up': 'row 0',
				first: 'row 0',
				enter: 'closed, copy',
				back: 'closed',
			},
		},
	},
	text: {
		'of an imported parts file': {
			open: () =>
				after(loaded, press('import-parts'), on =>
					on.tell({
						type: 'parts-imported',
						screen: on.screen.id,
						excluded: new Set([1]),
						sentences: ['Part 1 is not in the file.'],
					}),
				),
			leadsTo: {
				down: 'scrolls',
				'page-down': 'scrolls',
				last: 'scrolls',
				back: 'closed',
			},
		},
	},
};
