import {type UploadTarget, uploadIdentity} from '../../multipart/upload.js';
import {lineId, mayConcern, type UnreadLine} from './journal-damage.js';
import {
	type ActKind,
	type Intent,
	type JournalLine,
	OddLines,
	type OutcomeRecord,
	readLine,
} from './journal-record.js';
import type {OutcomeKind} from './outcome-kinds.js';

/** Milliseconds after which an act of which nothing shows has probably failed. */
export const probablyFailedAfter = 15 * 60_000;

/**
 * How an act without an end stands.
 * - `running`: the process that sent it is still there and waits for the answer.
 * - `unknown`: nobody waits any more, or the answer said too little.
 * - `probably-failed`: looked up for long enough; acting again asks for the key to be typed.
 */
export type OpenState = 'running' | 'unknown' | 'probably-failed';

export type OpenAct = {
	readonly intent: Intent;
	readonly state: OpenState;
	/** The last outcome, where one was written. */
	readonly outcome?: OutcomeRecord;
};

/** An open act, and the lines that tell of it: the journal keeps them as they are. */
type Entry = {
	readonly intent: Intent;
	readonly outcome?: OutcomeRecord;
	readonly intentLine: string;
	readonly outcomeLine?: string;
};

/** Whether the process that wrote an intent may still be waiting for its answer. */
export type IsRunning = (intent: Intent) => boolean;

/** The acts without an end, as the lines of the journal tell them one after the other. */
export class OpenActs {
	/** When the youngest of the lines was written, milliseconds since the epoch, as it says itself. */
	lastTime: number | undefined;
	/** By the id of the act, and for each upload the ids of the acts on it, both in the order they were begun. */
	readonly #open = new Map<string, Entry>();
	readonly #byUpload = new Map<string, Set<string>>();
	/** Lines that cannot be understood and may be of acts, by their ids. */
	readonly #unread = new Map<string, UnreadLine & {readonly text: string}>();
	#odd = new OddLines();
	readonly #isRunning: IsRunning;

	constructor(isRunning: IsRunning) {
		this.#isRunning = isRunning;
	}

	/** Takes a line in; the same line twice changes nothing. @throws NoLog after too many that cannot be understood. */
	apply(line: string): void {
		for (const {text, record} of readLine(line)) {
			this.#odd.take(record);
			this.#apply(text, record);
		}
	}

	#apply(text: string, line: JournalLine): void {
		if (line.kind === 'damaged') this.#applyUnread(text, line.concerns);
		else if (line.kind === 'outcome') {
			this.#noteTime(line.record);
			this.#applyOutcome(line.record, text);
		} else if (line.kind === 'intent') {
			this.#noteTime(line.intent);
			if (!this.#open.has(line.intent.id)) this.#add(line.intent, text);
		}
	}

