import {expect, test} from 'vitest';
import {mayConcern} from '../../../source/operations/journal/journal-damage.js';
import {encodeIntent, parseLine} from '../../../source/operations/journal/journal-record.js';
import {rulesKey} from '../../../source/operations/journal/written-rules.js';

const document = {text: '<LifecycleConfiguration>\n"é"</LifecycleConfiguration>'};
const intent = {
	...{id: 'act-1', time: '2026-11-30T11:00:00.000Z', act: 'rules' as const},
	...{connection: 'own:lab', endpoint: 'http://127.0.0.1:1', pid: 1, host: 'h'},
	...{bucket: 'media', key: rulesKey, uploadId: rulesKey},
	rules: {
		...{change: 'add' as const, id: 'clean', prefix: '', days: 7},
		before: {...document, transitionMinimum: 'all_storage_classes_128K'},
		sent: document,
	},
};

test('a change of rules is read as it was written, with what was there before', () => {
	const line = encodeIntent(intent);
	expect(parseLine(line ?? '')).toEqual({kind: 'intent', intent});
});

test('one that is too long to be read again is not written', () => {
	const before = {text: 'x'.repeat(1024 * 1024)};
	expect(encodeIntent({...intent, rules: {...intent.rules, before}})).toBeUndefined();
});

test.each([{}, {change: 'later', id: '', prefix: ''}, {...intent.rules, sent: {}}])(
	'one without what it is looked up by is not understood: %j',
	rules => {
		expect(parseLine(JSON.stringify({v: 1, type: 'intent', ...intent, rules})).kind).toBe(
			'damaged',
		);
	},
);

test('a partway that knows no such act refuses no act on an upload for it', () => {
	// Which act it is means nothing to it.
	const line = encodeIntent(intent)?.replace('"act":"rules"', '"act":"of-later"');
	const read = parseLine(line ?? '');
	if (read.kind !== 'damaged') throw new Error(read.kind);
	expect(mayConcern(read.concerns, {bucket: 'media', key: 'a', uploadId: 'u'})).toBe(false);
	expect(mayConcern(read.concerns, intent)).toBe(true);
});
