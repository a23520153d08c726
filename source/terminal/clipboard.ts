/** What a copy needs: the bytes to write to the terminal, or why it cannot be copied. */
export type ClipboardCopy =
	| {readonly kind: 'ready'; readonly sequence: string}
	| {readonly kind: 'too-long'; readonly sentence: string};

/** hterm and others drop an OSC 52 of more than 100,000 bytes; base64 makes 4 of 3, and 8 frame it. */
const longestValue = Math.floor((100_000 - 8) / 4) * 3;

/** Old GNU screens cut a string at 256 bytes (768 since 4.2.1); four of them are the frame. */
const screenChunk = 252;

/** A multiplexer hands on what is framed as a device control string, its escapes doubled for tmux. */
function forTmux(sequence: string): string {
	return `\u001bPtmux;${sequence.replaceAll('\u001b', '\u001b\u001b')}\u001b\\`;
}

/** Screen hands on each chunk as it is; the terminal outside sees them as one. */
function forScreen(sequence: string): string {
	let framed = '';
	for (let start = 0; start < sequence.length; start += screenChunk)
		framed += `\u001bP${sequence.slice(start, start + screenChunk)}\u001b\\`;
	return framed;
}

/**
 * The OSC 52 sequence that puts `value` on the clipboard of the terminal, over SSH too. Whether the
 * terminal obeys cannot be known, so the value belongs on the screen as well. Nothing is written.
 *
 * Inside tmux (TMUX) it is sent both ways: as it is, which tmux takes with `set-clipboard on`, and
 * wrapped, which it hands on with `allow-passthrough on`; the way that is off is ignored. Inside GNU
 * screen (STY, or TERM=screen…) it goes in chunks.
 */
export function copyToClipboard(
	value: string,
	env: Readonly<Record<string, string | undefined>>,
): ClipboardCopy {
	const bytes = Buffer.from(value, 'utf8');
	if (bytes.length > longestValue) {
		return {
			kind: 'too-long',
			sentence: `This is too long for the clipboard: ${bytes.length} bytes, and terminals take ${longestValue}.`,
		};
	}
	const sequence = `\u001b]52;c;${bytes.toString('base64')}\u0007`;
	const term = env.TERM ?? '';
	if (env.TMUX || term.startsWith('tmux'))
		return {kind: 'ready', sequence: sequence + forTmux(sequence)};
	if (env.STY || term.startsWith('screen')) return {kind: 'ready', sequence: forScreen(sequence)};
	return {kind: 'ready', sequence};
}
