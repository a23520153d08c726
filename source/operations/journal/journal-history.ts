import type {FileHandle} from 'node:fs/promises';
import {NoPlainFile, openPlain} from '../../terminal/plain-file.js';
import type {Reason} from '../reason/reason.js';
import type {OpenAct} from './journal-acts.js';
import {archiveFiles, archiveTime, liveFile} from './journal-archives.js';
import {type Concerns, lineId} from './journal-damage.js';
import {type Intent, OddLines, type OutcomeRecord, readLine} from './journal-record.js';
import {type LinePlace, linesBackwards} from './lines-backwards.js';
import {NoLog, refuseTooLong} from './no-log.js';
import type {OutcomeKind} from './outcome-kinds.js';

/** How an act stands: its outcome; or `running`; or `resolved`, when a later act on the upload left nothing open. */
export type Standing = OutcomeKind | 'running' | 'resolved';

/** One act and what is known of it. */
export type PastAct = {
	readonly intent: Intent;
	readonly standing: Standing;
	/** The last that is known; what was answered to the act itself stays in it. */
	readonly outcome?: OutcomeRecord;
	/** What was known before, the oldest first. */
	readonly earlier: readonly OutcomeRecord[];
};

/** What an act was about and held, bytes; undefined where that was not known. */
export function bytesOf({intent, outcome}: PastAct): number | undefined {
	return outcome?.bytes ?? intent.bytes ?? intent.planned?.size;
}

/** A line that cannot be understood and was not set aside. */
export type DamagedLine = LinePlace & {
	readonly id: string;
	readonly concerns: Concerns;
	/** Whether acts that it may be about are refused for it. */
	readonly blocks: boolean;
};

/** What the live file says of acts that have no end, and of lines that cannot be understood. */
export type LiveActs = {
	get(id: string): OpenAct | undefined;
	hasUnread(id: string): boolean;
};

export type HistoryPage = {
	/** The newest first. */
	readonly acts: readonly PastAct[];
	/** How many lines were cut short while they were written: of acts that were never sent. */
	readonly torn: number;
	readonly damaged: readonly DamagedLine[];
	/** Archives that were left out, and why. */
	readonly unread: ReadonlyArray<{readonly file: string; readonly why: string}>;
};

/**
 * The acts of the live file and of the archives, the newest first, no more read than is asked for.
 *
 * @param options.openActs tells of what the live file leaves open, once it was opened.
 * @param options.since milliseconds since the epoch: acts before are left out.
 */
export async function* readHistory(
	folder: string,
	{
		openActs,
		since = Number.NEGATIVE_INFINITY,
	}: {
		openActs: () => Promise<LiveActs>;
		since?: number;
	},
): AsyncGenerator<HistoryPage, void> {
	// First the live file: what is replaced after that is an archive, and the same file.
	let handle = await openFile(liveFile(folder));
	try {
		const gathered = new Gathered(await openActs(), since);
		const read = new Set<bigint>();
		const archives = await archiveFiles(folder);
		for (let nth = 0; ; nth++) {
			const file = nth === 0 ? liveFile(folder) : archives[nth - 1];
			if (file === undefined) break;
			if (nth > 0) {
				if (archiveTime(file) < since) break;
				handle = await openFile(file).catch(error => {
					if (!(error instanceof NoPlainFile || error instanceof NoLog)) throw error;
					gathered.leaveOut(file, error.message);
					return undefined;
				});
			}
			const next = archives[nth];
			if (handle === undefined || !(await isNew(handle, read))) {
				await handle?.close();
				continue;
			}
			const until = next === undefined ? Number.NEGATIVE_INFINITY : archiveTime(next);
			gathered.begin();
			try {
				for await (const lines of linesBackwards(handle)) {
					for (const {text, at, ended} of lines) gathered.take(text, {file, at, ended});
					yield gathered.page(until);
					if (gathered.isPast) break;
				}
			} catch (error) {
				if (nth === 0 || !(error instanceof NoLog)) throw error;
				gathered.leaveOut(file, error.message);
			}
			await handle.close();
		}
		yield gathered.page(Number.NEGATIVE_INFINITY);
	} finally {
		await handle?.close();
	}
}

/** Fields that say the same of most acts. */
const commonTexts = [
	'act',
	'connection',
	'endpoint',
	'caller',
	'user',
	'host',
	'started',
	'bucket',
	'run',
	'outcome',
	'code',
];

/** What lines that are read backwards tell of acts. */
class Gathered {
	/** An act was older than what is asked for: so are those before it in the file. */
	isPast = false;
	readonly #live: LiveActs;
	readonly #since: number;
	readonly #seen = new Set<string>();
	/** Outcomes of acts whose intents come further in front, the last first. */
	readonly #outcomes = new Map<string, OutcomeRecord[]>();
	/** Open acts stay in the live file while younger ones go to archives: they wait for their place. */
	#waiting: PastAct[] = [];
	#torn = 0;
	/** In the file that is read. */
	#odd = new OddLines();
	#damaged: DamagedLine[] = [];
	/** Lines that were shown, or set aside later than they were written. */
	readonly #knownLines = new Set<string>();
	#unread: Array<{file: string; why: string}> = [];
	/** What many acts have in common is held once. */
	readonly #texts = new Map<string, string>();
	readonly #reasons = new Map<string, Reason>();

