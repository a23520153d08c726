import type {Finding} from '../../multipart/completion/finding.js';
import {partIn, rowOfNumber} from '../../multipart/part-rows.js';
import {findingWords} from '../../text/plan/finding-words.js';
import {startAbort} from '../acts/abort-dialog.js';
import {startComplete} from '../acts/complete-dialog.js';
import {whyNoActsHere} from '../acts/rights.js';
import {bucketsKey} from '../buckets/buckets.js';
import type {PartsScreen, SessionState} from '../core/state.js';
import {type Step, step, stepOn} from '../core/step.js';
import {askToCopy} from '../dialogs/copy.js';
import {copyItemsOfParts} from '../dialogs/copy-items.js';
import {withNotice} from '../frame/notice.js';
import {type Keys, key} from '../keys/binding.js';
import {startRescue} from '../rescue/file-dialog.js';
import {partsReread, uploadOf, withPosition} from './open.js';
import {leaveAllOut, leaveOut, rangeEnd} from './part-choice.js';
import {exportForm, importForm} from './parts-file-form.js';
import {rowsOf} from './parts-rows.js';

const act = {priority: 1, needsOwnKeypress: true, dangerous: true, disabled: whyNoActsHere};

/** Why nothing can be done with the parts; undefined when they are known. */
const disabled = (_: SessionState, {plan}: PartsScreen) =>
	plan === undefined ? 'the parts are not read' : undefined;

/** The keys of the parts of one upload. */
export const partsKeys: Keys<PartsScreen> = {
	complete: key(
		'c',
		'complete',
		'Complete this upload: shows what it makes, then asks',
		(state, screen: PartsScreen) =>
			startComplete(state, screen.target.bucket, uploadOf(screen), screen.plan?.excluded),
		act,
	),
	abort: key(
		'x',
		'abort',
		'Abort this upload: asks first',
		(state, screen: PartsScreen) => startAbort(state, screen.target.bucket, uploadOf(screen)),
		act,
	),
	rescue: key(
		'R',
		'rescue',
		'Finish this upload from a local file: compares what is there, sends what is missing, asks first',
		(state, screen: PartsScreen) => startRescue(state, screen.target.bucket, uploadOf(screen)),
		{...act, priority: 5},
	),
	'leave-out': key(
		'space',
		'leave out',
		'Leave the part, or the range, out of the object; again includes it',
		leaveOut,
		{priority: 3, disabled},
	),
	'leave-out-range': key('v', 'range', 'Begin a range of parts here, or end it', rangeEnd, {
		priority: 7,
		disabled,
	}),
	'leave-out-all': key('*', 'all', 'Include all parts again, or leave all out', leaveAllOut, {
		priority: 6,
		disabled,
	}),
	'export-parts': key(
		'e',
		'export',
		'Write the parts file that aws s3api complete-multipart-upload takes',
		(state, screen) => step({...state, dialog: exportForm(screen)}),
		{priority: 8, disabled},
	),
	'import-parts': key(
		'i',
		'import',
		'Read a parts file: compare it with what is there, and leave out what it does not name',
		(state, screen) => step({...state, dialog: importForm(screen)}),
		{priority: 8, disabled},
	),
	'next-problem': key(
		'n',
		'next problem',
		'Jump to the next part with a problem, and say what it is',
		nextProblem,
		{priority: 4, disabled: whyNoProblem},
	),
	copy: key(
		'y',
		'copy',
		'Copy the key, the upload id, an ETag or a command',
		(state, screen) =>
			askToCopy(
				state,
				copyItemsOfParts(state, screen.target, partIn(rowsOf(screen)[screen.cursor.position])),
			),
		{priority: 4},
	),
	refresh: key(
		'r',
		'refresh',
		'Read the parts again',
		(state, screen) => partsReread(state, screen),
		{
			priority: 2,
			needsOwnKeypress: true,
		},
	),
	buckets: bucketsKey,
};

/** Moves the cursor to the next part that a finding speaks of, round the end. */
function nextProblem(state: SessionState, screen: PartsScreen): Step {
	const problems = problemsByRow(screen);
	const positions = [...problems.keys()].sort((one, other) => one - other);
	const position = positions.find(at => at > screen.cursor.position) ?? positions[0]!;
	const [there] = stepOn(state, withPosition(state, screen, position));
	return withNotice(there, findingWords(problems.get(position)!));
}

function whyNoProblem(state: SessionState, screen: PartsScreen): string | undefined {
	return (
		disabled(state, screen) ??
		(problemsByRow(screen).size === 0 ? 'no part has a problem' : undefined)
	);
}

/** What is wrong with each row that has a problem: the worst finding comes first. */
function problemsByRow(screen: PartsScreen): ReadonlyMap<number, Finding> {
	const rows = rowsOf(screen);
	const problems = new Map<number, Finding>();
	for (const finding of screen.plan?.findings ?? [])
		if (finding.level !== 'notes')
			for (const number of finding.partNumbers) {
				const at = rowOfNumber(rows, number);
				if (at < rows.length && !problems.has(at)) problems.set(at, finding);
			}
	return problems;
}
