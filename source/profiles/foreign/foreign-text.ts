import {homedir} from 'node:os';
import {readPlainSync, whyUnusable} from '../../terminal/plain-file.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Bytes: some ten thousand connections. */
const longest = 4 * 1024 * 1024;

/** The home folder of the user, as the tools find it. */
export function homeOf(env: Environment): string {
	return env['HOME'] || homedir();
}

export type ForeignText = {
	readonly tool: string;
	/** Where the tool looks, in its order. */
	readonly files: readonly string[];
	/** The variable that names them. */
	readonly named?: string | undefined;
};

/**
 * The text of the first file that is there, and what the file is called in sentences; undefined where none is and no
 * variable names one. Or a sentence on why it cannot be read.
 */
export function foreignText(
	env: Environment,
	{tool, files, named}: ForeignText,
): {readonly file: string; readonly text: string} | {readonly problem: string} | undefined {
	for (const file of files) {
		try {
			const text = readPlainSync(file, longest, {orNull: true}).toString('utf8');
			return {file: shortPath(env, file), text: text.replace(/^\ufeff/, '')};
		} catch (error) {
			const {code} = error as NodeJS.ErrnoException;
			if (code !== 'ENOENT' && code !== 'ENOTDIR')
				return {
					problem: `The ${tool} file ${shortPath(env, file)} cannot be read (${whyUnusable(error)}).`,
				};
		}
	}
	const [first] = files;
	if (named === undefined || first === undefined) return undefined;
	return {problem: `${named} names ${shortPath(env, first)}, which is not there.`};
}

/** A path with `~` for the home folder. */
function shortPath(env: Environment, file: string): string {
	const home = homeOf(env);
	return file.startsWith(`${home}/`) ? `~${file.slice(home.length)}` : file;
}
