import {doing, type ScriptCommand, scriptCommand} from './base/command.js';
import type {Io} from './base/io.js';
import type {NameKind} from './completion/names.js';

/** `partway __names KIND`, which the completion of a shell runs: a name on each line, and never a word of trouble. */
export function namesCommand(io: Io): ScriptCommand {
	const command = scriptCommand(io, {
		name: '__names',
		summary: 'what the completion of a shell asks for',
		examples: [],
	}).argument('<kind>', 'connections, own, aws');
	return doing(command, io, async (run, _options, kind) => {
		const {namesOf} = await import('./completion/names.js');
		const names = await namesOf(kind as NameKind, run.env);
		await run.write(names.map(name => `${name}\n`).join(''));
		return 0;
	});
}
