import {heldCounts} from '../../../multipart/makers/makers.js';
import {
	type CleanupRule,
	scopeInWords,
	soonestFirst,
} from '../../../multipart/rules/cleanup-rules.js';
import {factsOfService, listingRemark} from '../../../multipart/services/service.js';
import {formatBytes, formatCount, formatElapsed, plural} from '../../../multipart/text/units.js';
import {stateWords, uploadStates} from '../../../multipart/upload-state.js';
import {abortedCount} from '../../../session/abort-run/aborted.js';
import type {SessionState, UploadsScreen} from '../../../session/core/state.js';
import {asksForMany} from '../../../session/uploads/view.js';
import {escapeForTerminal} from '../../../terminal/escape.js';
import {formatOffset} from '../../../text/clock-words.js';
import {droppedWords} from '../../../text/reason/gap-words.js';
import {expiryInWords} from '../../../text/service-words.js';
import {progressBar} from '../../components/progress-bar.js';
import {type Drawing, type Lined, type Segment, widthOf} from '../../components/segments.js';
import type {Glyphs, Role} from '../../frame/theme.js';
import {columnName, stateRoles} from './upload-columns.js';

/** The three rows over the list: what is held and what is dead, what is being read or what the bucket does itself. */
export function uploadsHeader(state: SessionState, screen: UploadsScreen, on: Drawing): Lined {
	const {width} = on;
	const totals = totalsLine(screen, abortedCount(state, screen), on);
	const saysNoRule = withRulesKey(totals, screen, width) !== totals;
	const remarks = remarkLines(screen, state.apart, saysNoRule);
	const all = requestsText(state, screen);
	// That the service asks for fewer is worth more than how many were sent.
	const choices = [all, all.slice(0, all.length - 1), []];
	for (const requests of choices) {
		const progress = progressLine(screen, width - widthOf(requests) - 2, on, state.here);
		const [first = [], second = []] = progress.length > 0 ? [progress, ...remarks] : remarks;
		const gap = width - widthOf(first) - widthOf(requests) - 1;
		if (gap >= 1 || requests.length === 0)
			return [
				withRulesKey(totals, screen, width),
				requests.length === 0 ? first : [...first, {text: ' '.repeat(gap)}, ...requests],
				second,
			];
	}
	return [];
}

const noRule = 'no rule cleans up here: L';

/** The totals, and at their end that the bucket does not clean up by itself, where there is room for it. */
function withRulesKey(
	totals: readonly Segment[],
	screen: UploadsScreen,
	width: number,
): readonly Segment[] {
	const gap = width - widthOf(totals) - noRule.length - 1;
	if (totals.length === 0 || gap < 2 || !cleansUpNothing(screen)) return totals;
	return [...totals, {text: ' '.repeat(gap)}, {text: noRule, role: 'dim'}];
}

/** Neither the bucket nor its service aborts uploads here by itself, as far as both are known. */
function cleansUpNothing({cleanup, prefix, service, serviceVersion}: UploadsScreen): boolean {
	const facts = service && factsOfService(service, serviceVersion);
	return (
		cleanup !== undefined &&
		rulesHere(cleanup, prefix).length === 0 &&
		(facts && expiryInWords(facts)) === undefined
	);
}

function rulesHere(rules: readonly CleanupRule[], prefix: string): readonly CleanupRule[] {
	return rules.filter(
		rule => rule.enabled && (rule.prefix.startsWith(prefix) || prefix.startsWith(rule.prefix)),
	);
}

/** `1,284 uploads hold at least 3.4 TiB · 12 active · 1,190 stalled`; with a filter what it leaves: `12 of 1,284 uploads hold …` */
function totalsLine(
	screen: UploadsScreen,
	aborted: number,
	{width, glyphs}: Drawing,
): readonly Segment[] {
	const long = totalsSegments(screen, aborted, glyphs, 'long');
	if (widthOf(long) < width) return long;
	const medium = totalsSegments(screen, aborted, glyphs, 'medium');
	return widthOf(medium) < width ? medium : totalsSegments(screen, aborted, glyphs, 'short');
}

/** So many are named. */
const mostMakers = 2;

