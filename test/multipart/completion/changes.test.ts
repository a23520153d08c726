import {expect, test} from 'vitest';
import {planChanges} from '../../../source/multipart/completion/changes.js';
import {planCompletion, replan} from '../../../source/multipart/completion/completion.js';
import type {Seen} from '../../../source/multipart/completion/evidence.js';
import type {Part} from '../../../source/multipart/part.js';
import {serviceFacts} from '../../../source/multipart/services/service.js';
import {changeWords} from '../../../source/text/plan/change-words.js';

const etag = '"d41d8cd98f00b204e9800998ecf8427e"';

function part(partNumber: number, more: Partial<Part> = {}): Part {
	return {partNumber, size: 8_000_000, etag, lastModified: 1_000, checksums: {}, ...more};
}

function plan(parts: Part[], existing: Seen = undefined, now = 5_000, checksumType?: string) {
	return planCompletion({
		target: {bucket: 'b', key: 'k', uploadId: 'i'},
		listing: {parts, checksumType},
		facts: serviceFacts({}),
		existing,
		now,
		uploadKeyCertain: true,
	});
}

const hour = 60 * 60_000;
const object = {size: 1024, etag, lastModified: 1_000};
const parts = [part(1), part(2)];

/** What users read of what changed. */
const told = (...plans: Parameters<typeof planChanges>) => planChanges(...plans).map(changeWords);

test('nothing changed: nothing to tell, though time went by and quotes went missing', () => {
	const later = [part(1, {etag: etag.slice(1, -1)}), part(2)];
	expect(told(plan(parts), plan(later, undefined, 9_000_000))).toEqual([]);
	expect(told(plan(parts, object), plan(parts, {...object}))).toEqual([]);
	expect(told(plan(parts, 'denied'), plan(parts, 'denied'))).toEqual([]);
});

test.each<[string, Part[], string]>([
	['a part landed', [...parts, part(3)], 'Part 3 has landed since.'],
	['parts landed', [...parts, part(3), part(4)], 'Parts 3-4 have landed since.'],
	['a part is gone', [part(1)], 'Part 2 is no longer listed.'],
	['another size', [part(1), part(2, {size: 1})], 'Part 2 was uploaded again.'],
	['another ETag', [part(1), part(2, {etag: '"0"'})], 'Part 2 was uploaded again.'],
	['another date', [part(1), part(2, {lastModified: 2_000})], 'Part 2 was uploaded again.'],
	[
		'another checksum',
		[part(1), part(2, {checksums: {ChecksumSHA1: 'x'}})],
		'Part 2 was uploaded again.',
	],
])('%s', (_name, after, sentence) => {
	expect(told(plan(parts), plan(after))).toEqual([sentence]);
});

test.each<[Seen, Seen, string]>([
	[undefined, object, 'An object of 1.0 KiB appeared at the key.'],
	[object, undefined, 'The object that was at the key is gone.'],
	[object, {...object, etag: '"0"'}, 'Another object, of 1.0 KiB, is at the key now.'],
	[object, {...object, lastModified: 2_000}, 'Another object, of 1.0 KiB, is at the key now.'],
	[object, {...object, versionId: 'v'}, 'Another object, of 1.0 KiB, is at the key now.'],
	['denied', object, 'HeadObject on the key is allowed now: an object of 1.0 KiB is there.'],
	['denied', undefined, 'HeadObject on the key is allowed now: nothing is there.'],
	[undefined, 'denied', 'HeadObject on the key is no longer allowed.'],
])('at the key: %j, then %j', (before, after, sentence) => {
	expect(told(plan(parts, before), plan(parts, after))).toEqual([sentence]);
});

test('what is left out counts as well: it may be what was missing', () => {
	const choose = (of: ReturnType<typeof plan>) => replan(of, {excluded: new Set([2])});
	expect(told(choose(plan(parts)), choose(plan(parts)))).toEqual([]);
	expect(told(choose(plan(parts)), choose(plan([part(1)])))).toEqual([
		'Part 2 is no longer listed.',
	]);
});

test('another checksum type', () => {
	const after = plan(parts, undefined, 5_000, 'FULL_OBJECT');
	expect(told(plan(parts), after)).toEqual(['The checksum type of the upload has changed.']);
});

test('what was agreed to as quiet and is active or unknown now has changed, and not the other way', () => {
	const quiet = plan(parts, undefined, 2 * hour);
	const active = plan(parts);
	expect([quiet.liveness, active.liveness]).toEqual(['idle', 'active']);
	expect(told(quiet, active)).toEqual(['It is active now: somebody may still be uploading.']);
	expect(told(active, quiet)).toEqual([]);
	const undated = plan([part(1, {lastModified: undefined})], undefined, 2 * hour);
	expect(undated.liveness).toBe('unknown');
	expect(told({...undated, liveness: 'idle'}, undated)).toEqual([
		'Whether somebody is still uploading is unknown now.',
	]);
	expect(told({...undated, liveness: 'active'}, undated)).toEqual([]);
});
