import {stripVTControlCharacters} from 'node:util';
import {render} from 'ink-testing-library';
import {describe, expect, test} from 'vitest';
import {bodyRows} from '../../../source/session/frame/layout.js';
import {dialogViewOf} from '../../../source/ui/dialogs/registry.js';
import {ShownDialog} from '../../../source/ui/dialogs/shown.js';
import {PresentationContext} from '../../../source/ui/frame/presentation.js';
import {unicodeGlyphs} from '../../../source/ui/frame/theme.js';
import {type ListStage, listed, listStage} from '../../session/list-stage.js';
import {planOf} from '../../session/parts-stage.js';
import {abortPlan, bucket, completionPlan, now, upload} from '../../session/stage.js';
import {numbered} from '../../support/stage.js';
import {drawn, rowWith} from '../drawn.js';

const screen = (on: ListStage) => drawn(on).join('\n');
const day = 24 * 60 * 60_000;
const MiB = 1024 * 1024;

/** An upload in a list, and an abort of it asked for. */
function askedToAbort(key: string, liveness: 'stalled' | 'active', size = {}): ListStage {
	const on = listStage([listed(key)], size);
	on.keys('x');
	const plan = abortPlan(upload(key), liveness);
	const summary = {count: 3, bytes: 17 * MiB, lastPart: now - 10 * day, fingerprint: 1};
	on.tell({
		type: 'abort-prepared',
		plan: liveness === 'active' ? plan : {...plan, reading: {kind: 'read', summary}},
	});
	return on;
}

/** And a Complete of it. */
function askedToComplete(
	key: string,
	more: Parameters<typeof completionPlan>[1] = {},
	size = {},
): ListStage {
	const on = listStage([listed(key)], size);
	on.keys('c');
	on.tell({type: 'complete-prepared', plan: completionPlan(upload(key), more), changes: []});
	return on;
}

const asked = {
	Abort: (key: string, size = {}) => askedToAbort(key, 'stalled', size),
	Complete: (key: string, size = {}) => askedToComplete(key, {}, size),
};

describe.each(['Abort', 'Complete'] as const)('of one upload: %s', button => {
	const key = 'raw/写真/tape-0091.tar';

	test('names endpoint, bucket, whole key, id, age, parts and bytes; the focus is on Cancel', () => {
		const on = asked[button](key);
		const shown = drawn(on)
			.map(line => line.trim())
			.join('');
		for (const fact of ['http://127.0.0.1:9000', bucket, key, `id of ${key}`, '17,825,792 bytes'])
			expect(shown).toContain(fact);
		expect(shown).toContain('3 parts');
		expect(rowWith('initiated', drawn(on))).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ/);
		expect(screen(on)).toMatch(new RegExp(`▸ Cancel +${button}$`, 'm'));
		if (button === 'Abort') expect(shown).toMatch(/; the last one 10 d ago/);
		else {
			expect(shown).toMatch(/"[0-9a-f]{32}-3"/);
			expect(rowWith('there now', drawn(on))).toContain('nothing');
		}
		on.keys('enter');
		expect(on.state.acts.acts).toEqual([]);
		expect(on.state.dialog).toBeUndefined();
	});
});

