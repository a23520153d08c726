import {expect, test} from 'vitest';
import type {ActKind, Intent} from '../../../source/operations/journal/journal.js';
import {
	mayEndUpload,
	type OpenState,
	objectionTo,
} from '../../../source/operations/journal/journal-acts.js';

function open(act: ActKind, state: OpenState) {
	return {intent: {act} as Intent, state};
}

const kinds: readonly ActKind[] = ['complete', 'abort', 'acl', 'rescue', 'rules'];

test.each<[ActKind, OpenState, ActKind, string | undefined]>([
	['complete', 'running', 'acl', 'under-way'],
	['abort', 'running', 'abort', 'under-way'],
	['complete', 'unknown', 'complete', 'unsettled'],
	['complete', 'unknown', 'abort', 'unsettled'],
	['abort', 'unknown', 'complete', 'unsettled'],
	// An Abort may be repeated.
	['abort', 'unknown', 'abort', undefined],
	['abort', 'probably-failed', 'abort', undefined],
	['complete', 'probably-failed', 'abort', 'key-must-be-typed'],
	['abort', 'probably-failed', 'complete', 'key-must-be-typed'],
	// They leave the upload as it is.
	['acl', 'unknown', 'abort', undefined],
	['rescue', 'unknown', 'complete', undefined],
	['rescue', 'probably-failed', 'abort', undefined],
])('an open %s that is %s objects to an act of the kind %s: %s', (kind, state, act, reason) => {
	const objection = objectionTo(act, [open(kind, state)], false);
	expect(objection?.reason).toBe(reason);
	const typed = objectionTo(act, [open(kind, state)], true);
	expect(typed?.reason).toBe(reason === 'key-must-be-typed' ? undefined : reason);
});

test('a Complete, an Abort and a change of rules may end what they are about', () => {
	expect(kinds.filter(mayEndUpload)).toEqual(['complete', 'abort', 'rules']);
});
