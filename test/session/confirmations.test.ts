import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Upload} from '../../source/multipart/upload.js';
import {
	abortPlan,
	askToComplete,
	bucket,
	completionPlan,
	kinds,
	openAct,
	type Stage,
	stage,
	upload,
} from './stage.js';

const a = upload('a');

/** Marks the uploads and asks to abort them; each was read as what stands beside it. */
function askToAbort(on: Stage, plans: ReturnType<typeof abortPlan>[]): void {
	on.mark(...plans.map(plan => plan.upload));
	on.press('abort');
	on.tell({type: 'abort-prepared', plans});
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
		askToAbort(abort, [abortPlan(a, 'stalled')]);
		expect(abort.state.dialog).toMatchObject({focus: 'cancel'});
		expect(kinds(abort.press('confirm'))).not.toContain('abort');
		expect(abort.state.dialog).toBeUndefined();
	});

	test('and comes back to it when the plan is made anew', () => {
		const on = stage();
		askToComplete(on, a);
		on.tell({type: 'complete-prepared', plan: completionPlan(a), changes: ['Part 4 came.']});
		expect(on.state.dialog).toMatchObject({focus: 'cancel'});
	});

	test('the other button sends, once', () => {
		const on = stage();
		askToComplete(on, a);
		expect(kinds(on.press('confirm'))).toEqual(['complete']);
	});

	test('Enter while it is still being read closes, and sends nothing', () => {
		const on = stage();
		on.press('complete');
		expect(kinds(on.press('next-choice', 'confirm'))).toEqual(['stop-preparing']);
		expect(on.state.dialog).toBeUndefined();
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
		['the bucket, to complete what got parts within the hour', 60_000, bucket],
		['nothing, to complete what is quiet', 2 * 60 * 60_000, undefined],
	])('%s', (_, quiet, wanted) => {
		const on = stage();
		on.press('complete');
		on.tell({type: 'complete-prepared', plan: completionPlan(a, {quiet}), changes: []});
		expect(word(on)).toBe(wanted);
	});

	test.each([
		['stalled', undefined],
		['idle', undefined],
		['empty', undefined],
		['gone', undefined],
		['active', bucket],
		['unknown', bucket],
	] as const)('to abort one that is %s: %s', (liveness, wanted) => {
		const on = stage();
		askToAbort(on, [abortPlan(a, liveness)]);
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
		askToAbort(abort, [abortPlan(a, 'stalled')]);
		expect(word(abort)).toBe('a');
		abort.type('a');
		expect(abort.press('confirm')).toMatchObject([{type: 'abort', keyTyped: true}]);
	});

	test.each(['', 'medi', 'mediaa', 'MEDIA', ' media', 'media '])(
		'exactly: "%s" does not go on, and Enter keeps what was typed',
		typed => {
			const on = stage();
			askToAbort(on, [abortPlan(a, 'active')]);
			on.type(typed);
			expect(kinds(on.press('confirm'))).not.toContain('abort');
			expect(on.state.dialog).toMatchObject({kind: 'abort', word: {line: {text: typed}}});
			expect(on.state.notice).toBeDefined();
		},
	);

	test('the right one goes on; Esc closes whatever is typed', () => {
		const on = stage();
		askToAbort(on, [abortPlan(a, 'active')]);
		on.type(bucket);
		on.press('back');
		expect(on.state.dialog).toBeUndefined();
		askToAbort(on, [abortPlan(a, 'active')]);
		on.type(bucket);
		expect(on.press('confirm')).toMatchObject([
			{type: 'abort', includeActive: true, includeUnknown: true},
		]);
	});
});

