import {commandOfCommands, doing, type ScriptCommand, scriptCommand} from './base/command.js';
import type {Io} from './base/io.js';
import {
	addRuleAddOptions,
	addRuleRemoveOptions,
	addRulesListOptions,
	type RuleAddOptions,
	type RuleRemoveOptions,
	type RulesListOptions,
} from './rules/options.js';

const changeExits = {
	0: 'done: the service shows the rules as they were sent',
	1: 'failed, or the service shows other rules than were sent',
	3: 'refused, also a dry run of what would be: not confirmed, read-only, protected, or the plan has a problem',
};

/** `partway rules`: the rules by which buckets abort uploads themselves. */
export function rulesCommand(io: Io): ScriptCommand {
	const facts = {
		name: 'rules',
		summary: 'list, add and remove the rules by which buckets abort uploads',
		examples: [
			['partway rules add my-bucket --days 7 --dry-run', 'show what a rule would change and take'],
		],
	} as const;
	return commandOfCommands(io, facts, [list, add, remove]);
}

function list(io: Io): ScriptCommand {
	const command = scriptCommand(io, {
		name: 'list',
		summary: 'list the rules of buckets that abort uploads',
		description:
			'Lists the rules by which a bucket aborts uploads, which uploads they are for, and which of these should be gone by now. A bucket that refuses hides no other.',
		examples: [['partway rules list --all-buckets --check --json', 'an audit, from cron or CI']],
		exits: {
			1: 'a bucket could not be read, or with --check has no enabled rule for all its keys',
		},
	});
	return doing<RulesListOptions>(addRulesListOptions(command), io, async (run, options, target) => {
		const {listRules} = await import('./rules/list.js');
		return listRules(run, options, target);
	});
}

function add(io: Io): ScriptCommand {
	const command = scriptCommand(io, {
		name: 'add',
		summary: 'add a rule that aborts uploads',
		description:
			'Adds a rule by which the bucket aborts uploads some days after their initiation, whoever is at work on them. It shows the rules before and after and what the rule takes now, and asks. Afterwards it reads them back, and names what the service dropped, changed or lost.',
		examples: [
			['partway rules add my-bucket --days 7', 'for every key'],
			[
				'partway rules add s3://my-bucket/logs/ --days 30 --yes',
				'for a prefix, without a question',
			],
		],
		exits: changeExits,
	});
	return doing<RuleAddOptions>(addRuleAddOptions(command), io, async (run, options, target) => {
		const {addRule} = await import('./rules/change.js');
		return addRule(run, options, target);
	});
}

function remove(io: Io): ScriptCommand {
	const command = scriptCommand(io, {
		name: 'remove',
		summary: 'remove a rule that aborts uploads and does nothing else',
		examples: [['partway rules remove my-bucket --id clean', 'remove this rule']],
		exits: changeExits,
	});
	return doing<RuleRemoveOptions>(
		addRuleRemoveOptions(command),
		io,
		async (run, options, target) => {
			const {removeRule} = await import('./rules/change.js');
			return removeRule(run, options, target);
		},
	);
}
