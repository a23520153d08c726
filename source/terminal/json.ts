/** What stands in the place of bytes that are no text; controls, formats, halves of characters, invisible spaces: what `escape.ts` never shows, but for tabs and line ends between values. */
const unsafe = /(?![\t\n])[\ufffd\p{C}\p{Default_Ignorable_Code_Point}]|(?! )\p{Z}/gu;
const plain = /^[\t\n -~]*$/;

/**
 * A value as JSON that is harmless on a terminal: what a terminal obeys or hides is written as `\u001b`,
 * which every reader of JSON gives back as it was; half of a character survives too.
 *
 * @param indent spaces for each level, or a tab; absent: one line.
 */
export function terminalJson(value: unknown, indent?: number | '\t'): string {
	const text = JSON.stringify(value, null, indent);
	return plain.test(text) ? text : text.replace(unsafe, escapedUnits);
}

/** A value as a document for stdout: indented as the AWS CLI does, with its line end. */
export function jsonDocument(value: unknown): string {
	return `${terminalJson(value, 4)}\n`;
}

/** Each UTF-16 unit as `\u001b`. */
export function escapedUnits(text: string): string {
	return text
		.split('')
		.map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
		.join('');
}
