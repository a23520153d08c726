import type {PlannedAbort} from '../../multipart/abort-selection.js';
import {dateOrNone} from '../../multipart/dates.js';
import {livenessStates} from '../../multipart/liveness.js';
import {terminalJson} from '../../terminal/json.js';
import {longestLine} from '../journal/line-splitter.js';
import {wholeOf, withShortTexts} from '../journal/record-values.js';
import {type Reason, reasonOf, writtenReason} from '../reason/reason.js';
import {RunFileError} from './error.js';
import {type AbortKind, abortKinds} from './kinds.js';

/** Who carries a run out, and since when (ISO 8601, this machine's clock). */
export type RunCarrier = {
	readonly time: string;
	readonly pid: number;
	readonly host: string;
	/** When that process was started, where the system tells: pids are used again. */
	readonly started?: string;
};

/** The first line of a run's file: what was confirmed, and where. Holds no credentials. */
export type RunHeader = RunCarrier & {
	readonly id: string;
	readonly connection: string;
	readonly endpoint: string;
	readonly bucket: string;
	readonly prefix?: string;
	/** As in `AbortRunPlan`. */
	readonly listed?: number;
	readonly everything?: boolean;
	readonly includesHeld?: boolean;
	/** What the confirmation named: how many uploads, and the bytes they hold. */
	readonly confirmed: {readonly uploads: number; readonly bytes: number};
};

/** What became of the nth upload of the plan (from 0). A later one replaces an earlier one. */
export type RunResult = {
	readonly n: number;
	readonly kind: AbortKind;
	readonly reason: Reason;
	/** Bytes. */
	readonly freed?: number;
	readonly code?: string;
	readonly status?: number;
	readonly requestId?: string;
};

export type RunLine =
	| {readonly type: 'run'; readonly header: RunHeader}
	| {readonly type: 'upload'; readonly upload: PlannedAbort}
	/** The plan is whole: nothing is sent before this line is on the disk. */
	| {readonly type: 'planned'; readonly uploads: number}
	| {readonly type: 'result'; readonly result: RunResult}
	/** It was taken up again. */
	| {readonly type: 'resumed'; readonly carrier: RunCarrier}
	| {readonly type: 'end'; readonly time: string};

/** Version of the format; it stands in the first line. */
const version = 1;

/**
 * One line without its end, that `parseRunLine` reads as the same: a number that is none is left out where
 * it may be, and a text without an end is cut. @throws RunFileError where that cannot be.
 */
export function encodeRunLine(line: RunLine): string {
	const text = terminalJson(fieldsOf(line));
	if (Buffer.byteLength(text) > longestLine)
		throw new RunFileError('is longer than any that could be read');
	return text;
}

function fieldsOf(line: RunLine): object {
	switch (line.type) {
		case 'run':
			return {v: version, type: 'run', ...line.header, listed: wholeOf(line.header.listed)};
		case 'upload': {
			const {summary, initiated, ...upload} = line.upload;
			if (upload.key === '' || upload.uploadId === '')
				throw new RunFileError('is of an upload without a key or an id');
			const {lastPart, ...sums} = summary ?? {};
			return {
				...{type: 'upload', ...upload, initiated: wholeOf(initiated)},
				...{...sums, lastPart: wholeOf(lastPart)},
				// For people; what is read back are the numbers.
				...{initiatedAt: isoOf(initiated), lastPartAt: isoOf(lastPart)},
			};
		}
		case 'result': {
			const {freed, status, reason, ...result} = line.result;
			return {
				...{type: 'result', ...withShortTexts({...result, ...writtenReason(reason)})},
				...{freed: wholeOf(freed), status: wholeOf(status)},
			};
		}
		case 'resumed':
			return {type: 'resumed', ...line.carrier};
		default:
			return line;
	}
}

/** A time as people read it; undefined where it is none. */
function isoOf(time: number | undefined): string | undefined {
	const date = new Date(time ?? Number.NaN);
	return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** Reads a line; the first one must be that of the run. @throws RunFileError without the line's number. */
export function parseRunLine(text: string, isFirst: boolean): RunLine {
	// What is no UTF-8 is read as that, and written as \ufffd where it is meant.
	if (text.includes('\ufffd')) throw new RunFileError('holds bytes that are no text');
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw new RunFileError('is not JSON');
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value))
		throw new RunFileError('is not a JSON object');
	const {v, type, ...fields} = value as Record<string, unknown>;
	if (isFirst !== (type === 'run'))
		throw new RunFileError(
			isFirst
				? 'is not the beginning of a plan of partway ("type":"run" is missing)'
				: 'begins another plan',
		);
	if (isFirst && v !== version)
		throw new RunFileError(`has version ${quoted(v)}; this partway reads version ${version}`);
	const read = new Fields(fields);
	switch (type) {
		case 'run':
			return {type, header: headerOf(read)};
		case 'upload':
			return {type, upload: uploadOf(read)};
		case 'planned':
			return {type, uploads: read.count('uploads')};
		case 'result':
			return {type, result: resultOf(read)};
		case 'resumed':
			return {type, carrier: carrierOf(read)};
		case 'end':
			return {type, time: read.text('time')};
		default:
			throw new RunFileError(`has the type ${quoted(type)}, which is not known`);
	}
}

