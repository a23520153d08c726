import {formatAge, formatCount, plural} from '../../../multipart/text/units.js';
import type {RulesScreen, SessionState} from '../../../session/core/state.js';
import {isBeingListed} from '../../../session/rules/open.js';
import type {RuledUploads, RuleRow, RulesFacts} from '../../../session/rules/rules-facts.js';
import {cellsOf, truncateEnd} from '../../../terminal/cells.js';
import {escapeInCells} from '../../../terminal/escape.js';
import {rangeWords, seemsIdle} from '../../../text/rule-words.js';
import type {Drawing, Lined, Segment} from '../../components/segments.js';

const minute = 60_000;
const day = 24 * 60 * minute;

/** Two rows: whether the bucket cleans up by itself and whether that works, then the uploads that this is known of. */
export function rulesHeader(screen: RulesScreen, state: SessionState, on: Drawing): Lined {
	const {facts, listed, loading} = screen;
	const {now} = state;
	const {spinner, glyphs} = on;
	if (facts === undefined)
		return [loading ? [{text: ` ${spinner} reading the rules`, role: 'dim'}] : [], []];
	const {uploads} = facts;
	const isListing = isBeingListed(state, screen);
	const ofUploads =
		listed !== undefined
			? `${spinner} listing uploads, ${formatCount(listed)} so far`
			: uploads !== undefined
				? uploadsWords(facts, uploads, on) + sinceWords(uploads, now, isListing)
				: isListing
					? 'its uploads are being listed'
					: 'its uploads are not listed yet: m lists them';
	const counted: readonly Segment[] = [{text: ` ${ofUploads}`, role: 'dim'}];
	if (uploads !== undefined && uploads.overdue > 0)
		return [
			[
				{text: ` ${glyphs.warn} `, role: 'danger'},
				{text: idleWords(facts, uploads, now, on), role: 'strong'},
			],
			counted,
		];
	return [[{text: ` ${scopeWords(facts, on)}`, role: 'strong'}], counted];
}

const acts = ({rule: {abort, enabled}}: RuleRow) => abort !== undefined && enabled;

/** `"tidy" seems to do nothing, or is new: 31 uploads overdue by up to 9 days`; a narrow row says less of the uploads. */
function idleWords(
	{rows}: RulesFacts,
	{overdue, overdueSince}: RuledUploads,
	now: number,
	{width, glyphs}: Drawing,
): string {
	const days = plural(Math.floor((now - (overdueSince ?? now)) / day), 'day');
	const short = `: ${formatCount(overdue)} overdue`;
	const plain = `: ${plural(overdue, 'upload')} overdue`;
	const late = rows.filter(({counts}) => (counts?.overdue ?? 0) > 0);
	const id = late.length === 1 ? late[0]?.rule.id : undefined;
	const room = Math.max(4, width - short.length - seemsIdle.length - 7);
	const head =
		late.length > 1
			? `${formatCount(late.length)} rules seem to do nothing, or are new`
			: `${id ? `"${truncateEnd(escapeInCells(id, room), room, glyphs.ellipsis)}"` : 'The rule'} ${seemsIdle}`;
	const left = width - 4 - cellsOf(head);
	const full = `${plain} by ${overdue === 1 ? '' : 'up to '}${days}`;
	return head + ([full, plain].find(({length}) => length <= left) ?? short);
}

/** `1 rule cleans up all keys after 7 days`, `Cleans up logs/ only, after 7 days`, `No rule cleans up here` */
function scopeWords({rows, cleansUpAll}: RulesFacts, {width, glyphs}: Drawing): string {
	const all = rows.filter(acts);
	const disabled = rows.filter(row => row.rule.abort !== undefined && !acts(row)).length;
	const [first] = all;
	if (first === undefined)
		return `No rule cleans up here${disabled === 0 ? '' : `: ${disabled === 1 ? 'one is' : `${formatCount(disabled)} are`} disabled`}`;
	const days = (of: readonly RuleRow[]) =>
		Math.min(...of.map(({rule}) => rule.abort?.days ?? Number.POSITIVE_INFINITY));
	const after = (of: readonly RuleRow[]) => {
		const least = days(of);
		return Number.isFinite(least) ? ` after ${plural(least, 'day')}` : '';
	};
	if (cleansUpAll) {
		const whole = all.filter(({rule}) => rule.range.prefix === '');
		return all.length === 1
			? `1 rule cleans up all keys${after(all)}`
			: `${plural(all.length, 'rule')} clean up here, all keys${after(whole)}`;
	}
	if (all.length > 1)
		return `${plural(all.length, 'rule')} clean up some keys, the first${after(all)}`;
	const range = rangeWords(first.rule.range).replace(/^keys that begin with /, '');
	return `Cleans up ${escapeInCells(range, width - 40) || glyphs.none} only${after(all)}`;
}

/** From when the uploads are, where that is not now. */
function sinceWords({at}: RuledUploads, now: number, isListing: boolean): string {
	if (isListing) return ', being listed';
	return at === undefined || now - at < minute ? '' : `, listed ${formatAge(now - at)} ago`;
}

/** `154 uploads: 120 are under no rule, 12 are due at the next run` */
function uploadsWords({rows}: RulesFacts, uploads: RuledUploads, {width}: Drawing): string {
	const {listed, isWhole, prefix, covered} = uploads;
	const under = prefix === '' ? '' : ` under ${escapeInCells(prefix, width - 50)}`;
	const head = `${isWhole ? '' : 'at least '}${plural(listed, 'upload')}${under}`;
	if (listed === 0) return head;
	const left = listed - covered;
	const due = Math.max(0, ...rows.map(({counts}) => counts?.due ?? 0));
	return [
		left === 0
			? `${head}, all under a rule`
			: `${head}, ${left === listed ? 'all' : formatCount(left)} under no rule`,
		...(due === 0 ? [] : [`${formatCount(due)} due`]),
	].join(', ');
}
