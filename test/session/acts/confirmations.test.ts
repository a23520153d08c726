import {describe, expect, test} from 'vitest';
import type {AbortSelection} from '../../../source/multipart/abort-selection.js';
import {replan} from '../../../source/multipart/completion/completion.js';
import type {Upload} from '../../../source/multipart/upload.js';
import {
	abortPlan,
	abortResult,
	askToComplete,
	bucket,
	completionPlan,
	kinds,
	now,
	openAct,
	type Stage,
	selectionOf,
	stage,
	upload,
} from '../stage.js';

const a = upload('a');
const day = 24 * 60 * 60_000;

/** Asks to abort an upload, which was read as what the plan says. */
function askToAbort(on: Stage, plan: ReturnType<typeof abortPlan>): void {
	on.mark(plan.upload);
	on.press('abort');
	on.tell({type: 'abort-prepared', plan});
}

/** Asks to abort these of `named` that were marked. */
function askToAbortMany(on: Stage, selection: AbortSelection, named = 5): void {
	on.mark(...Array.from({length: named}, (_, at) => upload(`${at}`)));
	on.press('abort');
	on.tell({type: 'run-planned', hidden: 0, selection});
}

describe('the focus is on Cancel', () => {
	test('so that Enter alone sends nothing', () => {
		const complete = stage();
		complete.press('complete');
		complete.tell({type: 'complete-prepared', plan: completionPlan(a), changes: []});
		expect(complete.state.dialog).toMatchObject({focus: 'cancel'});
		expect(kinds(complete.press('confirm'))).not.toContain('complete');
		expect(complete.state.dialog).toBeUndefined();

		const abort = stage();
		askToAbort(abort, abortPlan(a, 'stalled'));
		expect(abort.state.dialog).toMatchObject({focus: 'cancel'});
		expect(kinds(abort.press('confirm'))).not.toContain('abort');
		expect(abort.state.dialog).toBeUndefined();
	});

	test('and comes back to it when the plan is made anew', () => {
		const on = stage();
		askToComplete(on, a);
		const changes = [{code: 'landed', partNumbers: [4]}] as const;
		on.tell({type: 'complete-prepared', plan: completionPlan(a), changes});
		expect(on.state.dialog).toMatchObject({focus: 'cancel'});
	});

	test('the other button sends, once', () => {
		const on = stage();
		askToComplete(on, a);
		expect(kinds(on.press('confirm'))).toEqual(['complete']);
	});

	test('a plan of another upload is not shown', () => {
		const b = upload('b');
		const complete = stage();
		complete.press('complete');
		complete.tell({type: 'complete-prepared', plan: completionPlan(b), changes: []});
		expect(complete.state.dialog).toMatchObject({kind: 'complete', target: {key: 'a'}});
		expect(complete.state.dialog).not.toHaveProperty('plan');

		const abort = stage();
		abort.press('abort');
		abort.tell({type: 'abort-prepared', plan: abortPlan(b, 'stalled')});
		expect(abort.state.dialog).toMatchObject({kind: 'abort', target: {key: 'a'}});
		expect(abort.state.dialog).not.toHaveProperty('plan');
	});

	test('Enter sends nothing once there is trouble with it, wherever the focus is', () => {
		const complete = stage();
		askToComplete(complete, a);
		complete.tell({type: 'act-refused', trouble: 'It is gone.'});
		expect(kinds(complete.press('confirm'))).toEqual(['stop-preparing']);

		const abort = stage();
		askToAbort(abort, abortPlan(a, 'stalled'));
		abort.press('next-choice');
		expect(abort.state.dialog).toMatchObject({focus: 'go'});
		abort.tell({type: 'act-refused', trouble: 'It is gone.'});
		expect(kinds(abort.press('confirm'))).toEqual(['stop-preparing']);
		expect(abort.state.dialog).toBeUndefined();
	});

	test('Enter while it is still being read closes, and sends nothing', () => {
		const on = stage();
		on.press('complete');
		expect(kinds(on.press('next-choice', 'confirm'))).toEqual(['stop-preparing']);
		expect(on.state.dialog).toBeUndefined();
	});
});

