import {asksToOverwrite, type CompletionPlan} from '../../../multipart/completion/completion.js';
import {agreedByOverwrite} from '../../../multipart/completion/finding.js';

/** An option of the command line that agrees to something. */
export type AgreeingFlag = '--overwrite' | '--include-active' | '--yes';

/** What was chosen by an option of its own needs no other agreement. */
const agreedByOption: ReadonlySet<string> = new Set([
	'object-exists',
	'parts-left-out',
	'unconditional',
]);

/**
 * The options that a plan needs where nobody can be asked: `--overwrite` for the object that is at the key, or may be,
 * `--include-active` where somebody may still be uploading, `--yes` for whatever else may cost data.
 */
export function neededFlags(plan: CompletionPlan): readonly AgreeingFlag[] {
	const {findings, liveness, overwrite} = plan;
	const isAgreed = (code: string) =>
		agreedByOption.has(code) || (overwrite && agreedByOverwrite.has(code));
	const warns = findings.some(({level, code}) => level === 'warns' && !isAgreed(code));
	return [
		...(asksToOverwrite(plan) ? (['--overwrite'] as const) : []),
		...(liveness === 'active' ? (['--include-active'] as const) : []),
		...(warns ? (['--yes'] as const) : []),
	];
}

/** The options that a plan needs and that were not given. */
export function lackingFlags(
	plan: CompletionPlan,
	given: Readonly<Partial<Record<'overwrite' | 'includeActive' | 'yes', boolean>>>,
): readonly AgreeingFlag[] {
	const has: Readonly<Record<AgreeingFlag, boolean | undefined>> = {
		'--overwrite': given.overwrite,
		'--include-active': given.includeActive,
		'--yes': given.yes,
	};
	return neededFlags(plan).filter(flag => !has[flag]);
}

/** `--overwrite, --include-active and --yes`. */
export function flagsWords(flags: readonly string[]): string {
	return flags.length < 2 ? flags.join('') : `${flags.slice(0, -1).join(', ')} and ${flags.at(-1)}`;
}