describe.each([
	[60, 12],
	[80, 24],
])('at %i×%i what a confirmation names can be seen', (columns, rows) => {
	const size = {columns, rows};

	/** What shows up while one pages through the dialog; and the rows that stand at its end. */
	function seenIn(on: ListStage): {readonly seen: string; readonly last: string} {
		const seen = new Set<string>();
		const frame = () => (
			<PresentationContext
				value={{
					...{glyphs: unicodeGlyphs, scroll: on.state.scroll},
					onScrolled: to => void on.tell({type: 'scrolled', to}),
				}}
			>
				<ShownDialog
					state={on.state}
					dialog={on.state.dialog!}
					view={dialogViewOf(on.state.dialog!)}
					rows={on.rows}
					height={bodyRows(on.state, on.screen)}
				/>
			</PresentationContext>
		);
		const view = render(frame());
		const lines = () => stripVTControlCharacters(view.lastFrame() ?? '').split('\n');
		for (let pages = 0; pages < 40; pages++) {
			const before = seen.size;
			for (const line of lines()) if (!/[▸▾▴]/.test(line)) seen.add(line.trim());
			if (seen.size === before && pages > 0) break;
			on.keys('pagedown');
			view.rerender(frame());
		}
		const last = lines().join('\n');
		view.unmount();
		return {seen: [...seen].join(''), last};
	}

	test.each(['Abort', 'Complete'] as const)('of one upload: %s', button => {
		const key = `raw/${numbered('part-', 60).join('/')}/end.tar`;
		const {seen, last} = seenIn(asked[button](key, size));
		for (const fact of [bucket, key, `id of ${key}`, '17,825,792 bytes', '3 parts'])
			expect(seen).toContain(fact);
		expect(last).toMatch(new RegExp(`Cancel +${button} *$`, 'm'));
	});

	test('that it is active, and what to type', () => {
		const {seen, last} = seenIn(askedToAbort('live.mxf', 'active', size));
		expect(seen).toContain('ACTIVE');
		expect(last).toMatch(/type the key to go on:/);
	});

	test('what speaks against completing', () => {
		const on = listStage([listed('small.tar')], size);
		const parts = [1, 2, 3].map(number => [number, MiB] as const);
		const plan = planOf('small.tar', parts, {existing: {size: 5, etag: '"e"'}});
		on.keys('c');
		on.tell({type: 'complete-prepared', plan, changes: []});
		const {seen, last} = seenIn(on);
		expect(seen).toContain('too small');
		expect(seen).toContain('REPLACED');
		expect(last).toMatch(/type the key/);
	});
});

describe('what forbids it', () => {
	test('an object at the key: it is named, and without the typed key nothing is sent', () => {
		const on = askedToComplete('raw/tape.tar', {existing: {size: 5 * MiB, etag: '"e"'}});
		expect(rowWith('there now', drawn(on))).toContain('5,242,880 bytes');
		expect(screen(on)).toContain('REPLACED');
		on.keys('enter', 'tab', 'enter', 'enter', 'raw/tape.ta', 'enter');
		expect(on.state.acts.acts).toEqual([]);
		on.keys('esc');
		expect(on.state.dialog).toBeUndefined();
	});

	test('no parts', () => {
		const on = listStage([listed('a')]);
		on.keys('c');
		on.tell({type: 'complete-prepared', plan: planOf('a', []), changes: []});
		expect(screen(on)).toContain('No part has been uploaded');
	});
});

test('what is not possible while it is read is not said any more once it is', () => {
	const on = listStage([listed('a')]);
	on.keys('c', 'o');
	expect(screen(on)).toContain('options is not possible: the upload is being read.');
	on.tell({type: 'complete-prepared', plan: completionPlan(upload('a')), changes: []});
	expect(screen(on)).not.toContain('is not possible');
	on.keys('o');
	expect(screen(on)).toContain('Options of this Complete');
});

test('where a word has to be typed o is a letter of it, and ctrl-o opens the options', () => {
	const on = askedToComplete('raw/tape.tar', {existing: {size: 3, etag: '"e"'}});
	on.keys('o');
	expect(rowWith('type the key', drawn(on))).toMatch(/: o/);
	on.keys('ctrl-o');
	expect(screen(on)).toContain('Options of this Complete');
	on.keys('123456789012', 'tab', 'enter');
	const plan = completionPlan(upload('raw/tape.tar'), {existing: {size: 3, etag: '"e"'}});
	on.tell({type: 'complete-prepared', plan, changes: []});
	expect(screen(on)).toContain('must be account');
	expect(rowWith('type the key', drawn(on))).not.toMatch(/: o/);
});
