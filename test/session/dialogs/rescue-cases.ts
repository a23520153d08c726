import {
	askToRescue,
	beginRescue,
	oneDiffers,
	preparedRescue,
	rescueResult,
	typeFile,
} from '../rescue-stage.js';
import {type Stage, stage, upload} from '../stage.js';
import type {Case} from './cases.js';

/** A stage after some steps. */
function after(...steps: ReadonlyArray<(on: Stage) => unknown>): Stage {
	const on = stage();
	for (const go of steps) go(on);
	return on;
}

const press =
	(...names: readonly string[]) =>
	(on: Stage) =>
		on.press(...names);
const asked = (on: Stage) => askToRescue(on);
const differs = (on: Stage) => askToRescue(on, preparedRescue(upload('a'), oneDiffers));
const begun = (on: Stage) => beginRescue(on);
const ended = (kind: 'done' | 'stopped') => (on: Stage) =>
	on.tell({type: 'rescue-ended', act: 1, result: rescueResult(kind)});
const paused = (on: Stage) => on.tell({type: 'rescue-progress', act: 1, state: 'paused'});
const oneField = 'says "other field is not possible: there is one field."';

/** The dialogs of a rescue. */
export const rescueCases: Readonly<
	Record<'rescue' | 'rescue-file' | 'rescue-act', Readonly<Record<string, Case>>>
> = {
	'rescue-file': {
		'before anything is typed': {
			open: () => after(press('rescue')),
			leadsTo: {
				'complete-path': 'complete-path',
				'other-field': oneField,
				compare: 'anew',
				back: 'closed',
			},
		},
		'with a file': {
			open: () => after(press('rescue'), on => typeFile(on)),
			leadsTo: {
				'complete-path': 'complete-path',
				'other-field': oneField,
				compare: 'rescue, prepare-rescue',
				back: 'closed',
			},
		},
		'with the part size to type': {
			open: () =>
				after(on => askToRescue(on, preparedRescue(upload('a'), {sizes: [], digests: []}))),
			leadsTo: {
				'complete-path': 'complete-path',
				'other-field': 'focus path',
				compare: 'anew',
				back: 'closed',
			},
		},
	},
	rescue: {
		'while it is compared': {
			open: () => after(press('rescue'), on => typeFile(on), press('compare')),
			leadsTo: {
				confirm: 'says "choose is not possible: the file is being compared; esc ends that."',
				'page-down': 'scrolls',
				back: 'closed, stop-preparing',
			},
		},
		'with two buttons': {
			open: () => after(asked),
			leadsTo: {
				'next-choice': 'focus go',
				'previous-choice': 'focus go',
				confirm: 'closed, stop-preparing',
				'page-down': 'scrolls',
				back: 'closed, stop-preparing',
			},
		},
		'with the button in focus': {
			open: () => after(asked, press('next-choice')),
			leadsTo: {
				'next-choice': 'focus cancel',
				'previous-choice': 'focus cancel',
				confirm: 'rescue-act, rescue',
				'page-down': 'scrolls',
				back: 'closed, stop-preparing',
			},
		},
		'with nothing typed': {
			open: () => after(differs),
			leadsTo: {
				confirm: 'says "Type replace to go on; esc cancels."',
				'page-down': 'scrolls',
				back: 'closed, stop-preparing',
			},
		},
	},
	'rescue-act': {
		'that runs': {
			open: () => after(begun),
			leadsTo: {
				pause: 'control-rescue pause',
				stop: 'control-rescue stop',
				'go-on': 'says "go on is not possible: it is not paused."',
				copy: 'copy',
				down: 'scrolls',
				'page-down': 'scrolls',
				back: 'closed',
			},
		},
		'that is paused': {
			open: () => after(begun, paused),
			leadsTo: {
				pause: 'control-rescue go-on',
				stop: 'control-rescue stop',
				'go-on': 'control-rescue go-on',
				copy: 'copy',
				down: 'scrolls',
				'page-down': 'scrolls',
				back: 'closed',
			},
		},
		'that was stopped': {
			open: () => after(begun, ended('stopped')),
			leadsTo: {
				pause: 'says "pause/go on is not possible: it has ended."',
				stop: 'says "stop is not possible: it has ended."',
				'go-on': 'rescue, prepare-rescue',
				copy: 'copy',
				down: 'scrolls',
				'page-down': 'scrolls',
				back: 'closed',
			},
		},
		'that is done': {
			open: () => after(begun, ended('done')),
			leadsTo: {
				pause: 'says "pause/go on is not possible: it has ended."',
				stop: 'says "stop is not possible: it has ended."',
				'go-on': 'says "go on is not possible: nothing is left to send."',
				copy: 'copy',
				down: 'scrolls',
				'page-down': 'scrolls',
				back: 'closed',
			},
		},
	},
};