	#noteTime({time}: {readonly time: string}): void {
		const at = Date.parse(time);
		if (at > (this.lastTime ?? Number.NEGATIVE_INFINITY)) this.lastTime = at;
	}

	has(id: string): boolean {
		return this.#open.has(id);
	}

	/** The lines without which an act could be sent that must not be, in the order they were written. */
	lines(): string[] {
		const entries = [...this.#open.values()];
		return [
			...[...this.#unread.values()].map(({text}) => text),
			...entries.map(({intentLine}) => intentLine),
			...entries.flatMap(({outcomeLine}) => outcomeLine ?? []),
		];
	}

	clear(): void {
		this.#unread.clear();
		this.#odd = new OddLines();
		this.lastTime = undefined;
		this.#open.clear();
		this.#byUpload.clear();
	}

	/** All of them, in the order they were begun. */
	list(): OpenAct[] {
		return [...this.#open.values()].map(entry => this.#actOf(entry));
	}

	/** Those on one upload. The endpoint does not count: one service may have many. */
	on(upload: UploadTarget): OpenAct[] {
		return this.#entriesOn(upload).map(entry => this.#actOf(entry));
	}

	/** The line that cannot be understood and may be of an act on this upload that is under way. */
	unreadOn(upload: UploadTarget): UnreadLine | undefined {
		for (const line of this.#unread.values()) if (mayConcern(line.concerns, upload)) return line;
		return undefined;
	}

	/** Whether a line stands in the way of acts; see `UnreadLine`. */
	hasUnread(id: string): boolean {
		return this.#unread.has(id);
	}

	/** The one of this id; undefined when it has ended. */
	get(id: string): OpenAct | undefined {
		const entry = this.#open.get(id);
		return entry && this.#actOf(entry);
	}

	#actOf(entry: Entry): OpenAct {
		const {intent, outcome} = entry;
		return {intent, outcome, state: this.#stateOf(entry)};
	}

	#entriesOn(upload: UploadTarget): Entry[] {
		return [...(this.#byUpload.get(targetIdentity(upload)) ?? [])].flatMap(
			id => this.#open.get(id) ?? [],
		);
	}

	#add(intent: Intent, intentLine: string): void {
		this.#open.set(intent.id, {intent, intentLine});
		const name = targetIdentity(intent);
		const ids = this.#byUpload.get(name);
		if (ids === undefined) this.#byUpload.set(name, new Set([intent.id]));
		else ids.add(intent.id);
	}

	#remove({id, ...intent}: Intent): void {
		this.#open.delete(id);
		const name = targetIdentity(intent);
		const ids = this.#byUpload.get(name);
		ids?.delete(id);
		if (ids?.size === 0) this.#byUpload.delete(name);
	}

	#applyUnread(text: string, concerns: UnreadLine['concerns']): void {
		if (concerns.isOutcome === undefined) {
			const id = lineId(text);
			this.#unread.set(id, {id, concerns, text});
			return;
		}
		// Nothing new is under way by that; a partway that understands the line is to find it.
		const entry = this.#open.get(concerns.act ?? '');
		if (entry !== undefined) this.#open.set(entry.intent.id, {...entry, outcomeLine: text});
	}

	/** An outcome ends the line whose act it is of, and the one that a person set aside by it. */
	#endUnread({id, outcome}: OutcomeRecord): void {
		if (outcome === 'unknown' || outcome === 'probably-failed') return;
		this.#unread.delete(id);
		for (const line of this.#unread.values())
			if (line.concerns.act === id) this.#unread.delete(line.id);
	}

	#applyOutcome(record: OutcomeRecord, outcomeLine: string): void {
		this.#endUnread(record);
		const entry = this.#open.get(record.id);
		if (entry === undefined) return;
		if (record.outcome === 'unknown' || record.outcome === 'probably-failed') {
			this.#open.set(record.id, {...entry, outcome: record, outcomeLine});
			return;
		}
		this.#remove(entry.intent);
		if (!settlesUpload(record.outcome, entry.intent.act)) return;
		for (const {intent} of this.#entriesOn(entry.intent)) this.#remove(intent);
		const {bucket, key, uploadId} = entry.intent;
		for (const {id, concerns} of this.#unread.values())
			if (concerns.bucket === bucket && concerns.key === key && concerns.uploadId === uploadId)
				this.#unread.delete(id);
	}

	#stateOf({intent, outcome}: Entry): OpenState {
		if (outcome !== undefined)
			return outcome.outcome === 'probably-failed' ? 'probably-failed' : 'unknown';
		return this.#isRunning(intent) ? 'running' : 'unknown';
	}
}

/**
 * Whether an act may end the upload. An ACL is of the object, and a rescue sends parts: once nobody waits for it, it
 * stands in nobody's way, however it ended, and the same may be done again.
 */
export function mayEndUpload(act: ActKind): boolean {
	return act !== 'acl' && act !== 'rescue';
}

/**
 * Whether no other act on the upload is open after this one. What failed or was closed by hand ends only its own
 * act; once the upload is done or gone, all are over.
 */
function settlesUpload(outcome: OutcomeKind, act: ActKind): boolean {
	return mayEndUpload(act) && (outcome === 'done' || outcome === 'gone' || outcome === 'accepted');
}

/** Why an act may not be sent now, and the open act that forbids it. */
export type Objection = {
	readonly reason: 'under-way' | 'unsettled' | 'key-must-be-typed';
	readonly act: OpenAct;
};

/**
 * What the open acts on an upload say to another one. On Ceph RGW an Abort that overlaps a Complete has
 * both answer yes and loses the data (measured on 16.2), so neither is sent while the other may be
 * under way. An Abort may be repeated, a Complete may not.
 */
export function objectionTo(
	act: ActKind,
	open: readonly OpenAct[],
	keyWasTyped: boolean,
): Objection | undefined {
	for (const other of open) {
		if (other.state === 'running') return {reason: 'under-way', act: other};
		if (act === 'abort' && other.intent.act === 'abort') continue;
		if (!mayEndUpload(other.intent.act)) continue;
		if (other.state === 'unknown') return {reason: 'unsettled', act: other};
		if (!keyWasTyped) return {reason: 'key-must-be-typed', act: other};
	}
	return undefined;
}

/** The uploads of a bucket on which an Abort is refused now, by their identities. */
export function refusingAborts(open: readonly OpenAct[], bucket: string): Set<string> {
	const refusing = new Set<string>();
	for (const act of open)
		if (act.intent.bucket === bucket && objectionTo('abort', [act], false) !== undefined)
			refusing.add(uploadIdentity(act.intent));
	return refusing;
}

/** One string for an upload; bucket names hold no slash, upload ids no NUL. */
export function targetIdentity(upload: UploadTarget): string {
	return `${upload.bucket}/${uploadIdentity(upload)}`;
}
