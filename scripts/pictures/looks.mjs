/** What a terminal has behind its text, the colour of that, and a border that parts it from a page of its colour. */
const palettes = {
	dark: {back: '#0d1117', front: '#d1d7e0', border: '#3d444d'},
	light: {back: '#ffffff', front: '#1f2328', border: '#d1d9e0'},
};

const levels = [0, 95, 135, 175, 215, 255];

/** Of the palette of 256. The first 16 are what each terminal makes of them: partway uses none of these here. */
function colour(number) {
	if (number < 16) throw new Error(`Colour ${number} is not the same in all terminals.`);
	const grey = 8 + 10 * (number - 232);
	const at = number - 16;
	const parts =
		number > 231
			? [grey, grey, grey]
			: [levels[Math.floor(at / 36)], levels[Math.floor(at / 6) % 6], levels[at % 6]];
	return `#${parts.map(part => part.toString(16).padStart(2, '0')).join('')}`;
}

/** How cells look on a `dark` or a `light` terminal, as classes of a stylesheet. */
export class Looks {
	#classes = new Map();

	constructor(ground) {
		Object.assign(this, palettes[ground]);
	}

	/** The attribute for the text of a cell; none where that is plain. */
	text({front, back, isInverse, isBold, isDim, isUnderlined}) {
		const [own, number] = isInverse ? [this.back, back] : [this.front, front];
		const fill = number === undefined ? own : colour(number);
		return this.#attribute([
			fill === this.front ? '' : `fill:${fill}`,
			isBold ? 'font-weight:bold' : '',
			isDim ? 'opacity:.6' : '',
			isUnderlined ? 'text-decoration:underline' : '',
		]);
	}

	/** The attribute for what is behind a cell; undefined where that is the terminal's own. */
	behind({front, back, isInverse}) {
		if (isInverse) return this.#attribute([`fill:${front ? colour(front) : this.front}`]);
		return back === undefined ? undefined : this.#attribute([`fill:${colour(back)}`]);
	}

	css() {
		return [...this.#classes].map(([css, name]) => `.${name}{${css}}\n`).join('');
	}

	#attribute(declarations) {
		const css = declarations.filter(Boolean).join(';');
		if (css === '') return '';
		if (!this.#classes.has(css)) this.#classes.set(css, `c${this.#classes.size}`);
		return ` class="${this.#classes.get(css)}"`;
	}
}
