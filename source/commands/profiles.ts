import {commandOfCommands, doing, type ScriptCommand, scriptCommand} from './base/command.js';
import {usageError} from './base/exit.js';
import type {Io} from './base/io.js';
import {
	addProfileOptions,
	type EditFlags,
	type ImportFlags,
	type ListFlags,
	type ProfileFlags,
	type RemoveFlags,
	several,
	type TestFlags,
} from './profiles/options.js';

/** `partway profiles`: the connections of partway's own, of the AWS config and of other tools. */
export function profilesCommand(io: Io): ScriptCommand {
	const facts = {
		name: 'profiles',
		summary: 'list, add, edit, import, remove and test connections',
		examples: [
			['partway profiles list', 'those of partway, of the AWS files, of rclone, s3cmd and mc'],
			['partway profiles test oos-prod s3://media/raw/', 'test what it may do there'],
		],
	} as const;
	return commandOfCommands(io, facts, [list, add, edit, importOf, remove, test]);
}

function list(io: Io): ScriptCommand {
	const command = scriptCommand(io, {
		name: 'list',
		summary: 'list the connections; shows no secret',
		examples: [['partway profiles list --json', 'print them as JSON']],
	}).option('--json', 'print JSON');
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
			'Stores a connection. Credentials come from an AWS profile, from the environment (the default), or are keys of its own. Such keys are stored in the config file, mode 0600. The secret comes from stdin or is asked for on a terminal, never from the command line, which other users of the machine can read.',
		examples: [
			[
				'partway profiles add oos-prod --service outscale --region eu-west-2 --aws-profile ops',
				'a known service: it fills in the endpoint',
			],
			[
				'partway profiles add lab -e http://10.0.0.7:8080 --service ceph --access-key-id AK --secret-from-stdin < secret',
				'with keys of its own',
			],
		],
	}).argument('<name>', 'its name: partway -p NAME');
	return doing<ProfileFlags>(addProfileOptions(command), io, async (run, options, name) => {
		const {addProfile} = await import('./profiles/change.js');
		return addProfile(run, options, name ?? '');
	});
}

function edit(io: Io): ScriptCommand {
	const command = scriptCommand(io, {
		name: 'edit',
		summary: 'change a connection',
		description:
			'Changes what the options name, and nothing else. Profiles of the AWS files cannot be changed here.',
		examples: [
			[
				'partway profiles edit lab --read-only --unset region',
				'make it read-only, and remove its region',
			],
			['partway profiles edit lab --secret-from-stdin < secret', 'replace the secret of its key'],
			['partway profiles edit lab --protect s3://media/masters/', 'protect a prefix from changes'],
			['partway profiles edit lab --price 0.023 --currency USD', 'show what is held as a cost'],
		],
	})
		.argument('<own-connection>', 'a connection of partway, not of the AWS files')
		.option('--rename <name>', 'new name')
		.option('--unset <option>', 'remove the value of this option (can be repeated)', several);
	return doing<EditFlags>(addProfileOptions(command), io, async (run, options, name) => {
		const {editProfile} = await import('./profiles/change.js');
		return editProfile(run, options, name ?? '');
	});
}

function importOf(io: Io): ScriptCommand {
	const command = scriptCommand(io, {
		name: 'import',
		summary: 'store a connection of rclone, s3cmd or mc',
		description:
			'Stores a connection of another tool as one of partway. The file of the tool is read and stays as it is. Its keys are copied with --with-secrets only; they are stored in the config file, mode 0600.',
		examples: [
			['partway profiles import rclone:lab', 'all but its keys: it takes those of the environment'],
			['partway profiles import mc:prod --as oos-prod --with-secrets', 'with its keys'],
		],
	})
		.argument('<connection-of-a-tool>', 'rclone:NAME, s3cmd:default or mc:NAME')
		.option('--as <name>', 'its name here (default: the one that it has)')
		.option('--with-secrets', 'copy its keys too');
	return doing<ImportFlags>(command, io, async (run, options, name) => {
		const {importProfile} = await import('./profiles/import.js');
		return importProfile(run, options, name ?? '');
	});
}

function remove(io: Io): ScriptCommand {
	const command = scriptCommand(io, {
		name: 'remove',
		summary: 'remove a connection and the keys stored with it',
		description:
			'Removes a connection of partway and the keys stored with it. On a terminal it asks; elsewhere it needs --yes.',
		examples: [['partway profiles remove lab --yes', 'remove it without a question']],
	})
		.argument('<own-connection>', 'a connection of partway, not of the AWS files')
		.option('-y, --yes', 'do not ask');
	return doing<RemoveFlags>(command, io, async (run, options, name) => {
		const {removeProfile} = await import('./profiles/remove.js');
		return removeProfile(run, options, name ?? '');
	});
}

function test(io: Io): ScriptCommand {
	const command = scriptCommand(io, {
		name: 'test',
		summary: 'test what a connection may do, or how its service keeps what S3 documents',
		description:
			'Asks the service, by five reads at most, what the connection may do, and prints a row for each IAM action with its ARN. Nothing is changed, and what would change something is not tested. With --conformance it tries instead how the service keeps what S3 documents of multipart uploads: in a prefix that it makes for itself and empties again. It says how many requests that takes, and asks.',
		examples: [
			[
				'partway profiles test oos-prod',
				'test it where it opens, or in the first bucket that is listed',
			],
			['partway profiles test aws:ops s3://media/raw/ --json', 'test it there, and print JSON'],
			[
				'partway profiles test oos-prod --conformance s3://scratch/tests/ > report.txt',
				'try the service, for a report to its provider',
			],
		],
		exits: {
			0: 'nothing that was tested is denied; with --conformance: all is as S3 documents it',
			1: 'something is denied, or failed; with --conformance: something differs, is unknown, or is left',
		},
	})
		.argument(
			'[connection]',
			'NAME, own:NAME, aws:NAME, rclone:NAME, s3cmd:default, mc:NAME, or environment:',
		)
		.argument('[target]', 'a bucket, or s3://bucket/prefix')
		.option(
			'--conformance <prefix>',
			'try what S3 documents below s3://bucket/prefix/, and remove all that was made',
		)
		.option('-y, --yes', 'do not ask before a conformance run')
		.option('--json', 'print JSON')
		.option('--ca-bundle <file>', 'trust the certificates in this PEM file')
		.option('--log <file>', 'append a line for each request');
	return doing<TestFlags>(command, io, async (run, options, name, target) => {
		if (options.conformance !== undefined) {
			if (target !== undefined)
				throw usageError('--conformance names where to work: leave the target out.');
			const {testConformance} = await import('./profiles/conformance/conformance.js');
			return testConformance(run, options, name);
		}
		if (name === undefined) throw usageError('Which connection? partway profiles list shows them.');
		const {testProfile} = await import('./profiles/test.js');
		return testProfile(run, options, name, target);
	});
}
