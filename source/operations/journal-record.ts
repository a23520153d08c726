import type {Planned, SeenObject} from '../multipart/evidence.js';
import type {UploadTarget} from '../multipart/upload.js';
import type {BucketTerms} from '../s3/connection.js';
import {terminalJson} from '../terminal/json.js';

/** `acl`: the object that an upload was completed to is made readable for anybody. */
export type ActKind = 'complete' | 'abort' | 'acl';

/** An act that is about to be sent. Holds no credentials. */
export type Intent = UploadTarget & {
	readonly id: string;
	/** ISO 8601, this machine's clock. */
	readonly time: string;
	readonly act: ActKind;
	/** The connection as the person knows it: `own:oos-prod`. */
	readonly connection: string;
	readonly endpoint: string;
	/** The access key id that signs, as the service's own logs name it; absent where it was not known yet. */
	readonly caller?: string;
	/** Who is logged in on this machine; absent where the system does not tell. */
	readonly user?: string;
	/** Under which it is sent, and looked up later; absent: none, or not recorded by an older partway. */
	readonly terms?: BucketTerms;
	/** What the object will have, or what the upload holds; absent where its parts were not read. */
	readonly bytes?: number;
	/** What a Complete makes; absent for an Abort. */
	readonly planned?: Planned;
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

export const outcomeKinds = [
	'done',
	'accepted',
	'failed',
	/** It moved, was gone, or was held back between its intent and the request. */
	'not-sent',
	'unknown',
	'gone',
	'probably-failed',
	/** A person said that it is over. */
	'closed',
] as const;

export type OutcomeKind = (typeof outcomeKinds)[number];

/** What became of an act, as far as is known. A later one replaces an earlier one. */
export type Outcome = {
	readonly outcome: OutcomeKind;
	/** As it was told to the person. */
	readonly sentence: string;
	readonly code?: string;
	readonly status?: number;
	/** Of the act itself, or of what was refused. */
	readonly requestId?: string;
	readonly etag?: string;
	readonly location?: string;
	/** What was listed just before and is freed by an Abort. */
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
	| {readonly kind: 'damaged'};

const version = 1;

/** One line without its end. */
export function encodeIntent(intent: Intent): string {
	return terminalJson({v: version, type: 'intent', ...intent});
}

/** One line without its end. */
export function encodeOutcome(record: OutcomeRecord): string {
	return terminalJson({v: version, type: 'outcome', ...record});
}

/** Reads one line of the journal. */
export function parseLine(line: string): JournalLine {
	// After a power cut a file may end in zeros where the last record should be.
	const text = line.replace(/\0+$/, '');
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return {kind: isCutShort(text) ? 'torn' : 'damaged'};
	}
	if (typeof value !== 'object' || value === null) return {kind: 'damaged'};
	const {v, type, ...fields} = value as Record<string, unknown>;
	if (v === version && type === 'intent' && isIntent(fields))
		return {kind: 'intent', intent: fields};
	if (v === version && type === 'outcome' && isOutcome(fields))
		return {kind: 'outcome', record: fields};
	return {kind: 'damaged'};
}

/** Whether the text is the beginning of a JSON object that does not come to its end. */
function isCutShort(text: string): boolean {
	if (text === '') return true;
	if (!text.startsWith('{')) return false;
	let depth = 0;
	let inString = false;
	for (let index = 0; index < text.length; index++) {
		const char = text[index];
		if (inString) {
			if (char === '\\') index++;
			else if (char === '"') inString = false;
		} else if (char === '"') inString = true;
		else if (char === '{') depth++;
		else if (char === '}') depth--;
	}
	return inString || depth > 0;
}

function isIntent(fields: object): fields is Intent {
	const {act, pid, planned, terms, bytes} = fields as Partial<Intent>;
	const texts = ['id', 'time', 'connection', 'endpoint', 'bucket', 'key', 'uploadId', 'host'];
	return (
		hasTexts(fields, texts) &&
		mayHaveTexts(fields, ['run', 'caller', 'user', 'started']) &&
		Number.isInteger(pid) &&
		(bytes === undefined || Number.isFinite(bytes)) &&
		(terms === undefined || isTerms(terms)) &&
		(act === 'abort' || act === 'acl' || (act === 'complete' && isPlanned(planned)))
	);
}

/** Without a size where a part had none. */
function isPlanned(planned: Planned | undefined): boolean {
	return (
		Number.isFinite(planned?.partCount) &&
		(planned?.size === undefined || Number.isFinite(planned.size))
	);
}

function isOutcome(fields: object): fields is OutcomeRecord {
	return (
		hasTexts(fields, ['id', 'time', 'sentence']) &&
		outcomeKinds.some(kind => kind === (fields as Partial<OutcomeRecord>).outcome)
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
