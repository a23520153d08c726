import type {Planned, SeenObject} from '../../multipart/completion/evidence.js';
import {formatCount} from '../../multipart/text/units.js';
import type {UploadTarget} from '../../multipart/upload.js';
import type {BucketTerms} from '../../s3/client/connection.js';
import {terminalJson} from '../../terminal/json.js';
import type {ActKind} from '../reason/journal-problem.js';
import {type Reason, reasonOf, type WrittenReason, writtenReason} from '../reason/reason.js';
import {
	type Concerns,
	concernsIn,
	concernsOf,
	isCutShort,
	piecesOf,
	withoutZeros,
} from './journal-damage.js';
import {longestLine} from './line-splitter.js';
import {NoLog} from './no-log.js';
import {type OutcomeKind, outcomeKinds} from './outcome-kinds.js';
import {wholeOf, withShortTexts} from './record-values.js';
import {isRules, type WrittenRules} from './written-rules.js';

export type {ActKind} from '../reason/journal-problem.js';

/** An act that is about to be sent. Holds no credentials. */
export type Intent = UploadTarget & {
	readonly id: string;
	/** ISO 8601, this machine's clock. */
	readonly time: string;
	readonly act: ActKind;
	/** The connection as the user knows it: `own:oos-prod`. */
	readonly connection: string;
	readonly endpoint: string;
	/** The access key id that signs, as the service's own logs name it; absent where it was not known yet. */
	readonly caller?: string;
	/** Who is logged in on this machine; absent where the system does not tell. */
	readonly user?: string;
	/** Under which it is sent, and looked up later; absent: none, or not recorded by an older partway. */
	readonly terms?: BucketTerms;
	/** What the object will have, what the upload holds, or what a rescue is to send; absent where its parts were not read. */
	readonly bytes?: number;
	/** What a Complete makes; absent for an Abort. */
	readonly planned?: Planned;
	/** The whole path of the file that a rescue sends parts of. Text from outside. */
	readonly file?: string;
	/** What a change of rules sends. */
	readonly rules?: WrittenRules;
	/** What was at the key before a Complete; absent where nothing was. */
	readonly before?: SeenObject | 'denied';
	/** The process that sends it, and its machine: a journal may lie on a shared disk. */
	readonly pid: number;
	readonly host: string;
	/** When that process was started, where the system tells: pids are used again. */
	readonly started?: string;
	/** The run of an abort of many uploads that it belongs to. */
	readonly run?: string;
};

/** What became of an act, as far as is known. A later one replaces an earlier one. */
export type Outcome = {
	readonly outcome: OutcomeKind;
	readonly reason: Reason;
	readonly code?: string;
	readonly status?: number;
	/** Of the act itself, or of what was refused. */
	readonly requestId?: string;
	readonly etag?: string;
	readonly location?: string;
	/** What was listed just before and is freed by an Abort, or what a rescue has sent. */
	readonly bytes?: number;
	/** Who closed it by hand. */
	readonly user?: string;
};

export type OutcomeRecord = Outcome & {readonly id: string; readonly time: string};

export type JournalLine =
	| {readonly kind: 'intent'; readonly intent: Intent}
	| {readonly kind: 'outcome'; readonly record: OutcomeRecord}
	/** Cut short while it was written, so never flushed, so its act was never sent. */
	| {readonly kind: 'torn'}
	/** Anything else: a whole record that cannot be understood may be an act that was sent. */
	| {readonly kind: 'damaged'; readonly concerns: Concerns};

const version = 1;

/**
 * One line without its end, that `parseLine` reads as the same: a number of bytes that is none is left out. Undefined
 * for an act that the journal could not give back: it must not be sent.
 */
export function encodeIntent(intent: Intent): string | undefined {
	const line = terminalJson({v: version, type: 'intent', ...intent, bytes: wholeOf(intent.bytes)});
	const isRead = Buffer.byteLength(line) <= longestLine && parseLine(line).kind === 'intent';
	return isRead ? line : undefined;
}

/** The same for what became of an act. Text without an end is cut: the outcome itself is always written. */
export function encodeOutcome(record: OutcomeRecord): string {
	const {bytes, status, reason, ...texts} = record;
	return terminalJson({
		...{v: version, type: 'outcome', ...withShortTexts({...texts, ...writtenReason(reason)})},
		...{bytes: wholeOf(bytes), status: wholeOf(status)},
	});
}

