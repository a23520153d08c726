import {type CompletionPlan, guardOf} from '../../multipart/completion/completion.js';
import {type Verdict, verdictOf} from '../../multipart/completion/verdict.js';
import {
	exactBytes,
	formatCount,
	formatTime,
	plural,
	sizeOrUnknown,
} from '../../multipart/text/units.js';
import {countIn, type PartRange, rangeWords} from '../../multipart/text/words.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {wrapText} from '../../terminal/wrap.js';
import type {Surface} from '../surface.js';

/** `57.9 GiB (62,165,876,736 bytes) from 1,186 parts, 18 LEFT OUT` */
export function makesWords({size, parts, partCount, listed}: CompletionPlan): string {
	const out = listed.length - partCount;
	const leftOut = out === 0 ? '' : `, ${formatCount(out)} LEFT OUT`;
	return `${size === undefined ? atLeast(parts) : exactBytes(size)} from ${plural(partCount, 'part')}${leftOut}`;
}

/** What the parts that have a size add up to. */
function atLeast(parts: CompletionPlan['parts']): string {
	const known = parts.reduce((sum, {size = 0}) => sum + size, 0);
	return known === 0 ? 'an object of unknown size' : `at least ${exactBytes(known)}`;
}

/** The ETag that the object gets, or why none is known. */
export function etagWords({expected}: CompletionPlan): string {
	return expected.etag ?? `not known before completing: ${expected.reason}`;
}

/** What an overwrite takes, where it was agreed to. */
export function replacedWords({existing}: CompletionPlan): string {
	return existing === 'denied'
		? 'An object that is at this key would be REPLACED: it cannot be seen.'
		: 'The object that is at this key will be REPLACED.';
}

/** What is at the key now, and what keeps a writer in between from being overwritten. */
export function thereWords(plan: CompletionPlan): string {
	const {existing, overwrite} = plan;
	const guard =
		guardOf(plan) === 'server'
			? 'enforced by the server'
			: 'checked just before sending; an object written in between would be overwritten';
	if (existing === undefined) return `nothing (${guard})`;
	if (existing === 'denied') return 'unknown (HeadObject is denied)';
	const {size, lastModified, etag} = existing;
	return [
		`an object of ${size === undefined ? 'unknown size' : exactBytes(size)}`,
		lastModified === undefined ? '' : ` of ${formatTime(lastModified)}`,
		etag === undefined ? '' : `, ETag ${escapeForTerminal(etag)}`,
		overwrite ? ` (replaced only if still this one: ${guard})` : '',
	].join('');
}

/** Whether it can be completed, the worst first; without a full stop. */
export function verdictWords(verdict: Verdict, surface: Surface): string {
	const replace = surface === 'app' ? 'c asks to replace it' : '--overwrite replaces it';
	switch (verdict.kind) {
		case 'no':
			return 'Cannot be completed';
		case 'hole':
			return `HAS A HOLE: ${missingWords(verdict.gaps)}`;
		case 'refusal-likely':
			return 'May be refused';
		case 'doubtful':
			return 'Can be completed, but not everything is known';
		case 'replaces':
			return `An object is at this key already: ${replace}`;
		case 'in-use':
			return 'Somebody may still be uploading';
		case 'left-out':
			return 'Can be completed, but not whole';
		case 'yes':
			return 'Can be completed';
	}
}

/** The verdict in rows of so many cells; behind it what there is, in a row of its own where it does not fit. */
export function verdictRows(
	plan: CompletionPlan,
	width: number,
): ReadonlyArray<{readonly verdict: string; readonly facts: string}> {
	const {existing, listed, partCount, size} = plan;
	const found = verdictOf(plan);
	const out = listed.length - partCount;
	const there =
		existing === undefined
			? 'nothing is at this key yet'
			: existing === 'denied'
				? 'what is at this key may not be looked at'
				: `an object of ${sizeOrUnknown(existing.size)} is at this key`;
	const facts = [
		`${plural(partCount, 'part')}${out === 0 ? '' : ` (${formatCount(out)} left out)`}, ${sizeOrUnknown(size)}`,
		// The verdict tells that already.
		...(found.kind === 'replaces' ? [] : [there]),
	].join('; ');
	const words = verdictWords(found, 'app');
	if (words.length + 3 + facts.length <= width) return [{verdict: words, facts}];
	return [
		...wrapText(words, width).map(verdict => ({verdict, facts: ''})),
		...wrapText(facts, width).map(text => ({verdict: '', facts: text})),
	];
}

/** `part 3 is missing`. */
function missingWords(gaps: readonly PartRange[]): string {
	const words = rangeWords(gaps);
	return countIn(gaps) === 1 ? `part ${words} is missing` : `parts ${words} are missing`;
}
