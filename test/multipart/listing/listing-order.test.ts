import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {compareListed, holdsTo, isBehind} from '../../../source/multipart/listing/listing-order.js';

const keys = fc.oneof(
	fc.string({unit: 'binary', minLength: 1, maxLength: 6}),
	fc.string({
		unit: fc.constantFrom('a', '-', '.', '/', '2', '~', '\uff21', '😀', '\ue000'),
		maxLength: 5,
	}),
);
const named = fc.record({key: keys, uploadId: fc.constantFrom('2~a', '2~b', '2~-')});
const sign = (of: number) => Math.sign(of);

describe('which of two uploads is listed first', () => {
	test('by the bytes of the keys', () => {
		fc.assert(
			fc.property(named, named, (one, other) => {
				const bytes = Buffer.compare(Buffer.from(one.key), Buffer.from(other.key));
				expect(sign(compareListed('key', one, other))).toBe(bytes);
			}),
			{numRuns: 3000, seed: 7},
		);
	});

	test('by the bytes of key, dot and id, as the index of a Ceph bucket has them', () => {
		const name = ({key, uploadId}: {key: string; uploadId: string}) =>
			Buffer.from(`${key}.${uploadId}.meta`);
		fc.assert(
			fc.property(named, named, (one, other) => {
				const bytes = Buffer.compare(name(one), name(other));
				expect(sign(compareListed('key.uploadId', one, other))).toBe(bytes);
			}),
			{numRuns: 3000, seed: 7},
		);
	});

	test('a- is listed before a on Ceph, and behind it elsewhere', () => {
		const [a, dash] = [
			{key: 'a', uploadId: '2~x'},
			{key: 'a-', uploadId: '2~x'},
		];
		expect(sign(compareListed('key.uploadId', dash, a))).toBe(-1);
		expect(sign(compareListed('key', dash, a))).toBe(1);
		expect(isBehind('key.uploadId', a, {keyMarker: 'a'})).toBe(true);
		expect(isBehind('key', a, {keyMarker: 'a'})).toBe(false);
	});
});

describe('whether a page is in order', () => {
	const row = (key: string, uploadId: string) => ({key, uploadId, keyCertain: true});
	const uploads = [row('b', '1'), row('b', '2'), row('c', '1')];
	const byKey = {order: 'key', keyMarker: 'exclusive'} as const;
	test.each([
		['as it is', true, undefined, {}],
		['behind its key', true, {keyMarker: 'a'}, {}],
		['at its key', false, {keyMarker: 'b'}, {}],
		['among the uploads of its key', true, {keyMarker: 'b', uploadIdMarker: '0'}, {}],
		['before its marker', false, {keyMarker: 'c', uploadIdMarker: '0'}, {}],
		['going on at its last row', true, undefined, {next: {keyMarker: 'c', uploadIdMarker: '1'}}],
		['going on elsewhere', false, undefined, {next: {keyMarker: 'd', uploadIdMarker: '1'}}],
		['going on at another id', false, undefined, {next: {keyMarker: 'c', uploadIdMarker: '2'}}],
		['going on without an id', false, undefined, {next: {keyMarker: 'c'}}],
		['with a row that it does not name', false, undefined, {dropped: 1}],
		['backwards', false, undefined, {uploads: uploads.toReversed()}],
		[
			'with a key that is not certain',
			false,
			undefined,
			{uploads: [{...uploads[0]!, keyCertain: false}]},
		],
		['empty', true, {keyMarker: 'a'}, {uploads: []}],
	] as const)('%s: %s', (_, holds, asked, change) => {
		expect(holdsTo(byKey, asked, {uploads, dropped: 0, ...change})).toBe(holds);
	});

	test('where the key-marker is inclusive, uploads of it may come', () => {
		const facts = {order: 'key', keyMarker: 'inclusive'} as const;
		expect(holdsTo(facts, {keyMarker: 'b'}, {uploads, dropped: 0})).toBe(true);
	});
});
