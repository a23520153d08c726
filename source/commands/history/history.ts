import {parseCount} from '../../multipart/query/query-values.js';
import {type HistoryQuery, parseHistoryQuery} from '../../operations/journal/history-query.js';
import {
	JournalError,
	journalFolder,
	openJournal,
	type PastAct,
} from '../../operations/journal/journal.js';
import type {DamagedLine} from '../../operations/journal/journal-history.js';
import {lineNumber} from '../../operations/journal/lines-backwards.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {terminalJson} from '../../terminal/json.js';
import {historyRecord} from '../../text/history-record.js';
import {lookUpEarlier} from '../base/acts/earlier-acts.js';
import type {Run} from '../base/command.js';
import {connectFor} from '../base/connect.js';
import {type ExitCode, exitCodes, usageError} from '../base/exit.js';
import {journalFailed} from '../base/journal-failed.js';
import {schemaVersion} from '../base/output/document.js';

import type {HistoryOptions} from './options.js';
import {tableHead, tableRow} from './table.js';

export async function history(run: Run, options: HistoryOptions): Promise<ExitCode> {
	if (options.setAside !== undefined) return setAside(run, options.setAside);
	if (!options.look && (options.profile ?? options.endpoint) !== undefined)
		throw usageError('A connection needs --look: without it only files are read.');
	const query = queryOf(options);
	const limit = limitOf(options);
	const output = teller(run, options);
	const damaged: DamagedLine[] = [];
	const leftOut: string[] = [];
	let torn = 0;
	let count = 0;
	const journal = openJournal({folder: journalFolder(run.env)});
	if (options.look) {
		const {gateway} = await connectFor(options, run.env);
		await lookUpEarlier(run, {gateway, journal});
	}
	const pages = journal.pages(query.since);
	try {
		reading: for await (const page of pages) {
			run.signal.throwIfAborted();
			for (const each of page.damaged) damaged.push(each);
			for (const {file, why} of page.unread) leftOut.push(`Left out, ${why}: ${file}`);
			torn += page.torn;
			for (const act of page.acts) {
				run.signal.throwIfAborted();
				if (!query.matches(act)) continue;
				if (count === limit) break reading;
				await output.act(act, count++);
			}
		}
	} catch (error) {
		if (error instanceof JournalError) throw journalFailed(error);
		throw error;
	}
	await output.end(count);
	if (count === 0) await run.say('No operation in the journal matches.');
	if (torn > 0)
		await run.say(`Lines that were cut short, whose operations were never sent: ${torn}.`);
	for (const line of damaged)
		for (const words of damagedWords(line, await lineNumber(line))) await run.say(words);
	for (const words of leftOut) await run.say(escapeForTerminal(words));
	return damaged.length + leftOut.length > 0 ? exitCodes.failed : exitCodes.done;
}

function damagedWords({file, id, concerns, blocks}: DamagedLine, number: number): string[] {
	const words = escapeForTerminal(`Line ${number} cannot be understood: ${file}`);
	if (!blocks) return [words];
	const {bucket, key, uploadId} = concerns;
	const isAny = [bucket, key, uploadId].every(each => each === undefined);
	const about = isAny ? 'any upload' : `s3://${bucket ?? '?'}/${key ?? '?'} (${uploadId ?? '?'})`;
	return [
		words,
		`  It may be about an operation under way on ${escapeForTerminal(about)}, so none is sent there.`,
		`  Once you know that it is not: partway history --set-aside ${id}`,
	];
}

/** Lets a line refuse nothing any more. @throws CommandError */
async function setAside(run: Run, line: string): Promise<ExitCode> {
	if (!/^line-[0-9a-f]{12}$/.test(line))
		throw usageError(
			'--set-aside takes the name of a line, such as line-0123456789ab: partway history names the damaged ones.',
		);
	const journal = openJournal({folder: journalFolder(run.env)});
	try {
		await journal.setAside(line);
	} catch (error) {
		if (error instanceof JournalError) throw journalFailed(error);
		throw error;
	}
	await run.say(escapeForTerminal(`${line} is set aside, and stays in ${journal.file}.`));
	return exitCodes.done;
}

type Teller = {
	act(act: PastAct, nth: number): Promise<void>;
	end(count: number): Promise<void>;
};

/** Writes act by act: what is written is not kept. */
function teller(run: Run, {json, jsonl}: HistoryOptions): Teller {
	if (json)
		return {
			act: (act, nth) =>
				run.write(
					`${nth === 0 ? `{"schema_version":${schemaVersion},"acts":[\n` : ',\n'}${terminalJson(historyRecord(act))}`,
				),
			end: count =>
				run.write(count === 0 ? `{"schema_version":${schemaVersion},"acts":[]}\n` : '\n]}\n'),
		};
	if (jsonl)
		return {
			act: act => run.write(`${terminalJson(historyRecord(act))}\n`),
			end: async () => {},
		};
	// What is not for a terminal is whole.
	const width = run.stdout.isTerminal ? run.stdout.columns : undefined;
	return {
		async act(act, nth) {
			if (nth === 0) await run.write(`${tableHead}\n`);
			await run.write(`${tableRow(act, width)}\n`);
		},
		end: async () => {},
	};
}

/** @throws CommandError (usage) that names the option. */
function queryOf(options: HistoryOptions): HistoryQuery {
	const {since, operation, act, outcome, bucket, query, json, jsonl} = options;
	if (json && jsonl) throw usageError('Either --json or --jsonl, not both.');
	const typed = parseHistoryQuery(query ?? '', Date.now());
	if ('problem' in typed) throw usageError(`--query: ${typed.problem.sentence}`);
	const words: string[] = [];
	for (const [name, value] of Object.entries({since, operation, act, outcome, bucket})) {
		if (value === undefined) continue;
		const word = `${name}:"${value.replaceAll('"', '')}"`;
		const read = parseHistoryQuery(word, Date.now());
		if ('problem' in read) throw usageError(`--${name}: ${read.problem.sentence}`);
		words.push(word);
	}
	const read = parseHistoryQuery([...words, query ?? ''].join(' '), Date.now());
	if ('problem' in read) throw usageError(`--query: ${read.problem.sentence}`);
	return read.query;
}

function limitOf({limit}: HistoryOptions): number | undefined {
	if (limit === undefined) return undefined;
	const count = parseCount(limit);
	if (count === undefined) throw usageError(`--limit: "${limit}" is not a whole number.`);
	return count;
}
