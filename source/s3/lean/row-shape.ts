import {cut, type Element, valueIn} from './elements.js';

/** An element of a row: one with a text, and what stands between that and the text before it; or one without, and its value. */
export type RowField = {readonly as: string} & (
	| {readonly element: Element; readonly before: string}
	| {readonly element?: undefined; readonly same: unknown}
);

/** All of a row but its texts: rows are alike, and one that has the shape of the last is read in a few steps. */
export class RowShape {
	readonly #fields: readonly RowField[];
	/** What follows the last text, up to the end of the row. */
	readonly #behind: string;

	constructor(fields: readonly RowField[], behind: string) {
		this.#fields = fields;
		this.#behind = behind;
	}

	/**
	 * A row, and where it ends; undefined where it has another shape, or is not there whole.
	 *
	 * @param bytes of the text, where each is a character.
	 * @throws notPlain
	 */
	read(
		text: string,
		bytes: Buffer | undefined,
		begin: number,
	): {value: object; end: number} | undefined {
		const value: Record<string, unknown> = {};
		let at = begin;
		for (const field of this.#fields) {
			if (field.element === undefined) {
				value[field.as] = field.same;
				continue;
			}
			if (!text.startsWith(field.before, at)) return undefined;
			at += field.before.length;
			const end = text.indexOf('<', at);
			if (end < 0) return undefined;
			const isKept = field.element.holds === 'text';
			const content = isKept ? cut(text, bytes, at, end) : text.slice(at, end);
			value[field.as] = valueIn(field.element, content);
			at = end;
		}
		if (!text.startsWith(this.#behind, at)) return undefined;
		return {value, end: at + this.#behind.length};
	}
}