function totalsSegments(
	{totals, shownSums, query, listing}: UploadsScreen,
	/** They are counted as what they were: they may be there still. */
	aborted: number,
	glyphs: Glyphs,
	length: 'long' | 'medium' | 'short',
): readonly Segment[] {
	if (totals.count === 0 && listing !== 'ended') return [];
	const {count, read, sized, unreadable, bytes, byState, ...sums} = shownSums ?? totals;
	// What is not read yet may be what the filter asks for.
	const mayBeMore = query.needsParts && totals.read + totals.unreadable < totals.count;
	const partial = sized < count || mayBeMore || listing !== 'ended';
	const atLeast = partial ? ' at least' : '';
	const held = bytes === 0 ? '' : `${count === 1 ? ' holds' : ' hold'}${atLeast} `;
	const unread = count - read - unreadable;
	const dot = {text: length === 'short' ? '  ' : ` ${glyphs.dot} `, role: 'dim'} as const;
	return [
		{
			text: ` ${shownSums === undefined ? '' : `${formatCount(count)} of `}${plural(shownSums === undefined ? count : totals.count, 'upload')}`,
			role: 'strong',
		},
		{text: held},
		{text: bytes === 0 ? '' : formatBytes(bytes), role: 'strong'},
		...(aborted > 0
			? [
					dot,
					{
						text: `${formatCount(aborted)} aborted${length === 'long' ? ', not yet proven gone' : ''}`,
						role: 'accent',
					} as const,
				]
			: []),
		...uploadStates.flatMap((state): Segment[] => {
			const unlooked = state === 'unknown' ? unread - sums.heldUnread : 0;
			const known = Math.max(0, byState[state] - unlooked);
			if (known === 0) return [];
			// Of many makers the rows tell which.
			if (state === 'held' && length === 'long' && Object.keys(sums.heldBy).length <= mostMakers)
				return heldCounts(sums.heldBy).flatMap(text => [dot, {text, role: stateRoles.held}]);
			return [dot, {text: `${formatCount(known)} ${stateWords(state)}`, role: stateRoles[state]}];
		}),
		...(unread > 0 && count > 0
			? [dot, {text: `${formatCount(unread)} ${length === 'long' ? 'not read yet' : 'unread'}`}]
			: []),
	];
}

function progressLine(
	screen: UploadsScreen,
	width: number,
	{spinner, glyphs}: Drawing,
	here: number,
): readonly Segment[] {
	const {listing, totals, pendingReads, readBudget, query, asked = 0, awaitingCredentials} = screen;
	const looked = totals.read + totals.unreadable;
	if (listing === 'running')
		return [
			{text: ` ${spinner} `, role: 'accent'},
			{text: `listing, ${formatCount(totals.count)} so far`, role: 'dim'},
			{text: looked > 0 ? ` ${glyphs.dot} parts of ${formatCount(looked)} read` : '', role: 'dim'},
		];
	const incomplete: Segment[] =
		listing === 'ended' || totals.count === 0
			? []
			: [{text: ` ${incompleteWords[listing]}`, role: listing === 'stopped' ? 'dim' : 'warn'}];
	if (awaitingCredentials)
		return [
			{text: ` paused: r goes on ${glyphs.dot} parts of ${formatCount(looked)} read`, role: 'warn'},
			{text: listing === 'failed' ? ', the list is not complete' : '', role: 'warn'},
		];
	if (pendingReads > 0) {
		const isLimited = !query.needsParts || asksForMany(screen);
		const budget = isLimited ? readBudget : looked + Math.max(asked, pendingReads);
		const goal = Math.min(totals.count, Math.max(budget, looked + pendingReads));
		const text = ` ${spinner} reading parts ${formatCount(looked)} of ${formatCount(goal)} `;
		const time = timeLeft(screen, looked, goal, here);
		const room = width - text.length - time.length - widthOf(incomplete) - 1;
		return [
			{text, role: 'dim'},
			...(room < 8 ? [] : progressBar(looked, goal, Math.min(40, room), glyphs)),
			...(room < 8 ? [] : [{text: time, role: 'dim'} as const]),
			...incomplete,
		];
	}
	if (incomplete.length > 0) return incomplete;
	const left = totals.count - looked;
	return left > 0 && listing === 'ended'
		? [{text: ` parts of ${plural(left, 'upload')} not read: m reads them`, role: 'dim'}]
		: [];
}

