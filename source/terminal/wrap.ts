import {cellsOf, truncateEnd} from './cells.js';

/** Text in rows of at most `width` cells, broken at spaces; a word that is wider is cut into pieces. */
export function wrapText(text: string, width: number): readonly string[] {
	const rows: string[] = [];
	let row = '';
	for (let word of text.split(' ')) {
		if (row !== '' && cellsOf(row) + 1 + cellsOf(word) > width) {
			rows.push(row);
			row = '';
		}
		while (row === '' && cellsOf(word) > width) {
			const piece = truncateEnd(word, width, '');
			if (piece === '') break;
			rows.push(piece);
			word = word.slice(piece.length);
		}
		row = row === '' ? word : `${row} ${word}`;
	}
	rows.push(row);
	return rows;
}

/**
 * A value in rows of at most `width` cells, cut at the width and nowhere else, so that two values never
 * look alike where one has a space.
 */
export function cutText(text: string, width: number): readonly string[] {
	const rows: string[] = [];
	let rest = text;
	while (cellsOf(rest) > width) {
		const row = truncateEnd(rest, width, '');
		if (row === '') break;
		rows.push(row);
		rest = rest.slice(row.length);
	}
	rows.push(rest);
	return rows;
}
