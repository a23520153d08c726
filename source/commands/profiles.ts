import {type Command, Option} from 'commander';
import {serviceIds} from '../multipart/services/service-table.js';
import {doing, type ScriptCommand, scriptCommand} from './base/command.js';
import type {Io} from './base/io.js';
import type {
	EditFlags,
	ListFlags,
	ProfileFlags,
	RemoveFlags,
	TestFlags,
} from './profiles/options.js';

/** `partway profiles`: the connections of partway's own and of the AWS config. */
export function profilesCommand(io: Io): ScriptCommand {
	const command = scriptCommand(io, {
		name: 'profiles',
		summary: 'list, add, edit, remove and test connections',
		examples: [
			['partway profiles list', 'those of partway and those of the AWS config'],
			['partway profiles test oos-prod s3://media/raw/', 'what it may do there'],
		],
	});
	for (const make of [list, add, edit, remove, test]) command.addCommand(make(io));
	return command;
}

function list(io: Io): ScriptCommand {
	const command = scriptCommand(io, {
		name: 'list',
		summary: 'list the connections; no secret is shown',
		examples: [['partway profiles list --json', 'as JSON']],
	}).option('--json', 'as JSON');
	return doing<ListFlags>(command, io, async (run, options) => {
		const {listProfiles} = await import('./profiles/list.js');
		return listProfiles(run, options);
	});
}

function add(io: Io): ScriptCommand {
	const command = scriptCommand(io, {
		name: 'add',
		summary: 'store a connection',
		description:
			'Stores a connection. Credentials come from an AWS profile, from the environment (where nothing is said), or are keys of its own. Those are stored in the config file, mode 0600; the secret comes from stdin or is asked for on a terminal, never from the command line, which other users of the machine can read.',
		examples: [
			[
				'partway profiles add oos-prod --service outscale --region eu-west-2 --aws-profile ops',
				'its endpoint is known',
			],
			[
				'partway profiles add lab -e http://10.0.0.7:8080 --service ceph --access-key-id AK --secret-from-stdin < secret',
				'keys of its own',
			],
		],
	}).argument('<name>', 'what you call it: partway -p NAME');
	return doing<ProfileFlags>(addProfileOptions(command), io, async (run, options, name) => {
		const {addProfile} = await import('./profiles/change.js');
		return addProfile(run, options, name ?? '');
	});
}

function edit(io: Io): ScriptCommand {
	const command = scriptCommand(io, {
		name: 'edit',
		summary: 'change what is said of a connection',
		description:
			"Changes what the options name, and nothing else. A connection of AWS's files is not changed here.",
		examples: [
			['partway profiles edit lab --read-only --unset region', 'read-only, and no region'],
			['partway profiles edit lab --secret-from-stdin < secret', 'another secret for its key'],
			['partway profiles edit lab --protect s3://media/masters/', 'nothing is changed there'],
		],
	})
		.argument('<own-connection>', "of partway's own")
		.option('--rename <name>', 'call it so')
		.option('--unset <option>', 'forget what this option said (several times)', several);
	return doing<EditFlags>(addProfileOptions(command), io, async (run, options, name) => {
		const {editProfile} = await import('./profiles/change.js');
		return editProfile(run, options, name ?? '');
	});
}

function remove(io: Io): ScriptCommand {
	const command = scriptCommand(io, {
		name: 'remove',
		summary: 'remove a connection, and the keys that are stored with it',
		description:
			"Removes a connection of partway's own. On a terminal it asks; elsewhere --yes is needed.",
		examples: [['partway profiles remove lab --yes', 'asks nothing']],
	})
		.argument('<own-connection>', "of partway's own")
		.option('-y, --yes', 'ask nothing');
	return doing<RemoveFlags>(command, io, async (run, options, name) => {
		const {removeProfile} = await import('./profiles/remove.js');
		return removeProfile(run, options, name ?? '');
	});
}

function test(io: Io): ScriptCommand {
	const command = scriptCommand(io, {
		name: 'test',
		summary: 'ask the service what a connection is good for',
		description:
			'Asks the service, by five reads at most, what the connection is good for: a row for each IAM action with its ARN. Nothing is changed; what would change something is not tested.',
		examples: [
			['partway profiles test oos-prod', 'in what it opens, or in the first bucket that is listed'],
			['partway profiles test aws:ops s3://media/raw/ --json', 'there, as JSON'],
		],
		exits: {0: 'nothing that was asked is denied', 1: 'something is denied, or failed'},
	})
		.argument('<connection>', 'NAME, own:NAME, aws:NAME, or environment:')
		.argument('[target]', 'a bucket, or s3://bucket/prefix')
		.option('--json', 'as JSON')
		.option('--ca-bundle <file>', 'trust the certificates in this PEM file')
		.option('--log <file>', 'append a line for each request');
	return doing<TestFlags>(command, io, async (run, options, name, target) => {
		const {testProfile} = await import('./profiles/test.js');
		return testProfile(run, options, name ?? '', target);
	});
}

/** What a profile holds. */
function addProfileOptions<C extends Command>(command: C): C {
	return command
		.optionsGroup('The service:')
		.addOption(new Option('--service <id>', 'one that is known').choices(serviceIds))
		.option(
			'-e, --endpoint <url>',
			'where it is; AWS, or what the service is known for, when there is none',
		)
		.option('-r, --region <name>', 'the region')
		.option('--path-style', 'the bucket in the path')
		.option('--no-path-style', 'the bucket in the host name')
		.optionsGroup('Credentials, one of:')
		.option('--aws-profile <aws-profile>', 'those of this profile of the AWS config: recommended')
		.option('--access-key-id <id>', 'keys of its own; the secret is asked for')
		.option('--secret-from-stdin', 'the secret of those keys comes from stdin')
		.option('--from-environment', 'what the environment holds when partway runs')
		.optionsGroup('In it:')
		.option('--opens <target>', 's3://bucket/prefix to open at once')
		.option('--read-only', 'send nothing that changes anything')
		.option('--no-read-only', 'let it change things')
		.option(
			'--protect <prefix>',
			'change nothing under s3://bucket/prefix, or under a key prefix in every bucket (several times)',
			several,
		)
		.option('--expected-bucket-owner <id>', 'the account that must own the bucket: 12 digits')
		.option('--request-payer', 'pay for the requests to a Requester Pays bucket')
		.option('--no-request-payer', 'do not')
		.option('--active-within <time>', 'a younger part says that somebody is at work: 1h')
		.option('--stalled-after <time>', 'without a part for longer it is taken for dead: 24h')
		.optionsGroup('Options:') as C;
}

function several(value: string, before: readonly string[] | undefined): readonly string[] {
	return [...(before ?? []), value];
}
