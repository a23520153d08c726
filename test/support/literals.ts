import {readdirSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The files of a folder of the program, as paths from its top, in their order. */
export function filesIn(folder: string): string[] {
	const names = readdirSync(`${root}source/${folder}`, {recursive: true, encoding: 'utf8'});
	return names
		.filter(name => /\.tsx?$/.test(name))
		.map(name => `source/${folder}/${name}`)
		.sort();
}

/**
 * The texts in quotes of a file, in their order; what is put into one by `${…}` stands in braces, by its name.
 *
 * @param within only what stands in these stretches of it.
 */
export function literalsIn(path: string, within = /[\s\S]+/g): string[] {
	const code = readFileSync(`${root}${path}`, 'utf8');
	return [...code.matchAll(within)].flatMap(([stretch]) => literalsOf(stretch));
}

/** What stands in a code where no text, comment or pattern begins or goes on. */
const token =
	/\/\/[^\n]*|\/\*[\s\S]*?\*\/|(?<=[(,=:[!&|?{};\n]\s*|return )\/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\n])+\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`/g;

function literalsOf(code: string): string[] {
	const found: string[] = [];
	token.lastIndex = 0;
	for (let match = token.exec(code); match !== null; match = token.exec(code)) {
		const [text] = match;
		if (text.startsWith("'") || text.startsWith('"')) found.push(unescaped(text.slice(1, -1)));
		if (text !== '`') continue;
		const {end, parts, within} = templateAt(code, token.lastIndex);
		found.push(unescaped(parts));
		for (const each of within) found.push(...literalsOf(each));
		token.lastIndex = end;
	}
	return found;
}

function templateAt(code: string, start: number): {end: number; parts: string; within: string[]} {
	let parts = '';
	const within: string[] = [];
	for (let at = start; at < code.length; at++) {
		if (code[at] === '`') return {end: at + 1, parts, within};
		if (code[at] === '\\') parts += code.slice(at, ++at + 1);
		else if (code.startsWith('${', at)) {
			const end = holeEnd(code, at + 2);
			const hole = code.slice(at + 2, end);
			within.push(hole);
			parts += `{${/(\w+)\W*$/.exec(hole.replace(/\([^()]*\)/g, ''))?.[1] ?? ''}}`;
			at = end;
		} else parts += code[at];
	}
	throw new Error(`A template does not end: ${code.slice(start - 20, start + 60)}`);
}

/** Where what began behind `${` ends; a template may stand in it. */
function holeEnd(code: string, start: number): number {
	let depth = 0;
	for (let at = start; at < code.length; at++) {
		if (code[at] === '`') at = templateAt(code, at + 1).end - 1;
		else if (code[at] === "'") at = code.indexOf("'", at + 1);
		else if (code[at] === '{') depth++;
		else if (code[at] === '}' && depth-- === 0) return at;
	}
	throw new Error(`A place in a template does not end: ${code.slice(start - 20, start + 60)}`);
}

function unescaped(text: string): string {
	return text.replace(/\\(.)/g, '$1');
}
