import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {onTestFinished} from 'vitest';
import {readForeign} from '../../../source/profiles/foreign/read-foreign.js';
import {
	type ConnectionOptions,
	listConnections,
	resolveConnection,
} from '../../../source/profiles/resolve/resolve.js';
import {loadConnectionSources} from '../../../source/profiles/resolve/sources.js';

/** A home folder with these files, by their names in it, and what partway makes of it. */
export async function homeWith(
	files: Readonly<Record<string, string | Buffer>>,
	more: Readonly<Record<string, string>> = {},
) {
	const folder = await mkdtemp(join(tmpdir(), 'partway-tools-'));
	onTestFinished(() => rm(folder, {recursive: true, force: true}));
	for (const [name, content] of Object.entries(files)) {
		await mkdir(dirname(join(folder, name)), {recursive: true});
		await writeFile(join(folder, name), content);
	}
	const env: Record<string, string> = {
		...{HOME: folder, PARTWAY_CONFIG_DIR: join(folder, 'partway')},
		...more,
	};
	return {
		folder,
		env,
		foreign: () => readForeign(env),
		/** As `source:name`. */
		names: () => readForeign(env).connections.map(({source, name}) => `${source}:${name}`),
		/** Why each that is there cannot be used, by `source:name`. */
		unusable: () =>
			Object.fromEntries(
				readForeign(env).unusable.map(each => [`${each.source}:${each.name}`, each.refused]),
			),
		problems: () => readForeign(env).problems.map(({sentence}) => sentence),
		list: async () => listConnections(await loadConnectionSources(env)),
		async resolve(profile: string, options: ConnectionOptions = {}) {
			const known = await loadConnectionSources(env);
			return resolveConnection({...known, options: {...options, profile}});
		},
	};
}
