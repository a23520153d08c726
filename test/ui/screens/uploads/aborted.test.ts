import {expect, test} from 'vitest';
import {uploadIdentity} from '../../../../source/multipart/upload.js';
import {abortedCount} from '../../../../source/session/abort-run/aborted.js';
import {bucket, runFacts, type Stage, selectionOf, stage, upload} from '../../../session/stage.js';
import {drawn} from '../../drawn.js';

const [a, b, c] = [upload('logs/a'), upload('logs/b'), upload('c')];

/** On the list of three, of which a run aborts two. */
function running(columns: number): Stage {
	const on = stage([a, b, c]);
	on.tell({type: 'resized', columns, rows: 24});
	on.mark(a, b);
	on.press('abort');
	on.tell({type: 'run-planned', hidden: 0, selection: selectionOf([a, b])});
	on.type('2');
	on.press('confirm', 'back');
	return on;
}

const totals = (on: Stage) => drawn(on).find(line => line.startsWith(' 3 uploads'));

const progress = (on: Stage, ...aborted: readonly (typeof a)[]) =>
	on.tell({
		...{type: 'run-progress', act: 1, gone: [], results: []},
		facts: runFacts({accepted: aborted.length}),
		aborted: new Set(aborted.map(uploadIdentity)),
	});

test.each([
	[160, '3 uploads · 2 aborted, not yet proven gone · 3 not read yet'],
	[60, '3 uploads · 2 aborted'],
])('what a run has aborted is counted until it is proven gone, in %i columns', (columns, words) => {
	const on = running(columns);
	expect(totals(on)).not.toContain('aborted');
	progress(on, a, b);
	expect(totals(on)).toContain(words);
	progress(on);
	expect(totals(on)).not.toContain('aborted');
	progress(on, b);
	expect(totals(on)).toContain('1 aborted');
	on.tell({type: 'run-ended', act: 1});
	expect(totals(on)).not.toContain('aborted');
});

test('in a list under a prefix only what is under it counts, and in another bucket nothing', () => {
	const on = running(120);
	progress(on, a, b, c);
	const counted = (bucket: string, prefix: string) => abortedCount(on.state, {bucket, prefix});
	expect(counted(bucket, '')).toBe(3);
	expect(counted(bucket, 'logs/')).toBe(2);
	expect(counted(bucket, 'c/')).toBe(0);
	expect(counted('other', '')).toBe(0);
});
