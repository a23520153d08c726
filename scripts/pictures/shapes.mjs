const full = [0, 0, 1, 1];

/** Part of a cell (left, top, right, bottom) by the character that fills it. */
const boxes = {
	'█': full,
	'▉': [0, 0, 7 / 8, 1],
	'▊': [0, 0, 6 / 8, 1],
	'▋': [0, 0, 5 / 8, 1],
	'▌': [0, 0, 4 / 8, 1],
	'▍': [0, 0, 3 / 8, 1],
	'▎': [0, 0, 2 / 8, 1],
	'▏': [0, 0, 1 / 8, 1],
	'▕': [7 / 8, 0, 1, 1],
	'▁': [0, 7 / 8, 1, 1],
	'▂': [0, 6 / 8, 1, 1],
	'▃': [0, 5 / 8, 1, 1],
	'▄': [0, 4 / 8, 1, 1],
	'▅': [0, 3 / 8, 1, 1],
	'▆': [0, 2 / 8, 1, 1],
	'▇': [0, 1 / 8, 1, 1],
	'━': [0, 0.44, 1, 0.56],
	'─': [0, 0.47, 1, 0.53],
	'│': [0.45, 0, 0.55, 1],
	'▒': full,
};

/** How much of it is seen, where that is not all. */
const opacities = {'▒': 0.5};

/** How a block or a line is drawn, so that no font leaves gaps between its cells; undefined for other characters. */
export function shapeOf(character) {
	const box = boxes[character];
	return box && {box, opacity: opacities[character] ?? 1};
}
