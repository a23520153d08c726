/** One line of text being typed. `cursor` is an offset in UTF-16 units, always between two graphemes. */
export type Line = {readonly text: string; readonly cursor: number};

const keys = {
	left,
	right,
	home,
	end,
	backspace,
	deleteForward,
	deleteToStart,
	deleteToEnd,
	deleteWord,
};

/** One change to a line as data, so that it can travel in an action. */
export type Edit =
	| {readonly kind: 'insert' | 'paste'; readonly text: string}
	| {readonly kind: keyof typeof keys};

export const emptyLine: Line = {text: '', cursor: 0};

// Made at the first edit: the first object of Intl costs Node 30 ms, which the first frame would wait for.
let segmenter: Intl.Segmenter | undefined;

/** The line for a text that is there already, with the cursor at its end. */
export function lineOf(text: string): Line {
	return {text, cursor: text.length};
}

/** The text in front of the cursor, and behind it. */
function sides({text, cursor}: Line): readonly [before: string, after: string] {
	return [text.slice(0, cursor), text.slice(cursor)];
}

/** Where the grapheme that holds the unit at `offset` begins and ends. */
function graphemeAt(text: string, offset: number): readonly [start: number, end: number] {
	segmenter ??= new Intl.Segmenter(undefined, {granularity: 'grapheme'});
	const found = segmenter.segment(text).containing(offset);
	return found ? [found.index, found.index + found.segment.length] : [offset, offset];
}

function at(text: string, cursor: number): Line {
	// What was typed or joined may have merged with what follows: step behind the whole of it.
	const [start, end] = graphemeAt(text, cursor);
	return {text, cursor: cursor > start ? end : cursor};
}

/** Puts text in at the cursor, exactly as typed. */
export function insert(line: Line, typed: string): Line {
	const [before, after] = sides(line);
	return at(before + typed + after, line.cursor + typed.length);
}

/**
 * Puts pasted text in at the cursor. Copying a line from a terminal brings its line break along, so
 * breaks at the end are dropped; others become a space, which can be seen. The rest stays as it is.
 */
export function paste(line: Line, pasted: string): Line {
	return insert(
		line,
		pasted.replace(/[\r\n\u2028\u2029]+$/u, '').replace(/\r\n|[\r\n\u2028\u2029]/gu, ' '),
	);
}

/** Deletes the grapheme in front of the cursor. */
export function backspace(line: Line): Line {
	const {text, cursor} = left(line);
	return at(text.slice(0, cursor) + text.slice(line.cursor), cursor);
}

/** Deletes the grapheme behind the cursor. */
export function deleteForward(line: Line): Line {
	const next = right(line);
	return at(line.text.slice(0, line.cursor) + line.text.slice(next.cursor), line.cursor);
}

export function left({text, cursor}: Line): Line {
	return {text, cursor: cursor === 0 ? 0 : graphemeAt(text, cursor - 1)[0]};
}

export function right({text, cursor}: Line): Line {
	return {text, cursor: graphemeAt(text, cursor)[1]};
}

export function home({text}: Line): Line {
	return {text, cursor: 0};
}

export function end({text}: Line): Line {
	return lineOf(text);
}

/** Ctrl-u: deletes everything in front of the cursor. */
export function deleteToStart(line: Line): Line {
	return {text: sides(line)[1], cursor: 0};
}

/** Ctrl-k: deletes everything behind the cursor. */
export function deleteToEnd(line: Line): Line {
	return lineOf(sides(line)[0]);
}

/** Ctrl-w: deletes the word in front of the cursor, as a shell does: spaces, then all up to a space. */
export function deleteWord(line: Line): Line {
	const [before, after] = sides(line);
	const kept = before.trimEnd().replace(/\S+$/u, '');
	return at(kept + after, kept.length);
}

/** The line after the change. */
export function applyEdit(line: Line, edit: Edit): Line {
	switch (edit.kind) {
		case 'insert':
			return insert(line, edit.text);
		case 'paste':
			return paste(line, edit.text);
		default:
			return keys[edit.kind](line);
	}
}