describe('a confirmation of several', () => {
	const all = ['active', 'idle', 'stalled', 'empty', 'unknown', 'gone', 'refused'] as const;

	test('covers what is dead or gone; never what lives, is unknown, or has no certain key', () => {
		const on = stage();
		const plans = all.map(liveness => abortPlan(upload(liveness), liveness));
		askToAbort(on, plans);
		expect(on.state.dialog).toMatchObject({word: {wanted: '4'}});
		on.type('4');
		expect(on.press('confirm')).toMatchObject([
			{
				type: 'abort',
				includeActive: false,
				includeUnknown: false,
				plans: ['idle', 'stalled', 'empty', 'gone'].map(key => ({target: {key}})),
			},
		]);
	});

	test('the count is that of what is aborted, not of what was marked', () => {
		const on = stage();
		askToAbort(on, [abortPlan(a, 'stalled'), abortPlan(upload('b'), 'active')]);
		on.type('2');
		expect(kinds(on.press('confirm'))).not.toContain('abort');
	});

	test('with nothing that may be aborted sends nothing, whatever is pressed', () => {
		const on = stage();
		askToAbort(on, [abortPlan(a, 'active'), abortPlan(upload('b'), 'unknown')]);
		on.type('0');
		expect(kinds(on.press('next-choice', 'confirm'))).not.toContain('abort');
	});

	test('i includes the active ones, never the unknown, and asks for the name of the bucket instead', () => {
		const on = stage();
		const plans = all.map(liveness => abortPlan(upload(liveness), liveness));
		askToAbort(on, plans);
		on.type('i');
		expect(on.state.dialog).toMatchObject({includeActive: true, word: {line: {text: ''}}});
		const {word} = on.state.dialog as {word: {wanted: string; ask: string}};
		expect(word.wanted).toBe(plans[0]?.target.bucket);
		expect(word.ask).toContain('active ones too');
		on.type('5');
		expect(kinds(on.press('confirm'))).not.toContain('abort');
		on.tell({type: 'edit', edit: {kind: 'backspace'}});
		on.type(word.wanted);
		expect(on.press('confirm')).toMatchObject([
			{
				type: 'abort',
				includeActive: true,
				includeUnknown: false,
				plans: ['active', 'idle', 'stalled', 'empty', 'gone'].map(key => ({target: {key}})),
			},
		]);
	});

	test('i works where nothing but active ones was chosen', () => {
		const on = stage();
		askToAbort(on, [abortPlan(a, 'active'), abortPlan(upload('b'), 'active')]);
		expect(on.state.dialog).not.toHaveProperty('word.wanted');
		on.press('include-active');
		expect(on.state.dialog).toHaveProperty('word.wanted');
	});

	test('for any mix: what is sent was named, and nothing that lives goes among several', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom(...all), {minLength: 2, maxLength: 12}), mix => {
				const on = stage();
				const plans = mix.map((liveness, at) => abortPlan(upload(`${at}`), liveness));
				askToAbort(on, plans);
				const dialog = on.state.dialog;
				const wanted = dialog && 'word' in dialog ? dialog.word?.wanted : undefined;
				if (wanted !== undefined) on.type(wanted);
				const sent = on
					.press('confirm')
					.flatMap(effect => (effect.type === 'abort' ? [effect] : []));
				const dead = plans.filter((_, at) =>
					['idle', 'stalled', 'empty', 'gone'].includes(mix[at] ?? ''),
				);
				expect(sent.flatMap(effect => effect.plans)).toEqual(dead);
				expect(sent.every(effect => !effect.includeActive && !effect.includeUnknown)).toBe(true);
				expect(wanted ?? '0').toBe(String(dead.length));
			}),
		);
	});
});

test('without marks the act is on the row under the cursor, with marks on those', () => {
	const on = stage();
	on.press('down');
	expect(on.press('abort')).toMatchObject([{type: 'prepare-abort', uploads: [{key: 'b'}]}]);
	on.press('back');
	on.mark(upload('c'), a);
	expect(on.press('abort')).toMatchObject([
		{type: 'prepare-abort', uploads: [{key: 'c'}, {key: 'a'}]},
	]);
});

describe('refused before anything is read', () => {
	const uncertain: Upload = upload('odd', {keyCertain: false});

	test('on a read-only connection, with the reason, several too', () => {
		for (const command of ['complete', 'abort'] as const) {
			const on = stage(undefined, {readOnly: true});
			expect(on.press(command)).toEqual([]);
			expect(on.state.dialog).toBeUndefined();
			expect(on.state.notice).toMatchObject({
				tone: 'bad',
				text: expect.stringContaining('read-only'),
			});
			on.mark(a, upload('b'));
			expect(on.press('abort')).toEqual([]);
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
