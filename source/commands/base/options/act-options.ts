import type {Command} from 'commander';

/** How a command that changes something is agreed to. */
export type ActFlags = {
	readonly dryRun?: boolean;
	readonly yes?: boolean;
	readonly json?: boolean;
};

/** The options of every command that changes something. */
export function addActOptions<C extends Command>(command: C, json: string): C {
	return command
		.option('-n, --dry-run', 'show what would happen, and send nothing that changes anything')
		.option('-y, --yes', 'do not ask')
		.option('--json', json);
}
