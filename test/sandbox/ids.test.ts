import {expect, test} from 'vitest';
import {newUploadId} from '../../source/sandbox/store/ids.js';

test('no two upload ids are the same, and each looks like one of AWS', () => {
	const ids = Array.from({length: 5000}, newUploadId);
	expect(new Set(ids).size).toBe(ids.length);
	expect(ids.filter(id => !/^[\w.]{128}$/.test(id))).toEqual([]);
});
