import {knownService} from '../../multipart/known-services.js';
import {readKnown} from '../../profiles/known.js';
import type {ProfileCredentials} from '../../profiles/profile.js';
import {type ConnectionEntry, listConnections} from '../../profiles/resolve.js';
import {cellsOf, padEnd} from '../../terminal/cells.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {terminalJson} from '../../terminal/json.js';
import type {Run} from '../base/command.js';
import {type ExitCode, exitCodes} from '../base/exit.js';
import type {ListFlags} from './options.js';

/** Every connection with what may be told of it: of keys that they are there, and nothing else. */
export async function listProfiles(run: Run, {json}: ListFlags): Promise<ExitCode> {
	const {problems, ...known} = await readKnown(run.env);
	const entries = listConnections(known);
	await run.write(json ? `${terminalJson({Profiles: entries.map(toJson)}, 4)}\n` : table(entries));
	for (const problem of problems) await run.say(escapeForTerminal(problem));
	return problems.length === 0 ? exitCodes.done : exitCodes.failed;
}

/** Of one that AWS's files or the environment make, the credentials are theirs. */
function credentialsOf({source, name, profile}: ConnectionEntry): ProfileCredentials {
	if (profile !== undefined) return profile.credentials;
	return source === 'aws' ? {kind: 'aws-profile', name} : {kind: 'environment'};
}

function toJson(entry: ConnectionEntry): object {
	const {source, name, endpoint, region, profile} = entry;
	const credentials = credentialsOf(entry);
	return {
		Name: name,
		Source: source,
		Service: profile?.service ?? null,
		Endpoint: endpoint ?? null,
		Region: region ?? null,
		Credentials: {
			Kind: credentials.kind,
			...(credentials.kind === 'aws-profile' ? {Profile: credentials.name} : {}),
			...(credentials.kind === 'keys' ? {AccessKeyId: credentials.accessKeyId} : {}),
		},
		ReadOnly: profile?.readOnly ?? false,
		DefaultTarget: profile?.defaultTarget ?? null,
	};
}

const heads = ['NAME', 'ENDPOINT', 'REGION', 'CREDENTIALS', 'READ-ONLY', 'OPENS'];

function table(entries: readonly ConnectionEntry[]): string {
	const rows = [heads, ...entries.map(rowOf)];
	const widths = heads.map((_, at) => Math.max(...rows.map(row => cellsOf(row[at] ?? ''))));
	return rows
		.map(row =>
			row
				.map((cell, at) => padEnd(cell, widths[at] ?? 0))
				.join('  ')
				.trimEnd(),
		)
		.map(line => `${line}\n`)
		.join('');
}

function rowOf(entry: ConnectionEntry): string[] {
	const {source, name, endpoint, region, profile} = entry;
	const {service} = profile ?? {};
	const where = endpoint ?? (service === undefined ? 'AWS' : knownService(service).name);
	const credentials = credentialsOf(entry);
	return [
		`${source}:${name}`,
		where,
		region ?? '-',
		{
			'aws-profile': credentials.kind === 'aws-profile' ? `aws:${credentials.name}` : '',
			environment: 'environment',
			keys: 'keys of its own',
		}[credentials.kind],
		profile?.readOnly ? 'yes' : '-',
		profile?.defaultTarget ?? '-',
	].map(escapeForTerminal);
}
