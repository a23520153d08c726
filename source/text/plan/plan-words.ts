import {type CompletionPlan, canComplete, guardOf} from '../../multipart/completion/completion.js';
import {exactBytes, formatCount, formatTime, plural} from '../../multipart/text/units.js';
import {escapeForTerminal} from '../../terminal/escape.js';

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

/** Whether it can be completed, in three words. */
export function verdictWords(plan: CompletionPlan): string {
	return {
		yes: 'Can be completed',
		'refusal-likely': 'May be refused',
		no: 'Cannot be completed',
	}[canComplete(plan)];
}
