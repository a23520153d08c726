import {randomUUID} from 'node:crypto';
import {appendFileSync, mkdirSync, readdirSync, rmSync} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {terminalJson} from '../../terminal/json.js';
import {readPlainSync} from '../../terminal/plain-file.js';
import {type IsAlive, processLives, processStart} from '../journal/process-lives.js';
import {Ledger, type LedgerLine} from './ledger.js';

/** Where a run works. */
export type RunPlace = {
	readonly endpoint: string;
	readonly bucket: string;
	/** Of its own, made for it at random; it ends with a slash. */
	readonly prefix: string;
};

type Head = RunPlace & {
	readonly does: 'begin';
	/** Milliseconds since the epoch. */
	readonly at: number;
	readonly pid: number;
	readonly host: string;
	readonly started?: string;
};

/** The file of a run: what it does, so that a later run finds what a killed one left. */
export type RunRecord = {
	append(line: LedgerLine): void;
	/** Nothing of it is left. */
	remove(): void;
};

/** A run that ended without taking away what it made. */
export type LeftRun = RunPlace & {
	readonly file: string;
	/** When it began, milliseconds since the epoch. */
	readonly at: number;
	readonly ledger: Ledger;
};

/** Bytes: a thousand times as long as one is. */
const longest = 16 * 1024 * 1024;

/** A prefix that nobody has, below the one that was named. */
export function scratchPrefix(prefix: string): string {
	return `${prefix}partway-conformance-${randomUUID().replaceAll('-', '').slice(0, 16)}/`;
}

/** Begins the file of a run. @throws what the system says where it cannot be written: then no run begins. */
export function beginRecord(folder: string, place: RunPlace, at = Date.now()): RunRecord {
	mkdirSync(runsIn(folder), {recursive: true, mode: 0o700});
	const file = join(runsIn(folder), `${place.prefix.slice(-17, -1)}.jsonl`);
	const write = (line: LedgerLine | Head) =>
		appendFileSync(file, `${terminalJson(line)}\n`, {mode: 0o600, flush: true});
	const [pid, host, started] = [process.pid, hostname(), processStart(process.pid)];
	write({does: 'begin', ...place, at, pid, host, ...(started === undefined ? {} : {started})});
	return {append: write, remove: () => rmSync(file, {force: true})};
}

/** The runs that were killed, oldest first; one that is at work, or whose file cannot be read, is none. */
export function leftRuns(folder: string, isAlive: IsAlive = processLives): readonly LeftRun[] {
	return namesIn(runsIn(folder))
		.flatMap(name => readRun(join(runsIn(folder), name), isAlive) ?? [])
		.sort((one, other) => one.at - other.at);
}

export function removeRecord(file: string): void {
	rmSync(file, {force: true});
}

function runsIn(folder: string): string {
	return join(folder, 'conformance');
}

function namesIn(folder: string): string[] {
	try {
		return readdirSync(folder).filter(name => name.endsWith('.jsonl'));
	} catch {
		return [];
	}
}

function readRun(file: string, isAlive: IsAlive): LeftRun | undefined {
	let lines: unknown[];
	try {
		// The last line may be cut: what it says was not done yet.
		lines = readPlainSync(file, longest).toString('utf8').split('\n').flatMap(parsed);
	} catch {
		return undefined;
	}
	const head = lines[0] as Partial<Head> | undefined;
	const {endpoint, bucket, prefix, at, pid, started} = head ?? {};
	if (head?.does !== 'begin' || !endpoint || !bucket || !isScratch(prefix)) return undefined;
	if (head.host === hostname() && pid !== undefined && isAlive(pid, started)) return undefined;
	const ledger = new Ledger();
	for (const line of lines.slice(1) as LedgerLine[])
		if (!('key' in line) || line.key.startsWith(prefix)) ledger.take(line);
	return {file, endpoint, bucket, prefix, at: at ?? 0, ledger};
}

/** Only what a run makes for itself is ever taken away: a file that was changed names nothing else. */
function isScratch(prefix: string | undefined): prefix is string {
	return /(?:^|\/)partway-conformance-[0-9a-f]{16}\/$/.test(prefix ?? '');
}

function parsed(line: string): unknown[] {
	try {
		return line === '' ? [] : [JSON.parse(line)];
	} catch {
		return [];
	}
}