	constructor(live: LiveActs, since: number) {
		this.#live = live;
		this.#since = since;
	}

	/** Another file is read. */
	begin(): void {
		this.isPast = false;
		this.#odd = new OddLines();
	}

	take(line: string, {ended, ...place}: LinePlace & {ended: boolean}): void {
		for (const {text, record} of readLine(line).toReversed()) {
			this.#odd.take(record);
			if (record.kind === 'intent') this.#takeIntent(this.#sharing(record.intent));
			else if (record.kind === 'outcome') this.#takeOutcome(this.#sharing(record.record));
			else if (record.kind === 'damaged') this.#takeDamaged(text, record.concerns, place);
			else if (ended) this.#torn++;
		}
	}

	#takeOutcome(read: OutcomeRecord): void {
		const said = JSON.stringify(read.reason);
		const reason = this.#reasons.get(said) ?? read.reason;
		this.#reasons.set(said, reason);
		const record = {...read, reason};
		const {id} = record;
		if (id.startsWith('line-')) this.#knownLines.add(id);
		if (this.#seen.has(id)) return;
		const known = this.#outcomes.get(id);
		if (known === undefined) this.#outcomes.set(id, [record]);
		else known.push(record);
	}

	#takeDamaged(text: string, concerns: Concerns, place: LinePlace): void {
		const id = lineId(text);
		if (this.#knownLines.has(id)) return;
		this.#knownLines.add(id);
		this.#damaged.push({...place, id, concerns, blocks: this.#live.hasUnread(id)});
	}

	leaveOut(file: string, why: string): void {
		this.#unread.push({file, why});
	}

	#sharing<T extends object>(fields: T): T {
		const texts = fields as Record<string, unknown>;
		for (const name of commonTexts) {
			const value = texts[name];
			if (typeof value !== 'string') continue;
			const known = this.#texts.get(value);
			if (known === undefined) this.#texts.set(value, value);
			else texts[name] = known;
		}
		return fields;
	}

	#takeIntent(intent: Intent): void {
		const {id} = intent;
		if (this.#seen.has(id)) return;
		this.#seen.add(id);
		const outcomes = this.#outcomes.get(id) ?? [];
		this.#outcomes.delete(id);
		if (Date.parse(intent.time) < this.#since) this.isPast = true;
		else this.#waiting.push(toPastAct(intent, outcomes, this.#live.get(id)));
	}

	/** What may be shown: all acts that are younger than what is yet to come. */
	page(until: number): HistoryPage {
		this.#waiting.sort((one, other) => timeOf(other) - timeOf(one));
		const older = this.#waiting.findIndex(act => timeOf(act) <= until);
		const acts = older < 0 ? this.#waiting : this.#waiting.slice(0, older);
		this.#waiting = older < 0 ? [] : this.#waiting.slice(older);
		const page = {acts, torn: this.#torn, damaged: this.#damaged, unread: this.#unread};
		this.#torn = 0;
		this.#damaged = [];
		this.#unread = [];
		return page;
	}
}

function timeOf({intent}: PastAct): number {
	return Date.parse(intent.time);
}

const none: readonly OutcomeRecord[] = [];

function standingOf({outcome}: OutcomeRecord, openAct: OpenAct | undefined): Standing {
	return isOpenKind(outcome) ? (openAct?.state ?? 'resolved') : outcome;
}

function isOpenKind(outcome: OutcomeKind): boolean {
	return outcome === 'unknown' || outcome === 'probably-failed';
}

function toPastAct(
	intent: Intent,
	lastFirst: readonly OutcomeRecord[],
	openAct: OpenAct | undefined,
): PastAct {
	// What has ended stays ended: a look that came too late says nothing.
	const last = lastFirst.find(({outcome}) => !isOpenKind(outcome)) ?? lastFirst[0];
	const before = lastFirst.filter(each => each !== last);
	if (last === undefined) return {intent, standing: openAct?.state ?? 'resolved', earlier: none};
	if (before.length === 0)
		return {intent, standing: standingOf(last, openAct), outcome: last, earlier: none};
	// A look-up knows nothing of these: they came with the answer to the act itself.
	const own: {-readonly [Field in 'requestId' | 'bytes' | 'etag' | 'location']?: unknown} = {};
	for (const outcome of before.toReversed())
		for (const field of ['requestId', 'bytes', 'etag', 'location'] as const)
			own[field] ??= outcome[field];
	return {
		intent,
		standing: standingOf(last, openAct),
		outcome: {...own, ...defined(last)} as OutcomeRecord,
		earlier: before.toReversed(),
	};
}

function defined<T extends object>(fields: T): Partial<T> {
	return Object.fromEntries(
		Object.entries(fields).filter(([, value]) => value !== undefined),
	) as Partial<T>;
}

async function openFile(file: string): Promise<FileHandle | undefined> {
	const handle = await openPlain(file, 'r').catch(error => {
		if (error.code === 'ENOENT') return undefined;
		throw error;
	});
	try {
		if (handle !== undefined) refuseTooLong((await handle.stat()).size);
	} catch (error) {
		await handle?.close();
		throw error;
	}
	return handle;
}

/** Whether the file was not read under another name. */
async function isNew(handle: FileHandle, read: Set<bigint>): Promise<boolean> {
	const {ino} = await handle.stat({bigint: true});
	if (read.has(ino)) return false;
	read.add(ino);
	return true;
}