/** Reads one line of the journal. */
export function parseLine(line: string): JournalLine {
	const text = withoutZeros(line);
	if (text === '') return {kind: 'torn'};
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return isCutShort(text) ? {kind: 'torn'} : {kind: 'damaged', concerns: concernsIn(text)};
	}
	if (typeof value !== 'object' || value === null) return {kind: 'damaged', concerns: {}};
	const {v, type, ...fields} = withoutNulls(value, text);
	if (v === version && type === 'intent' && isIntent(fields) && !isGarbled(text, fields))
		return {kind: 'intent', intent: fields};
	if (v === version && type === 'outcome' && isOutcome(fields))
		return {kind: 'outcome', record: recordOf(fields)};
	return {kind: 'damaged', concerns: concernsOf({type, ...fields})};
}

/**
 * The records of a line as it stands in the file: one, unless its end was lost and another came behind it.
 * What was cut short before another is no record that was never flushed: that one has its line end.
 */
export function readLine(
	line: string,
): ReadonlyArray<{readonly text: string; readonly record: JournalLine}> {
	const whole = parseLine(line);
	if (whole.kind !== 'damaged') return [{text: line, record: whole}];
	const pieces = piecesOf(line);
	if (pieces.length < 2) return [{text: line, record: whole}];
	return pieces
		.filter(piece => withoutZeros(piece) !== '')
		.map(text => {
			const record = parseLine(text);
			return record.kind === 'torn'
				? {text, record: {kind: 'damaged', concerns: concernsIn(text)} as const}
				: {text, record};
		});
}

/** Lines of a file that cannot be understood: with more of them it is no journal, and not worth reading on. */
const mostOdd = 1000;

/** Counts the lines that cannot be understood. */
export class OddLines {
	#count = 0;

	/** @throws NoLog */
	take({kind}: JournalLine): void {
		if (kind !== 'torn' && kind !== 'damaged') return;
		if (++this.#count > mostOdd)
			throw new NoLog(`it holds more than ${formatCount(mostOdd)} lines that cannot be understood`);
	}
}

/** A number that was none was written as null by an older partway. */
function withoutNulls(value: object, text: string): Record<string, unknown> {
	if (!text.includes(':null')) return value as Record<string, unknown>;
	return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null));
}

/** Whether bytes that are no text stand in what names the act: it is written with `\ufffd` where that is meant. */
function isGarbled(text: string, {id, bucket, key, uploadId}: Intent): boolean {
	return (
		text.includes('\ufffd') && [id, bucket, key, uploadId].some(each => each.includes('\ufffd'))
	);
}

function isIntent(fields: object): fields is Intent {
	const {act, pid, planned, before, terms, bytes, rules, file} = fields as Partial<Intent>;
	const texts = ['id', 'time', 'connection', 'endpoint', 'bucket', 'key', 'uploadId', 'host'];
	return (
		hasTexts(fields, texts) &&
		mayHaveTexts(fields, ['run', 'caller', 'user', 'started', 'file']) &&
		Number.isInteger(pid) &&
		(bytes === undefined || Number.isFinite(bytes)) &&
		(terms === undefined || isTerms(terms)) &&
		(before === undefined || before === 'denied' || typeof before === 'object') &&
		(act === 'abort' ||
			act === 'acl' ||
			(act === 'complete' && isPlanned(planned)) ||
			(act === 'rescue' && file !== undefined) ||
			(act === 'rules' && isRules(rules)))
	);
}

/** Without a size where a part had none. */
function isPlanned(planned: Planned | undefined): boolean {
	return (
		Number.isFinite(planned?.partCount) &&
		(planned?.size === undefined || Number.isFinite(planned.size))
	);
}

type Written = Omit<OutcomeRecord, 'reason'> & WrittenReason;

function recordOf({sentence, reason, ...fields}: Written): OutcomeRecord {
	return {...fields, reason: reasonOf({sentence, reason})};
}

function isOutcome(fields: object): fields is Written {
	return (
		hasTexts(fields, ['id', 'time', 'sentence']) &&
		outcomeKinds.some(kind => kind === (fields as Partial<Written>).outcome)
	);
}

/** What is not known of them would be left out of a look-up: then the line counts as not understood. */
function isTerms(terms: unknown): terms is BucketTerms {
	return (
		typeof terms === 'object' &&
		terms !== null &&
		mayHaveTexts(terms, ['expectedBucketOwner']) &&
		[undefined, 'requester'].includes((terms as BucketTerms).requestPayer)
	);
}

function hasTexts(fields: object, names: readonly string[]): boolean {
	return names.every(name => typeof (fields as Record<string, unknown>)[name] === 'string');
}

function mayHaveTexts(fields: object, names: readonly string[]): boolean {
	return names.every(name =>
		['string', 'undefined'].includes(typeof (fields as Record<string, unknown>)[name]),
	);
}
