/**
 * The screen of a terminal as rows of cells. Each is its text (one character with what is combined with it, or none
 * behind a wide one), its width, and how it looks: colours by their numbers in the palette of 256, or undefined for
 * the terminal's own.
 */
export function cellsOf(terminal) {
	const {active} = terminal.buffer;
	return Array.from({length: terminal.rows}, (_, y) => {
		const line = active.getLine(active.viewportY + y);
		return Array.from({length: terminal.cols}, (_, x) => cellOf(line.getCell(x)));
	});
}

function cellOf(cell) {
	if (cell.isFgRGB() || cell.isBgRGB()) throw new Error('A colour that is not of the palette.');
	const front = cell.isFgPalette() ? cell.getFgColor() : undefined;
	const back = cell.isBgPalette() ? cell.getBgColor() : undefined;
	return {
		text: cell.getChars() || (cell.getWidth() === 0 ? '' : ' '),
		width: cell.getWidth(),
		front,
		back,
		isInverse: cell.isInverse() !== 0,
		isBold: cell.isBold() !== 0,
		isDim: cell.isDim() !== 0,
		isUnderlined: cell.isUnderline() !== 0,
	};
}

/**
 * What differs from run to run, and what is not seen outside of the demo, as it is in every picture: the port, the
 * folder of the demo's files, the seconds that an abort took and that one waited for, and the hint of the tour, which is
 * left out. All of it is as wide as it was.
 */
const rules = [
	[/(?<=127\.0\.0\.1:)\d{5}/, () => '43210'],
	[
		/\S+\/partway-demo-\w{6}\/files(\/\S+)/,
		(whole, name) => `/backups${name}`.padEnd(whole.length),
	],
	[/(?<=Ended\. +\d+ uploads, )\d s/, () => '0 s'],
	[/(?<=longest wait before an abort: )\d\.\d s/, () => '0.1 s'],
	[/^ tour \d+\/\d+: .*?(?= {3}|$)/, hint => ' '.repeat(hint.length)],
];

/** The same rows, with what would differ replaced by rule. */
export function steadied(rows) {
	return rows.map(row => {
		const text = row.map(({text}) => text).join('');
		const found = rules.find(([pattern]) => pattern.test(text));
		if (found === undefined) return row;
		if (text.length !== row.length) throw new Error(`Wide characters beside what moves: ${text}`);
		const steady = text.replace(...found);
		return row.map((cell, x) => ({...cell, text: steady[x]}));
	});
}
