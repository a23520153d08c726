/** A JSON value that knows where in the text it stands; `at` counts UTF-16 units from 0. */
export type JsonNode =
	| {readonly kind: 'object'; readonly at: number; readonly members: readonly JsonMember[]}
	| {readonly kind: 'array'; readonly at: number; readonly items: readonly JsonNode[]}
	| {
			readonly kind: 'value';
			readonly at: number;
			readonly value: string | number | boolean | null;
	  };

export type JsonMember = {readonly name: string; readonly at: number; readonly value: JsonNode};

/** Why a text is no JSON, and where. The message is a sentence for users, without text of the file. */
export class JsonProblem extends Error {
	readonly at: number;

	constructor(message: string, at: number) {
		super(message);
		this.name = 'JsonProblem';
		this.at = at;
	}
}

const maxDepth = 100;
const space = /[ \t\n\r]*/y;
const string = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const literal = /true|false|null/y;

/** Reads JSON as RFC 8259 has it; unlike `JSON.parse` it tells the place of each value, and of what is wrong. @throws JsonProblem */
export function readJson(text: string): JsonNode {
	let at = 0;

	function take(pattern: RegExp): string | undefined {
		pattern.lastIndex = at;
		const found = pattern.exec(text)?.[0];
		if (found !== undefined) at += found.length;
		return found;
	}

	function skip(character: string): boolean {
		take(space);
		if (text[at] !== character) return false;
		at++;
		return true;
	}

	function value(depth: number): JsonNode {
		take(space);
		const start = at;
		if (depth > maxDepth) throw new JsonProblem('Values are nested too deep.', start);
		if (skip('{')) return {kind: 'object', at: start, members: members(depth)};
		if (skip('[')) return {kind: 'array', at: start, items: items(depth)};
		const found = take(string) ?? take(number) ?? take(literal);
		if (found === undefined) throw new JsonProblem(unreadable(text[start]), start);
		return {kind: 'value', at: start, value: JSON.parse(found)};
	}

	function members(depth: number): JsonMember[] {
		const found: JsonMember[] = [];
		if (skip('}')) return found;
		do {
			take(space);
			const start = at;
			const name = take(string);
			if (name === undefined)
				throw new JsonProblem('The name of a field is expected here, in double quotes.', start);
			if (!skip(':')) throw new JsonProblem('A colon is expected here.', at);
			found.push({name: JSON.parse(name), at: start, value: value(depth + 1)});
		} while (skip(','));
		if (!skip('}')) throw new JsonProblem(unended(text[at], '}'), at);
		return found;
	}

	function items(depth: number): JsonNode[] {
		const found: JsonNode[] = [];
		if (skip(']')) return found;
		do found.push(value(depth + 1));
		while (skip(','));
		if (!skip(']')) throw new JsonProblem(unended(text[at], ']'), at);
		return found;
	}

	const root = value(0);
	take(space);
	if (at < text.length) throw new JsonProblem('The end of the file is expected here.', at);
	return root;
}

function unreadable(next: string | undefined): string {
	if (next === undefined) return 'The file ends where a value is expected.';
	if (next === '"') return 'This quoted text has no end, or a character that must be escaped.';
	if (next === ']' || next === '}')
		return 'A value is expected here: is the comma before it one too many?';
	if (next === "'" || next === '“' || next === '”')
		return 'Text is written in straight double quotes.';
	return 'A value is expected here.';
}

function unended(next: string | undefined, close: string): string {
	return next === undefined
		? `The file ends where a comma or ${close} is expected.`
		: `A comma or ${close} is expected here.`;
}

/** Line and column of a place, both from 1. */
export function placeIn(text: string, at: number): {line: number; column: number} {
	const lines = text.slice(0, at).split(/\r\n|\r|\n/);
	return {line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1};
}