describe('y has the command that does the same, and leads back to the question', () => {
	const commands = (on: Stage) =>
		on.state.dialog?.kind === 'copy' ? on.state.dialog.items.map(({value}) => value) : [];

	test('to complete: with the parts that are chosen, and what is agreed to', () => {
		const on = stage();
		on.press('complete');
		const existing = {size: 5, etag: '"e"'};
		const plan = completionPlan(a, {existing});
		on.tell({type: 'complete-prepared', plan: replan(plan, {excluded: new Set([1])}), changes: []});
		on.press('copy');
		const [ours, theirs] = commands(on);
		expect(ours).toMatch(
			/^partway complete s3:\/\/media\/a --upload-id 'id of a' --parts 2-3 --overwrite /,
		);
		expect(theirs).toMatch(/^aws s3api complete-multipart-upload .* --multipart-upload file:/);
		expect(on.press('enter')).toMatchObject([{type: 'copy', value: ours}]);
		expect(on.state.dialog?.kind).toBe('complete');
		on.press('copy', 'back');
		expect(on.state.dialog?.kind).toBe('complete');
	});

	test.each([
		['stalled', /^partway abort s3:\/\/media\/a --upload-id 'id of a' --(?!include)/],
		['active', /^partway abort s3:\/\/media\/a --upload-id 'id of a' --include-active /],
	] as const)('to abort one that is %s', (liveness, wanted) => {
		const on = stage();
		askToAbort(on, abortPlan(a, liveness));
		on.press('copy');
		expect(commands(on)).toEqual([
			expect.stringMatching(wanted),
			expect.stringMatching(/^aws s3api abort-multipart-upload /),
		]);
	});
});

describe('what blocks a Complete', () => {
	test.each([
		['a part too small for AWS', completionPlan(a, {sizes: [1, 8]})],
		['no parts', completionPlan(a, {sizes: []})],
	])('%s: no key sends it', (_, plan) => {
		const on = stage();
		on.press('complete');
		on.tell({type: 'complete-prepared', plan, changes: []});
		const effects = on.press('next-choice', 'confirm', 'confirm');
		expect(kinds(effects)).not.toContain('complete');
	});
});

