import {randomUUID} from 'node:crypto';
import {rm} from 'node:fs/promises';
import {hostname, userInfo} from 'node:os';
import {userFolder} from '../../terminal/user-folders.js';
import {type OpenAct, OpenActs, objectionTo} from './journal-acts.js';
import {archiveFile, archiveFiles, liveFile, removeOldArchives} from './journal-archives.js';
import {JournalError, objectionError, unavailable, unreadError} from './journal-error.js';
import {type HistoryPage, type PastAct, readHistory} from './journal-history.js';
import {encodeIntent, encodeOutcome, type Intent, type Outcome} from './journal-record.js';
import {createLineLog} from './line-log.js';
import {isSameFile} from './line-rotation.js';
import {type IsAlive, processLives, processStart} from './process-lives.js';

export type {OpenAct} from './journal-acts.js';
export {JournalError} from './journal-error.js';
export {bytesOf, type HistoryPage, type PastAct} from './journal-history.js';
export type {ActKind, Intent, Outcome} from './journal-record.js';
export type {OutcomeKind} from './outcome-kinds.js';

export type NewAct = Omit<Intent, 'id' | 'time' | 'user' | 'pid' | 'host' | 'started'>;

/** Every act of every partway on this machine: written before it is sent, read before the next one. */
export type Journal = {
	readonly file: string;
	/** Where it lies, and what belongs to it. */
	readonly folder: string;
	/**
	 * Writes and flushes the intent; after this, and only then, the act may be sent.
	 *
	 * @param keyTyped: the user typed the key to go on after an act that has probably failed.
	 * @throws JournalError when another act on the upload forbids it, or the journal cannot be trusted or written.
	 */
	begin(act: NewAct, keyTyped?: boolean): Promise<Intent>;
	/** Writes what became of it; may be called again when more is known. Throws JournalError when it cannot. */
	end(intent: Pick<Intent, 'id'>, outcome: Outcome): Promise<void>;
	/** The acts without an end or with an unknown one, oldest first. */
	openActs(): Promise<readonly OpenAct[]>;
	/**
	 * Ends an act that has no known outcome, since the user says that it is over: what forbade other acts
	 * on the upload does so no more.
	 *
	 * @throws JournalError when it still runs, or has ended meanwhile.
	 */
	closeByHand(intent: Pick<Intent, 'id'>): Promise<void>;
	/**
	 * Sets a line aside that cannot be understood, since the user says that nothing of it is under way: it
	 * stays in the file, and refuses no act any more.
	 *
	 * @throws JournalError (`ended`) when there is no such line, or it stands in the way of nothing.
	 */
	setAside(line: string): Promise<void>;
	/** The acts of the live file and of the archives, the newest first; no more is read than is asked for. */
	pages(since?: number): AsyncGenerator<HistoryPage, void>;
	/**
	 * All of them, oldest first, and how many lines were cut short or cannot be understood.
	 *
	 * @param since milliseconds since the epoch: acts before are left out.
	 */
	history(since?: number): Promise<{acts: readonly PastAct[]; torn: number; damaged: number}>;
};

export type JournalOptions = {
	/** The folder; by default `journalFolder()`. */
	readonly folder?: string;
	/** Milliseconds since the epoch. */
	readonly now?: () => number;
	/** Whether a process of this machine lives: see `processLives`. */
	readonly isAlive?: IsAlive;
	/** Bytes: a longer file goes to an archive, but for the acts without an end. */
	readonly rotateAt?: number;
};

const notSent: Outcome = {outcome: 'failed', reason: {code: 'another-came-first'}};

/** Some 16,000 acts. Half a second to read where one starts. */
const rotateAtBytes = 16 * 1024 * 1024;

const hour = 60 * 60 * 1000;

/**
 * No act waits longer for an answer (milliseconds): where the pid lives on, it is another process by then. A rescue
 * sends for as long as its file needs: it is over when its process is, which its start tells, or after a day where
 * that cannot be asked.
 */
function longestWait({act, host, started}: Intent, here: string): number {
	if (act !== 'rescue') return hour;
	return host === here && started !== undefined ? Number.POSITIVE_INFINITY : 24 * hour;
}

/** PARTWAY_STATE_DIR, else the platform's folder for state (`~/.local/state/partway`). */
export function journalFolder(env: NodeJS.ProcessEnv = process.env): string {
	return env['PARTWAY_STATE_DIR'] || userFolder('state', env);
}

