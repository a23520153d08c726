import {describe, expect, test} from 'vitest';
import {drawn} from '../ui/drawn.js';
import {bucket, type Stage, selectionOf, stage, upload} from './stage.js';

const flink = 'out/part-4005733d-a830-4323-8291-8866de98b582-0';
const two = [upload('a'), upload('b')];
const held = upload(flink);

const screen = (on: Stage) => drawn(on).join(' ').replace(/\s+/g, ' ');

describe('an abort of many', () => {
	/** Two and a held one are marked, and the plan came. */
	function asked(more: object = {}): Stage {
		const on = stage([...two, held]);
		on.mark(...two, held);
		on.press('abort');
		on.tell({
			type: 'run-planned',
			hidden: 0,
			selection: selectionOf(two, {heldBy: {flink: 1}, ...more}),
		});
		return on;
	}

	test('says who holds what is left out; its key plans anew with it, and keeps the active ones', () => {
		const on = asked({active: 1, activeTaken: true});
		expect(screen(on)).toContain('1 held by flink (H includes them)');
		expect(on.press('include-held')).toMatchObject([
			{type: 'plan-run', includeActive: true, includeHeld: true},
		]);
	});

	test('including active ones covers no held one', () => {
		expect(asked({active: 1}).press('include-active')).toMatchObject([
			{type: 'plan-run', includeActive: true, includeHeld: false},
		]);
	});

	test('names held ones, what is lost, and a word of their own', () => {
		const on = asked();
		const [a, b] = selectionOf(two).uploads;
		const taken = {...selectionOf([held]).uploads[0]!, maker: 'flink'};
		const selection = {...selectionOf(two), uploads: [a!, b!, taken]};
		on.tell({
			type: 'run-planned',
			hidden: 0,
			selection: {...selection, heldBy: {flink: 1}, heldTaken: true},
		});
		const shown = screen(on);
		expect(shown).toContain(
			'1 of them IS HELD OPEN ON PURPOSE by flink. A job that writes it fails',
		);
		expect(shown).not.toContain('H includes them');
		on.type(bucket);
		expect(on.press('confirm')).toMatchObject([{type: 'end-notice'}]);
		on.type(' held');
		expect(on.press('confirm')).toMatchObject([
			{type: 'start-run', plan: {uploads: [{}, {}, {maker: 'flink'}]}},
			// What is left out is not to be taken for chosen again.
			{type: 'clear-marks', screen: on.screen.id},
		]);
	});
});

describe('an abort of many that several hold', () => {
	const makers = [
		'flink',
		'flink',
		'spark',
		'hadoop',
		'registry',
		'kafka-connect',
		'elasticsearch',
	];

	function asked(more: object): Stage {
		const on = stage([...two]);
		on.mark(...two);
		on.press('abort');
		const [taken] = selectionOf([held]).uploads;
		const uploads = makers.map(maker => ({...taken!, maker}));
		on.tell({
			type: 'run-planned',
			hidden: 0,
			selection: {...selectionOf(two), uploads, heldTaken: true, ...more},
		});
		return on;
	}

	test('says in one line who holds how many, and above the keys what each loses', () => {
		const on = asked({heldUnseen: 0});
		expect(screen(on)).toContain(
			'7 of them ARE HELD OPEN ON PURPOSE: flink 2 · spark 1 · hadoop 1 · registry 1 · kafka-connect 1 · elasticsearch 1',
		);
		expect(screen(on)).not.toContain('by flink. A job');
		expect(screen(on)).toContain('kafka-connect: The connector');
	});

	test('says which may be held, taken or left out', () => {
		expect(screen(asked({heldUnseen: 3}))).toContain('3 of them, which tusd may hold.');
		expect(screen(asked({heldUnseen: 3, heldTaken: false}))).toContain(
			'3 which tusd may hold (H includes them)',
		);
	});
});

describe('an emptying', () => {
	test('leaves what is held, and says so', () => {
		const on = stage([...two, held]);
		on.press('empty-bucket');
		expect(screen(on)).toContain(
			'left out: what a program holds open on purpose, tusd by its <key>.info (shift-tab includes them)',
		);
		on.type(bucket);
		expect(on.press('confirm')).toMatchObject([{type: 'start-emptying', includesHeld: false}]);
	});

	test('covers it once that is chosen, and another word is typed', () => {
		const on = stage([...two, held]);
		on.press('empty-bucket', 'cover-held');
		expect(screen(on)).toContain('What is HELD OPEN ON PURPOSE is aborted, too');
		on.type(bucket);
		expect(on.press('confirm')).toMatchObject([{type: 'end-notice'}]);
		on.type(' held');
		expect(on.press('confirm')).toMatchObject([{type: 'start-emptying', includesHeld: true}]);
	});

	test('that was killed goes on with what it was to cover', () => {
		const on = stage([...two, held]);
		on.press('empty-bucket', 'cover-held', 'cover-held');
		expect(on.state.dialog).toMatchObject({includesHeld: false, word: {wanted: bucket}});
	});
});

test('the screen of its parts says who holds an upload', () => {
	const on = stage([held, ...two]);
	on.press('enter');
	expect(on.screen.kind).toBe('parts');
	expect(screen(on)).toContain('held by flink');
});
