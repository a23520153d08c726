import {randomUUID} from 'node:crypto';
import {hostname} from 'node:os';
import {join} from 'node:path';
import envPaths from 'env-paths';
import {type Objection, type OpenAct, OpenActs, objectionTo} from './journal-acts.js';
import {
	type ActKind,
	encodeIntent,
	encodeOutcome,
	type Intent,
	type Outcome,
	type OutcomeRecord,
	parseLine,
} from './journal-record.js';
import {createLineLog} from './line-log.js';
import {processLives} from './process-lives.js';

export type {OpenAct} from './journal-acts.js';
export type {ActKind, Intent, Outcome, OutcomeKind} from './journal-record.js';

export type NewAct = Omit<Intent, 'id' | 'time' | 'pid' | 'host'>;

/** One act and the last that is known of it. */
export type PastAct = {readonly intent: Intent; readonly outcome?: OutcomeRecord};

/** Every act of every partway on this machine: written before it is sent, read before the next one. */
export type Journal = {
	readonly file: string;
	/** Where it lies, and what belongs to it. */
	readonly folder: string;
	/**
	 * Writes and flushes the intent; after this, and only then, the act may be sent.
	 *
	 * @param keyTyped: the person typed the key to go on after an act that has probably failed.
	 * @throws JournalError when another act on the upload forbids it, or the journal cannot be trusted or written.
	 */
	begin(act: NewAct, keyTyped?: boolean): Promise<Intent>;
	/** Writes what became of it; may be called again when more is known. Throws JournalError when it cannot. */
	end(intent: Pick<Intent, 'id'>, outcome: Outcome): Promise<void>;
	/** The acts without an end or with an unknown one, oldest first. */
	openActs(): Promise<readonly OpenAct[]>;
	/** All of them, oldest first, and how many lines were cut short or cannot be understood. */
	history(): Promise<{acts: readonly PastAct[]; torn: number; damaged: number}>;
};

/**
 * - `under-way`, `unsettled`, `key-must-be-typed`: another act on this upload stands in the way, see `act`.
 * - `damaged`: the journal holds lines that cannot be understood, so it cannot say what is under way.
 * - `unavailable`: it cannot be read, locked or written.
 */
export type JournalProblem = Objection['reason'] | 'damaged' | 'unavailable';

/** Why an act was not sent, or its end not written. The message is for the person and holds no foreign text. */
export class JournalError extends Error {
	readonly reason: JournalProblem;
	readonly act?: OpenAct;

	constructor(
		reason: JournalProblem,
		message: string,
		more: {act?: OpenAct; cause?: unknown} = {},
	) {
		super(message, {cause: more.cause});
		this.name = 'JournalError';
		this.reason = reason;
		this.act = more.act;
	}
}

export type JournalOptions = {
	/** The folder; by default `journalFolder()`. */
	readonly folder?: string;
	/** Milliseconds since the epoch. */
	readonly now?: () => number;
	/** Whether a process of this machine lives. */
	readonly isAlive?: (pid: number) => boolean;
};

/** No act waits longer for an answer (milliseconds): where the pid lives on, it is another process by then. */
const longestWait = 60 * 60 * 1000;

/** PARTWAY_STATE_DIR, else the platform's folder for state (`~/.local/state/partway`). */
export function journalFolder(env: NodeJS.ProcessEnv = process.env): string {
	return env['PARTWAY_STATE_DIR'] || envPaths('partway', {suffix: ''}).log;
}

/** Opens the journal; nothing is read or written yet. */
export function openJournal(options: JournalOptions = {}): Journal {
	const {folder = journalFolder(), now = Date.now, isAlive = processLives} = options;
	const file = join(folder, 'acts.jsonl');
	const host = hostname();
	/** Acts of this process that are waited for, however long it takes. */
	const waited = new Set<string>();
	const open = new OpenActs(
		intent =>
			waited.has(intent.id) ||
			(now() - Date.parse(intent.time) < longestWait &&
				// Whether a process of another machine lives cannot be asked.
				(intent.host !== host || isAlive(intent.pid))),
	);
	const log = createLineLog(file, {
		onLine: text => open.apply(parseLine(text)),
		onReset: () => open.clear(),
	});

	function refuseIfForbidden(act: NewAct, keyTyped: boolean): void {
		if (open.damaged)
			throw new JournalError(
				'damaged',
				`The journal holds lines that cannot be understood, so an act under way may be missed. Look at the file, then move it away: ${file}`,
			);
		const objection = objectionTo(act.act, open.on(act), keyTyped);
		if (objection !== undefined)
			throw new JournalError(objection.reason, objectionSentence(objection), {act: objection.act});
	}

	return {
		file,
		folder,
		async begin(act, keyTyped = false) {
			const intent: Intent = {
				id: randomUUID(),
				time: new Date(now()).toISOString(),
				...act,
				pid: process.pid,
				host,
			};
			await log
				.append(() => {
					refuseIfForbidden(act, keyTyped);
					open.apply({kind: 'intent', intent});
					waited.add(intent.id);
					return encodeIntent(intent);
				})
				.catch(error => unavailable(file, error));
			return intent;
		},
		async end({id}, outcome) {
			waited.delete(id);
			const record = {id, time: new Date(now()).toISOString(), ...outcome};
			await log
				.append(() => {
					open.apply({kind: 'outcome', record});
					return encodeOutcome(record);
				})
				.catch(error => unavailable(file, error));
		},
		openActs: () => log.read(() => open.list()).catch(error => unavailable(file, error)),
		history: () => readHistory(file),
	};
}

async function readHistory(file: string) {
	const acts = new Map<string, PastAct>();
	const counts = {torn: 0, damaged: 0};
	const log = createLineLog(file, {
		onLine(text, ended) {
			const line = parseLine(text);
			if (line.kind === 'intent') acts.set(line.intent.id, {intent: line.intent});
			else if (line.kind === 'outcome') {
				const act = acts.get(line.record.id);
				if (act !== undefined) acts.set(line.record.id, {...act, outcome: line.record});
			} else if (ended) counts[line.kind]++;
		},
		onReset() {
			acts.clear();
		},
	});
	return log
		.read(() => ({acts: [...acts.values()], ...counts}))
		.catch(error => unavailable(file, error));
}

function unavailable(file: string, error: unknown): never {
	if (error instanceof JournalError) throw error;
	const {code, message} = error as NodeJS.ErrnoException;
	throw new JournalError(
		'unavailable',
		code === 'ELOCKED'
			? `Another partway holds the journal, and no act is sent without it: ${file}`
			: `The journal cannot be used (${code ?? message}), and no act is sent without it: ${file}`,
		{cause: error},
	);
}

const actNames: Readonly<Record<ActKind, string>> = {
	complete: 'A Complete',
	abort: 'An Abort',
	acl: 'An ACL change',
};

function objectionSentence({reason, act}: Objection): string {
	const {intent} = act;
	const sent = `${actNames[intent.act]} of this upload, sent at ${intent.time},`;
	if (reason === 'under-way') return `${sent} is still under way (process ${intent.pid}).`;
	if (reason === 'unsettled')
		return `${sent} has an unknown outcome: until that is settled, acting on it could lose its data.`;
	return `${sent} has probably failed. If it has not, acting now could lose the data: type the key to go on.`;
}
