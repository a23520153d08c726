import {cellsUpTo, unitsOf} from './cells.js';

/**
 * Text in rows of at most `width` cells, broken at spaces; a word that is wider is cut into pieces. No more
 * than `most` rows are made, whatever is left of the text.
 */
export function wrapText(
	text: string,
	width: number,
	most = Number.POSITIVE_INFINITY,
): readonly string[] {
	const rows: string[] = [];
	let row = '';
	let used = 0;
	for (let start = 0; start <= text.length && rows.length < most; ) {
		const end = endOfWord(text, start);
		let word = text.slice(start, end);
		start = end + 1;
		let cells = cellsUpTo(word, width);
		if (row !== '' && used + 1 + cells > width) {
			rows.push(row);
			row = '';
		}
		if (row === '' && cells > width) {
			const pieces = cutText(word, width, most - rows.length + 1);
			if (rows.length + pieces.length > most) return [...rows, ...pieces.slice(0, -1)];
			word = pieces.at(-1) ?? '';
			cells = cellsUpTo(word, width);
			for (const piece of pieces.slice(0, -1)) rows.push(piece);
		}
		used = row === '' ? cells : used + 1 + cells;
		row = row === '' ? word : `${row} ${word}`;
	}
	return rows.length < most ? [...rows, row] : rows;
}

function endOfWord(text: string, start: number): number {
	const end = text.indexOf(' ', start);
	return end < 0 ? text.length : end;
}

/**
 * A value in rows of at most `width` cells, cut at the width and nowhere else, so that two values never
 * look alike where one has a space. No more than `most` rows are made.
 */
export function cutText(
	text: string,
	width: number,
	most = Number.POSITIVE_INFINITY,
): readonly string[] {
	const rows: string[] = [];
	let start = 0;
	let end = 0;
	let used = 0;
	for (const {text: unit, cells} of unitsOf(text)) {
		if (used + cells > width) {
			// What is wider than a whole row stays as it is, with all behind it.
			if (end === start) break;
			rows.push(text.slice(start, end));
			if (rows.length >= most) return rows;
			[start, used] = [end, 0];
			if (cells > width) break;
		}
		end += unit.length;
		used += cells;
	}
	rows.push(text.slice(start));
	return rows;
}