/** Milliseconds and reads after which their pace says something. */
const paceTime = 2000;
const paceReads = 20;

/** ` 0:40 left`, by the pace of the reads since they began; empty before that says something. */
function timeLeft(
	{readingSince: since}: UploadsScreen,
	looked: number,
	goal: number,
	here: number,
): string {
	if (since === undefined) return '';
	const [took, done] = [here - since.here, looked - since.looked];
	if (took < paceTime || done < paceReads || goal <= looked) return '';
	return ` ${formatElapsed(((goal - looked) * took) / done)} left`;
}

/** Why there may be more uploads than the list holds, and what to do. */
const incompleteWords = {
	stopped: 'stopped, there may be more: m goes on, r lists again',
	stuck: 'the server stopped in the middle of its list: uploads may be missing',
	failed: 'the list is not complete: m goes on, r lists again',
} as const;

/** Milliseconds for which it is shown that the service asked for fewer requests. */
const slowedFor = 15_000;

/** What all that costs: every request that was sent to the endpoint, and how fast they go now. */
function requestsText({here, connection}: SessionState, {pace}: UploadsScreen): readonly Segment[] {
	if (pace === undefined || pace.sent === 0) return [];
	const {slowed} = pace;
	const isAsked = slowed?.why === 'throttled';
	// The server of the demo is this process: what makes it slow is this machine.
	const isSlowed =
		slowed !== undefined && here - slowed.at < slowedFor && (isAsked || !connection?.demo);
	const why = isAsked ? 'asked for fewer' : 'server slow';
	const sent: Segment = {text: plural(pace.sent, 'request'), role: 'dim'};
	return isSlowed ? [{text: `${why}: ${pace.width} at a time  `, role: 'warn'}, sent] : [sent];
}

/** What one has to know of the clocks, of the order, of how the service lists, and of what aborts uploads by itself. */
function remarkLines(
	{unsorted, sort, cleanup, prefix, service, serviceVersion, totals, dropped}: UploadsScreen,
	apart: number | undefined,
	saysNoRule: boolean,
): Lined {
	const facts = service && factsOfService(service, serviceVersion);
	const order =
		unsorted === 0
			? undefined
			: `sorted by ${columnName(sort)} as far as it is read: the last ${plural(unsorted, 'row')} ${unsorted === 1 ? 'is' : 'are'} not`;
	const rule = cleanup && !saysNoRule ? cleanupText(cleanup, prefix) : undefined;
	const expiry = facts && expiryInWords(facts);
	// Of an empty list it is said where the rows would be.
	const listing = facts && totals.count > 0 ? listingRemark(facts, prefix) : undefined;
	const isRuled = cleanup?.some(({enabled}) => enabled);
	const warnings = [
		dropped > 0 && `${droppedWords(dropped)}: not shown`,
		apart !== undefined && clocksText(apart),
	];
	const remarks = [order, listing, isRuled ? rule : (expiry ?? rule)];
	const signed = (texts: ReadonlyArray<string | false | undefined>, role: Role): Lined =>
		texts.filter(Boolean).map(text => [{text: ` ${text}`, role}]);
	return [...signed(warnings, 'warn'), ...signed(remarks, 'dim')];
}

/** As short as 80 columns want it. */
function clocksText(apart: number): string {
	const how = apart > 0 ? 'ahead' : 'behind';
	return `the service's clock is ${formatOffset(apart)} ${how}: stalled only by both, active by either`;
}

/** `the bucket aborts uploads of every key 7 days after they began, itself (rule "tidy")` */
function cleanupText(rules: readonly CleanupRule[], prefix: string): string | undefined {
	const holding = rulesHere(rules, prefix);
	const [first] = soonestFirst(holding);
	if (first === undefined) return noRule;
	const name = first.id === '' ? '' : ` (rule "${escapeForTerminal(first.id)}")`;
	const {daysAfterInitiation: days} = first;
	const more = holding.length === 1 ? '' : `, and ${plural(holding.length - 1, 'more rule')}`;
	return `the bucket itself aborts uploads of ${escapeForTerminal(scopeInWords(first))} after ${days === undefined ? 'an unknown time' : plural(days, 'day')}${name}${more}`;
}
