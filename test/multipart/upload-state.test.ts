import {expect, test} from 'vitest';
import type {Reading} from '../../source/multipart/reading.js';
import {stateOf} from '../../source/multipart/upload-state.js';

const now = Date.parse('2026-11-20T12:00:00Z');
const old = now - 90 * 24 * 60 * 60_000;
const dead: Reading = {
	kind: 'read',
	summary: {count: 1, bytes: 1, lastPart: old, fingerprint: 1},
};
const flink = 'part-4005733d-a830-4323-8291-8866de98b582-0';

test.each<[string, string, Reading]>([
	['stalled', 'a/b', dead],
	['unknown', 'a/b', {kind: 'unread'}],
	['unknown', 'a/b', {kind: 'gone'}],
	['not-found', 'a/b', {kind: 'not-found'}],
	// Whoever holds it, whatever its age, and whether or not its parts are read.
	['held', flink, dead],
	['held', flink, {kind: 'unread'}],
	['not-found', flink, {kind: 'not-found'}],
])('an upload is %s: %s', (state, key, reading) => {
	expect(stateOf({key, initiated: old}, reading, now)).toBe(state);
});
