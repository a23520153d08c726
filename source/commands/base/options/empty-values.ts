import type {Command} from 'commander';
import {usageError} from '../exit.js';

/**
 * Refuses every option and argument that was given and is empty, those typed before the command's name
 * included: `--query "$Q"` of a variable that is not set never means what leaving it out means.
 *
 * @throws CommandError (usage) that names it.
 */
export function refuseEmpty(command: Command): void {
	for (let each: Command | null = command; each !== null; each = each.parent) {
		const all = each.options.some(({long}) => long === '--all');
		for (const option of each.options) {
			const value: unknown = each.getOptionValue(option.attributeName());
			const values = Array.isArray(value) ? value : [value];
			if (option.long === '--upload-id' && typeof value === 'string' && value.trim() === '')
				throw usageError(
					'--upload-id is empty: write the id of the upload, as partway list shows it. Is a variable not set?',
				);
			if (!values.includes('')) continue;
			const instead =
				all && option.long === '--query' ? '--all means every upload' : 'leave it out';
			throw usageError(
				`${option.long} is empty: ${instead}, or give a value. Is a variable not set?`,
			);
		}
	}
	const at = command.processedArgs.indexOf('');
	if (at < 0) return;
	const name = command.registeredArguments[at]?.name() ?? 'argument';
	throw usageError(`The ${name} is empty. Is a variable not set?`);
}
