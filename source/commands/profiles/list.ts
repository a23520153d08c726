import {knownService} from '../../multipart/services/known-services.js';
import type {ForeignConnection} from '../../profiles/foreign/foreign.js';
import {storedCredentials} from '../../profiles/foreign/to-profile.js';
import {isTool} from '../../profiles/resolve/names.js';
import {type ConnectionEntry, listConnections} from '../../profiles/resolve/resolve.js';
import {loadConnectionSources} from '../../profiles/resolve/sources.js';
import type {Profile, ProfileCredentials} from '../../profiles/store/profile.js';
import {cellsOf, padEnd} from '../../terminal/cells.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import type {Run} from '../base/command.js';
import {type ExitCode, exitCodes} from '../base/exit.js';
import {versionedDocument} from '../base/output/document.js';
import {alignedRows} from '../list/table.js';
import type {ListFlags} from './options.js';

/** Every connection with what may be shown: of keys that they are there, and nothing else. */
export async function listProfiles(run: Run, {json}: ListFlags): Promise<ExitCode> {
	const {problems, notes, ...known} = await loadConnectionSources(run.env);
	const entries = listConnections(known).map(entry => ({
		...entry,
		credentials: credentialsOf(entry, known.foreign.connections),
	}));
	await run.write(
		json ? versionedDocument({Profiles: entries.map(toJson)}) : table(entries, run.stdout.columns),
	);
	for (const sentence of [...problems, ...notes]) await run.say(escapeForTerminal(sentence));
	return problems.length === 0 ? exitCodes.done : exitCodes.failed;
}

type Listed = ConnectionEntry & {readonly credentials: ProfileCredentials};

/** Of one that AWS's files or the environment make, the credentials are theirs. */
function credentialsOf(
	{source, name, profile}: ConnectionEntry,
	foreign: readonly ForeignConnection[],
): ProfileCredentials {
	if (profile !== undefined) return profile.credentials;
	if (source === 'aws') return {kind: 'aws-profile', name};
	const found = foreign.find(each => each.source === source && each.name === name);
	return storedCredentials(found?.credentials ?? {kind: 'default-chain'});
}

function toJson({source, name, endpoint, region, profile, credentials}: Listed): object {
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
		ProtectedPrefixes: profile?.protectedPrefixes ?? [],
		ActiveWithin: profile?.activeWithin ?? null,
		StalledAfter: profile?.stalledAfter ?? null,
		ExpectedBucketOwner: profile?.expectedBucketOwner ?? null,
		RequestPayer: profile?.requestPayer ?? null,
		Price: profile?.price
			? {PerGiBMonth: profile.price.perGiBMonth, Currency: profile.price.currency}
			: null,
	};
}

const heads = ['NAME', 'ENDPOINT', 'REGION', 'CREDENTIALS', 'READ-ONLY', 'OPENS'];

/** What few connections say: a column each where one does, as far as there is room, the first before the others. */
const rare: ReadonlyArray<readonly [head: string, of: (profile: Profile) => string | undefined]> = [
	['PROTECTS', ({protectedPrefixes}) => protectedPrefixes?.join(', ')],
	['ACTIVE', ({activeWithin}) => activeWithin],
	['STALLED', ({stalledAfter}) => stalledAfter],
	['GIB-MONTH', ({price}) => price && `${price.perGiBMonth} ${price.currency}`],
	['OWNER', ({expectedBucketOwner}) => expectedBucketOwner],
	['PAYS', ({requestPayer}) => requestPayer],
];

/** @param room cells of a row; absent: as many as are needed. */
function table(entries: readonly Listed[], room = Number.POSITIVE_INFINITY): string {
	let rows = [heads, ...entries.map(rowOf)];
	for (const [head, of] of rare) {
		const cells = entries
			.map(({profile}) => (profile && of(profile)) ?? '-')
			.map(escapeForTerminal);
		const wider = rows.map((row, at) => [...row, [head, ...cells][at] ?? '-']);
		if (cells.some(cell => cell !== '-') && widthOf(wider) <= room) rows = wider;
	}
	return alignedRows(rows, padEnd);
}

function widthOf(rows: ReadonlyArray<readonly string[]>): number {
	return Math.max(...alignedRows(rows, padEnd).split('\n').map(cellsOf));
}

function rowOf({source, name, endpoint, region, profile, credentials}: Listed): string[] {
	const {service} = profile ?? {};
	const where = endpoint ?? (service === undefined ? 'AWS' : knownService(service).name);
	return [
		`${source}:${name}`,
		where,
		region ?? '-',
		{
			'aws-profile': credentials.kind === 'aws-profile' ? `aws:${credentials.name}` : '',
			environment: 'environment',
			keys: isTool(source) ? `keys of ${source}` : 'keys of its own',
		}[credentials.kind],
		profile?.readOnly ? 'yes' : '-',
		profile?.defaultTarget ?? '-',
	].map(escapeForTerminal);
}
