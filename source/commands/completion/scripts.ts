import type {Command} from 'commander';
import {bashScript} from './bash.js';
import {contextsOf} from './contexts.js';
import {fishScript} from './fish.js';
import {zshScript} from './zsh.js';

const writers = {bash: bashScript, zsh: zshScript, fish: fishScript} as const;

export type Shell = keyof typeof writers;

/** The script for a shell that completes the command lines of this program. */
export function completionScript(shell: Shell, program: Command): string {
	return writers[shell](contextsOf(program));
}
