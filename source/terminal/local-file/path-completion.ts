import {readdir, stat} from 'node:fs/promises';
import {homedir} from 'node:os';
import {join, resolve} from 'node:path';

export type Completed = {
	/** What was typed, as far as it is certain. */
	readonly text: string;
	/** The names that begin so, folders with a slash behind them; at most `mostNames`. */
	readonly names: readonly string[];
	/** How many more there are. */
	readonly more: number;
};

/** So many are worth a look. */
export const mostNames = 100;

/** Completes a path that is typed, relative or with `~`, by what is in its folder. A folder that cannot be read holds nothing. */
export async function completePath(typed: string): Promise<Completed> {
	if (typed === '~') return {text: '~/', names: [], more: 0};
	const cut = typed.lastIndexOf('/') + 1;
	const [before, begun] = [typed.slice(0, cut), typed.slice(cut)];
	const folder = resolve(before.replace(/^~(?=\/)/, homedir()));
	const entries = await readdir(folder, {withFileTypes: true}).catch(() => []);
	const found = entries
		.filter(({name}) => name.startsWith(begun) && (begun !== '' || !name.startsWith('.')))
		.sort((one, other) => (one.name < other.name ? -1 : 1));
	const names = await Promise.all(
		found.slice(0, mostNames).map(async entry => {
			// A link may lead to a folder.
			const isFolder = entry.isSymbolicLink()
				? await stat(join(folder, entry.name)).then(
						at => at.isDirectory(),
						() => false,
					)
				: entry.isDirectory();
			return isFolder ? `${entry.name}/` : entry.name;
		}),
	);
	const [only] = names;
	const sure = found.length === 1 ? only : commonStart(found.map(({name}) => name));
	return {text: before + (sure ?? begun), names, more: found.length - names.length};
}

/** What all of them begin with, whole characters of it; undefined of none. */
function commonStart(names: readonly string[]): string | undefined {
	const [first] = names;
	if (first === undefined) return undefined;
	let start = [...first];
	for (const name of names) {
		const signs = [...name];
		const end = start.findIndex((sign, at) => sign !== signs[at]);
		if (end >= 0) start = start.slice(0, end);
	}
	return start.join('');
}
