import {heldBytes} from '../../multipart/part.js';
import {formatAge, formatCount, sizeCell} from '../../multipart/text/units.js';
import {notReadWords, stateOf, stateWords, stateWordsOf} from '../../multipart/upload-state.js';
import type {ListedRow} from '../../operations/scan/list-rows.js';
import {cellsOf, padEnd, padStart, truncateMiddle} from '../../terminal/cells.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {isPoorTerminal} from '../../terminal/guard.js';
import type {Environment} from '../base/io.js';
import {awsTime} from '../base/output/aws-style.js';
import type {Scene, Sink} from './sink.js';

type Column = {readonly title: string; readonly width: number; readonly right?: true};

const initiatedColumn: Column = {title: 'INITIATED', width: 10, right: true};
const partsColumns: readonly Column[] = [
	{title: 'LAST PART', width: 11, right: true},
	{title: 'PARTS', width: 6, right: true},
	{title: 'SIZE', width: 8, right: true},
	{title: 'STATE', width: 9},
];
const gap = '  ';
const narrowestKey = 24;

/** Signs that the terminal can show. */
export function tableSigns(env: Environment, ascii = isPoorTerminal(env)) {
	return ascii ? {ellipsis: '...', none: '-'} : {ellipsis: '…', none: '–'};
}

/** The columns of the app, for a terminal. `wide` shortens nothing, and adds the upload id. */
export function terminalTable(
	scene: Scene,
	{wide, ellipsis, none}: {wide: boolean; ellipsis: string; none: string},
): Sink {
	const {run, parts, now, thresholds} = scene;
	const columns = [initiatedColumn, ...(parts ? partsColumns : [])];
	const taken = columns.reduce((sum, {width}) => sum + width + gap.length, 0);
	const keyWidth = Math.max(narrowestKey, (run.stdout.columns ?? 80) - taken);
	let begun = false;

	function line(key: string, facts: readonly string[], id: string): string {
		const cells = columns.map(({width, right}, at) =>
			(right ? padStart : padEnd)(facts[at] ?? '', width),
		);
		const shown = wide ? key : truncateMiddle(key, keyWidth, ellipsis);
		return [padEnd(shown, keyWidth), ...cells, ...(wide ? [id] : [])].join(gap).trimEnd();
	}

	function listedCells({upload, reading}: ListedRow): string[] {
		const {initiated} = upload;
		const ago = (time: number | undefined) =>
			time === undefined ? none : `${formatAge(Math.max(0, now() - time))} ago`;
		if (!parts) return [ago(initiated)];
		const is = stateOf(upload, reading, now(), thresholds);
		// By whom is said below the table.
		const state = wide ? stateWordsOf(is, upload) : stateWords(is);
		if (reading.kind !== 'read') return [ago(initiated), notReadWords[reading.kind], '', '', state];
		const {count, bytes, lacksSizes, lastPart} = reading.summary;
		return [
			ago(initiated),
			ago(lastPart),
			formatCount(count),
			count === 0 ? none : sizeCell(bytes, lacksSizes),
			state,
		];
	}

	async function begin(): Promise<void> {
		if (begun) return;
		begun = true;
		const titles = columns.map(({title}) => title);
		await run.write(`${line('KEY', titles, 'UPLOAD ID')}\n`);
	}

	return {
		async rows(bucket, rows) {
			await begin();
			const lines = rows.map(row => {
				const id = escapeForTerminal(row.upload.uploadId);
				const within = scene.bucket === undefined ? `${escapeForTerminal(bucket)}/` : '';
				return line(`${within}${shownKey(row)}`, listedCells(row), id);
			});
			await run.write(`${lines.join('\n')}\n`);
		},
		async end(isWhole, isSure) {
			if (!begun && isWhole) await run.say(isSure ? 'No uploads.' : 'No uploads are listed.');
		},
	};
}

/** For pipes and files: no head, a tab between fields, the bucket first where there are several, nothing shortened, times and bytes in full. */
export function plainTable(scene: Scene): Sink {
	const {run, parts, now, thresholds} = scene;
	const time = (at: number | undefined) => awsTime(at) ?? '-';

	function fieldsOf({upload, reading}: ListedRow): string[] {
		if (!parts) return [];
		const state = stateOf(upload, reading, now(), thresholds);
		if (reading.kind !== 'read') return ['-', '-', '-', state];
		const {count, lastPart} = reading.summary;
		return [time(lastPart), String(count), String(heldBytes(reading.summary) ?? '-'), state];
	}

	return {
		async rows(bucket, rows) {
			const lines = rows.map(row => {
				const {uploadId, initiated} = row.upload;
				const id = escapeForTerminal(uploadId);
				const named = scene.bucket === undefined ? [escapeForTerminal(bucket)] : [];
				const fields = [...named, shownKey(row), id, time(initiated), ...fieldsOf(row)];
				return `${fields.join('\t')}\n`;
			});
			await run.write(lines.join(''));
		},
		end: async () => {},
	};
}

/** A key that is not certain is marked. */
function shownKey({upload}: ListedRow): string {
	const key = escapeForTerminal(upload.key);
	return upload.keyCertain ? key : `? ${key}`;
}

/** Rows of equal width: the first column to the left, the others to the right unless they are padded otherwise. */
export function alignedRows(rows: ReadonlyArray<readonly string[]>, pad = padStart): string {
	const widths = (rows[0] ?? []).map((_, at) =>
		rows.reduce((widest, row) => Math.max(widest, cellsOf(row[at] ?? '')), 0),
	);
	return rows
		.map(row => {
			const cells = row.map((text, at) => (at === 0 ? padEnd : pad)(text, widths[at] ?? 0));
			return `${cells.join(gap).trimEnd()}\n`;
		})
		.join('');
}
