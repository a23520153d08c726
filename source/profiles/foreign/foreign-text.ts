import {homedir} from 'node:os';
import {readPlainSync, whyUnusable} from '../../terminal/plain-file.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Bytes: some ten thousand connections. */
const longest = 4 * 1024 * 1024;

/** The home folder of the user, as the tools find it. */
export function homeOf(env: Environment): string {
	return env['HOME'] || homedir();
}

/** The text of the first file that is there; undefined where none is. Or a sentence on why that one cannot be read. */
export function foreignText(
	tool: string,
	files: readonly string[],
): {readonly file: string; readonly text: string} | {readonly problem: string} | undefined {
	for (const file of files) {
		try {
			const text = readPlainSync(file, longest, {orNull: true}).toString('utf8');
			return {file, text: text.replace(/^\ufeff/, '')};
		} catch (error) {
			const {code} = error as NodeJS.ErrnoException;
			if (code !== 'ENOENT' && code !== 'ENOTDIR')
				return {problem: `The ${tool} file ${file} cannot be read (${whyUnusable(error)}).`};
		}
	}
	return undefined;
}
