import {test} from '../program-test.js';
import {expectSameSums} from './tree-sums.js';

// With 300,000 uploads under 5,000 prefixes: test/scale/tree-sums.scale.ts.
test('5,000 uploads under 1,000 prefixes hold the same by the tree, list --summary and a script over list --jsonl', async ({
	home,
}) => {
	await expectSameSums(home, {uploads: 5000, prefixes: 1000, parts: true});
});
