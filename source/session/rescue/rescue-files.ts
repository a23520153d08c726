import {stat} from 'node:fs/promises';
import {join} from 'node:path';
import {seeLocalFile} from '../../operations/rescue/local-file.js';
import {expandPath} from '../../operations/typed-file.js';
import {LocalFileError} from '../../terminal/local-file/local-file-error.js';
import type {SeenPath} from './seen-path.js';

export {completePath} from '../../terminal/local-file/path-completion.js';

/** What stands at a path that is typed. */
export async function seePath(typed: string): Promise<SeenPath> {
	try {
		const {path, identity} = await seeLocalFile(typed);
		return {kind: 'file', path, bytes: identity.size};
	} catch (error) {
		if (!(error instanceof LocalFileError)) throw error;
		const {message: problem} = error;
		const found = await stat(expandPath(typed)).catch(() => undefined);
		return {kind: found === undefined ? 'nothing' : 'unfit', problem};
	}
}

/** The path of a file of that name in a folder, as it may be typed; undefined where there is none. */
export async function fileIn(folder: string, name: string): Promise<string | undefined> {
	const path = join(folder, name);
	const found = await stat(expandPath(path)).catch(() => undefined);
	return found?.isFile() ? path : undefined;
}