/** What stands in a file, as a sentence may hold it. */
function quoted(value: unknown): string {
	return String(JSON.stringify(value)).slice(0, 40);
}

function carrierOf(read: Fields): RunCarrier {
	return {
		time: read.text('time'),
		pid: read.count('pid'),
		host: read.text('host'),
		started: read.optional('started', 'text'),
	};
}

function headerOf(read: Fields): RunHeader {
	const confirmed = read.within('confirmed');
	return {
		...carrierOf(read),
		id: read.text('id'),
		connection: read.text('connection'),
		endpoint: read.text('endpoint'),
		bucket: read.text('bucket'),
		prefix: read.optional('prefix', 'text'),
		listed: read.optional('listed', 'count'),
		everything: read.optional('everything', 'flag'),
		includesHeld: read.optional('includesHeld', 'flag'),
		confirmed: {uploads: confirmed.count('uploads'), bytes: confirmed.count('bytes')},
	};
}

function uploadOf(read: Fields): PlannedAbort {
	const count = read.optional('count', 'count');
	const summary =
		count === undefined
			? undefined
			: {
					count,
					bytes: read.count('bytes'),
					lacksSizes: read.mark('lacksSizes'),
					lastPart: read.date('lastPart'),
					lacksDates: read.mark('lacksDates'),
					fingerprint: read.count('fingerprint'),
				};
	const liveness = livenessStates.find(state => state === read.text('liveness'));
	if (liveness === undefined) throw new RunFileError('has a liveness that is not known');
	return {
		key: read.name('key'),
		uploadId: read.name('uploadId'),
		initiated: read.date('initiated'),
		summary,
		liveness,
		maker: read.optional('maker', 'text'),
	};
}

function resultOf(read: Fields): RunResult {
	const named = read.text('kind');
	const kind = abortKinds.find(each => each === named);
	if (kind === undefined) throw new RunFileError('has a result that is not known');
	return {
		n: read.count('n'),
		kind,
		reason: reasonOf({sentence: read.text('sentence'), reason: read.optional('reason', 'object')}),
		freed: read.optional('freed', 'count'),
		code: read.optional('code', 'text'),
		status: read.optional('status', 'count'),
		requestId: read.optional('requestId', 'text'),
	};
}

/** The fields of one line, each of which must be what it should be. */
class Fields {
	readonly #fields: Readonly<Record<string, unknown>>;

	constructor(fields: Readonly<Record<string, unknown>>) {
		this.#fields = fields;
	}

	text(name: string): string {
		return this.#of(name, 'text', value => typeof value === 'string');
	}

	/** A text that is not empty: without a key an Abort would be another request. */
	name(name: string): string {
		return this.#of(
			name,
			'text that is not empty',
			value => typeof value === 'string' && value !== '',
		);
	}

	/** A whole number from 0. */
	count(name: string): number {
		return this.#of(
			name,
			'whole number',
			value => Number.isSafeInteger(value) && Number(value) >= 0,
		);
	}

	flag(name: string): boolean {
		return this.#of(name, 'true or false', value => typeof value === 'boolean');
	}

	/** Absent where an older partway wrote a time that no upload has. */
	date(name: string): number | undefined {
		return dateOrNone(this.optional(name, 'count'));
	}

	/** True or absent. */
	mark(name: string): true | undefined {
		return this.optional(name, 'flag') ? true : undefined;
	}

	optional<T extends 'text' | 'count' | 'flag' | 'object'>(name: string, type: T) {
		type Value = ReturnType<Fields[T]>;
		return this.#fields[name] === undefined ? undefined : (this[type](name) as Value);
	}

	object(name: string): Readonly<Record<string, unknown>> {
		return this.#of(name, 'JSON object', value => typeof value === 'object' && value !== null);
	}

	within(name: string): Fields {
		return new Fields(this.object(name));
	}

	#of<T>(name: string, wanted: string, fits: (value: unknown) => boolean): T {
		const value = this.#fields[name];
		if (fits(value)) return value as T;
		throw new RunFileError(
			value === undefined ? `has no ${name}` : `has a ${name} that is no ${wanted}`,
		);
	}
}
