import {execFile} from 'node:child_process';
import {promisify} from 'node:util';

const run = promisify(execFile);

/**
 * The time that stands in what is made, so that it is the same whenever it is made: SOURCE_DATE_EPOCH
 * (https://reproducible-builds.org/specs/source-date-epoch/), else the time of the last commit.
 *
 * @param {string} root of the repository
 * @returns {Promise<Date>}
 */
export async function sourceDate(root) {
	const given = process.env.SOURCE_DATE_EPOCH;
	const seconds =
		given ?? (await run('git', ['log', '-1', '--format=%ct'], {cwd: root})).stdout.trim();
	if (!/^\d+$/.test(seconds)) throw new Error(`SOURCE_DATE_EPOCH is no number: ${seconds}`);
	return new Date(Number(seconds) * 1000);
}
