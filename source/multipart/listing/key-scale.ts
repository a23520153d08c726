/** Characters at which keys part, from which it is judged how far apart two of them are. */
const depth = 8;

/** So many of them behind the first that makes a cut. */
const near = 2;

/** What was listed to its end so often has shown all that may stand there. */
const timesEnded = 2;

/** Longer than any key: each segment between slashes begins at a multiple of it. */
const segment = 2048;

/** Keys as numbers from 0 to 1: each character has an equal share of those that may stand where it stands. */
export class KeyScale {
	/** The characters at each place of a key: by its segment between slashes, and where in that. */
	readonly #at = new Map<number, Set<string>>();
	/** What may stand at a place, in order; forgotten when something new is seen. */
	readonly #possible = new Map<number, readonly string[]>();
	/** Letters and digits, wherever they stand. */
	readonly #letters = new Set<string>();
	/** How often the listing went on to something that parts before a place: so often what may stand there was listed to its end. */
	readonly #ended = new Map<number, number>();

	/** @param before a key that is listed before it, on the same page. */
	see(key: string, before?: string): void {
		let place = 0;
		if (before !== undefined) this.#passed(before, key);
		for (const letter of key) {
			const seen = this.#at.get(place) ?? new Set();
			if (!seen.has(letter)) {
				this.#at.set(place, seen.add(letter));
				this.#possible.delete(place);
				if (isLetter(letter) && !this.#letters.has(letter)) {
					this.#letters.add(letter);
					this.#possible.clear();
				}
			}
			place = placeAfter(place, letter);
		}
	}

	#passed(before: string, key: string): void {
		const letters = [...before];
		const start = sameStart(letters, [...key]);
		let place = 0;
		for (const [at, letter] of letters.entries()) {
			if (at > start) {
				const times = (this.#ended.get(place) ?? 0) + 1;
				this.#ended.set(place, times);
				if (times === timesEnded) this.#possible.delete(place);
			}
			place = placeAfter(place, letter);
		}
	}

	/** The scale of keys that begin as two keys both do. */
	between(from: string, to: string): KeyStretch {
		return new KeyStretch(place => this.#possibleAt(place), from, to);
	}

	/** The middle of the letters and digits of its kind that come after it; of any kind where there are none. */
	above(letter: string): string | undefined {
		if (!isLetter(letter)) return undefined;
		const above = [...this.#letters].filter(other => compareLetters(other, letter) > 0);
		const alike = above.filter(other => kindOf(other) === kindOf(letter));
		const letters = (alike.length > 0 ? alike : above).toSorted(compareLetters);
		return letters[Math.floor(letters.length / 2)];
	}

	/**
	 * Where a digit was seen, or letters that are no word, all of the kind may stand that were seen anywhere: what is listed
	 * in order has not shown the later ones.
	 */
	#possibleAt(place: number): readonly string[] {
		const known = this.#possible.get(place);
		if (known !== undefined) return known;
		const seen = this.#at.get(place) ?? new Set<string>();
		const kinds = new Set(
			seen.size > 1 || !/[a-z]/i.test([...seen].join('')) ? Array.from(seen, kindOf) : [],
		);
		kinds.delete('other');
		if ((this.#ended.get(place) ?? 0) >= timesEnded) kinds.clear();
		const others = [...this.#letters].filter(letter => kinds.has(kindOf(letter)));
		const possible = [...new Set([...seen, ...others])].toSorted(compareLetters);
		this.#possible.set(place, possible);
		return possible;
	}
}

/** The part of a scale between two keys. */
class KeyStretch {
	/** What both keys begin with. */
	readonly #shared: readonly string[];
	readonly #place: number;
	readonly #possibleAt: (place: number) => readonly string[];

	constructor(possibleAt: (place: number) => readonly string[], from: string, to: string) {
		this.#possibleAt = possibleAt;
		const letters = [...from];
		this.#shared = letters.slice(0, sameStart(letters, [...to]));
		this.#place = this.#shared.reduce(placeAfter, 0);
	}

	/** How many characters both keys begin with. */
	get start(): number {
		return this.#shared.length;
	}

	/** @param key that begins in the same way. */
	valueOf(key: string): number {
		let value = 0;
		let size = 1;
		let place = this.#place;
		let parted = 0;
		for (const letter of key.slice(this.#shared.join('').length)) {
			const possible = this.#possibleAt(place);
			const below = possible.filter(other => compareLetters(other, letter) < 0).length;
			value += (size * below) / Math.max(1, possible.length);
			size /= Math.max(1, possible.length);
			if (possible.length > 1) parted++;
			if (parted === depth || possible[below] !== letter) break;
			place = placeAfter(place, letter);
		}
		return value;
	}

	/** The beginning of the key with this value: as long as it takes to be a cut, and to be near. */
	keyAt(value: number, isCut: (key: string) => boolean): string | undefined {
		const letters = [...this.#shared];
		let rest = value;
		let place = this.#place;
		let cut: string | undefined;
		for (let parted = 0, nearer = 0; parted < depth && nearer < near; ) {
			const possible = this.#possibleAt(place);
			const below = Math.min(possible.length - 1, Math.max(0, Math.floor(rest * possible.length)));
			rest = rest * possible.length - below;
			const letter = possible[below];
			if (letter === undefined) return cut;
			letters.push(letter);
			place = placeAfter(place, letter);
			if (possible.length === 1) continue;
			parted++;
			const key = letters.join('');
			if (cut !== undefined) nearer++;
			if (isLetter(letter) && isCut(key)) cut = key;
		}
		return cut;
	}
}

function isLetter(text: string): boolean {
	return /^[\p{L}\p{N}]$/u.test(text);
}

/** As the bytes of their UTF-8 compare. */
function compareLetters(one: string, other: string): number {
	return one.codePointAt(0)! - other.codePointAt(0)!;
}

/** How many characters two keys have in common at their beginning. */
export function sameStart(one: readonly string[], other: readonly string[]): number {
	let at = 0;
	while (at < one.length && one[at] === other[at]) at++;
	return at;
}

function kindOf(letter: string): 'digit' | 'lower' | 'upper' | 'other' {
	if (letter >= '0' && letter <= '9') return 'digit';
	if (letter >= 'a' && letter <= 'z') return 'lower';
	return letter >= 'A' && letter <= 'Z' ? 'upper' : 'other';
}

function placeAfter(place: number, letter: string): number {
	return letter === '/' ? (Math.floor(place / segment) + 1) * segment : place + 1;
}
