// Control characters, and those that show nothing or turn the line around (bidi, zero width).
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** What no pair of single quotes holds in every shell. */
const endsQuotes = /[\\']/g;

/**
 * One word for a shell that comes out as exactly this text, safe to paste into an interactive one. bash, zsh, ksh and fish
 * read it alike: a backslash stands outside of the quotes, within which fish takes two for one, and no word begins with a
 * bare percent sign (`%self`). What cannot be seen is written as octal bytes in `$'…'` (POSIX.1-2024), which fish refuses
 * to run. Undefined for what no argument can hold: NUL, and half a character.
 */
export function quoteForShell(text: string): string | undefined {
	if (text.includes('\0') || !text.isWellFormed()) return undefined;
	if (/^[\w@+:,./-][\w@%+=:,./-]*$/.test(text)) return text;
	if (!unseen.test(text)) return `'${text.replace(endsQuotes, "'\\$&'")}'`;
	let quoted = '';
	for (const character of text)
		quoted += unseen.test(character) || /['\\!]/.test(character) ? octal(character) : character;
	return `$'${quoted}'`;
}

/** Bytes, not code points: what `\u` gives depends on the locale of the shell. */
function octal(character: string): string {
	return [...Buffer.from(character)].map(byte => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}
