import {shapeOf} from './shapes.mjs';

/** Of a cell, in pixels: what most fonts of this size take, whose glyphs are 0.602 em wide. */
export const cell = {width: 9, height: 19};
export const fontSize = 14.95;
const baseline = 14;

/** Rows of cells as elements of SVG, from a row on. */
export function drawRows(rows, looks, top = 0) {
	return rows
		.map((row, at) => {
			const y = (top + at) * cell.height;
			const behind = runsOf(row, one => looks.behind(one)).map(run => drawBehind(run, y, looks));
			const front = runsOf(row, kindOf(looks)).map(run => drawRun(run, y, looks));
			return [...behind, ...front].join('');
		})
		.join('');
}

function drawBehind({x, width, cells}, y, looks) {
	const look = looks.behind(cells[0]);
	return look === undefined ? '' : rect([x, 0, x + width, 1], y, look);
}

function drawRun({x, width, cells}, y, looks) {
	const look = looks.text(cells[0]);
	const shape = shapeOf(cells[0].text);
	if (shape !== undefined) {
		const {box, opacity} = shape;
		// One that fills its cell from side to side goes on in the next one.
		const boxes =
			box[0] === 0 && box[2] === 1
				? [[x, box[1], x + width, box[3]]]
				: cells.map((_, at) => [x + at + box[0], box[1], x + at + box[2], box[3]]);
		const faint = opacity === 1 ? '' : ` opacity="${opacity}"`;
		return boxes.map(one => rect(one, y, look + faint)).join('');
	}
	return drawText(cells, x, y, look);
}

/** Two blanks part columns: each begins where it has to, in whatever font. */
function drawText(cells, x, y, look) {
	const text = cells.map(({text}) => text).join('');
	// Of wide characters, which no blanks part, a run holds one alone.
	return [...text.matchAll(/\S+(?: \S+)*/g)]
		.map(({0: words, index}) => {
			const length = words === text ? cells.length * cells[0].width : words.length;
			const stretch =
				length === 1 ? '' : ` textLength="${length * cell.width}" lengthAdjust="spacingAndGlyphs"`;
			return `<text x="${(x + index) * cell.width}" y="${y + baseline}"${stretch}${look}>${escaped(words)}</text>\n`;
		})
		.join('');
}

/** `box` in cells: left, top, right, bottom. */
function rect([left, top, right, bottom], y, look) {
	const pixels = (value, size) => +(value * size).toFixed(2);
	const [x, width] = [left, right - left].map(value => pixels(value, cell.width));
	const height = pixels(bottom - top, cell.height);
	return `<rect x="${x}" y="${y + pixels(top, cell.height)}" width="${width}" height="${height}"${look}/>\n`;
}

/** What can be one run: text of one look, wide characters, a sign that a font may lack, one shape. */
function kindOf(looks) {
	return one => {
		const kind = shapeOf(one.text) || /[^ -~–…·≈≥]/u.test(one.text) ? one.text : one.width;
		return `${looks.text(one)} ${one.width === 0 ? 'behind' : kind}`;
	};
}

/** Neighbours of one kind, with the column of the first and how many cells they take. */
function runsOf(row, kind) {
	const runs = [];
	let x = 0;
	for (const one of row) {
		const last = runs.at(-1);
		const kindOfOne = kind(one);
		if (one.width > 0 && last !== undefined && last.kind === kindOfOne) {
			last.cells.push(one);
			last.width += one.width;
		} else if (one.width > 0) runs.push({x, width: one.width, kind: kindOfOne, cells: [one]});
		x += one.width;
	}
	return runs;
}

export function escaped(text) {
	return text.replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`);
}