/** Opens the journal; nothing is read or written yet. */
export function openJournal(options: JournalOptions = {}): Journal {
	const {folder = journalFolder(), now = Date.now, isAlive = processLives} = options;
	const file = liveFile(folder);
	const own = {
		user: userName(),
		pid: process.pid,
		host: hostname(),
		started: processStart(process.pid),
	};
	/** Acts of this process that are waited for, however long it takes. */
	const waited = new Set<string>();
	const open = new OpenActs(
		intent =>
			waited.has(intent.id) ||
			(now() - Date.parse(intent.time) < longestWait(intent, own.host) &&
				// Whether a process of another machine lives cannot be asked.
				(intent.host !== own.host || isAlive(intent.pid, intent.started))),
	);
	const log = createLineLog(
		file,
		{onLine: text => open.apply(text), onReset: () => open.clear()},
		{
			limit: options.rotateAt ?? rotateAtBytes,
			keep: () => open.lines(),
			archive: () => freeArchive(folder, lastOf(open.lastTime, now())),
			replaced: () => removeOldArchives(folder),
		},
	);
	const pages = (since?: number) =>
		readHistory(folder, {openActs: () => log.read(() => open), since});

	function refuseIfForbidden(act: Intent, keyTyped: boolean): void {
		const unread = open.unreadOn(act);
		if (unread !== undefined) throw unreadError(file, unread);
		const others = open.on(act).filter(({intent}) => intent.id !== act.id);
		const objection = objectionTo(act.act, others, keyTyped);
		if (objection !== undefined) throw objectionError(objection);
	}

	async function end({id}: Pick<Intent, 'id'>, outcome: Outcome): Promise<void> {
		waited.delete(id);
		const line = encodeOutcome({id, time: new Date(now()).toISOString(), ...outcome});
		await log.append(() => line).catch(error => unavailable(file, error));
	}

	/** @param check throws where there is nothing to end. */
	async function endByHand(
		id: string,
		code: 'closed-by-hand' | 'line-set-aside',
		check: () => void,
	): Promise<void> {
		const line = encodeOutcome({
			...{id, time: new Date(now()).toISOString()},
			...{outcome: 'closed', reason: {code}, user: own.user},
		});
		await log
			.append(() => {
				check();
				return line;
			})
			.catch(error => unavailable(file, error));
	}

	return {
		file,
		folder,
		async begin(act, keyTyped = false) {
			const intent: Intent = {
				id: randomUUID(),
				time: new Date(now()).toISOString(),
				...act,
				...own,
			};
			try {
				const line = encodeIntent(intent);
				if (line === undefined) throw new JournalError({code: 'unwritable'});
				await log.append(() => {
					refuseIfForbidden(intent, keyTyped);
					waited.add(intent.id);
					return line;
				});
			} catch (error) {
				waited.delete(intent.id);
				// It was written when the lock was lost, and another one came first.
				if (open.has(intent.id)) await end(intent, notSent).catch(() => {});
				unavailable(file, error);
			}
			return intent;
		},
		end,
		closeByHand: ({id}) =>
			endByHand(id, 'closed-by-hand', () => {
				const act = open.get(id);
				if (act === undefined) throw new JournalError({code: 'ended', file});
				if (act.state === 'running') throw objectionError({reason: 'under-way', act});
			}),
		setAside: id =>
			endByHand(id, 'line-set-aside', () => {
				if (!open.hasUnread(id)) throw new JournalError({code: 'ended', line: id, file});
			}),
		openActs: () => log.read(() => open.list()).catch(error => unavailable(file, error)),
		async *pages(since) {
			try {
				yield* pages(since);
			} catch (error) {
				unavailable(file, error);
			}
		},
		async history(since) {
			const newestFirst: PastAct[] = [];
			const counts = {torn: 0, damaged: 0};
			for await (const {acts, torn, damaged} of this.pages(since)) {
				for (const act of acts) newestFirst.push(act);
				counts.torn += torn;
				counts.damaged += damaged.length;
			}
			return {acts: newestFirst.reverse(), ...counts};
		},
	};
}

/** A name for the archive of now. One that is a second name of the live file is of a replacement that was killed. */
async function freeArchive(folder: string, now: number): Promise<string> {
	const [newest] = await archiveFiles(folder);
	if (newest !== undefined && (await isSameFile(newest, liveFile(folder)))) await rm(newest);
	const taken = new Set(await archiveFiles(folder));
	for (let time = now; ; time++)
		if (!taken.has(archiveFile(folder, time))) return archiveFile(folder, time);
}

/** Undefined where the system knows no name for who runs this. */
function userName(): string | undefined {
	try {
		return userInfo().username;
	} catch {
		return undefined;
	}
}

/** A time that a line tells and that may be: the name of an archive is made of it. */
function lastOf(time: number | undefined, now: number): number {
	return time === undefined || time > now + 24 * 60 * 60_000 ? now : time;
}
