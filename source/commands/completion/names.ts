import path from 'node:path';
import {readAwsConfig} from '../../profiles/aws/aws-config.js';
import {readConfigFile} from '../../profiles/store/config-file.js';
import {configFolder} from '../../profiles/store/store.js';
import type {Environment} from '../base/io.js';

/** Names that a shell asks for: of every connection, of partway's own, of the profiles of AWS, of what other tools have. */
export type NameKind = 'connections' | 'own' | 'aws' | 'tools';

/**
 * The names of connections as `-p` takes them, sorted. Files are read and never touched, one that cannot be
 * read holds nothing. bash expands what it is offered, so that a name with anything that a shell would read is
 * left out. Never rejects.
 */
export async function namesOf(kind: NameKind, env: Environment): Promise<readonly string[]> {
	const file = readConfigFile(path.join(configFolder(env), 'config.json'));
	const {profiles, invalid} =
		file.kind === 'read' ? file : {profiles: new Map(), invalid: new Map()};
	const usable = [...profiles.keys()];
	const aws = [...(await readAwsConfig(env)).profiles.keys()];
	// One that cannot be used can be removed.
	const own = [...usable, ...invalid.keys()];
	const both = own.filter(name => aws.includes(name));
	const alone = [...usable, ...aws].filter(name => !both.includes(name));
	const {readForeign} = await import('../../profiles/foreign/read-foreign.js');
	const ofTools = readForeign(env).connections.map(({source, name}) => `${source}:${name}`);
	const names: Readonly<Record<NameKind, readonly string[]>> = {
		own,
		aws,
		connections: [...alone, ...both.flatMap(name => [`own:${name}`, `aws:${name}`]), ...ofTools],
		tools: ofTools,
	};
	// Whoever types this command may ask for anything.
	return (names[kind] ?? []).filter(name => /^[\p{L}\p{N}_@+.%:/-]+$/u.test(name)).toSorted();
}
