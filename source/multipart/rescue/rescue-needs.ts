import {agreedByOverwrite} from '../completion/finding.js';
import {isRescueBlocked, type RescuePlan} from './rescue-plan.js';

/** What has to be said before a rescue, each by a word of its own; `yes`: that it goes on in spite of a warning. */
export type RescueNeed =
	| 'part-size'
	| 'replace-different'
	| 'resend-unproven'
	| 'overwrite'
	| 'include-active'
	| 'yes';

/** What is agreed to by saying its word, and needs no other agreement. */
const agreedByWord: ReadonlySet<string> = new Set(['object-exists', 'parts-differ']);

/** What has to be said and was not, for this plan to be sent; what no word helps against is in its findings. */
export function rescueNeeds(plan: RescuePlan): readonly RescueNeed[] {
	const {findings, liveness, choice} = plan;
	const blocks = (code: string) =>
		findings.some(each => each.level === 'blocks' && each.code === code);
	const isAgreed = (code: string) =>
		agreedByWord.has(code) || (choice.overwrite === true && agreedByOverwrite.has(code));
	const warns = findings.some(({level, code}) => level === 'warns' && !isAgreed(code));
	return [
		...(blocks('part-size-needed') ? (['part-size'] as const) : []),
		...(blocks('parts-differ') ? (['replace-different'] as const) : []),
		...(blocks('parts-unproven') ? (['resend-unproven'] as const) : []),
		...([...agreedByOverwrite].some(blocks) ? (['overwrite'] as const) : []),
		...(liveness === 'active' && !choice.includeActive ? (['include-active'] as const) : []),
		...(warns ? (['yes'] as const) : []),
	];
}

const lifted: ReadonlySet<string> = new Set([
	...['part-size-needed', 'parts-differ', 'parts-unproven'],
	...agreedByOverwrite,
]);

/** Whether nothing but a word that was not said yet keeps it from being sent. */
export function onlyNeedsWords(plan: RescuePlan): boolean {
	return (
		isRescueBlocked(plan) &&
		plan.findings.every(({level, code}) => level !== 'blocks' || lifted.has(code))
	);
}
