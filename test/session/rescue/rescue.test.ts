import {describe, expect, test} from 'vitest';
import {
	askToRescue,
	beginRescue,
	noneProven,
	oneDiffers,
	preparedRescue,
	rescueResult,
	typeFile,
} from '../rescue-stage.js';
import {completionPlan, kinds, openAct, type Stage, stage, upload} from '../stage.js';

const dialog = ({state}: Stage) => {
	const open = state.dialog;
	if (open === undefined) throw new Error('no dialog is open');
	return open;
};
const word = (on: Stage) => {
	const open = dialog(on);
	return 'word' in open ? open.word : undefined;
};
const choice = (on: Stage) => {
	const open = dialog(on);
	return open.kind === 'rescue' ? open.prepared?.plan.choice : undefined;
};
const path = (on: Stage) => {
	const open = dialog(on);
	return open.kind === 'rescue-file' ? open.path.text : undefined;
};

describe('the file', () => {
	test('with the name of the key is offered, as long as nothing was typed', () => {
		const on = stage([upload('raw/tape.tar')]);
		expect(on.press('rescue')).toEqual([{type: 'suggest-file', folder: '', name: 'tape.tar'}]);
		on.tell({type: 'file-suggested', folder: '', path: 'tape.tar'});
		expect(path(on)).toBe('tape.tar');
		on.type('x');
		on.tell({type: 'file-suggested', folder: '', path: 'tape.tar'});
		expect(path(on)).toBe('tape.tarx');
	});

	test('what is typed is looked at; an answer for another text says nothing', () => {
		const on = stage();
		on.press('rescue');
		expect(on.type('/d')).toEqual([
			{type: 'see-path', typed: '/'},
			{type: 'see-path', typed: '/d'},
		]);
		const unfit = {kind: 'unfit', problem: 'It is a folder.'} as const;
		on.tell({type: 'path-seen', typed: '/', seen: unfit});
		expect(dialog(on)).not.toHaveProperty('seen');
		on.tell({type: 'path-seen', typed: '/d', seen: unfit});
		expect(dialog(on)).toMatchObject({seen: {kind: 'unfit'}});
		expect(kinds(on.press('compare'))).toEqual([]);
		expect(dialog(on)).toMatchObject({kind: 'rescue-file', problem: 'It is a folder.'});
	});

	test('enter before it is known what stands there goes on once it is', () => {
		const on = stage();
		on.press('rescue');
		on.type('/a');
		expect(kinds(on.press('compare'))).toEqual(['see-path']);
		const effects = on.tell({
			...{type: 'path-seen', typed: '/a'},
			seen: {kind: 'file', path: '/a', bytes: 1},
		});
		expect(effects).toMatchObject([{type: 'prepare-rescue', file: '/a'}]);
	});

	test('tab completes by one, and lists several', () => {
		const on = stage();
		on.press('rescue');
		on.type('/d');
		on.tell({
			type: 'path-completed',
			typed: '/d',
			completed: {text: '/data/', names: ['data/'], more: 0},
		});
		expect(path(on)).toBe('/data/');
		expect(dialog(on)).not.toHaveProperty('found');
		const several = {text: '/data/a', names: ['a.mov', 'ab/'], more: 3};
		on.tell({type: 'path-completed', typed: '/data/', completed: several});
		expect(dialog(on)).toMatchObject({
			path: {text: '/data/a'},
			found: {names: ['a.mov', 'ab/'], more: 3},
		});
		// One for a text that is gone by now.
		on.type('z');
		on.tell({type: 'path-completed', typed: '/data/', completed: several});
		expect(path(on)).toBe('/data/az');
	});

	test('the folder of the last one is where the next begins', () => {
		const on = stage();
		on.press('rescue');
		typeFile(on, '/data/tapes/a.mov');
		on.press('compare');
		on.press('back');
		expect(on.press('rescue')).toMatchObject([{type: 'suggest-file', folder: '/data/tapes/'}]);
		expect(path(on)).toBe('/data/tapes/');
	});

	test('a part size is asked for where the parts do not tell it', () => {
		const on = stage();
		askToRescue(on, preparedRescue(upload('a'), {sizes: [], digests: []}));
		expect(dialog(on)).toMatchObject({
			kind: 'rescue-file',
			focus: 'part-size',
			path: {text: '/data/a.mov'},
		});
		on.tell({
			...{type: 'path-seen', typed: '/data/a.mov'},
			seen: {kind: 'file', path: '/data/a.mov', bytes: 1},
		});
		on.type('0');
		on.press('compare');
		expect(dialog(on)).toMatchObject({problem: 'A size is needed, such as 64MiB.'});
		on.hit('backspace');
		on.type('8MiB');
		expect(on.press('compare')).toMatchObject([
			{type: 'prepare-rescue', partSize: 8 * 1024 * 1024},
		]);
	});
});

