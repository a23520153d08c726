import {describe, expect, test} from 'vitest';
import {unicodeGlyphs} from '../../../source/ui/frame/theme.js';
import {lateFile} from '../../../source/ui/late/late-file.js';
import {isForUnseen, isUnseen, unseenLines} from '../../../source/ui/late/unseen.js';
import {stage} from '../../session/stage.js';

const reading = {kind: 'reading'} as const;
const here = {kind: 'here', holds: {}} as const;
const failed = {kind: 'failed', problem: "Cannot find module './views-X.js'\u{1b}[31m"} as const;

describe('a file that is read late', () => {
	test('is read once, and those who wait are told', async () => {
		let reads = 0;
		const file = lateFile(async () => ++reads);
		const heard: string[] = [];
		file.subscribe(() => heard.push(file.now().kind));
		expect(file.now()).toEqual({kind: 'reading'});
		await Promise.all([file.read(), file.read()]);
		expect(file.now()).toEqual({kind: 'here', holds: 1});
		expect(heard).toEqual(['here']);
	});

	test('that cannot be read says why, and ends nothing', async () => {
		const file = lateFile(() =>
			Promise.reject(new Error('no such file\nRequire stack:\n- cli.js')),
		);
		await file.read();
		expect(file.now()).toEqual({kind: 'failed', problem: 'no such file'});
	});
});

describe('a dialog or a screen whose file is not there', () => {
	const on = stage();
	const list = on.state;
	on.press('abort');
	const asking = on.state;

	test('is not seen; a list that the program begins with always is', () => {
		expect(isUnseen(list, reading)).toBe(false);
		expect(isUnseen(asking, reading)).toBe(true);
		expect(isUnseen(asking, here)).toBe(false);
	});

	test('takes every key while it is read, and none but the way out where it cannot be', () => {
		expect(isForUnseen(asking, false, reading)).toBe(false);
		expect(isForUnseen(asking, false, failed)).toBe(true);
		expect(isForUnseen(asking, true, failed)).toBe(false);
		expect(isForUnseen(list, false, failed)).toBe(false);
	});

	test('is an error in words, safe for the terminal', () => {
		expect(unseenLines(80, unicodeGlyphs, reading)).toEqual([]);
		const text = unseenLines(60, unicodeGlyphs, failed)
			.map(row => row.map(each => each.text).join(''))
			.join('\n');
		expect(text).toContain('partway cannot read one of its files');
		expect(text).toContain('esc goes back');
		expect(text).not.toContain('\u{1b}');
	});
});
