import {execFile} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {expect, test} from 'vitest';

const script = fileURLToPath(new URL('../../scripts/mutants.mjs', import.meta.url));

test('each mutant changes one place of the program as it is, was tried, and was caught or is explained', async () => {
	const {stdout} = await promisify(execFile)(process.execPath, [script, '--check']).catch(
		({stdout}: {stdout: string}) => ({stdout}),
	);
	expect(stdout).toBe('');
});
