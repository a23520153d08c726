import {stripVTControlCharacters} from 'node:util';
import {render} from 'ink-testing-library';
import {describe, expect, test} from 'vitest';
import type {DialogKind} from '../../../source/session/dialogs/dialog.js';
import {cellsOf} from '../../../source/terminal/cells.js';
import {dialogViewOf} from '../../../source/ui/dialogs/registry.js';
import {ShownDialog} from '../../../source/ui/dialogs/shown.js';
import {type Case, cases} from '../../session/dialogs/cases.js';

/** A dialog as it is drawn in a terminal of that size. */
function drawn({open}: Case, columns: number, height: number): readonly string[] {
	const {state, rows} = open();
	const {dialog} = state;
	if (dialog === undefined) throw new Error('no dialog is open');
	const view = render(
		<ShownDialog
			state={{...state, size: {columns, rows: height + 4}}}
			dialog={dialog}
			view={dialogViewOf(dialog)}
			rows={rows}
			height={height}
		/>,
	);
	// Other tests of the same worker may have turned colours on.
	const frame = stripVTControlCharacters(view.lastFrame() ?? '');
	view.unmount();
	return frame.split('\n');
}

/** What the first row that is not empty begins with. */
const titles: Readonly<Record<DialogKind, RegExp>> = {
	complete: /^Complete this upload\?|^This upload cannot be completed\./,
	abort: /^Abort this upload\?/,
	'abort-many': /^Abort \d+ uploads\?/,
	'empty-bucket': /^ABORT \d+ uploads: /,
	run: /Aborting|Paused|^Ended/,
	'resume-run': /^Go on with the abort of 9 uploads\?/,
	act: /Completing|Aborting|Done|Failed/,
	'change-rule': /^Remove this rule from the bucket\?|^Add this rule to the bucket\?/,
	'rules-act': /Adding the rule/,
	rule: /^A rule of the bucket/,
	acts: /^Operations/,
	'make-public': /^Let everybody read this object\?/,
	'past-act': /^. Complete|^Complete/,
	'close-act': /^Close this Complete by hand\?/,
	'roll-up': /Group the uploads by/,
	'read-more': /^Read the parts of all uploads\?/,
	discard: /^Close without saving\?/,
	'measure-all': /^Measure 1 bucket\?/,
	form: /^Open an upload by key and id/,
	test: /^Test of own:one|^Test of one, as typed/,
	'remove-connection': /^Remove the connection one\?/,
	copy: /^Copy/,
	rescue: /^Comparing|^Send what is missing/,
	'rescue-file': /^Finish this upload from a local file/,
	'rescue-act': /Reading parts and object|Done|Stopped/,
	text: /^The parts file and the service/,
};

describe.each(Object.entries(cases))('the dialog %s', (kind, situations) => {
	const [first] = Object.values<Case>(situations);
	if (first === undefined) throw new Error('a dialog without a situation');

	test('is drawn under its title', () => {
		const title = drawn(first, 100, 30).find(row => row.trim() !== '');
		expect(title?.trim()).toMatch(titles[kind as DialogKind]);
	});

	test('fits a small terminal', () => {
		const rows = drawn(first, 60, 8);
		expect(rows.length).toBeLessThanOrEqual(8);
		expect(Math.max(...rows.map(cellsOf))).toBeLessThanOrEqual(60);
	});
});