describe('a word has to be typed', () => {
	const word = (on: Stage) =>
		on.state.dialog && 'word' in on.state.dialog ? on.state.dialog.word?.wanted : undefined;

	test.each([
		['the key, to complete what got parts within the hour', {quiet: 60_000}, 'a'],
		['nothing, to complete what is quiet', {quiet: 2 * 60 * 60_000}, undefined],
		['the key, to complete what has no dates', {dated: false}, 'a'],
		['the key, to complete what was initiated within the hour', {initiated: now - 60_000}, 'a'],
		['the key, as active by the thresholds', {quiet: 2 * day, activeWithin: 3 * day}, 'a'],
		['nothing, as quiet by the thresholds', {quiet: 60_000, activeWithin: 30_000}, undefined],
	])('%s', (_, more, wanted) => {
		const on = stage();
		on.press('complete');
		on.tell({type: 'complete-prepared', plan: completionPlan(a, more), changes: []});
		expect(word(on)).toBe(wanted);
		if (wanted === undefined) return;
		on.type(bucket);
		expect(kinds(on.press('confirm', 'next-choice', 'confirm'))).not.toContain('complete');
		on.hit('ctrl-u');
		on.type(wanted);
		expect(on.press('confirm')).toMatchObject([{type: 'complete', keyTyped: false}]);
	});

	test.each([
		['stalled', undefined],
		['idle', undefined],
		['empty', undefined],
		['gone', undefined],
		['active', 'a'],
		['unknown', 'a'],
	] as const)('to abort one that is %s: %s', (liveness, wanted) => {
		const on = stage();
		askToAbort(on, abortPlan(a, liveness));
		expect(word(on)).toBe(wanted);
	});

	test('the key, to replace what is there; nothing less sends it', () => {
		const on = stage();
		on.press('complete');
		const plan = completionPlan(a, {existing: {size: 5, etag: '"e"'}});
		on.tell({type: 'complete-prepared', plan, changes: []});
		expect(word(on)).toBe('a');
		expect(kinds(on.press('confirm', 'next-choice', 'confirm'))).not.toContain('complete');
		on.type('a');
		expect(kinds(on.press('confirm'))).toEqual(['complete']);
	});

	test('the key once, to replace what is there of an upload that is active', () => {
		const on = stage();
		on.press('complete');
		const plan = completionPlan(a, {existing: {size: 5, etag: '"e"'}, quiet: 1000});
		on.tell({type: 'complete-prepared', plan, changes: []});
		on.type('a');
		expect(on.press('confirm')).toMatchObject([{type: 'complete', plan: {overwrite: true}}]);
	});

	test('the key, after an act that has probably failed', () => {
		const on = stage();
		on.tell({type: 'unsettled', acts: [openAct(a, 'complete', 'probably-failed')]});
		on.press('complete');
		on.tell({type: 'complete-prepared', plan: completionPlan(a), changes: []});
		expect(word(on)).toBe('a');
		on.type('a');
		expect(on.press('confirm')).toMatchObject([{type: 'complete', keyTyped: true}]);

		const abort = stage();
		abort.tell({type: 'unsettled', acts: [openAct(a, 'complete', 'probably-failed')]});
		askToAbort(abort, abortPlan(a, 'stalled'));
		expect(word(abort)).toBe('a');
		abort.type('a');
		expect(abort.press('confirm')).toMatchObject([{type: 'abort', keyTyped: true}]);
	});

	test.each(['', bucket, 'aa', 'A', ' a', 'a '])(
		'exactly: "%s" does not go on, and Enter keeps what was typed',
		typed => {
			const on = stage();
			askToAbort(on, abortPlan(a, 'active'));
			on.type(typed);
			expect(kinds(on.press('confirm'))).not.toContain('abort');
			expect(on.state.dialog).toMatchObject({kind: 'abort', word: {line: {text: typed}}});
			expect(on.state.notice).toBeDefined();
		},
	);

	test('the right one goes on; Esc closes whatever is typed', () => {
		const on = stage();
		askToAbort(on, abortPlan(a, 'active'));
		on.type('a');
		on.press('back');
		expect(on.state.dialog).toBeUndefined();
		askToAbort(on, abortPlan(a, 'active'));
		on.type('a');
		expect(on.press('confirm')).toMatchObject([
			{type: 'abort', plan: {target: {key: 'a'}}, keyTyped: false},
		]);
	});
});

