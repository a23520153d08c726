import {expectSameSums} from '../program/commands/tree-sums.js';
import {test} from '../program/program-test.js';

const uploads = Number(process.env['SCALE_UPLOADS'] ?? 300_000);

test('uploads under 5,000 prefixes hold the same by the tree, list --summary and a script over list --jsonl', async ({
	home,
}) => {
	await expectSameSums(home, {uploads, prefixes: 5000, parts: true});
});
