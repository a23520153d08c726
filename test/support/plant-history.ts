import {randomUUID} from 'node:crypto';
import {mkdirSync, writeFileSync} from 'node:fs';
import {archiveFile, liveFile} from '../../source/operations/journal/journal-archives.js';
import type {ActKind} from '../../source/operations/journal/journal-record.js';
import type {OutcomeKind} from '../../source/operations/journal/outcome-kinds.js';

const outcomes: readonly OutcomeKind[] = ['gone', 'gone', 'gone', 'failed', 'accepted'];

/**
 * Writes a journal of so many acts that ended, a minute between them, into archives and the live file: the
 * same lines as the journal writes, without a flush for each.
 */
export function plantHistory(
	folder: string,
	count: number,
	{endpoint = 'https://s3.example.com', perArchive = 16_000, end = Date.now() - 60_000} = {},
): void {
	mkdirSync(folder, {recursive: true});
	const timeOf = (nth: number) => end - (count - nth) * 60_000;
	const iso = (nth: number) => new Date(timeOf(nth)).toISOString();
	for (let from = 0; from < count; from += perArchive) {
		const to = Math.min(count, from + perArchive);
		const lines: string[] = [];
		for (let nth = from; nth < to; nth++) {
			const id = randomUUID();
			const act: ActKind = nth % 7 === 0 ? 'complete' : 'abort';
			const intent = {
				...{v: 1, type: 'intent', id, time: iso(nth), act, connection: 'own:oos', endpoint},
				...{caller: 'AKIAEXAMPLE', bucket: 'media', key: `raw/2026/cam-${nth % 40}/${nth}.mxf`},
				...{uploadId: `2~${nth}`, bytes: nth * 1000, user: 'alice', pid: 1, host: 'jump'},
				...(act === 'complete' ? {planned: {size: nth * 1000, partCount: 3}} : {}),
			};
			const outcome = act === 'complete' ? 'done' : outcomes[nth % outcomes.length];
			const record = {
				...{v: 1, type: 'outcome', id, time: iso(nth), outcome},
				...{sentence: 'The service neither knows nor lists it.'},
				requestId: `tx${nth}`,
			};
			lines.push(JSON.stringify(intent), JSON.stringify(record));
		}
		const file = to === count ? liveFile(folder) : archiveFile(folder, timeOf(to - 1) + 1);
		writeFileSync(file, `${lines.join('\n')}\n`, {mode: 0o600});
	}
}