describe('a confirmation of several', () => {
	const two = [a, upload('b')];
	const started = (effects: ReturnType<Stage['press']>) =>
		effects.flatMap(effect => (effect.type === 'start-run' ? [effect.plan] : []));
	const word = (on: Stage) =>
		on.state.dialog && 'word' in on.state.dialog ? on.state.dialog.word?.wanted : undefined;

	test('asks for the count of what is aborted, not of what was marked', () => {
		const on = stage();
		askToAbortMany(on, selectionOf(two, {active: 2, unknown: 1}));
		expect(word(on)).toBe('2');
		on.type('5');
		expect(started(on.press('confirm'))).toEqual([]);
		on.hit('backspace');
		on.type('2');
		expect(started(on.press('confirm'))).toMatchObject([
			{bucket, uploads: [{key: 'a'}, {key: 'b'}]},
		]);
	});

	test('asks for the name of the bucket when it is all of it, and only then', () => {
		const all = stage();
		askToAbortMany(all, selectionOf(['a', 'b', 'c'].map(key => upload(key))), 3);
		expect(word(all)).toBe(bucket);
		const most = stage();
		askToAbortMany(most, selectionOf(two, {active: 1}), 3);
		expect(word(most)).toBe('2');
	});

	test('with nothing that may be aborted sends nothing, whatever is pressed', () => {
		const on = stage();
		askToAbortMany(on, selectionOf([], {active: 2}));
		on.type('0');
		expect(started(on.press('next-choice', 'confirm'))).toEqual([]);
	});

	test('i plans anew with the active ones, and asks for another word', () => {
		const on = stage();
		askToAbortMany(on, selectionOf(two, {active: 1}));
		expect(on.type('i')).toMatchObject([{type: 'plan-run', includeActive: true}]);
		expect(word(on)).toBe('2');
		const three = selectionOf([...two, upload('live')], {active: 1, activeTaken: true});
		on.tell({type: 'run-planned', hidden: 0, selection: three});
		expect(word(on)).toBe('3 active');
		on.type('3');
		expect(started(on.press('confirm'))).toEqual([]);
		on.type(' active');
		expect(started(on.press('confirm'))).toHaveLength(1);
	});

	test('i is heard where everything is marked and active ones are left out', () => {
		const on = stage();
		askToAbortMany(on, selectionOf(two, {active: 1}), 3);
		expect(on.state.dialog).toMatchObject({isEverything: true});
		expect(on.type('i')).toMatchObject([{type: 'plan-run', includeActive: true}]);
	});

	test('i is a letter like any other where no active one is left out', () => {
		const on = stage();
		askToAbortMany(on, selectionOf(two));
		expect(on.type('i')).toEqual([]);
		expect(on.state.dialog).toMatchObject({word: {line: {text: 'i'}}});
	});

	test('closed while it is planned it does not come back', () => {
		const on = stage();
		on.mark(...two);
		on.press('abort');
		expect(kinds(on.press('back'))).toEqual(['stop-preparing']);
		const before = on.state;
		on.tell(
			{type: 'run-planned', hidden: 0, selection: selectionOf(two)},
			{type: 'run-planning', read: 1, toRead: 2},
		);
		expect(on.state).toEqual(before);
	});
});

test('emptying asks for the name of the bucket, and nothing less', () => {
	const on = stage();
	on.press('empty-bucket');
	expect(on.state.dialog).toMatchObject({kind: 'empty-bucket', word: {wanted: bucket}});
	expect(kinds(on.press('confirm'))).not.toContain('start-emptying');
	on.type(bucket);
	expect(on.press('confirm')).toMatchObject([{type: 'start-emptying', bucket}]);
});

test('an upload that moved is asked for again, with why nothing was sent', () => {
	const on = stage();
	askToAbort(on, abortPlan(a, 'stalled'));
	on.press('next-choice', 'confirm');
	const effects = on.tell({type: 'abort-ended', act: 1, result: abortResult(a, 'left-alone')});
	expect(effects).toMatchObject([{type: 'prepare-abort', upload: {key: 'a'}}]);
	expect(on.state.dialog).toMatchObject({kind: 'abort', moved: 'A sentence.', focus: 'cancel'});
});

test('without marks the act is on the row under the cursor, with marks on those', () => {
	const on = stage();
	on.press('down');
	expect(on.press('abort')).toMatchObject([{type: 'prepare-abort', upload: {key: 'b'}}]);
	on.press('back');
	on.mark(upload('c'), a);
	expect(on.press('abort')).toMatchObject([{type: 'plan-run', source: {kind: 'marked'}}]);
});

describe('refused before anything is read', () => {
	const uncertain: Upload = upload('odd', {keyCertain: false});

	test('on a read-only connection, with the reason, several too', () => {
		for (const name of ['complete', 'abort', 'empty-bucket']) {
			const on = stage(undefined, {readOnly: true});
			for (const marked of [[], [a, upload('b')]]) {
				on.mark(...marked);
				expect(kinds(on.press(name))).toEqual(['end-notice']);
				expect(on.state.dialog).toBeUndefined();
				expect(on.state.notice?.text).toMatch(/is not possible: .* read-only\.$/);
			}
		}
	});

	test('for a key that is not certain', () => {
		for (const command of ['complete', 'abort'] as const) {
			const on = stage([uncertain]);
			expect(on.press(command)).toEqual([]);
			expect(on.state.notice?.text).toContain('key');
		}
	});
});
