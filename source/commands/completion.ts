import {Argument} from 'commander';
import {doing, type ScriptCommand, scriptCommand} from './base/command.js';
import type {Io} from './base/io.js';
import type {Shell} from './completion/scripts.js';

const shells = ['bash', 'zsh', 'fish'] as const satisfies readonly Shell[];

/** `partway completion`: what completes the command line in a shell, made from the commands that there are. */
export function completionCommand(io: Io): ScriptCommand {
	const command = scriptCommand(io, {
		name: 'completion',
		summary: 'print the script that completes command lines in bash, zsh or fish',
		examples: [
			['source <(partway completion bash)', 'put this in ~/.bashrc'],
			['source <(partway completion zsh)', 'put this in ~/.zshrc, after compinit'],
			['partway completion fish | source', 'put this in ~/.config/fish/config.fish'],
		],
	}).addArgument(new Argument('<shell>', 'the shell').choices(shells));
	return doing(command, io, async (run, _options, shell) => {
		const {completionScript} = await import('./completion/scripts.js');
		await run.write(completionScript(shell as Shell, command.parent ?? command));
		return 0;
	});
}