describe('the question', () => {
	test('is two buttons with the focus on cancel where nothing has to be said', () => {
		const on = stage();
		askToRescue(on);
		expect(dialog(on)).toMatchObject({kind: 'rescue', focus: 'cancel', word: undefined});
		expect(on.press('confirm')).toEqual([{type: 'stop-preparing'}]);
		expect(on.state.dialog).toBeUndefined();
	});

	test('asks by its own word for parts that differ and for those that nothing proves', () => {
		const on = stage();
		askToRescue(on, preparedRescue(upload('a'), oneDiffers));
		expect(word(on)?.wanted).toBe('replace');
		expect(choice(on)).toMatchObject({replaceDifferent: true, resendUnproven: false});
		on.press('back');
		askToRescue(on, preparedRescue(upload('a'), noneProven));
		expect(word(on)?.wanted).toBe('resend');
		on.type('resend');
		expect(on.press('confirm')).toMatchObject([{type: 'rescue', act: 1}]);
	});

	test('asks for the key where an object is replaced, and where somebody may be uploading', () => {
		const on = stage();
		const existing = {size: 9, etag: '"e"', lastModified: 0};
		askToRescue(on, preparedRescue(upload('a'), {existing}));
		expect(word(on)?.wanted).toBe('a');
		expect(choice(on)).toMatchObject({overwrite: true});
		on.press('back');
		askToRescue(on, preparedRescue(upload('a'), {quiet: 1000}));
		expect(word(on)?.wanted).toBe('a');
		expect(choice(on)).toMatchObject({includeActive: true});
		on.press('back');
		askToRescue(on, preparedRescue(upload('a'), {...oneDiffers, existing, quiet: 1000}));
		expect(word(on)).toMatchObject({wanted: 'replace a', ask: 'type replace and the key to go on'});
	});

	test('asks nothing where no word helps', () => {
		const on = stage();
		// A file that is shorter than what is there.
		askToRescue(on, preparedRescue(upload('a'), {size: 5 * 1024 * 1024}));
		expect(word(on)).toBeUndefined();
		on.press('next-choice');
		expect(kinds(on.press('confirm'))).toEqual(['stop-preparing']);
		expect(on.state.acts.acts).toEqual([]);
	});

	test('a plan of another upload is not shown', () => {
		const on = stage();
		askToRescue(on, preparedRescue(upload('b')));
		expect(dialog(on)).not.toHaveProperty('prepared');
	});
});

describe('a rescue', () => {
	test('is found again in the list of operations, and its end shows wherever one is', () => {
		const on = stage();
		beginRescue(on);
		on.press('back', 'acts', 'enter');
		expect(dialog(on)).toMatchObject({kind: 'rescue-act', act: 1});
		on.press('back');
		const effects = on.tell({type: 'rescue-ended', act: 1, result: rescueResult('done')});
		expect(on.state.notice).toMatchObject({tone: 'good', text: 'Rescue of a: done. A sentence.'});
		expect(kinds(effects)).toContain('forget-uploads');
	});

	test('that left parts has the list and the parts read anew, and goes on with r', () => {
		const on = stage();
		on.press('enter');
		on.tell({type: 'parts-loaded', screen: on.screen.id, plan: completionPlan(upload('a'))});
		beginRescue(on);
		const effects = on.tell({type: 'rescue-ended', act: 1, result: rescueResult('stopped')});
		expect(kinds(effects)).toEqual(['look-at-uploads', 'load-parts']);
		expect(on.press('go-on')).toMatchObject([{type: 'prepare-rescue', file: '/data/a.mov'}]);
	});

	test('of an upload that changed since is compared anew, and says what changed', () => {
		const on = stage();
		beginRescue(on);
		const changes = [{code: 'parts-came', partNumbers: [3]}] as never;
		const effects = on.tell({type: 'rescue-ended', act: 1, result: {kind: 'changed', changes}});
		expect(kinds(effects)).toEqual(['prepare-rescue']);
		expect(dialog(on)).toMatchObject({kind: 'rescue', changes});
		expect(on.state.acts.acts).toEqual([]);
	});

	test('that was completed leaves the parts of what is no more', () => {
		const on = stage();
		on.press('enter');
		on.tell({type: 'parts-loaded', screen: on.screen.id, plan: completionPlan(upload('a'))});
		beginRescue(on);
		on.tell({type: 'rescue-ended', act: 1, result: rescueResult('done')});
		on.press('back');
		expect(on.screen.kind).toBe('uploads');
	});
});

describe('is refused, with the words of other acts,', () => {
	test('where the connection is read-only', () => {
		const on = stage(undefined, {readOnly: true});
		expect(kinds(on.press('rescue'))).toEqual(['end-notice']);
		expect(on.state.notice?.text).toBe('rescue is not possible: this connection is read-only.');
	});

	test('where the key is not certain', () => {
		const on = stage([upload('a', {keyCertain: false})]);
		on.press('rescue');
		expect(on.state.dialog).toBeUndefined();
		expect(on.state.notice?.tone).toBe('bad');
	});

	test('while another act of the upload is under way, here or elsewhere', () => {
		const on = stage();
		beginRescue(on);
		on.press('back', 'rescue');
		expect(on.state.notice?.text).toBe(
			'An operation on this upload is under way: see ! for how it goes.',
		);
		const other = stage();
		other.tell({type: 'unsettled', acts: [openAct(upload('a'), 'complete', 'running')]});
		other.press('rescue');
		expect(other.state.notice?.text).toMatch(/^A Complete of this upload is under way/);
	});

	test('and no other act begins while it is under way', () => {
		const on = stage();
		beginRescue(on);
		for (const name of ['complete', 'abort']) {
			on.press('back', name);
			expect(on.state.dialog).toBeUndefined();
			expect(on.state.notice?.text).toMatch(/is under way/);
		}
	});
});
